// A repetition by Wireshark's word alone: what it may repeat lies before the rows that are kept of its connection.

import type { Explainer, Scene } from './scene.ts';
import { say } from './scene.ts';
import { lacksFirstCopy } from './wireshark-labels.ts';

export const isResentBeyond = ({ row, story }: Scene): boolean =>
  !story.hasAllBefore(row) && row.labels.some((label) => lacksFirstCopy(row, label));

export const explainResentBeyond: Explainer = (scene) =>
  isResentBeyond(scene)
    ? [say('why', 'resent-beyond'), say('program', 'resent-beyond-program')]
    : [];
