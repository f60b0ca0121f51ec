// `tcpexplain messages`: what was said, one row a message, and what can be told of the conversation as a whole.

import { Command, InvalidArgumentError, Option } from 'commander';
import { messageRecords } from '../export/message-record.ts';
import { MESSAGE_FORMATS, messageWriter, type MessageFormat } from '../export/message-text.ts';
import { ConversationNotes } from '../export/message-notes.ts';
import { escapeMarkdown, escapeTerminal } from '../report/escape.ts';
import type { Conversation } from '../stitch/conversation.ts';
import type { Fingerprint } from '../stitch/fingerprint.ts';
import { seenTwice } from '../stitch/seen-twice.ts';
import { FLOOD_LIMIT } from '../stitch/stitch-options.ts';
import { captureNames } from './capture-column.ts';
import { ConversationParts } from './conversation-parts.ts';
import { DEDUP_WORDS, readCaptures } from './read-captures.ts';
import { remark } from './remark.ts';
import type { Session } from './session.ts';
import { TextOutput } from './text-output.ts';

interface MessagesOptions {
  readonly format: MessageFormat;
  readonly showSecrets: boolean;
  readonly floodLimit: number;
  readonly dedup: boolean;
  readonly strict: boolean;
}

export function messagesCommand(session: Session): Command {
  return new Command('messages')
    .summary('what was said, by whom and to whom, and what was passed on')
    .description(
      'Prints one row per message, found in the byte streams of all connections, with its rows, who said it, and the ' +
        'message it passes on (schema: docs/schema/messages.v1.json).',
    )
    .argument('<files...>', 'captures to read; - is standard input')
    .addOption(
      new Option('--format <format>', 'how messages are written')
        .choices(MESSAGE_FORMATS)
        .default('table'),
    )
    .option('--show-secrets', 'show passwords; without it they are masked', false)
    .addOption(
      new Option('--flood-limit <number>', 'messages a second of one sender that are no flood')
        .default(FLOOD_LIMIT)
        .argParser(parseLimit),
    )
    .option('--dedup', DEDUP_WORDS, false)
    .option('--strict', 'exit with status 4 when a capture is cut or damaged', false)
    .action(async (files: string[], options: MessagesOptions) => {
      session.exitCode = await printMessages(session, files, options);
    });
}

async function printMessages(
  session: Session,
  files: readonly string[],
  options: MessagesOptions,
): Promise<MessagesStatus> {
  const { format, showSecrets, floodLimit } = options;
  const several = files.length > 1;
  const names = captureNames(files);
  const escape =
    format === 'markdown' ? (text: string) => escapeMarkdown(text, 'cell') : escapeTerminal;
  const writer = messageWriter(format, escape);
  const output = new TextOutput(session.stdout);
  const fingerprints: Fingerprint[] = [];
  let parts: ConversationParts;
  let notes: ConversationNotes;
  /** Names of the captures that could be read. */
  const read: string[] = [];
  const status = await readCaptures(
    files,
    session,
    options,
    (run) => {
      const name = names.get(run.file)!;
      const capture = several ? name : undefined;
      notes = new ConversationNotes(showSecrets);
      const tell = (part: Conversation): void => {
        for (const record of messageRecords(part, { capture, showSecrets }))
          output.write(writer.line(record));
        if (format !== 'ndjson') notes.add(part);
      };
      if (several && format !== 'ndjson') output.write(heading(format, escape(name)));
      output.write(writer.header);
      parts = new ConversationParts(run, tell, floodLimit);
      return [parts.sink, { drained: output.betweenChunks(run) }];
    },
    ({ file }) => {
      parts.end(session);
      fingerprints.push(...parts.fingerprints(read.length));
      read.push(names.get(file)!);
      output.write(notesText(format, notes.lines().map(escape)));
      return output.drained();
    },
  );
  if (several) {
    const across = seenTwice(fingerprints).filter(
      ({ first, second }) => first.capture !== second.capture,
    );
    const name = (capture: number): string => read[capture]!;
    for (const { first, second } of across) {
      const line =
        `stream ${first.stream} of ${name(first.capture)} (${first.client} to ${first.server}) and stream ` +
        `${second.stream} of ${name(second.capture)} (${second.client} to ${second.server}) are one connection seen twice`;
      if (format === 'ndjson') remark(session, line);
      else output.write(`${escape(line)}\n${format === 'markdown' ? '\n' : ''}`);
    }
  }
  await output.end();
  return status;
}

type MessagesStatus = Awaited<ReturnType<typeof readCaptures>>;

const heading = (format: MessageFormat, name: string): string =>
  format === 'markdown' ? `## ${name}\n\n` : `${name}\n`;

const notesText = (format: MessageFormat, notes: readonly string[]): string =>
  notes.length === 0
    ? ''
    : `\n${notes.map((note) => (format === 'markdown' ? `- ${note}\n` : `${note}\n`)).join('')}\n`;

function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError('It is a number from 1 to 999999.');
  return Number(text);
}
