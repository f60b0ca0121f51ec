// Runs the pass over the files of a command line: opens each, says what is wrong in one line, keeps the worst status.

import { basename } from 'node:path';
import { analyze } from '../analyze.ts';
import { openFile, fromStream, type ByteSource } from '../capture/byte-source.ts';
import { CaptureError } from '../capture/capture-error.ts';
import { CaptureReader } from '../capture/capture-reader.ts';
import { LinkTypeWatch } from '../collect/link-type-watch.ts';
import type { Sink } from '../sink.ts';
import { escapeTerminal } from '../report/escape.ts';
import { ExitCode, UsageError } from './exit-codes.ts';
import { progressOf } from './progress.ts';
import type { Session } from './session.ts';

export interface ReadOptions {
  /** A cut or damaged capture gives exit status 4. */
  readonly strict: boolean;
  /** Packets captured twice count once. */
  readonly dedup?: boolean;
}

/** What --dedup says of itself. */
export const DEDUP_WORDS =
  'leave out the second record of a packet captured twice (mirrored port, both sides of a router)';

/** One capture being read: what a command makes sinks for, and finishes when the last record is through. */
export interface CaptureRun {
  /** As given on the command line. */
  readonly file: string;
  /** What output calls it: no folders. */
  readonly name: string;
  readonly reader: CaptureReader;
}

/**
 * Reads every file in turn. `sinksFor` gives the sinks of a capture; `finish` is called when it is read, also when
 * it ended in damage. Resolves to the exit status.
 */
export async function readCaptures(
  files: readonly string[],
  session: Session,
  options: ReadOptions,
  sinksFor: (run: CaptureRun) => readonly Sink[],
  finish: (run: CaptureRun) => Promise<void> | void = () => {},
): Promise<ExitCode> {
  let worst: ExitCode = ExitCode.Fine;
  const say = (line: string, file: string) =>
    session.stderr.write(`tcpexplain: ${escapeTerminal(`${file}: ${line}`)}\n`);
  for (const file of files) {
    const name = file === '-' ? 'standard input' : basename(file);
    let reader: CaptureReader | undefined;
    try {
      const source = await openSource(file, session);
      reader = await CaptureReader.open(source);
      const run = { file, name, reader };
      const progress = progressOf(name, source.sizeBytes, session);
      const linkTypes = new LinkTypeWatch();
      await analyze(reader, [...sinksFor(run), linkTypes], {
        onProgress: progress.update,
        dedup: options.dedup === true,
      });
      progress.stop();
      for (const line of linkTypes.lines) say(line, file);
      if (linkTypes.nothingDecoded) worst = Math.max(worst, ExitCode.Unreadable) as ExitCode;
      if (reader.damage) {
        say(reader.damage.message, file);
        if (options.strict) worst = Math.max(worst, ExitCode.Cut) as ExitCode;
      }
      await finish(run);
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      say(error.message, file);
      worst = Math.max(worst, ExitCode.Unreadable) as ExitCode;
    } finally {
      await reader?.close();
    }
  }
  return worst;
}

async function openSource(file: string, session: Session): Promise<ByteSource> {
  if (file !== '-') return openFile(file);
  if (session.stdin.isTTY)
    throw new UsageError('standard input is a terminal: give a file, or pipe a capture in');
  return fromStream(session.stdin, '-');
}
