// `tcpexplain follow`: what the two ends of a connection said, as text, or as tshark's Follow Stream prints it.

import { Writable } from 'node:stream';
import { Command, Option } from 'commander';
import { CHARSET_EXAMPLES, decoderFactory } from '../follow/charset.ts';
import { FollowSink } from '../follow/follow-sink.ts';
import { StreamList, streamFileName } from '../follow/stream-names.ts';
import { TextTranscript, type Paint } from '../follow/text-transcript.ts';
import type { Transcript, TranscriptOutput } from '../follow/transcript.ts';
import { wiresharkLayout } from '../follow/wireshark-layout.ts';
import { WiresharkTranscript } from '../follow/wireshark-transcript.ts';
import type { Connection } from '../tcp/connection.ts';
import { ExitCode, UsageError } from './exit-codes.ts';
import { conflictOf } from './follow-conflicts.ts';
import {
  FOLLOW_MODES,
  FOLLOW_TIMES,
  paintOf,
  parseCharset,
  textOptions,
  type FollowOptions,
} from './follow-options.ts';
import { followSession } from './follow-session.ts';
import type { CaptureRun } from './open-capture.ts';
import { spokenName } from './open-input.ts';
import { parseStreams } from './option-values.ts';
import { demandDistinct } from './output-clash.ts';
import { isNamedAsFile } from './output-folder.ts';
import { readCaptures } from './read-captures.ts';
import { remark, remarkOn } from './remark.ts';
import type { Session } from './session.ts';
import { StreamFiles } from './stream-files.ts';
import { TextOutput } from './text-output.ts';

export function followCommand(session: Session): Command {
  return new Command('follow')
    .summary('what the two ends of a connection said')
    .description(
      'Prints the bytes of a connection in order, both sides interleaved: as text with rows and times, ' +
        'or exactly as tshark -z follow,tcp,MODE,N prints them.',
    )
    .argument('<file>', 'capture to read; - is standard input')
    .addOption(
      new Option('--stream <numbers>', 'streams to follow: 0, or with --output 0,2').argParser(
        parseStreams,
      ),
    )
    .addOption(
      new Option('--as <mode>', 'text, or what tshark prints')
        .choices(FOLLOW_MODES)
        .default('text'),
    )
    .addOption(
      new Option('--charset <label>', `charset of the text: ${CHARSET_EXAMPLES.join(', ')} ...`)
        .default(decoderFactory('utf-8'), 'utf-8')
        .argParser(parseCharset),
    )
    .addOption(
      new Option('--time <kind>', 'times of the text').choices(FOLLOW_TIMES).default('relative'),
    )
    .addOption(
      new Option('--side <side>', 'only what this side sent')
        .choices(['client', 'server', 'both'])
        .default('both'),
    )
    .option(
      '-o, --output <dir>',
      'write every stream, or those of --stream, to a file of its own in this folder',
    )
    .option('--session', 'all connections as one talk: who said what to whom', false)
    .option('--show-secrets', 'with --session: show passwords; without it they are masked', false)
    .option('--color', 'colour even when standard output is no terminal')
    .option('--no-color', 'no colour')
    .option('--strict', 'exit with status 4 when a capture is cut or damaged', false)
    .action(async (file: string, options: FollowOptions, command: Command) => {
      const conflict = conflictOf(
        options,
        (name) => command.getOptionValueSource(name) !== 'default' && options[name] !== undefined,
      );
      if (conflict !== null) throw new UsageError(conflict);
      if (options.output === '-')
        throw new UsageError(
          '-o - names no folder: without -o the stream of --stream goes to standard output',
        );
      if (options.output !== undefined && isNamedAsFile(options.output))
        throw new UsageError(
          `-o ${options.output} is no name of a folder, in which every stream has a file of its own`,
        );
      session.exitCode = options.session
        ? await followSession(session, file, options)
        : options.output === undefined
          ? await followOne(session, file, options)
          : await followToFiles(session, file, options, options.output);
    });
}

/** One stream to standard output. */
async function followOne(
  session: Session,
  file: string,
  options: FollowOptions,
): Promise<ExitCode> {
  if (options.stream && options.stream.size > 1) {
    throw new UsageError(
      'standard output takes one stream: give one number to --stream, or a folder to --output',
    );
  }
  let streams = options.stream;
  if (streams === undefined) {
    const status = await demandOneStream(session, file);
    if (status === ExitCode.Unreadable) return status;
    streams = new Set([0]);
  }
  const output = new TextOutput(session.stdout);
  const status = await follow(session, file, options, {
    streams,
    outputOf: () => output,
    writeEmpty: (text) => output.write(text),
    drainedOf: (run) => output.betweenChunks(run),
    paint: paintOf(session, options.color),
  });
  await output.end();
  return status;
}

