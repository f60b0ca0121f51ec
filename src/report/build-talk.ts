// The section on the conversation: explain's lines with times and links, cut to what fits a table. Adds no words.

import { digits, list } from '../explain/args.ts';
import type { ConversationWords, SaidLine } from '../explain/explanation.ts';
import { linkHere } from './build-row.ts';
import type { RowContext } from './build-row.ts';
import type { Talk, TalkLine } from './report-model.ts';
import { shorten } from './shorten.ts';
import { secondsText } from './time-text.ts';

/** Characters of what was said. */
const TEXT_LENGTH = 160;
/** Code units looked at for them: a message may be megabytes. */
const TEXT_LOOKED_AT = 1024;

/** Null when nothing was said and there is nothing to tell. */
export function buildTalk(
  { lines, facts, leftOut }: ConversationWords,
  context: RowContext,
): Talk | null {
  if (lines.length === 0 && facts.length === 0) return null;
  return {
    lines: lines.map((line) => talkLine(line, context)),
    facts: facts.map((fact) => linkHere(fact, context.here)),
    leftOut,
  };
}

const talkLine = (
  { timeNs, from, to, text, len, frames, notes }: SaidLine,
  { catalogue, here, timeDigits }: RowContext,
): TalkLine => ({
  time: secondsText(timeNs, timeDigits),
  from,
  to,
  text: text === null ? null : shorten(text.slice(0, TEXT_LOOKED_AT), TEXT_LENGTH),
  noText: catalogue.plain('report-no-text', { count: len }),
  frames: frames.map((frame) => ({ frame, here: here(frame) })),
  inRows: catalogue.plain('report-in-rows', {
    count: frames.length,
    rows: list(frames.map(digits)),
  }),
  notes: notes.map((note) => linkHere(note, here)),
});
