// `tcpexplain follow FILE --session`: all connections as one talk, a line for each thing said, with its rows.

import { escapeTerminal } from '../report/escape.ts';
import type { Conversation } from '../stitch/conversation.ts';
import { transcript, type TranscriptLine } from '../stitch/transcript.ts';
import { ConversationParts } from './conversation-parts.ts';
import type { ExitCode } from './exit-codes.ts';
import { readCaptures } from './read-captures.ts';
import type { Session } from './session.ts';
import { TextOutput } from './text-output.ts';

export interface FollowSessionOptions {
  readonly showSecrets: boolean;
  readonly strict: boolean;
}

/** Prints the session; resolves to the exit status. */
export async function followSession(
  session: Session,
  file: string,
  options: FollowSessionOptions,
): Promise<ExitCode> {
  const output = new TextOutput(session.stdout);
  let parts: ConversationParts;
  const status = await readCaptures(
    [file],
    session,
    options,
    (run) => {
      const tell = (part: Conversation): void => {
        for (const line of transcript(part, options.showSecrets))
          output.write(`${clockText(run.reader.epochNs ?? 0n, line.timeNs)} ${lineText(line)}\n`);
      };
      parts = new ConversationParts(run, tell);
      return [parts.sink, { drained: output.betweenChunks(run) }];
    },
    () => parts.end(session),
  );
  await output.end();
  return status;
}

const NS_IN_CENTISECOND = 10_000_000n;
const CENTISECONDS_IN_DAY = 8_640_000n;

/** Time of day in UTC, to the hundredth of a second: 12:04:51.45. */
function clockText(epochNs: bigint, timeNs: number): string {
  const centiseconds = (epochNs + BigInt(Math.round(timeNs))) / NS_IN_CENTISECOND;
  const ofDay = Number(
    ((centiseconds % CENTISECONDS_IN_DAY) + CENTISECONDS_IN_DAY) % CENTISECONDS_IN_DAY,
  );
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${two(ofDay / 360_000)}:${two((ofDay / 6000) % 60)}:${two((ofDay / 100) % 60)}.${two(ofDay % 100)}`;
}

function lineText({ from, to, program, text, len, frames, ambiguous }: TranscriptLine): string {
  const whom = program ?? to.join(', ');
  const said = text === null ? `(${len} bytes, no text)` : text.trimEnd();
  const rows = `${frames.length === 1 ? 'row' : 'rows'} ${frames.join(', ')}`;
  const doubt = ambiguous ? ', ambiguous: from whom cannot be told' : '';
  return `${escapeTerminal(from)} > ${escapeTerminal(whom)}: ${escapeTerminal(said)} (${rows}${doubt})`;
}
