// The receive window (RFC 9293 3.8.6) and its scaling (RFC 7323 2): how the shown number comes from the field.

import { row as rowArg } from './args.ts';
import { Rfc } from './references.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { isLecture, say } from './scene.ts';

/** Told when the sender's window first counts (its first row after its SYN), or when it is what the row is about. */
export const explainWindow: Explainer = (scene) => {
  const { row } = scene;
  const previous = scene.story.rowOf(row.links.previousFromSender ?? 0);
  const isFirst = previous === null || previous.kind === 'syn' || previous.kind === 'syn-ack';
  return isFirst || row.kind === 'window-update' ? windowSayings(scene, previous) : [];
};

function windowSayings(
  scene: Scene,
  previous: { readonly kind: string; readonly frame: number } | null,
): readonly Saying[] {
  const { tcp } = scene.row;
  if (tcp.windowShift === null)
    return [say('how', 'window-unknown', { raw: tcp.window }, [Rfc.WindowScale])];
  const first = isLecture(scene, 'window');
  const sayings: Saying[] = [];
  if (tcp.windowShift === 0)
    sayings.push(say('how', 'window-unscaled', { raw: tcp.window }, [Rfc.Window]));
  else {
    const args = {
      raw: tcp.window,
      factor: 2 ** tcp.windowShift,
      scaled: tcp.scaledWindow,
    };
    sayings.push(say('how', 'window-scaled', args, [Rfc.WindowScale]));
    if (previous !== null && previous.kind.startsWith('syn'))
      sayings.push(say('how', 'window-since-syn', { row: rowArg(previous.frame) }));
  }
  if (first) sayings.push(say('how', 'window-first', {}, [Rfc.Window]));
  return sayings;
}
