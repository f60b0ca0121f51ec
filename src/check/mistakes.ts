// Turns what zod says is wrong into what the writer of the file needs: which place, what was meant, how it is written.

import type { z } from 'zod';
import { nearestWord } from './did-you-mean.ts';

/** Something wrong at a place of the file, before the place is known as line and column. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  /** The fault is this key of the map at `path`, not its value. */
  readonly key?: string;
  readonly text: string;
}

/** The same with its place, counted from 1. */
export interface Mistake {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

type Issue = z.core.$ZodIssue;

/** One fault for each thing wrong, in the order zod found them. */
export function faultsOf(error: z.ZodError, schema: z.ZodType): Fault[] {
  return error.issues.flatMap((issue) => faultOf(issue, issue.path, schema));
}

function faultOf(issue: Issue, path: readonly PropertyKey[], schema: z.ZodType): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({ path, key, text: unknownKey(key, known) }));
  }
  if (issue.code === 'invalid_union') return unionFault(issue, path, schema);
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return [{ path, text: wrongValue(issue.input, values) }];
  }
  if (issue.code === 'invalid_type' && issue.input === undefined && path.length > 0) {
    return [{ path: path.slice(0, -1), text: `"${String(path.at(-1))}" is missing` }];
  }
  return [{ path, text: `${found(issue.input)}expected: ${expectedText(issue)}` }];
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
  const words = issue.errors
    .flat()
    .flatMap((one) => (one.code === 'invalid_value' ? one.values.map(String) : []));
  if (words.length > 0 && typeof issue.input === 'string') {
    return [{ path, text: wrongValue(issue.input, words) }];
  }
  const forms = issue.errors
    .flat()
    .map((one) =>
      one.code === 'invalid_value' ? one.values.map(String).join(', ') : expectedText(one),
    );
  return [{ path, text: `${found(issue.input)}expected: ${[...new Set(forms)].join('; or ')}` }];
}

const isInside = (issue: Issue): boolean =>
  issue.path.length > 0 || issue.code === 'unrecognized_keys';

const unknownKey = (key: string, known: readonly string[]): string => {
  const near = nearestWord(key, known);
  const meant = near === null ? '' : `; did you mean "${near}"?`;
  return `"${key}" is not known here${meant === '' && known.length > 0 ? `; known are ${known.join(', ')}` : meant}`;
};

/** What is wrong with a word that is none of `known`. */
export function wrongValue(value: unknown, known: readonly string[]): string {
  const near = typeof value === 'string' ? nearestWord(value, known) : null;
  const meant = near === null ? '' : `; did you mean "${near}"?`;
  return `${found(value)}expected: ${known.join(', ')}${meant}`;
}

const MOST_SHOWN = 40;

const found = (value: unknown): string => {
  if (value === null) return 'there is nothing here; ';
  if (typeof value === 'string') return `"${value.slice(0, MOST_SHOWN)}" does not fit; `;
  if (typeof value === 'number' || typeof value === 'boolean') return `${value} does not fit; `;
  return '';
};

/** Zod's own words only where the schema has none: kinds of values. */
function expectedText(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input'))
    return FORMS[issue.expected] ?? issue.expected;
  return issue.message;
}

const FORMS: Readonly<Record<string, string>> = {
  object: 'a map, for example { key: value }',
  record: 'a map, one "name: ..." a line',
  array: 'a list, for example [ one, two ]',
  string: 'text',
  boolean: 'true or false',
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
