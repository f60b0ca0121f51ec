// Names that change: somebody says a word to the server, and from then on the server puts that word where it had put the
// name in front of what is said. Whatever command asks for it, the two together show it.

import { grouped } from '../tcp/grouped.ts';
import type { DraftMessage } from './draft-message.ts';
import { holdsName, isName, nameAt, type Naming, type Names } from './names.ts';
import type { FoundRelay } from './relay-search.ts';
import { wordIndex } from './text.ts';

/** What a server puts in front of a message: a name, a room, a time. */
const LONGEST_ADDITION = 128;
const WORD = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*/gu;

/** The names with those that were taken later; null where nobody changed his. `found` and `messages` are in order. */
export function withRenames(
  names: Names,
  found: readonly FoundRelay[],
  messages: readonly DraftMessage[],
): Names | null {
  const said = grouped(
    messages.filter(({ fromClient }) => fromClient),
    ({ stream }) => stream,
  );
  const shapes = new Set<string>();
  const all = new Map(names);
  for (const { out, choices } of found) {
    const [only] = choices;
    if (choices.length !== 1 || only === undefined) continue;
    const { source, added } = only.candidate;
    const current = nameAt(all, source.stream, source);
    if (current === undefined || added === '' || added.length > LONGEST_ADDITION) continue;
    if (holdsName(added, current)) {
      shapes.add(shapeOf(added, current));
      continue;
    }
    const taken = takenName(added, shapes, all, source, said.get(source.stream) ?? []);
    if (taken === null) continue;
    const before = all.get(source.stream)!;
    const later = [...(before.later ?? []), { ...taken, confirmedBy: out }];
    all.set(source.stream, { ...before, later });
  }
  return [...all.values()].some(({ later }) => later !== undefined) ? all : null;
}

/** The addition with its name, and its numbers, left open: times and counts differ from one to the next. */
function shapeOf(added: string, name: string): string {
  const at = wordIndex(added, name);
  const around = [added.slice(0, at), added.slice(at + name.length)];
  return around.map((text) => text.replace(/\d+/g, '0')).join('\0');
}

/** The word in the name's place, when the sender had said it to the server before. */
function takenName(
  added: string,
  shapes: ReadonlySet<string>,
  names: Names,
  source: DraftMessage,
  said: readonly DraftMessage[],
): Omit<Naming, 'confirmedBy'> | null {
  for (const [name] of added.matchAll(WORD)) {
    if (!isName(name) || !shapes.has(shapeOf(added, name))) continue;
    const isAnothers = [...names.keys()].some(
      (stream) => stream !== source.stream && nameAt(names, stream, source) === name,
    );
    const introducedBy = said.findLast(
      (one) => one.frames.at(-1)! < source.frames[0]! && holdsName(one.text ?? '', name),
    );
    if (isAnothers || introducedBy === undefined) continue;
    return { name, certainty: 'certain', evidence: ['name-prefix'], introducedBy };
  }
  return null;
}
