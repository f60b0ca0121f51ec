// Bytes that come with a reset (RFC 9293 3.5.2, RFC 1122 4.2.2.12): a receiver is to allow them, and no program gets them.
// Text among them tells most often why the reset was sent; no standard says in which form, so none is read out of them.

import { bytes, captured, code } from './args.ts';
import { firstBytes, payloadText } from './payload.ts';
import { Rfc } from './references.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

export const explainRstPayload: Explainer = (scene) =>
  scene.row.tcp.len === 0
    ? []
    : [what(scene), say('why', 'rst-payload-why', {}, [Rfc.ResetGeneration, 'RFC 1122 4.2.2.12'])];

function what({ row }: Scene): Saying {
  const args = { bytes: bytes(row.tcp.len) };
  const text = payloadText(row);
  if (text !== null) {
    const said = { ...args, text: captured(text.excerpt) };
    return text.whole
      ? say('what', 'rst-payload-text', said)
      : say('what', 'rst-payload-begins', said);
  }
  if (row.payloadEnd <= row.payloadStart) return say('what', 'rst-payload-uncaptured', args);
  const start = code(firstBytes(row));
  return say('what', 'rst-payload-binary', { ...args, len: row.tcp.len, start });
}
