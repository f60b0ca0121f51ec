// Gradescope's results.json: one test an expectation. Students see what it says, so it says how to look, not the answer.
// https://gradescope-autograders.readthedocs.io/en/latest/specs/

import { visible } from '../../report/escape.ts';
import { tallyOf, type CheckRun } from '../check-run.ts';
import { explained, verdictWords } from '../result-words.ts';
import { jsonText } from './json-text.ts';

export function gradescopeReport(run: CheckRun): string {
  const several = run.captures.length > 1;
  const tests = run.captures.flatMap((capture) => {
    const prefix = several ? `${capture.file}: ` : '';
    if (capture.unreadable !== null)
      return [
        {
          name: visible(`${prefix}can be read`),
          score: 0,
          max_score: run.maxPoints,
          status: 'failed',
          output_format: 'text',
          output: visible(capture.unreadable),
          visibility: 'visible',
        },
      ];
    return capture.results.map((result) => ({
      number: String(result.number),
      name: visible(prefix + result.title),
      score: result.points,
      max_score: result.maxPoints,
      status: result.status === 'fail' ? 'failed' : 'passed',
      output_format: 'text',
      output:
        result.status === 'pass'
          ? visible(`It ${verdictWords(result)}: ${result.outcome.shows}`)
          : explained(capture, result)
              .map(({ label, text }) => `${label}: ${visible(text)}`)
              .join('\n'),
      visibility: 'visible',
    }));
  });
  const { points } = tallyOf(run);
  const output = visible(`${run.lab}: ${points} points`);
  return jsonText({ score: points, output, output_format: 'text', visibility: 'visible', tests });
}
