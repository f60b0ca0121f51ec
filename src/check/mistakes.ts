// Turns what zod says is wrong into what the writer of the file needs: which place, what was meant, how it is written.

import type { z } from 'zod';
import { nearestWord } from './did-you-mean.ts';
import { commas, given, optional, say, word, type Said } from './said.ts';

/** Something wrong at a place of the file, before the place is known as line and column. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  /** The fault is this key of the map at `path`, not its value. */
  readonly key?: string;
  readonly said: Said;
}

/** The same with its place, counted from 1. */
export interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly said: Said;
}

type Issue = z.core.$ZodIssue;

/** One fault for each thing wrong, in the order zod found them. */
export function faultsOf(error: z.ZodError, schema: z.ZodType): Fault[] {
  return error.issues.flatMap((issue) => faultOf(issue, issue.path, schema));
}

function faultOf(issue: Issue, path: readonly PropertyKey[], schema: z.ZodType): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({ path, key, said: unknownKey(key, known) }));
  }
  if (issue.code === 'invalid_union') return unionFault(issue, path, schema);
  if (issue.code === 'invalid_value')
    return [{ path, said: wrongValue(issue.input, issue.values.map(String), expectedForm(issue)) }];
  if (issue.code === 'invalid_type' && issue.input === undefined && path.length > 0) {
    const key = inQuotes(String(path.at(-1)));
    return [{ path: path.slice(0, -1), said: say('check-mistake-missing', { key }) }];
  }
  return [{ path, said: unfit(issue.input, expectedForm(issue)) }];
}

/** Of the ways something may be written, the one that was begun; else all of them. */
function unionFault(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: readonly PropertyKey[],
  schema: z.ZodType,
): Fault[] {
  const begun = issue.errors.find((errors) => errors.every((one) => isInside(one)));
  if (begun !== undefined && begun.length > 0) {
    return begun.flatMap((one) => faultOf(one, [...path, ...one.path], schema));
  }
  const all = issue.errors.flat();
  const words = all.flatMap((one) => (one.code === 'invalid_value' ? one.values.map(String) : []));
  const forms = (issues: readonly Issue[]): Said => {
    const told = issues.map((one) => {
      const form = expectedForm(one);
      return [JSON.stringify(form), form] as const;
    });
    return oneForm([...new Map(told).values()]);
  };
  if (words.length > 0 && typeof issue.input === 'string') {
    const ofWords = all.filter(({ code }) => code === 'invalid_value');
    return [{ path, said: wrongValue(issue.input, words, forms(ofWords)) }];
  }
  return [{ path, said: unfit(issue.input, forms(all)) }];
}

const isInside = (issue: Issue): boolean =>
  issue.path.length > 0 || issue.code === 'unrecognized_keys';

/** "a duration; or none". */
function oneForm(forms: readonly Said[]): Said {
  const [item, ...rest] = forms;
  if (item === undefined) return given('');
  return rest.length === 0 ? item : say('check-mistake-form-or', { item, rest: oneForm(rest) });
}

function unknownKey(key_: string, keys: readonly string[]): Said {
  const key = inQuotes(key_);
  const near = nearestWord(key_, keys);
  return say('check-mistake-unknown-key', {
    key,
    known: known(keys),
    ...optional('meant', near === null ? null : inQuotes(near)),
  });
}

/** What is wrong with a word that is none of `words`; `form` says what it may be. */
export function wrongValue(value: unknown, words: readonly string[], form = known(words)): Said {
  const near = typeof value === 'string' ? nearestWord(value, words) : null;
  const mistake = unfit(value, form);
  return near === null ? mistake : say('check-mistake-meant', { mistake, meant: inQuotes(near) });
}

const MOST_SHOWN = 40;

function unfit(value: unknown, forms: Said): Said {
  if (value === null) return say('check-mistake-nothing', { forms });
  if (typeof value === 'string')
    return say('check-mistake-value', { value: inQuotes(value.slice(0, MOST_SHOWN)), forms });
  if (typeof value === 'number' || typeof value === 'boolean')
    return say('check-mistake-value', { value: given(String(value)), forms });
  return say('check-mistake-form', { forms });
}

export const inQuotes = (text: string): Said => say('check-quoted', { text: given(text) });

/** The words a place knows. */
export const known = (words: readonly string[]): Said => commas(words.map(word));

/** A form of the schema by its id, or the words it knows; zod's own words only where the schema has none. */
function expectedForm(issue: Issue): Said {
  if (issue.message.startsWith('check-form-')) return say(issue.message);
  if (issue.code === 'invalid_value') return known(issue.values.map(String));
  return issue.code === 'invalid_type'
    ? (FORMS[issue.expected] ?? given(issue.expected))
    : given(issue.message);
}

const FORMS: Readonly<Record<string, Said>> = {
  object: say('check-form-map', { example: word('{ key: value }') }),
  record: say('check-form-record', { example: word('"name: ..."') }),
  array: say('check-form-list', { example: word('[ one, two ]') }),
  string: say('check-form-text'),
  boolean: say('check-form-boolean'),
};

/** The keys the schema knows at a place of the file. */
export function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at = opened(schema);
  for (const step of path) at = at.flatMap((one) => stepped(one, step)).flatMap(opened);
  return [...new Set(at.flatMap((one) => Object.keys(shapeOf(one) ?? {})))];
}

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly getter?: () => z.ZodType;
}

const definition = (schema: z.ZodType): Definition => schema.def;
const shapeOf = (schema: z.ZodType): Definition['shape'] => definition(schema).shape;

/** The schema without what wraps it; each way of a union. */
function opened(schema: z.ZodType): z.ZodType[] {
  const { innerType, options, getter } = definition(schema);
  if (innerType !== undefined) return opened(innerType);
  if (getter !== undefined) return opened(getter());
  return options === undefined ? [schema] : options.flatMap(opened);
}

function stepped(schema: z.ZodType, step: PropertyKey): z.ZodType[] {
  const { shape, element, valueType } = definition(schema);
  const next = typeof step === 'number' ? element : (shape?.[String(step)] ?? valueType);
  return next === undefined ? [] : [next];
}
