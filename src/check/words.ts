// Opens check's messages of a language and tells what is said in them: for programs as bare text, for people with every
// piece made harmless, and with what comes from elsewhere isolated where the language is written from right to left.

import { catalogueFrom, type Catalogue } from '../explain/catalogue.ts';
import { plainText, type RichText } from '../explain/rich-text.ts';
import en from './locales/en.ftl?raw';
import type { Said } from './said.ts';

/** Every language, as in explain/catalogue.ts: its messages and its direction. */
export const CHECK_LANGUAGES: ReadonlyMap<
  string,
  { readonly source: string; readonly direction: 'ltr' | 'rtl' }
> = new Map([['en', { source: en, direction: 'ltr' }]]);

const open = (language: string, isolating?: boolean): Catalogue => {
  const known = CHECK_LANGUAGES.get(language);
  if (known === undefined) throw new RangeError(`no language "${language}"`);
  return catalogueFrom(language, known.source, known.direction, isolating);
};

const textIn = (catalogue: Catalogue, said: Said): RichText =>
  said.as === 'message'
    ? catalogue.text(said.id, said.args)
    : catalogue.text('check-only', { said });

/** What is said, in words; captured text as it is. */
export type Tell = (said: Said) => string;

export const tellerOf =
  (catalogue: Catalogue): Tell =>
  (said) =>
    plainText(textIn(catalogue, said));

/** For programs, in a language: no isolates. */
export const openTeller = (language: string): Tell => tellerOf(open(language, false));

/** What is said, ready to be shown where its maker shows things. */
export type Write = (said: Said) => string;

/** How text is made harmless in a medium, and how pieces of it are set side by side. */
export interface Medium {
  readonly escape: (text: string) => string;
  readonly join?: (left: string, right: string) => string;
}

const ISOLATES = /([\u2068\u2069])/;

/** Isolates (U+2068, U+2069) of the catalogue stay; those in captured text are escaped with it. */
export const writerOf =
  (catalogue: Catalogue, { escape, join = (left, right) => left + right }: Medium): Write =>
  (said) =>
    textIn(catalogue, said)
      .flatMap(({ kind, text }) =>
        kind === 'text' || kind === 'row'
          ? text.split(ISOLATES).map((part, i) => (i % 2 === 1 ? part : escape(part)))
          : [escape(text)],
      )
      .reduce(join, '');

/** For people, in a language. */
export const openWriter = (language: string, medium: Medium): Write =>
  writerOf(open(language), medium);
