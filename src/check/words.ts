// Opens check's messages of a language and tells what is said in them: for programs as bare text, for people with what
// comes from elsewhere isolated where the language is written from right to left.

import { catalogueFrom, type Catalogue } from '../explain/catalogue.ts';
import { plainText, type RichText } from '../explain/rich-text.ts';
import { visible } from '../report/escape.ts';
import en from './locales/en.ftl?raw';
import type { Said } from './said.ts';

/** Every language, as in explain/catalogue.ts: its messages and its direction. */
export const CHECK_LANGUAGES: ReadonlyMap<
  string,
  { readonly source: string; readonly direction: 'ltr' | 'rtl' }
> = new Map([['en', { source: en, direction: 'ltr' }]]);

/** What is said, in words. */
export type Tell = (said: Said) => string;

const open = (language: string, isolating: boolean): Catalogue => {
  const known = CHECK_LANGUAGES.get(language);
  if (known === undefined) throw new RangeError(`no language "${language}"`);
  return catalogueFrom(language, known.source, known.direction, isolating);
};

const textIn = (catalogue: Catalogue, said: Said): RichText =>
  said.as === 'message'
    ? catalogue.text(said.id, said.args)
    : catalogue.text('check-only', { said });

/** Captured text as it is. */
export const tellerOf =
  (catalogue: Catalogue): Tell =>
  (said) =>
    plainText(textIn(catalogue, said));

/** For programs, in a language: no isolates. */
export const plainTeller = (language: string): Tell => tellerOf(open(language, false));

/**
 * For people. Isolates (U+2068, U+2069) in what is told are ours: those in captured text are written out.
 * `shown` keeps ours.
 */
export const isolatingTellerOf =
  (catalogue: Catalogue): Tell =>
  (said) =>
    textIn(catalogue, said)
      .map(({ kind, text }) => (kind === 'text' || kind === 'row' ? text : visible(text)))
      .join('');

/** For people, in a language. */
export const isolatingTeller = (language: string): Tell =>
  isolatingTellerOf(open(language, CHECK_LANGUAGES.get(language)?.direction === 'rtl'));

const ISOLATES = /([\u2068\u2069])/;

/** What an isolating teller told, made harmless but for the isolates. */
export const shown = (text: string, escape: (text: string) => string): string =>
  text
    .split(ISOLATES)
    .map((part, i) => (i % 2 === 1 ? part : escape(part)))
    .join('');
