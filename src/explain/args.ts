// What may be put into a message: numbers, selector words, and placed things that keep their meaning as a span.
// Only describes; catalogue.ts formats.

/** Something that takes part in a sentence and is more than letters. */
export type Placed =
  | { readonly as: 'digits'; readonly value: number }
  | { readonly as: 'row'; readonly frame: number; readonly bare: boolean }
  | { readonly as: 'code'; readonly text: string }
  | { readonly as: 'captured'; readonly text: string }
  | { readonly as: 'duration'; readonly ns: number }
  | { readonly as: 'message'; readonly id: string; readonly args: Args }
  | { readonly as: 'list'; readonly items: readonly Arg[] };

/** A number is grouped as the language does; a string is a selector word, never shown text from outside. */
export type Arg = string | number | Placed;

export type Args = Readonly<Record<string, Arg>>;

/** A number without grouping: ports, frame numbers, offsets. */
export const digits = (value: number): Placed => ({ as: 'digits', value });

/** Another row, named as the language names it ("row 5"). */
export const row = (frame: number): Placed => ({ as: 'row', frame, bare: false });

/** A protocol word, an address, a field's value. */
export const code = (text: string): Placed => ({ as: 'code', text });

/** A field and its value as Wireshark writes them, ungrouped: `Ack=1460`. */
export const field = (name: string, value: number): Placed => code(`${name}=${value}`);

/** Text decoded from captured bytes: hostile, kept in a span of its own. */
export const captured = (text: string): Placed => ({ as: 'captured', text });

/** A time span in nanoseconds; the unit is picked by its size. */
export const duration = (ns: number): Placed => ({ as: 'duration', ns });

/** A message inside a message. */
export const message = (id: string, args: Args = {}): Placed => ({ as: 'message', id, args });

/** "12 bytes". */
export const bytes = (count: number): Placed => message('part-bytes', { count });

/** A sentence names no more; who needs them all finds them in the rows. */
const MOST_LISTED = 64;

/** The first of many, and how many more there are. */
export function listed<Item extends Arg>(items: readonly Item[]): readonly (Item | Placed)[] {
  if (items.length <= MOST_LISTED) return items;
  const named = items.slice(0, MOST_LISTED - 1);
  return [...named, message('part-list-left-out', { count: items.length - named.length })];
}

/** "a, b and c". */
export const list = (items: readonly Arg[]): Placed => ({ as: 'list', items: listed(items) });

/** As `0x6de6579f`, at least `width` digits. */
export const hex = (value: number, width: number): Placed =>
  code(`0x${value.toString(16).padStart(width, '0')}`);

/** So many rows are named one by one where others lie between them, and so many that follow each other. */
const NAMED_APART = 8;
const NAMED_ROWS = 4;

/** Rows by number; a long list is told by its first and last, and whether it is all of the rows between. */
export function rows(frames: readonly number[]): Placed {
  const first = frames[0] ?? 0;
  const last = frames[frames.length - 1] ?? first;
  if (frames.length <= 1) return row(first);
  const areAll = last - first === frames.length - 1;
  const bare = (frame: number): Placed => ({ as: 'row', frame, bare: true });
  if (frames.length <= (areAll ? NAMED_ROWS : NAMED_APART))
    return message('part-rows', { rows: list(frames.map(bare)) });
  const count = frames.length;
  if (areAll) return message('part-rows-many', { count, first: row(first), last: row(last) });
  return message('part-rows-among', { count, first: bare(first), last: bare(last) });
}
