// What a compiled template (compile-template.ts) runs on: where it writes, escaping, helpers, partials, and Handlebars'
// own sense of truth and of names that must be there.

import type { Medium, TemplateHelper } from './medium.ts';
import type { LazyList } from './lazy-list.ts';
import type { PageText } from './page-text.ts';
import type { Steps } from './steps.ts';

/** A page is written in steps, a partial in one. */
export type CompiledTemplate = (context: unknown, root: unknown, tools: Tools) => Steps | undefined;

interface Tools {
  readonly put: (text: string) => void;
  readonly escape: (value: unknown) => string;
  readonly helpers: Readonly<Record<string, TemplateHelper>>;
  readonly partial: (name: string) => CompiledTemplate;
  readonly raw: (value: unknown) => string;
  readonly holds: (value: unknown) => boolean;
  readonly list: (value: unknown) => readonly unknown[];
  /** The same of a list that may be lazy. */
  readonly items: (value: unknown) => Items;
  readonly unknown: (name: string) => never;
}

type Items = Pick<LazyList<unknown>, 'length' | 'at'>;

/** Writes `page`, whose partials are those of `templates`, of the model. */
export function* runCompiled(
  page: string,
  templates: ReadonlyMap<string, CompiledTemplate>,
  { escape, helpers }: Medium,
  model: object,
  text: PageText,
): Steps {
  const partial = (name: string): CompiledTemplate => {
    const template = templates.get(name);
    if (template === undefined) throw new Error(`no partial "${name}"`);
    return template;
  };
  const put = (piece: string): void => text.put(piece);
  const tools: Tools = {
    put,
    escape,
    helpers,
    partial,
    raw,
    holds,
    list,
    items,
    unknown,
  };
  const steps = partial(page)(model, model, tools);
  if (steps !== undefined) yield* steps;
}

const raw = (value: unknown): string =>
  // oxlint-disable-next-line typescript/no-base-to-string -- as Handlebars does
  value === null || value === undefined ? '' : String(value);

/** Handlebars' `if`: an empty list does not hold. */
const holds = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value);

function list(value: unknown): readonly unknown[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new TypeError('a template goes through what is no list');
  return value as readonly unknown[];
}

const items = (value: unknown): Items => (isLazyList(value) ? value : list(value));

const isLazyList = (value: unknown): value is Items =>
  typeof value === 'object' && value !== null && 'at' in value && !Array.isArray(value);

function unknown(name: string): never {
  throw new Error(`"${name}" is not in the model`);
}
