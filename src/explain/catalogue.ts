// Opens a language's messages (Fluent) and formats them to rich text. The only file that knows the message library.
// Spans travel through it as private-use markers: what they stand for never enters the formatted string, and shown
// text is cleaned of those code points first, so captured bytes cannot forge one.

import { FluentBundle, FluentNumber } from '@fluent/bundle';
import type { FluentVariable } from '@fluent/bundle';
import en from './locales/en.ftl?raw';
import type { Arg, Args, Placed } from './args.ts';
import { durationParts } from './duration.ts';
import { englishNumber, type NumberOptions } from './number-text.ts';
import type { RichText, Span } from './rich-text.ts';
import { plainText } from './rich-text.ts';
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

const SPAN_OPEN = '\uE000';
const SPAN_CLOSE = '\uE001';
const CODE_EDGE = '\uE002';
const MARKERS = /[\uE000-\uE002]/g;
const PIECES = /\uE000(\d+)\uE001|\uE002/g;

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
  const bundle = new FluentBundle(locale, {
    useIsolating: isolating,
    // Code may stand in a message between backticks.
    transform: (text) => (text.includes('`') ? text.replaceAll('`', CODE_EDGE) : text),
  });
  const problems = bundle.addResource(parseMessages(source));
  if (problems.length > 0) throw new Error(`messages of ${locale}: ${problems.join('; ')}`);
  const worded = new Map<string, RichText>();
  const text = (id: string, args: Args = {}): RichText => {
    const key = wordsKey(id, args);
    if (key === null) return formatMessage(bundle, id, args);
    let spans = worded.get(key);
    if (spans === undefined) worded.set(key, (spans = formatMessage(bundle, id, args)));
    return spans;
  };
  return {
    language: locale,
    direction,
    text,
    plain: (id, args) => plainText(text(id, args)),
    has: (id) => bundle.hasMessage(id),
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

function formatMessage(bundle: FluentBundle, id: string, args: Args): RichText {
  const pattern = bundle.getMessage(id)?.value;
  if (pattern === undefined || pattern === null) throw new Error(`no message "${id}"`);
  const places: RichText[] = [];
  const variables: Record<string, FluentVariable> = {};
  for (const [name, arg] of Object.entries(args)) variables[name] = variableOf(bundle, arg, places);
  const errors: Error[] = [];
  const marked = bundle.formatPattern(pattern, variables, errors);
  if (errors.length > 0) throw new Error(`message "${id}": ${errors.join('; ')}`);
  return splitSpans(marked, places);
}

/** A number that is written without Intl where that gives the same. */
class EnglishNumber extends FluentNumber {
  override toString(scope?: Parameters<FluentNumber['toString']>[0]): string {
    return englishNumber(this.value, this.opts as NumberOptions) ?? super.toString(scope);
  }
}

const numberOf = (bundle: FluentBundle, value: number, options: NumberOptions): FluentNumber =>
  new (bundle.locales[0] === 'en' ? EnglishNumber : FluentNumber)(value, { ...options });

function variableOf(bundle: FluentBundle, arg: Arg, places: RichText[]): FluentVariable {
  if (typeof arg === 'number') return numberOf(bundle, arg, {});
  if (typeof arg === 'string') return arg.replace(MARKERS, '\uFFFD');
  if (arg.as === 'digits') return numberOf(bundle, arg.value, { useGrouping: false });
  places.push(spansOf(bundle, arg));
  return `${SPAN_OPEN}${places.length - 1}${SPAN_CLOSE}`;
}

function spansOf(bundle: FluentBundle, placed: Exclude<Placed, { as: 'digits' }>): RichText {
  switch (placed.as) {
    case 'code':
    case 'captured':
      return [{ kind: placed.as, text: placed.text }];
    case 'row': {
      const id = placed.bare ? 'part-row-number' : 'part-row';
      const name = formatMessage(bundle, id, {
        frame: { as: 'digits', value: placed.frame },
      });
      return [{ kind: 'row', frame: placed.frame, text: plainText(name) }];
    }
    case 'duration': {
      const { id, values } = durationParts(placed.ns);
      const numbers = values.map(({ value, ...options }) => numberOf(bundle, value, options));
      return formatNumbers(bundle, id, numbers);
    }
    case 'message':
      return formatMessage(bundle, placed.id, placed.args);
    case 'list':
      return listSpans(bundle, placed.items);
    default:
      return placed satisfies never;
  }
}

/** Formats a message whose variables are `$n` and `$m`. */
function formatNumbers(bundle: FluentBundle, id: string, numbers: FluentNumber[]): RichText {
  const pattern = bundle.getMessage(id)?.value;
  if (pattern === undefined || pattern === null) throw new Error(`no message "${id}"`);
  const [n = '', m = ''] = numbers;
  return [{ kind: 'text', text: bundle.formatPattern(pattern, { n, m }) }];
}

function listSpans(bundle: FluentBundle, items: readonly Arg[]): RichText {
  const [first, ...rest] = items;
  if (first === undefined) return [];
  if (rest.length === 0) return formatMessage(bundle, 'part-list-one', { item: first });
  const id = rest.length === 1 ? 'part-list-last' : 'part-list-more';
  return formatMessage(bundle, id, { item: first, rest: { as: 'list', items: rest } });
}

/** Puts the spans back in the place of their markers. */
function splitSpans(marked: string, places: readonly RichText[]): RichText {
  const spans: Span[] = [];
  let inCode = false;
  let from = 0;
  PIECES.lastIndex = 0;
  for (let piece = PIECES.exec(marked); piece !== null; piece = PIECES.exec(marked)) {
    append(spans, inCode, marked.slice(from, piece.index));
    from = PIECES.lastIndex;
    if (piece[1] === undefined) inCode = !inCode;
    else for (const span of places[Number(piece[1])] ?? []) join(spans, inCode, span);
  }
  append(spans, inCode, marked.slice(from));
  return spans;
}

function append(spans: Span[], inCode: boolean, text: string): void {
  if (text !== '') join(spans, inCode, { kind: 'text', text });
}

/** Neighbours of one kind become one span; plain text between backticks is code. */
function join(spans: Span[], inCode: boolean, span: Span): void {
  const next: Span = inCode && span.kind === 'text' ? { kind: 'code', text: span.text } : span;
  const last = spans[spans.length - 1];
  const sameKind =
    last?.kind === next.kind && (next.kind === 'text' || (next.kind === 'code' && inCode));
  if (last !== undefined && sameKind)
    spans[spans.length - 1] = { ...last, text: last.text + next.text };
  else spans.push(next);
}
