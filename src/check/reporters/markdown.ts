// GitHub-flavoured Markdown: a table a capture, then the story of each expectation that is not met. Also the step
// summary of the GitHub Action.

import { escapeMarkdown, markdownCode } from '../../report/escape.ts';
import { tallyOf, type CaptureResult, type CheckRun } from '../check-run.ts';
import type { Result } from '../evaluate.ts';
import { explained, labelWords, pointsWords, tallyWords, verdictWords } from '../result-words.ts';
import { say, type Said } from '../said.ts';
import { shown, type Tell } from '../words.ts';

const MARKS = { pass: '✅', fail: '❌', skip: '➖' } as const;

/** Tells in Markdown: what comes from elsewhere marks up nothing. */
type Write = (said: Said, place?: 'cell') => string;

export function markdownReport(run: CheckRun, tell: Tell): string {
  const write: Write = (said, place) => shown(tell(said), (text) => escapeMarkdown(text, place));
  const { points, maxPoints } = tallyOf(run);
  return [
    `## ${escapeMarkdown(run.lab)}`,
    '',
    `${write(tallyWords(tallyOf(run)))}, ${write(pointsWords(points, maxPoints))}.`,
    '',
    ...run.captures.flatMap((capture) => captureLines(run, capture, tell, write)),
  ].join('\n');
}

function captureLines(run: CheckRun, capture: CaptureResult, tell: Tell, write: Write): string[] {
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
  lines.push(`| | ${headings.map((heading) => write(heading, 'cell')).join(' | ')} |`);
  lines.push(`| --- | --- | --- | ---: |`);
  for (const result of capture.results) lines.push(tableRow(result, write));
  lines.push('', `**${write(pointsWords(points, maxPoints))}**`, '');
  for (const result of capture.results.filter(({ status }) => status !== 'pass'))
    lines.push(...story(capture, result, tell, write));
  return lines;
}

const tableRow = (result: Result, write: Write): string =>
  `| ${MARKS[result.status]} | ${result.number}. ${write(result.title, 'cell')} | ${write(verdictWords(result), 'cell')} | ${result.points}/${result.maxPoints} |`;

function story(capture: CaptureResult, result: Result, tell: Tell, write: Write): string[] {
  const parts = explained(capture, result).map(
    ({ label, text }) =>
      `- ${write(labelWords(label))}: ${label === 'look' ? markdownCode(tell(text)) : write(text)}`,
  );
  return [
    `#### ${MARKS[result.status]} ${result.number}. ${write(result.title)}`,
    '',
    ...parts,
    '',
  ];
}
