// Names of people by connection, while they are being found. What can be a name, and where it stands in a text.

import type { Certainty } from '../tcp/certainty.ts';
import type { DraftMessage } from './draft-message.ts';
import { textOf, wordIndex } from './text.ts';

export type NameEvidence =
  | 'quoted-to-others'
  | 'quoted-in-answer'
  | 'name-prefix'
  | 'addressed'
  | 'nick-answer'
  | 'sign-in'
  | 'joined';

export interface Naming {
  readonly name: string;
  readonly certainty: Certainty;
  readonly evidence: readonly NameEvidence[];
  readonly introducedBy: DraftMessage | null;
  readonly confirmedBy: DraftMessage | null;
  /** Names taken later, in order; each is introduced by the message that asked for it. */
  readonly later?: readonly Naming[];
}

/** By stream: the person at the client's end. */
export type Names = ReadonlyMap<number, Naming>;

/** All names of one person, in order. */
export const namesInTime = (naming: Naming): readonly Naming[] => [naming, ...(naming.later ?? [])];

/** What the person at the client's end of `stream` is called when a message is said; undefined when that is not known. */
export function nameAt(names: Names, stream: number, { frames }: DraftMessage): string | undefined {
  const naming = names.get(stream);
  const later = naming?.later?.findLast(
    ({ introducedBy }) => introducedBy !== null && introducedBy.frames.at(-1)! < frames[0]!,
  );
  return (later ?? naming)?.name;
}

const LONGEST_NAME_BYTES = 64;
/** One word of printable characters: no control or bidi characters, and not a number alone. */
const NAME = /^(?!\p{N}+$)[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]{0,63}$/u;

/** The name that is the whole message, line end aside; null when the message is none. */
export function nameIn(bytes: Uint8Array): string | null {
  if (bytes.length === 0 || bytes.length > LONGEST_NAME_BYTES) return null;
  const text = textOf(bytes)?.replace(/[\r\n]+$/, '') ?? '';
  return NAME.test(text) ? text : null;
}

/** Whether the text is a name that could be somebody's. */
export const isName = (text: string): boolean => NAME.test(text);

/** The name in front of `NAME: text`; null when there is none. */
export function prefixName(text: string): string | null {
  const colon = text.slice(0, LONGEST_NAME_BYTES).indexOf(': ');
  if (colon <= 0) return null;
  const name = text.slice(0, colon);
  return NAME.test(name) ? name : null;
}

/** Whether `text` holds the name as a word. */
export const holdsName = (text: string, name: string | undefined): boolean =>
  name !== undefined && wordIndex(text, name) >= 0;

/** Whether `text` uses the name to say something of it: more than the name, and not as its last word only. */
export function usesName(text: string, name: string): boolean {
  const at = wordIndex(text, name);
  return (
    (at >= 0 && /[^\s\p{P}]/u.test(text.slice(at + name.length))) ||
    (at > 0 && endsInMark(text, at + name.length))
  );
}

/** `Welcome, NAME!`: only a mark behind it. */
const endsInMark = (text: string, end: number): boolean => /^[!?.]$/.test(text.slice(end).trim());

/** Words by which a program refuses; what it names then is not thereby somebody's name. */
const REFUSALS =
  /(?:^|[^a-z])(?:error|denied|refused|wrong|invalid|incorrect|banned|fail(?:ed|ure)?|taken|unknown|not found|not allowed|already|-err)(?:$|[^a-z])/i;

export const isRefusal = (text: string): boolean => REFUSALS.test(text.slice(0, 256));
