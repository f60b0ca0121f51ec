// What is said in English, for tests that look at words.

import type { Outcome } from '../../src/check/outcome.ts';
import type { Result } from '../../src/check/evaluate.ts';
import { LabFileError, loadLab } from '../../src/check/load-lab.ts';
import { openTeller } from '../../src/check/words.ts';

export const english = openTeller('en');

/** An outcome with its sentences as text. */
export interface ToldOutcome extends Omit<Outcome, 'expected' | 'shows' | 'why'> {
  readonly expected: string;
  readonly shows: string;
  readonly why: string | null;
}

export const told = (outcome: Outcome): ToldOutcome => ({
  ...outcome,
  expected: english(outcome.expected),
  shows: english(outcome.shows),
  why: outcome.why === null ? null : english(outcome.why),
});

/** "a complete handshake: another thing in row 3". */
export const unmetWords = ({ title, outcome }: Result): string => {
  const { shows, why } = told(outcome);
  return `${english(title)}: ${shows} ${why ?? ''}`;
};

/** The mistakes of a lab file, "5:12 what is wrong there"; none when it is right. */
export function mistakesOf(text: string): string[] {
  try {
    loadLab(text);
    return [];
  } catch (error) {
    if (!(error instanceof LabFileError)) throw error;
    return error.mistakes.map(({ line, column, said }) => `${line}:${column} ${english(said)}`);
  }
}
