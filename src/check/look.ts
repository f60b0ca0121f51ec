// How to look at what decided an expectation: one command of this program, quoted for a shell.

import type { Outcome } from './outcome.ts';
import { stretches } from './said.ts';

const MOST_FRAMES = 12;
const SAFE_WORD = /^[\w./:@%+=,][\w./:@%+=,-]*$/;

/** The command; the rows it rests on, else the connections, else all connections. */
export function lookCommand(file: string, { frames, streams }: Outcome): string {
  const name = shellWord(file);
  const rows = frames.filter((frame) => frame > 0);
  if (rows.length > 0) return `tcpexplain ${name} --frames ${ranges(rows)}`;
  const [stream] = streams;
  return stream === undefined
    ? `tcpexplain streams ${name}`
    : `tcpexplain follow ${name} --stream ${stream}`;
}

/** "13-14,20-25". */
const ranges = (rows: readonly number[]): string =>
  stretches(rows)
    .slice(0, MOST_FRAMES)
    .map(([a, b]) => (a === b ? `${a}` : `${a}-${b}`))
    .join(',');

/** One word for a POSIX shell, whatever it holds. */
const shellWord = (text: string): string => {
  const path = text.startsWith('-') && text !== '-' ? `./${text}` : text;
  return SAFE_WORD.test(path) || path === '-' ? path : `'${path.replaceAll("'", "'\\''")}'`;
};
