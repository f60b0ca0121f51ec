// Runs the pass over the files of a command line: says what is wrong with each in one line, keeps the worst status.

import { analyze } from '../analyze.ts';
import { CaptureError } from '../capture/capture-error.ts';
import { LinkTypeWatch } from '../collect/link-type-watch.ts';
import type { Sink } from '../sink.ts';
import { ExitCode } from './exit-codes.ts';
import { withCapture, type CaptureRun } from './open-capture.ts';
import { progressOf } from './progress.ts';
import { remarkOn } from './remark.ts';
import type { Session } from './session.ts';
import { compileForReading } from './v8-settings.ts';

export interface ReadOptions {
  /** A cut or damaged capture gives exit status 4. */
  readonly strict: boolean;
  /** Packets captured twice count once. */
  readonly dedup?: boolean;
}

/** What --dedup says of itself. */
export const DEDUP_WORDS =
  'leave out the second record of a packet captured twice (mirrored port, both sides of a router)';

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
  let status: ExitCode = ExitCode.Fine;
  for (const file of files) {
    const pass: Pass = (run, watch, onProgress) =>
      analyze(run.reader, [...sinksFor(run), watch], {
        onProgress,
        dedup: options.dedup === true,
      });
    status = worse(status, await readCapture(file, session, options, pass, finish));
  }
  return status;
}

/** Runs through one capture; `watch` wants to be told of what is not decoded, `onProgress` of bytes read. */
export type Pass = (
  run: CaptureRun,
  watch: LinkTypeWatch,
  onProgress: (bytesRead: number) => void,
) => Promise<void>;

/** Reads one file by a pass of its own; else as `readCaptures`. */
export async function readCapture(
  file: string,
  session: Session,
  { strict }: ReadOptions,
  pass: Pass,
  finish: (run: CaptureRun) => Promise<void> | void,
): Promise<ExitCode> {
  let status: ExitCode = ExitCode.Fine;
  compileForReading();
  try {
    await withCapture(file, session, async (run) => {
      const progress = progressOf(run.name, run.sizeBytes, session);
      const watch = new LinkTypeWatch();
      try {
        await pass(run, watch, progress.update);
      } finally {
        progress.stop();
      }
      for (const line of watch.lines) remarkOn(session, file, line);
      if (watch.nothingDecoded) status = ExitCode.Unreadable;
      const { damage } = run.reader;
      if (damage) {
        remarkOn(session, file, damage.message);
        if (strict) status = worse(status, ExitCode.Cut);
      }
      await finish(run);
    });
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    remarkOn(session, file, error.message);
    status = worse(status, ExitCode.Unreadable);
  }
  return status;
}

const worse = (one: ExitCode, other: ExitCode): ExitCode => Math.max(one, other) as ExitCode;
