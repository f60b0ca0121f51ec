// A first argument that was meant to be a command and is none. Commander takes it for a capture: it would be looked for,
// and the others explained and their reports written.

import { existsSync } from 'node:fs';
import { nearestWord } from '../check/did-you-mean.ts';
import { COMMAND_NAMES } from './needed-commands.ts';

const HELP = 'help';
const WORDS: readonly string[] = [...COMMAND_NAMES, HELP];

/** The line that says so; null where the arguments may be what they are taken for. */
export function mistypedCommand([first = '', second]: readonly string[]): string | null {
  if (first === HELP) return second === undefined ? null : unknownTopic(second);
  // A name with an ending or a folder is that of a file.
  if (!/^[a-z]+$/i.test(first) || WORDS.includes(first)) return null;
  const meant = nearestWord(first, WORDS);
  if (meant === null || existsSync(first)) return null;
  return `${first}: no such file or command (did you mean ${meant}?)`;
}

function unknownTopic(word: string): string | null {
  if (word.startsWith('-') || WORDS.includes(word)) return null;
  const meant = nearestWord(word, COMMAND_NAMES);
  const advice = meant === null ? '; see tcpexplain --help' : ` (did you mean ${meant}?)`;
  return `${word}: no such command${advice}`;
}
