// Gradescope's results.json: one test an expectation. Students see what it says, so it says how to look, not the answer.
// https://gradescope-autograders.readthedocs.io/en/latest/specs/

import { visible } from '../../report/escape.ts';
import { tallyOf, type CaptureResult, type CheckRun } from '../check-run.ts';
import type { Result } from '../evaluate.ts';
import { explained, line, ofCapture, verdictWords } from '../result-words.ts';
import { given, say, type Said } from '../said.ts';
import type { Tell } from '../words.ts';
import { jsonText } from './json-text.ts';

export function gradescopeReport(run: CheckRun, tell: Tell): string {
  const several = run.captures.length > 1;
  const tests = run.captures.flatMap((capture) => {
    const name = (title: Said): string =>
      visible(tell(several ? ofCapture(capture, title) : title));
    if (capture.unreadable !== null)
      return [
        {
          name: name(say('check-readable-title')),
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
      name: name(result.title),
      score: result.points,
      max_score: result.maxPoints,
      status: result.status === 'fail' ? 'failed' : 'passed',
      output_format: 'text',
      output: outputOf(capture, result, tell),
      visibility: 'visible',
    }));
  });
  const { points } = tallyOf(run);
  const output = visible(tell(say('check-points-of-lab', { lab: given(run.lab), points })));
  return jsonText({ score: points, output, output_format: 'text', visibility: 'visible', tests });
}

function outputOf(capture: CaptureResult, result: Result, tell: Tell): string {
  const { status, outcome } = result;
  if (status !== 'pass')
    return explained(capture, result)
      .map((part) => visible(tell(line(part))))
      .join('\n');
  const { shows } = outcome;
  return visible(
    tell(
      outcome.verdict === 'holds'
        ? say('check-it-holds', { shows })
        : say('check-counts-for', { verdict: verdictWords(result), shows }),
    ),
  );
}
