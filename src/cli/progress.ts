// A progress bar on standard error: only on a terminal, only when reading takes longer than a second. It hides the cursor
// and stops line breaks while it shows: however the program ends, that must be undone.

import type { SingleBar } from 'cli-progress';
import { escapeTerminal } from '../report/escape.ts';
import type { Session } from './session.ts';
import { beforeSuddenEnd } from './sudden-end.ts';

const SHOWN_AFTER_MS = 1000;

export interface Progress {
  /** Tells how far reading is; cheap, called once a chunk. */
  readonly update: (bytesRead: number) => void;
  /** Takes the bar away. */
  readonly stop: () => void;
}

const SILENT: Progress = { update: () => {}, stop: () => {} };

/** Progress through an input of `totalBytes`; silent where the size is not known or nobody looks. */
export function progressOf(name: string, totalBytes: number | null, session: Session): Progress {
  const { stderr, env } = session;
  // A dumb terminal cannot go back in its line.
  if (totalBytes === null || stderr.isTTY !== true || env['TERM'] === 'dumb') return SILENT;
  const startedMs = performance.now();
  let bar: SingleBar | undefined;
  let asked = false;
  let stopped = false;
  let leave = (): void => {};
  const stop = (): void => {
    stopped = true;
    leave();
    bar?.stop();
  };
  const show = async (): Promise<void> => {
    // Loaded only when needed: most captures are read before a bar could be drawn.
    const { default: cliProgress } = await import('cli-progress');
    if (stopped) return;
    bar = new cliProgress.SingleBar({
      format: `${escapeTerminal(name)} {bar} {percentage} %`,
      stream: stderr,
      clearOnComplete: true,
      hideCursor: true,
    });
    leave = beforeSuddenEnd(session, stop);
    bar.start(totalBytes, 0);
  };
  return {
    update: (bytesRead) => {
      if (!asked && performance.now() - startedMs > SHOWN_AFTER_MS) {
        asked = true;
        void show();
      }
      bar?.update(bytesRead);
    },
    stop,
  };
}
