// TAP 14 (https://testanything.org/tap-version-14-specification.html): one test point an expectation, YAML behind those
// that do not hold.

import { visible } from '../../report/escape.ts';
import type { CheckRun } from '../check-run.ts';
import { explained, ofCapture, type LabelName } from '../result-words.ts';
import { say, type Said } from '../said.ts';
import type { Tell } from '../words.ts';

export function tapReport(run: CheckRun, tell: Tell): string {
  const points = run.captures.flatMap((capture) => {
    const name = (title: Said): string => tapText(tell(ofCapture(capture, title)));
    if (capture.unreadable !== null)
      return [
        {
          isOk: false,
          text: name(say('check-readable-title')),
          more: yaml([['message', capture.unreadable]]),
        },
      ];
    return capture.results.map((result) => {
      const { status, title, outcome } = result;
      const skip =
        status === 'skip'
          ? ` # SKIP ${outcome.why === null ? '' : tapText(tell(outcome.why))}`
          : '';
      const parts = explained(capture, result).map(
        ({ label, text }) => [KEYS[label], tell(text)] as const,
      );
      return {
        isOk: status !== 'fail',
        text: name(title) + skip,
        more: status === 'fail' ? yaml(parts) : [],
      };
    });
  });
  const lines = points.flatMap(({ isOk, text, more }, i) => [
    `${isOk ? 'ok' : 'not ok'} ${i + 1} - ${text}`,
    ...more,
  ]);
  return ['TAP version 14', `1..${points.length}`, ...lines, ''].join('\n');
}

/** Keys of the diagnostic block: the same in every language. */
const KEYS: Readonly<Record<LabelName, string>> = {
  expected: 'expected',
  shows: 'the-capture-shows',
  why: 'cannot-be-decided',
  hint: 'hint',
  look: 'look',
};

/** A test point's description: `#` would begin a directive, a backslash escapes. */
const tapText = (text: string): string => visible(text).replace(/[\\#]/g, '\\$&');

/** A YAML diagnostic block; JSON strings are YAML strings. */
const yaml = (entries: readonly (readonly [string, string])[]): string[] => [
  '  ---',
  ...entries.map(([name, text]) => `  ${name}: ${JSON.stringify(visible(text))}`),
  '  ...',
];
