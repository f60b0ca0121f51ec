// The messages of a Fluent file, formatted to spans. The library's parser reads the file (parse-messages.ts); its
// formatter makes strings, through which spans would have to travel as marks to be looked for afterwards: that took
// longer than the rest of a row. What a pattern says is the same, to the letter (test/explain/fluent-messages.test.ts).
// Rules: the Fluent syntax guide. Its functions are not called: numbers come with their format (args.ts).

import type { Message } from '@fluent/bundle';
import type { Arg, Placed } from './args.ts';
import { durationParts } from './duration.ts';
import { LocaleNumbers } from './locale-numbers.ts';
import type { NumberOptions } from './number-text.ts';
import type { Messages } from './parse-messages.ts';
import { plainText, type RichText } from './rich-text.ts';
import { SpanWriter } from './span-writer.ts';

type Pattern = NonNullable<Message['value']>;
type Expression = Exclude<Exclude<Pattern, string>[number], string>;
type ExpressionOf<Type> = Extract<Expression, { type: Type }>;

/** A number with its format. */
interface FormattedNumber {
  readonly as: 'number';
  readonly value: number;
  readonly options: NumberOptions;
}

type Value = Arg | FormattedNumber;
type Values = Readonly<Record<string, Value>>;
/** What variants are chosen by. */
type Word = string | FormattedNumber;

/** Whose variables are in place: those of a term may be missing. */
interface Scope {
  readonly values: Values;
  readonly isTerm: boolean;
}

/** Around what is put into a message of a language that is written from right to left (Unicode 6.3, FSI and PDI). */
const ISOLATE = '\u2068';
const ISOLATE_END = '\u2069';

const PLAIN: NumberOptions = {};
const UNGROUPED: NumberOptions = { useGrouping: false };

export class FluentMessages {
  private readonly messages: Messages;
  private readonly numbers: LocaleNumbers;
  private readonly isolating: boolean;

  constructor(locale: string, messages: Messages, isolating: boolean) {
    this.messages = messages;
    this.numbers = new LocaleNumbers(locale);
    this.isolating = isolating;
  }

  has(id: string): boolean {
    return this.messages.has(id);
  }

  /** The message with its values in. Throws on a missing message or value. */
  format(id: string, values: Values): RichText {
    const out = new SpanWriter();
    this.write(this.pattern(id, null), { values, isTerm: false }, out);
    return out.end();
  }

  private pattern(id: string, attribute: string | null): Pattern {
    const entry = this.messages.get(id);
    const pattern = attribute === null ? entry?.value : entry?.attributes[attribute];
    if (pattern === undefined || pattern === null)
      throw new Error(`no message "${id}${attribute === null ? '' : `.${attribute}`}"`);
    return pattern;
  }

  private write(pattern: Pattern, scope: Scope, out: SpanWriter): void {
    if (typeof pattern === 'string') {
      out.words(pattern);
      return;
    }
    const isolates = this.isolating && pattern.length > 1;
    for (const element of pattern) {
      if (typeof element === 'string') {
        out.words(element);
        continue;
      }
      if (isolates) out.text(ISOLATE);
      this.place(element, scope, out);
      if (isolates) out.text(ISOLATE_END);
    }
  }

  private place(expression: Expression, scope: Scope, out: SpanWriter): void {
    switch (expression.type) {
      case 'var':
        this.placeValue(valueOf(expression.name, scope), out);
        return;
      case 'select':
        this.write(this.chosen(expression, scope), scope, out);
        return;
      case 'mesg':
        this.write(this.pattern(expression.name, expression.attr), scope, out);
        return;
      case 'term':
        this.write(this.pattern(`-${expression.name}`, expression.attr), scopeOf(expression), out);
        return;
      case 'str':
      case 'num':
        this.placeValue(literal(expression), out);
        return;
      default:
        throw new Error(`${expression.name}() is called, and no function is known`);
    }
  }

  private chosen({ selector, variants, star }: ExpressionOf<'select'>, scope: Scope): Pattern {
    const value = this.selected(selector, scope);
    const variant =
      value === null ? undefined : variants.find(({ key }) => this.chooses(value, literal(key)));
    return (variant ?? variants[star]!).value;
  }

  /** What a variant is chosen by; null where only the default is. */
  private selected(selector: Expression, scope: Scope): Word | null {
    switch (selector.type) {
      case 'var':
        return wordOf(scope.isTerm ? scope.values[selector.name] : valueOf(selector.name, scope));
      case 'term': {
        const out = new SpanWriter();
        this.place(selector, scope, out);
        return plainText(out.end());
      }
      case 'str':
      case 'num':
        return literal(selector);
      default:
        throw new Error(`a variant cannot be chosen by ${selector.type}`);
    }
  }

  private chooses(value: Word, key: Word): boolean {
    if (typeof value === 'string') return value === key;
    if (typeof key !== 'string') return value.value === key.value;
    return this.numbers.category(value.value, value.options) === key;
  }

  private placeValue(value: Value, out: SpanWriter): void {
    if (typeof value === 'string') out.text(value);
    else if (typeof value === 'number') out.text(this.numbers.text(value, PLAIN));
    else this.placeObject(value, out);
  }

  private placeObject(value: Placed | FormattedNumber, out: SpanWriter): void {
    switch (value.as) {
      case 'number':
        out.text(this.numbers.text(value.value, value.options));
        return;
      case 'digits':
        out.text(this.numbers.text(value.value, UNGROUPED));
        return;
      case 'code':
      case 'captured':
        out.place({ kind: value.as, text: value.text });
        return;
      case 'row': {
        const { frame, bare } = value;
        const id = bare ? 'part-row-number' : 'part-row';
        const text = plainText(this.format(id, { frame: { as: 'digits', value: frame } }));
        out.place({ kind: 'row', frame, text });
        return;
      }
      case 'duration':
        out.placeAll(this.duration(value.ns));
        return;
      case 'message':
        out.placeAll(this.format(value.id, value.args));
        return;
      case 'list':
        out.placeAll(this.list(value.items));
        return;
      default:
        value satisfies never;
    }
  }

  private duration(ns: number): RichText {
    const { id, values } = durationParts(ns);
    const [n, m] = values.map(
      ({ value, ...options }) => ({ as: 'number', value, options }) as const,
    );
    return this.format(id, m === undefined ? { n: n! } : { n: n!, m });
  }

  private list([first, ...rest]: readonly Arg[]): RichText {
    if (first === undefined) return [];
    if (rest.length === 0) return this.format('part-list-one', { item: first });
    const id = rest.length === 1 ? 'part-list-last' : 'part-list-more';
    return this.format(id, { item: first, rest: { as: 'list', items: rest } });
  }
}

function valueOf(name: string, { values }: Scope): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`no value "${name}"`);
  return value;
}

const wordOf = (value: Value | undefined): Word | null => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return { as: 'number', value, options: PLAIN };
  if (value?.as === 'number') return value;
  if (value?.as === 'digits') return { as: 'number', value: value.value, options: UNGROUPED };
  return null;
};

const literal = (expression: ExpressionOf<'str' | 'num'>): Word =>
  expression.type === 'str'
    ? expression.value
    : {
        as: 'number',
        value: expression.value,
        options: { minimumFractionDigits: expression.precision },
      };

/** A term knows only what its reference gives it. */
function scopeOf({ args }: ExpressionOf<'term'>): Scope {
  const values: Record<string, Value> = {};
  for (const one of args) if (one.type === 'narg') values[one.name] = literal(one.value);
  return { values, isTerm: true };
}
