// Opens a language's messages (Fluent) and says them as rich text.

import en from './locales/en.ftl?raw';
import type { Args } from './args.ts';
import { FluentMessages } from './fluent-messages.ts';
import { plainText, type RichText } from './rich-text.ts';
import { parseMessages } from './parse-messages.ts';

interface Language {
  readonly source: string;
  readonly direction: 'ltr' | 'rtl';
}

/** Every language: its messages and its direction. A new one is a file and a line here. */
export const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ['en', { source: en, direction: 'ltr' }],
]);

export interface Catalogue {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** The message with its arguments in. Throws on a missing message or argument: that is an error in the program. */
  text(id: string, args?: Args): RichText;
  /** The same without spans. */
  plain(id: string, args?: Args): string;
  has(id: string): boolean;
}

/** Opens one of LANGUAGES; throws a RangeError that names them when the language is not there. */
export function openCatalogue(language: string): Catalogue {
  const known = LANGUAGES.get(language);
  if (known === undefined)
    throw new RangeError(
      `no language "${language}"; there are: ${[...LANGUAGES.keys()].join(', ')}`,
    );
  return catalogueFrom(language, known.source, known.direction);
}

/**
 * A catalogue from the text of a Fluent file. `locale` decides plurals and the form of numbers. `isolating` puts
 * arguments between U+2068 and U+2069; formats for programs do without.
 */
export function catalogueFrom(
  locale: string,
  source: string,
  direction: 'ltr' | 'rtl' = 'ltr',
  isolating = direction === 'rtl',
): Catalogue {
  const messages = new FluentMessages(locale, parseMessages(source), isolating);
  const formatted = (id: string, args: Args): RichText => {
    try {
      return messages.format(id, args);
    } catch (error) {
      throw new Error(`message "${id}": ${(error as Error).message}`, { cause: error });
    }
  };
  const worded = new Map<string, RichText>();
  const text = (id: string, args: Args = {}): RichText => {
    const key = wordsKey(id, args);
    if (key === null) return formatted(id, args);
    let spans = worded.get(key);
    if (spans === undefined) worded.set(key, (spans = formatted(id, args)));
    return spans;
  };
  return {
    language: locale,
    direction,
    text,
    plain: (id, args) => plainText(text(id, args)),
    has: (id) => messages.has(id),
  };
}

/**
 * Names a message whose arguments are selector words only: there are few of these, each said in many rows, and they
 * are formatted once. Null for all others.
 */
function wordsKey(id: string, args: Args): string | null {
  let key = id;
  for (const name in args) {
    const arg = args[name];
    if (typeof arg !== 'string') return null;
    // With its length, so that no text looks like two arguments.
    key += ` ${name}=${arg.length}:${arg}`;
  }
  return key;
}
