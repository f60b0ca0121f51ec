// The sentences every reporter says of a result, before each makes them harmless in its own way.

import type { CaptureResult } from './check-run.ts';
import type { Result } from './evaluate.ts';
import { lookCommand } from './look.ts';

/** "holds", "does not hold", "cannot be decided". */
export const verdictWords = ({ outcome }: Result): string =>
  ({ holds: 'holds', fails: 'does not hold', undecided: 'cannot be decided' })[outcome.verdict];

export interface Explained {
  readonly label: string;
  readonly text: string;
}

/** What an expectation that is not met says: expected, shown, why, hint, how to look. */
export function explained(capture: CaptureResult, { outcome, hint }: Result): Explained[] {
  const parts: Explained[] = [
    { label: 'Expected', text: outcome.expected },
    { label: 'The capture shows', text: outcome.shows },
  ];
  if (outcome.why !== null) parts.push({ label: 'Cannot be decided', text: outcome.why });
  if (hint !== null) parts.push({ label: 'Hint', text: hint });
  parts.push({ label: 'Look', text: lookCommand(capture.file, outcome) });
  return parts;
}

/** "3 of 5 points". */
export const pointsWords = (points: number, maxPoints: number): string =>
  `${points} of ${maxPoints} ${maxPoints === 1 ? 'point' : 'points'}`;
