// A repetition by Wireshark's word alone: what it may repeat lies before the rows that are kept of its connection.

import type { FindingKind } from '../classify/finding.ts';
import type { LabelName } from '../tcp/label.ts';
import type { Explainer, Scene } from './scene.ts';
import { say } from './scene.ts';

/** Labels that say that the numbers had been sent before. */
const REPETITIONS: ReadonlySet<LabelName> = new Set([
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
]);

/** Findings that know better. */
const KNOWN: ReadonlySet<FindingKind> = new Set([
  'retransmission',
  'captured-twice',
  'out-of-order',
  'same-sequence-other-bytes',
  'conflicting-overlap',
]);

export const isResentBeyond = ({ row, story }: Scene): boolean =>
  row.labels.some((label) => REPETITIONS.has(label)) &&
  row.links.sameSequenceAs === null &&
  !row.findings.some(({ kind }) => KNOWN.has(kind)) &&
  !story.hasAllBefore(row);

export const explainResentBeyond: Explainer = (scene) =>
  isResentBeyond(scene)
    ? [say('why', 'resent-beyond'), say('program', 'resent-beyond-program')]
    : [];
