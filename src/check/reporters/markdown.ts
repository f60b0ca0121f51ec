// GitHub-flavoured Markdown: a table a capture, then the story of each expectation that is not met. Also the step
// summary of the GitHub Action.

import { escapeMarkdown, markdownCode } from '../../report/escape.ts';
import { tallyOf, type CaptureResult, type CheckRun } from '../check-run.ts';
import type { Result } from '../evaluate.ts';
import { explained, labelWords, pointsWords, tallyWords, verdictWords } from '../result-words.ts';
import { lookCommand } from '../look.ts';
import { say } from '../said.ts';
import type { Write } from '../words.ts';

const MARKS = { pass: '✅', fail: '❌', skip: '➖' } as const;

/** By where the words stand. */
export interface MarkdownWriters {
  readonly text: Write;
  readonly cell: Write;
}

export function markdownReport(run: CheckRun, writers: MarkdownWriters): string {
  const { text } = writers;
  const { points, maxPoints } = tallyOf(run);
  return [
    `## ${escapeMarkdown(run.lab)}`,
    '',
    `${text(tallyWords(tallyOf(run)))}, ${text(pointsWords(points, maxPoints))}.`,
    '',
    ...run.captures.flatMap((capture) => captureLines(run, capture, writers)),
  ].join('\n');
}

function captureLines(run: CheckRun, capture: CaptureResult, writers: MarkdownWriters): string[] {
  const { text, cell } = writers;
  const { points, maxPoints } = tallyOf(run, [capture]);
  const lines = [`### ${markdownCode(capture.file)}`, ''];
  if (capture.unreadable !== null)
    return [...lines, `❌ ${escapeMarkdown(capture.unreadable)}`, ''];
  for (const notice of capture.notices) lines.push(`⚠️ ${escapeMarkdown(notice)}`, '');
  const headings = [
    say('check-heading-expectation'),
    say('check-heading-result'),
    say('check-heading-points'),
  ];
  lines.push(`| | ${headings.map(cell).join(' | ')} |`);
  lines.push(`| --- | --- | --- | ---: |`);
  for (const result of capture.results) lines.push(tableRow(result, cell));
  lines.push('', `**${text(pointsWords(points, maxPoints))}**`, '');
  for (const result of capture.results.filter(({ status }) => status !== 'pass'))
    lines.push(...story(capture, result, text));
  return lines;
}

const tableRow = (result: Result, cell: Write): string =>
  `| ${MARKS[result.status]} | ${result.number}. ${cell(result.title)} | ${cell(verdictWords(result))} | ${result.points}/${result.maxPoints} |`;

function story(capture: CaptureResult, result: Result, write: Write): string[] {
  const look = markdownCode(lookCommand(capture.file, result.outcome));
  const parts = explained(capture, result).map(
    ({ label, text }) => `- ${write(labelWords(label))}: ${label === 'look' ? look : write(text)}`,
  );
  return [
    `#### ${MARKS[result.status]} ${result.number}. ${write(result.title)}`,
    '',
    ...parts,
    '',
  ];
}