/** Every chosen stream to its own file. */
async function followToFiles(
  session: Session,
  file: string,
  options: FollowOptions,
  folder: string,
): Promise<ExitCode> {
  const files = new StreamFiles(folder, (path) =>
    demandDistinct([file], [{ path, named: `-o ${folder}: ${path}` }], session),
  );
  const ending =
    options.as === 'text' ? 'txt' : options.as === 'yaml' ? 'yaml' : `${options.as}.txt`;
  const status = await follow(session, file, options, {
    streams: options.stream ?? null,
    outputOf: (connection) => files.file(`${streamFileName(connection)}.${ending}`),
    writeEmpty: null,
    drainedOf: () => () => files.drained(),
    paint: paintOf(session, false),
  });
  if (status === ExitCode.Unreadable) return status;
  files.flush();
  const what = files.count === 1 ? '1 file' : `${files.count} files`;
  remark(session, `wrote ${what} into ${folder}`);
  return status;
}

interface Destination {
  readonly streams: ReadonlySet<number> | null;
  readonly outputOf: (connection: Connection) => TranscriptOutput;
  /** Takes what tshark prints of a stream that has a number and no segments; null where such a stream has no place. */
  readonly writeEmpty: ((text: string) => void) | null;
  readonly drainedOf: (run: CaptureRun) => () => Promise<void> | undefined;
  readonly paint: Paint;
}

async function follow(
  session: Session,
  file: string,
  options: FollowOptions,
  destination: Destination,
): Promise<ExitCode> {
  let sink: FollowSink;
  const { streams, outputOf, drainedOf, paint } = destination;
  const sinksFor = (run: CaptureRun): FollowSink[] => {
    const { reader } = run;
    const text = textOptions(options, reader, paint);
    const open = (connection: Connection): Transcript =>
      options.as === 'text'
        ? new TextTranscript(connection, text, outputOf(connection))
        : new WiresharkTranscript(connection, options.as, options.side, outputOf(connection));
    const timeNs = (): bigint => reader.exactTimeNs() ?? 0n;
    sink = new FollowSink({ streams, open, timeNs, drained: drainedOf(run) });
    return [sink];
  };
  const finish = (): void => {
    sink.end();
    const [missing] = sink.missing;
    if (missing === undefined) return;
    const line = noSuchStream(missing, sink.streams);
    if (options.as !== 'text' && missing < sink.streams && destination.writeEmpty !== null) {
      const { header, footer } = wiresharkLayout(options.as, missing);
      destination.writeEmpty(header + footer);
      remarkOn(session, file, line);
      return;
    }
    // Nobody asked for a stream: of none there is nothing to print.
    if (options.stream === undefined && sink.streams === 0) remarkOn(session, file, line);
    else throw new UsageError(`${spokenName(file)}: ${line}`);
  };
  return readCaptures([file], session, options, sinksFor, finish);
}

function noSuchStream(stream: number, count: number): string {
  if (count === 0) return 'the capture holds no TCP connection';
  if (stream < count)
    return (
      `stream ${stream} has no segments: Wireshark counts what a SOCKS proxy was asked to connect to (its bytes are in ` +
      'the stream to the proxy), and a connection that only an ICMP error tells of'
    );
  const known = count === 1 ? 'its only stream is 0' : `its streams are 0 to ${count - 1}`;
  return `there is no stream ${stream}: ${known}`;
}

/** Reads the capture once to see that it has one stream only; what is wrong with it is told when it is followed. */
async function demandOneStream(session: Session, file: string): Promise<ExitCode> {
  if (file === '-')
    throw new UsageError('standard input can be read once only: say which stream with --stream');
  const list = new StreamList();
  const complaints: string[] = [];
  const stderr = new Writable({
    write: (chunk: Buffer, _, done) => {
      complaints.push(chunk.toString());
      done();
    },
  });
  const status = await readCaptures([file], { ...session, stderr }, { strict: false }, () => [
    list,
  ]);
  if (status === ExitCode.Unreadable) {
    session.stderr.write(complaints.join(''));
  } else if (list.count > 1) {
    const choice = 'choose one with --stream, or write all with --output';
    throw new UsageError(`${file} has ${list.count} streams, ${choice}: ${list.text}`);
  }
  return status;
}
