// Initial sequence numbers (RFC 9293 3.4.1): the raw number and why it shows as 0.

import { hex } from './args.ts';
import { Rfc } from './references.ts';
import type { Explainer } from './scene.ts';
import { isLecture, say } from './scene.ts';

export const explainInitialNumber: Explainer = (scene) => {
  const { seq } = scene.row.tcp;
  const args = { raw: seq, hex: hex(seq, 8) };
  if (isLecture(scene, 'initial-number'))
    return [say('how', 'initial-number-first', args, [Rfc.InitialSequenceNumber])];
  return [say('how', 'initial-number', args, [Rfc.InitialSequenceNumber])];
};
