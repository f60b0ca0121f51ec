// `tcpexplain sockets`: what netstat would have shown on each host at a moment of the capture.

import { Command, InvalidArgumentError, Option } from 'commander';
import type { CaptureReader } from '../capture/capture-reader.ts';
import { ROW_FORMATS, rowWriter, type RowFormat } from '../export/formats.ts';
import { escapeTerminal } from '../report/escape.ts';
import { secondsText, timeDigits, utcText } from '../report/time-text.ts';
import { type Moment, parseMoment } from '../sockets/moment.ts';
import { netstatText } from '../sockets/netstat-text.ts';
import { readSockets, type SocketsRead } from '../sockets/read-sockets.ts';
import { socketRows, type SocketRow } from '../sockets/snapshot.ts';
import { SOCKET_COLUMNS } from '../sockets/socket-columns.ts';
import { LINUX_TIME_WAIT_NS } from '../sockets/socket-state.ts';
import { type ExitCode, UsageError } from './exit-codes.ts';
import { spokenName } from './open-input.ts';
import { readCapture } from './read-captures.ts';
import type { Session } from './session.ts';
import { TextOutput } from './text-output.ts';

interface SocketsOptions {
  readonly at?: Moment;
  readonly frame?: Moment;
  readonly format: RowFormat;
  /** ns. */
  readonly timeWait: number;
  readonly strict: boolean;
}

export function socketsCommand(session: Session): Command {
  return new Command('sockets')
    .summary('what netstat would have shown on each host at a moment')
    .description(
      'Prints the sockets of every host as netstat -tan would have, at the end of the capture or at a moment of it ' +
        '(schema: docs/schema/sockets.v1.json). Reading stops there.',
    )
    .argument('<file>', 'capture to read; - is standard input')
    .addOption(
      new Option(
        '--at <time>',
        'seconds since the first record (12.5), or a date and time in UTC (2026-11-20T17:31:10.5Z); frames of that very time count',
      )
        .argParser(parseTime)
        .conflicts('frame'),
    )
    .addOption(new Option('--frame <number>', 'after this frame').argParser(parseFrame))
    .addOption(
      new Option('--format <format>', 'how sockets are written')
        .choices(ROW_FORMATS)
        .default('table'),
    )
    .addOption(
      new Option('--time-wait <seconds>', 'how long TIME_WAIT lasts: 60 on Linux, 240 in RFC 9293')
        .argParser(parseTimeWait)
        .default(LINUX_TIME_WAIT_NS, '60'),
    )
    .option('--strict', 'exit with status 4 when a capture is cut or damaged', false)
    .addHelpText('after', READING)
    .action(async (file: string, options: SocketsOptions) => {
      session.exitCode = await printSockets(session, file, options);
    });
}

const READING = `
How to read it:
  Hosts are told by their addresses; all loopback addresses are one host,
  "localhost". States are Linux's, as netstat prints them. A segment is taken to
  arrive when it is captured.
  LISTEN is inferred: it is shown, at the address that answered, from the first
  SYN,ACK sent from a port until a SYN to it is refused. Whether the program
  listens on 0.0.0.0 no capture tells.
  Recv-Q is what a program has not read yet: no capture shows it, so it is "-".
  Send-Q counts what was sent and is not acknowledged as far as the capture
  shows; like Linux it counts a SYN and a FIN as one each.`;

/** Reads, complains, prints. Resolves to the exit status. */
async function printSockets(
  session: Session,
  file: string,
  options: SocketsOptions,
): Promise<ExitCode> {
  const moment = options.at ?? options.frame ?? { kind: 'end' };
  let read: SocketsRead;
  return readCapture(
    file,
    session,
    options,
    async ({ reader }, watch, onProgress) => {
      read = await readSockets(reader, moment, { onProgress, watch });
    },
    ({ name, reader }) => {
      if (moment.kind === 'frame' && read.isBeyondEnd && !reader.damage) {
        throw new UsageError(
          `${spokenName(file)} has ${read.frame} frames, so there is no frame ${moment.frame}`,
        );
      }
      return print(session, options, read, heading(name, read, reader));
    },
  );
}

async function print(
  session: Session,
  { format, timeWait }: SocketsOptions,
  read: SocketsRead,
  title: string,
): Promise<void> {
  const rows = socketRows(read.table, read.timeNs, timeWait);
  const output = new TextOutput(session.stdout);
  if (format === 'table') {
    output.write(`${title}\n\n${netstatText(rows, timeWait)}`);
  } else {
    const writer = rowWriter<SocketRow>(format, SOCKET_COLUMNS);
    output.write(writer.header);
    for (const row of rows) output.row(writer, row);
  }
  await output.end();
}

/** Of what moment the table is: "Sockets in lab.pcap at 12.500000 s (2026-11-20 17:31:10.500000 UTC), after frame 42". */
function heading(name: string, read: SocketsRead, { info, epochNs }: CaptureReader): string {
  const seconds = `${secondsText(read.timeNs, timeDigits(info.resolution))} s`;
  const date = epochNs === null ? '' : ` (${utcText(epochNs + BigInt(Math.round(read.timeNs)))})`;
  const frame = read.frame === 0 ? 'before the first frame' : `after frame ${read.frame}`;
  const end = read.isBeyondEnd ? ', where the capture ends: what came later is not known' : '';
  return `Sockets in ${escapeTerminal(name)} at ${seconds}${date}, ${frame}${end}`;
}

function parseTime(text: string): Moment {
  const moment = parseMoment(text.trim());
  if (moment !== null) return moment;
  throw new InvalidArgumentError(
    'Give seconds since the first record (12.5), or a date and time (2026-11-20T17:31:10.5Z).',
  );
}

function parseFrame(text: string): Moment {
  if (/^[1-9]\d{0,14}$/.test(text)) return { kind: 'frame', frame: Number(text) };
  throw new InvalidArgumentError('Frames are numbered from 1.');
}

function parseTimeWait(text: string): number {
  if (/^\d{1,6}(?:\.\d{1,9})?$/.test(text)) return Number(text) * 1e9;
  throw new InvalidArgumentError('Give seconds: 60, or 0.5.');
}
