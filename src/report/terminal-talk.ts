// The conversation in a terminal, as a chat reads: time, who to whom, what, in which rows; below it what became of it.

import { escapeTerminal } from './escape.ts';
import type { ReportModel, TalkLine } from './report-model.ts';
import { paragraph } from './terminal-layout.ts';
import type { TerminalStyle } from './terminal-style.ts';

const safe = escapeTerminal;
const NOTE_INDENT = 6;

/** The section as blocks of text; none when nothing was said. */
export function terminalTalk(
  { conversation, words }: ReportModel,
  width: number,
  style: TerminalStyle,
): string[] {
  if (conversation === null) return [];
  const { lines, facts, leftOut } = conversation;
  const said = [
    style.chalk.bold.underline(safe(words.conversation)),
    ...lines.map((line) => talkLine(line, width, style)),
    ...facts.map((fact) => paragraph(`- ${style.rich(fact)}`, width, 2)),
  ];
  if (leftOut !== null) said.push(paragraph(style.rich(leftOut), width, 2));
  return [said.join('\n')];
}

function talkLine(
  { time, from, to, text, noText, inRows, notes }: TalkLine,
  width: number,
  { chalk, rich }: TerminalStyle,
): string {
  const between = `${safe(from)} > ${safe(to.join(', '))}`;
  const line = `${chalk.dim(time)} ${between}: ${safe(text ?? noText)} ${chalk.dim(`(${safe(inRows)})`)}`;
  const told = paragraph(line, width, 2);
  if (notes.length === 0) return told;
  return `${told}\n${paragraph(notes.map(rich).join(' '), width, NOTE_INDENT)}`;
}
