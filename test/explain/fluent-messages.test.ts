// What messages say is what the library's own formatter says, in every language's plurals and directions.

import { FluentBundle, FluentNumber, FluentResource } from '@fluent/bundle';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code, digits } from '../../src/explain/args.ts';
import { LANGUAGES } from '../../src/explain/catalogue.ts';
import { FluentMessages } from '../../src/explain/fluent-messages.ts';
import { messagesOf as entriesOf, parseMessages } from '../../src/explain/parse-messages.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { messagesOf, parse, usesOf } from '../support/fluent-messages.ts';

const SOURCE = `
plain = Nothing to put in.
placed = { $word } and { $count } and { $port }
alone = { $word }
literal = { "{" }{ 3 }{ 2.50 }{ "" }
plural = { $count ->
    [0] none
    [one] { $count } one
    [two] { $count } two
    [few] { $count } few
    [many] { $count } many
   *[other] { $count } other
  } left
word = { $word ->
    [client] the client
    [server] the server
   *[other] somebody with { $count }
  }
nested = { $word ->
    [client] { $count ->
        [one] one
       *[other] { placed }
      }
   *[other] { word }
  }
-shark = { $case ->
   *[nominative] Shark
    [genitive] of { $adjective } Shark
  }
    .gender = masculine
term = { -shark } { -shark(case: "genitive", adjective: "old") } { -shark(case: "other") }
gender = { -shark.gender ->
    [masculine] he
   *[other] it
  }
lines =
    First line of { $word }
    and the second.
`;
const IDS = [
  'plain',
  'placed',
  'alone',
  'literal',
  'plural',
  'word',
  'nested',
  'term',
  'gender',
  'lines',
];
const LOCALES = ['en', 'he', 'fa', 'ru', 'ar'];

describe.each(
  LOCALES.flatMap((locale) => [false, true].map((isolating) => ({ locale, isolating }))),
)('$locale, isolating: $isolating', ({ locale, isolating }) => {
  const resource = new FluentResource(SOURCE);
  const bundle = new FluentBundle(locale, { useIsolating: isolating });
  bundle.addResource(resource);
  const messages = new FluentMessages(locale, entriesOf(resource), isolating);

  test.each(IDS)('%s', (id) => {
    fc.assert(
      fc.property(
        fc.constantFrom('client', 'server', 'else'),
        fc.oneof(fc.nat(200), fc.nat(), fc.double({ min: 0, max: 1e6, noNaN: true })),
        fc.nat(65535),
        (word, count, port) => {
          const errors: Error[] = [];
          const variables = { word, count, port: new FluentNumber(port, { useGrouping: false }) };
          const theirs = bundle.formatPattern(bundle.getMessage(id)!.value!, variables, errors);
          expect(errors).toEqual([]);
          const ours = messages.format(id, { word, count, port: digits(port) });
          expect(plainText(ours)).toBe(theirs);
        },
      ),
    );
  });
});

// Every argument as a number and as a word: what a message needs of it is not asked, only that both say the same.
test.each([...LANGUAGES])('every message of %s', (locale, { source, direction }) => {
  const isolating = direction === 'rtl';
  const resource = new FluentResource(source);
  const bundle = new FluentBundle(locale, {
    useIsolating: isolating,
    transform: (text) => text.replaceAll('`', ''),
  });
  bundle.addResource(resource);
  const messages = new FluentMessages(locale, entriesOf(resource), isolating);
  const all = messagesOf(parse(source));
  const namesIn = (id: string): string[] => {
    const uses = usesOf(all.get(id)!);
    return [...uses.variables, ...[...uses.messages].flatMap(namesIn)];
  };
  for (const id of all.keys())
    for (const value of [0, 1, 2, 5, 1234, 0.5, 'client', 'server', 'other']) {
      const values = Object.fromEntries(namesIn(id).map((name) => [name, value]));
      const theirs = bundle.formatPattern(bundle.getMessage(id)!.value!, values, []);
      expect(plainText(messages.format(id, values)), `${id} ${value}`).toBe(theirs);
    }
});

describe('a mistake in a message is told', () => {
  const format = (source: string) => () =>
    new FluentMessages('en', parseMessages(source), false).format('said', { a: 1 });

  test.each([
    ['a missing value', 'said = { $b }', 'no value "b"'],
    ['a missing value that chooses', 'said = { $b ->\n   *[other] x\n  }', 'no value "b"'],
    ['a missing message', 'said = { other }', 'no message "other"'],
    ['a missing attribute', 'said = { said.title }', 'no message "said.title"'],
    ['a function', 'said = { NUMBER($a) }', 'NUMBER'],
    ['two of one name', 'said = x\nsaid = y', 'message "said" is there twice'],
  ])('%s', (_, source, error) => {
    expect(format(source)).toThrow(error);
  });
});

test('code in a message inside code stays one span', () => {
  const resource = new FluentResource('said = `a { $inner } b` { $code }`c`\ninner = x `y`');
  const values = { inner: { as: 'message', id: 'inner', args: {} }, code: code('k') } as const;
  expect(new FluentMessages('en', entriesOf(resource), false).format('said', values)).toEqual([
    { kind: 'code', text: 'a x y b' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'kc' },
  ]);
});
