// For people at a terminal: one line for what holds, the whole story for what does not.

import { escapeTerminal } from '../../report/escape.ts';
import { terminalStyle, type ColourLevel } from '../../report/terminal-style.ts';
import { tallyOf, type CaptureResult, type CheckRun } from '../check-run.ts';
import type { Result } from '../evaluate.ts';
import { explained, labelWords, pointsWords, tallyWords } from '../result-words.ts';
import { say } from '../said.ts';
import type { Write } from '../words.ts';

export function prettyReport(run: CheckRun, write: Write, colour: ColourLevel): string {
  const { chalk } = terminalStyle(colour);
  const marks = { pass: chalk.green('✓'), fail: chalk.red('✗'), skip: chalk.yellow('-') };
  const lines: string[] = [];
  const resultLines = (capture: CaptureResult, result: Result): void => {
    const { status, outcome, title, points, maxPoints } = result;
    const isOpen = outcome.verdict === 'undecided';
    const name = write(isOpen ? say('check-title-undecided', { title }) : title);
    lines.push(`  ${marks[status]} ${name} ${chalk.dim(`[${points}/${maxPoints}]`)}`);
    if (status === 'pass' && outcome.verdict === 'holds') return;
    for (const { label, text } of explained(capture, result))
      lines.push(`      ${chalk.dim(`${write(labelWords(label))}:`)} ${write(text)}`);
  };
  lines.push(chalk.bold(escapeTerminal(run.lab)));
  for (const capture of run.captures) {
    lines.push('', chalk.bold(escapeTerminal(capture.file)));
    if (capture.unreadable !== null)
      lines.push(`  ${marks.fail} ${escapeTerminal(capture.unreadable)}`);
    for (const notice of capture.notices)
      lines.push(`  ${chalk.yellow('!')} ${escapeTerminal(notice)}`);
    for (const result of capture.results) resultLines(capture, result);
    const { points, maxPoints } = tallyOf(run, [capture]);
    lines.push(`  ${write(pointsWords(points, maxPoints))}`);
  }
  lines.push('', write(tallyWords(tallyOf(run))), '');
  return lines.join('\n');
}
