// Payload that begins like HTTP: said as a look only, with the oddity of an answer from the side that asks.

import type { PacketRow } from '../classify/packet-row.ts';
import { captured, row as rowArg } from './args.ts';
import { httpLineOf, payloadText } from './payload.ts';
import { Rfc } from './references.ts';
import type { Explainer, Message, Scene } from './scene.ts';
import { headline, say } from './scene.ts';

export function httpHeadline({ row }: Scene): Message | null {
  const line = httpLineOf(row);
  const args = { text: captured(payloadText(row)?.excerpt ?? '') };
  if (line === 'request') return headline('http-headline-request', args);
  return line === 'status' ? headline('http-headline-status', args) : null;
}

export const explainHttp: Explainer = (scene) => {
  const { row } = scene;
  const line = httpLineOf(row);
  if (line === null) return [];
  if (line === 'request') return [say('how', 'http-request', {}, [Rfc.HttpRequest])];
  const request = ownRequest(scene);
  if (request === null) return [say('how', 'http-status', {}, [Rfc.HttpStatus])];
  return [
    say('how', 'http-status', {}, [Rfc.HttpStatus]),
    say('why', 'http-answers-itself', { row: rowArg(request.frame) }),
  ];
};

/** The latest request on this connection, when the sender of this status line sent it itself. */
function ownRequest({ row, story }: Scene): PacketRow | null {
  const latest = story
    .rowsWith(row)
    .findLast((one) => one.frame < row.frame && httpLineOf(one) === 'request');
  return latest !== undefined && latest.fromClient === row.fromClient ? latest : null;
}
