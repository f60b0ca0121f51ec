// The receive window (RFC 9293 3.8.6) and its scaling (RFC 7323 2): how the shown number comes from the field.

import type { PacketRow } from '../classify/packet-row.ts';
import { row as rowArg } from './args.ts';
import { Rfc } from './references.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { isLecture, say } from './scene.ts';
import { isHeaderCut } from './tcp-header-bytes.ts';

/** Told when the sender's window first counts (its first row after its SYN), or when it is what the row is about. */
export const explainWindow: Explainer = (scene) => {
  const { row } = scene;
  const previous = scene.story.rowOf(row.links.previousFromSender ?? 0);
  const isFirst = previous === null || previous.kind === 'syn' || previous.kind === 'syn-ack';
  return isFirst || row.kind === 'window-update' ? windowSayings(scene, previous) : [];
};

function windowSayings(scene: Scene, previous: PacketRow | null): readonly Saying[] {
  const { tcp } = scene.row;
  const raw = tcp.window;
  if (tcp.windowShift === null) return unknownFactor(scene, raw);
  const sayings: Saying[] = [];
  if (tcp.windowShift === 0) sayings.push(say('how', 'window-unscaled', { raw }, [Rfc.Window]));
  else {
    const args = { raw, factor: 2 ** tcp.windowShift, scaled: tcp.scaledWindow };
    sayings.push(say('how', 'window-scaled', args, [Rfc.WindowScale]));
    if (previous !== null && previous.kind.startsWith('syn'))
      sayings.push(
        say('how', 'window-since-syn', {
          row: rowArg(previous.frame),
          window: previous.tcp.window,
        }),
      );
  }
  if (isLecture(scene, 'window')) sayings.push(say('how', 'window-first', {}, [Rfc.Window]));
  return sayings;
}

/** Without the handshake and its options the factor is not known; where nobody listens there never was one. */
function unknownFactor(scene: Scene, raw: number): readonly Saying[] {
  if (scene.story.isRefused(scene.row.stream)) return [say('how', 'window-raw', { raw })];
  return isLecture(scene, 'unknown-window')
    ? [
        say('how', 'window-unknown-first', { raw, handshake: handshakeHere(scene) }, [
          Rfc.WindowScale,
        ]),
      ]
    : [say('how', 'window-unknown', { raw })];
}

/** What the capture has of the handshake, where that does not show the factor. */
function handshakeHere({ row, story, connection }: Scene): 'absent' | 'cut' | 'partial' {
  if (connection.handshake === 'absent') return 'absent';
  const isCut = story
    .rowsOf(row.stream)
    .some((one) => one.tcp.flagNames.includes('SYN') && isHeaderCut(one));
  return isCut ? 'cut' : 'partial';
}
