// Kinds of findings that speak of the capture, not of the traffic: one that shows less has more of them.
import type { FindingKind } from '../../src/classify/finding.ts';

export const ABOUT_THE_CAPTURE: ReadonlySet<FindingKind> = new Set([
  'midstream-start',
  'cut-frame',
  'gap-before',
  'acked-unseen',
]);
