// What check says before it is words: messages of its catalogue (locales/en.ftl) and what stands in them. Told by
// words.ts, each reporter in its own way.

import {
  captured,
  code,
  digits,
  list,
  listed,
  message,
  type Arg,
  type Args,
  type Placed,
} from '../explain/args.ts';

export type Said = Placed;

/** A message of the catalogue. */
export const say = (id: string, args: Args = {}): Said => message(id, args);

/** Text from a capture, a file name or the lab file: shown as it is, made harmless by whoever prints it. */
export const given = (text: string): Said => captured(text);

/** An address, an option, a bound as the lab file writes it. */
export const word = (text: string): Said => code(text);

/** `name` for a message that may go without it, and `hasName` for its selector. */
export function optional<N extends string>(
  name: N,
  said: Said | null,
): Record<N | `has-${N}`, Arg> {
  return { [name]: said ?? '', [`has-${name}`]: said === null ? 'no' : 'yes' } as Record<
    N | `has-${N}`,
    Arg
  >;
}

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** "a, b and c". */
export const allOfThem = (items: readonly Said[]): Said => list(items);

/** "a; b; c". */
export const clauses = (items: readonly Said[]): Said => joined(items, 'check-clauses');

/** "a, b, c". */
export const commas = (items: readonly Said[]): Said => joined(items, 'check-commas');

/** "a, then b". */
export const oneAfterTheOther = (items: readonly Said[]): Said => joined(items, 'check-then');

/** "a, nor b". */
export const noneOfThem = (items: readonly Said[]): Said => joined(items, 'check-nor');

/** "a, b or c". */
export const oneOfThem = (items: readonly Said[]): Said =>
  joined(items, 'check-or-more', 'check-or');

/** Put together by the message `id`, and the last two by `lastId`. */
function joined(items: readonly Said[], id: string, lastId = id): Said {
  const [last, ...before] = listed(items).toReversed();
  if (last === undefined) return given('');
  return before.reduce((rest, item, i) => say(i === 0 ? lastId : id, { item, rest }), last);
}

const MOST_STRETCHES = 8;

/** "row 13", "rows 13, 14", "rows 1-5, 9"; at most eight stretches. */
export function rows(frames: readonly number[]): Said {
  const told = stretches(frames);
  const [one] = told;
  const isOne = told.length === 1 && one![0] === one![1];
  return say('check-rows', {
    count: isOne ? 1 : 2,
    rows: commas(told.slice(0, MOST_STRETCHES).map(stretchWords)),
    more: yesNo(told.length > MOST_STRETCHES),
  });
}

/** Neighbouring rows together, ascending. */
export function stretches(frames: readonly number[]): (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const frame of new Set(frames.toSorted((a, b) => a - b))) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === frame - 1) last[1] = frame;
    else found.push([frame, frame]);
  }
  return found;
}

const stretchWords = ([first, last]: readonly [number, number]): Said => {
  if (first === last) return digits(first);
  const id = last === first + 1 ? 'check-commas' : 'check-stretch';
  return say(id, { item: digits(first), rest: digits(last) });
};

/** The rows in brackets, for the end of a clause; nothing without any. */
export const where = (frames: readonly number[]): Record<'rows' | 'has-rows', Arg> =>
  optional('rows', frames.length === 0 ? null : rows(frames));

const UNITS = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'us'],
  [1, 'ns'],
] as const;

/** "46.4 ms": four digits at most, as exact as a bound is written. */
export function time(ns: number): Said {
  const [scale, unit] = UNITS.find(([unitNs]) => Math.abs(ns) >= unitNs) ?? [1, 'ns'];
  return say('check-time', { unit, value: Number((ns / scale).toPrecision(4)) });
}

/** "at least 2", "2 to 5"; a number stands as it is, a duration as the lab file writes it. */
export function bounds(min: string | number | undefined, max: string | number | undefined): Said {
  const least = typeof min === 'string' ? word(min) : (min ?? 0);
  const most = typeof max === 'string' ? word(max) : (max ?? 0);
  if (min === undefined) return say('check-at-most', { most });
  if (max === undefined || max === Infinity) return say('check-at-least', { least });
  return min === max ? say('check-exactly', { least }) : say('check-between', { least, most });
}
