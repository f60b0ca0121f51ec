// What happens when the program is asked to end in the middle of its work. As a rule nothing: Node leaves a signal that
// nobody listens to to the system, which ends the program by it. Two things ask for more.

import type { Session } from './session.ts';

/**
 * Takes the first Ctrl-C without a word, until the function that it answers is called; a second one ends the program.
 * For standard input: the terminal sends the signal to all of `tcpdump | tcpexplain`, and it is meant for the sender,
 * whose capture ends with it and is to be told.
 */
export function takeInterrupt({ signals }: Session): () => void {
  const taken = (): void => {};
  signals?.once('SIGINT', taken);
  return () => signals?.off('SIGINT', taken);
}

const ASKS_TO_END = ['SIGINT', 'SIGTERM'] as const;

/**
 * Calls `tidy` before a signal ends the program, or standard output that takes nothing more, until the function that it
 * answers is called. The program then ends by that very signal: a shell looks at how its programs ended.
 */
export function beforeSuddenEnd({ signals, stdout }: Session, tidy: () => void): () => void {
  const leave = (): void => {
    for (const signal of ASKS_TO_END) signals?.off(signal, end);
    stdout.off('error', tidy);
  };
  const end = (signal: NodeJS.Signals): void => {
    leave();
    tidy();
    signals?.kill(signals.pid, signal);
  };
  for (const signal of ASKS_TO_END) signals?.on(signal, end);
  // In front of main.ts, which ends the program there.
  stdout.prependListener('error', tidy);
  return leave;
}
