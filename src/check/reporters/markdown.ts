// GitHub-flavoured Markdown: a table a capture, then the story of each expectation that is not met. Also the step
// summary of the GitHub Action.

import { escapeMarkdown, markdownCode } from '../../report/escape.ts';
import { tallyOf, type CaptureResult, type CheckRun } from '../check-run.ts';
import type { Result } from '../evaluate.ts';
import { explained, pointsWords, verdictWords } from '../result-words.ts';

const MARKS = { pass: '✅', fail: '❌', skip: '➖' } as const;

export function markdownReport(run: CheckRun): string {
  const { passed, failed, skipped, points, maxPoints } = tallyOf(run);
  const counts = `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}, ${pointsWords(points, maxPoints)}`;
  return [
    `## ${escapeMarkdown(run.lab)}`,
    '',
    `${counts}.`,
    '',
    ...run.captures.flatMap((capture) => captureLines(run, capture)),
  ].join('\n');
}

function captureLines(run: CheckRun, capture: CaptureResult): string[] {
  const { points, maxPoints } = tallyOf(run, [capture]);
  const lines = [`### ${markdownCode(capture.file)}`, ''];
  if (capture.unreadable !== null)
    return [...lines, `❌ ${escapeMarkdown(capture.unreadable)}`, ''];
  for (const notice of capture.notices) lines.push(`⚠️ ${escapeMarkdown(notice)}`, '');
  lines.push(`| | expectation | result | points |`, `| --- | --- | --- | ---: |`);
  for (const result of capture.results) lines.push(tableRow(result));
  lines.push('', `**${pointsWords(points, maxPoints)}**`, '');
  for (const result of capture.results.filter(({ status }) => status !== 'pass'))
    lines.push(...story(capture, result));
  return lines;
}

const tableRow = (result: Result): string =>
  `| ${MARKS[result.status]} | ${result.number}. ${escapeMarkdown(result.title, 'cell')} | ${verdictWords(result)} | ${result.points}/${result.maxPoints} |`;

function story(capture: CaptureResult, result: Result): string[] {
  const parts = explained(capture, result).map(
    ({ label, text }) =>
      `- ${label}: ${label === 'Look' ? markdownCode(text) : escapeMarkdown(text)}`,
  );
  return [
    `#### ${MARKS[result.status]} ${result.number}. ${escapeMarkdown(result.title)}`,
    '',
    ...parts,
    '',
  ];
}
