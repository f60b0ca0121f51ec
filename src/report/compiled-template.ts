// What a compiled template (compile-template.ts) runs on: escaping, helpers, partials, and Handlebars' own sense of
// truth and of names that must be there.

import type { Medium, TemplateHelper } from './medium.ts';

export type CompiledTemplate = (context: unknown, root: unknown, tools: Tools) => string;

interface Tools {
  readonly escape: (value: unknown) => string;
  readonly helpers: Readonly<Record<string, TemplateHelper>>;
  readonly partial: (name: string) => CompiledTemplate;
  readonly raw: (value: unknown) => string;
  readonly holds: (value: unknown) => boolean;
  readonly list: (value: unknown) => readonly unknown[];
  readonly known: (value: unknown, name: string) => unknown;
}

/** Runs `page`, whose partials are those of `templates`, over the model. */
export function runCompiled(
  page: string,
  templates: ReadonlyMap<string, CompiledTemplate>,
  { escape, helpers }: Medium,
  model: object,
): string {
  const partial = (name: string): CompiledTemplate => {
    const template = templates.get(name);
    if (template === undefined) throw new Error(`no partial "${name}"`);
    return (context, root, given) => flat(template(context, root, given));
  };
  const tools: Tools = { escape, helpers, partial, raw, holds, list, known };
  return partial(page)(model, model, tools);
}

/**
 * The same text. Asked for a character V8 makes one piece of what was joined, and the thousands of pieces of a row are
 * garbage while they are young; else they live until the page is whole: a third of all time in the collector.
 */
const flat = (text: string): string =>
  Number.isNaN(text.charCodeAt(text.length >> 1)) ? '' : text;

const raw = (value: unknown): string =>
  value === null || value === undefined ? '' : (value as string);

/** Handlebars' `if`: an empty list does not hold. */
const holds = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : Boolean(value);

function list(value: unknown): readonly unknown[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new TypeError('a template goes through what is no list');
  return value as readonly unknown[];
}

function known(value: unknown, name: string): unknown {
  if (value === undefined) throw new Error(`"${name}" is not in the model`);
  return value;
}
