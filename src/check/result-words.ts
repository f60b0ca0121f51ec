// What every reporter says of a result, before each makes it harmless in its own way.

import type { CaptureResult } from './check-run.ts';
import type { Result } from './evaluate.ts';
import { lookCommand } from './look.ts';
import { given, say, type Said } from './said.ts';

export type LabelName = 'expected' | 'shows' | 'why' | 'hint' | 'look';

export interface Explained {
  readonly label: LabelName;
  readonly text: Said;
}

/** "holds", "does not hold", "cannot be decided". */
export const verdictWords = ({ outcome: { verdict } }: Result): Said =>
  say('check-verdict', { verdict });

/** What an expectation that is not met says: expected, shown, why, hint, how to look. */
export function explained(capture: CaptureResult, { outcome, hint }: Result): Explained[] {
  const parts: Explained[] = [
    { label: 'expected', text: outcome.expected },
    { label: 'shows', text: outcome.shows },
  ];
  if (outcome.why !== null) parts.push({ label: 'why', text: outcome.why });
  if (hint !== null) parts.push({ label: 'hint', text: given(hint) });
  parts.push({ label: 'look', text: given(lookCommand(capture.file, outcome)) });
  return parts;
}

export const labelWords = (label: LabelName): Said => say('check-label', { label });

/** "Expected: a complete handshake on every connection". */
export const line = ({ label, text }: Explained): Said =>
  say('check-line', { label: labelWords(label), text });

/** The title with the capture's name before it. */
export const ofCapture = ({ file }: CaptureResult, title: Said): Said =>
  say('check-of-capture', { capture: given(file), title });

/** "3 of 5 points". */
export const pointsWords = (points: number, maxPoints: number): Said =>
  say('check-points', { points, most: maxPoints });

/** "12 passed, 1 failed". */
export const tallyWords = ({
  passed,
  failed,
  skipped,
}: Readonly<Record<'passed' | 'failed' | 'skipped', number>>): Said =>
  say('check-tally', { passed, failed, skipped });
