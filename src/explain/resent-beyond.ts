// A repetition by Wireshark's word alone: what it repeats lies farther back than the rows that are kept of its connection.

import type { LabelName } from '../tcp/label.ts';
import type { Explainer, Scene } from './scene.ts';
import { say } from './scene.ts';

/** Labels that say that the numbers had been sent before. */
const REPETITIONS: ReadonlySet<LabelName> = new Set([
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
]);

export const isResentBeyond = ({ row, story }: Scene): boolean =>
  row.labels.some((label) => REPETITIONS.has(label)) &&
  row.links.sameSequenceAs === null &&
  row.findings.every(({ kind }) => kind !== 'retransmission' && kind !== 'captured-twice') &&
  !story.hasAllBefore(row);

export const explainResentBeyond: Explainer = (scene) =>
  isResentBeyond(scene)
    ? [say('why', 'resent-beyond'), say('program', 'resent-beyond-program')]
    : [];
