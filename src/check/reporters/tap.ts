// TAP 14 (https://testanything.org/tap-version-14-specification.html): one test point an expectation, YAML behind those
// that do not hold.

import { visible } from '../../report/escape.ts';
import type { CheckRun } from '../check-run.ts';
import { explained } from '../result-words.ts';

export function tapReport(run: CheckRun): string {
  const points = run.captures.flatMap((capture) => {
    const name = (title: string): string => tapText(`${capture.file}: ${title}`);
    if (capture.unreadable !== null)
      return [
        { isOk: false, text: name('can be read'), more: yaml([['message', capture.unreadable]]) },
      ];
    return capture.results.map((result) => {
      const { status, title, outcome } = result;
      const skip = status === 'skip' ? ` # SKIP ${tapText(outcome.why ?? '')}` : '';
      const parts = explained(capture, result).map(
        ({ label, text }) => [key(label), text] as const,
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

const key = (label: string): string => label.toLowerCase().replaceAll(' ', '-');

/** A test point's description: `#` would begin a directive, a backslash escapes. */
const tapText = (text: string): string => visible(text).replace(/[\\#]/g, '\\$&');

/** A YAML diagnostic block; JSON strings are YAML strings. */
const yaml = (entries: readonly (readonly [string, string])[]): string[] => [
  '  ---',
  ...entries.map(([name, text]) => `  ${name}: ${JSON.stringify(visible(text))}`),
  '  ...',
];
