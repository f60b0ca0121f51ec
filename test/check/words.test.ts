// Check's catalogue: complete in every language, every message used and told, and no sentence left in code.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { messageIds, toldOf } from './every-message.ts';
import { CHECK_LANGUAGES, openTeller, tellerOf, writerOf } from '../../src/check/words.ts';
import { catalogueFrom, LANGUAGES } from '../../src/explain/catalogue.ts';
import { escapeTerminal } from '../../src/report/escape.ts';
import {
  allOfThem,
  clauses,
  commas,
  given,
  noneOfThem,
  oneAfterTheOther,
  oneOfThem,
  say,
  word,
  type Said,
} from '../../src/check/said.ts';
import { markdownReport } from '../../src/check/reporters/markdown.ts';
import { prettyReport } from '../../src/check/reporters/pretty.ts';
import {
  bare,
  messagesOf,
  parse,
  pseudoLanguage,
  usesOf,
  wordsIn,
} from '../support/fluent-messages.ts';
import { mixedRun } from './made-run.ts';

const english = CHECK_LANGUAGES.get('en')!.source;
const SOURCE = join(import.meta.dirname, '../../src');

const codeIn = (folder: string): string =>
  readdirSync(join(SOURCE, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(SOURCE, folder, file), 'utf8'))
    .join('\n');

/** Parts the engine asks for (explain/catalogue.ts, explain/args.ts). */
const PARTS = [
  'part-list-last',
  'part-list-left-out',
  'part-list-more',
  'part-list-one',
  'part-row',
  'part-row-number',
];

test('check speaks the languages of the reports', () => {
  const directions = (all: ReadonlyMap<string, { direction: string }>): string[] =>
    [...all].map(([language, { direction }]) => `${language} ${direction}`);
  expect(directions(CHECK_LANGUAGES)).toEqual(directions(LANGUAGES));
});

describe.each([...CHECK_LANGUAGES])('%s', (_, { source }) => {
  test('every entry can be read, and none is there twice', () => {
    const { body } = parse(source);
    expect(body.flatMap((one) => (one.type === 'Junk' ? [one.content] : []))).toEqual([]);
    const ids = body.flatMap((one) => (one.type === 'Message' ? [one.id.name] : []));
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test('the messages are those of English, with the same arguments', () => {
    const shape = (text: string): string[] =>
      [...messagesOf(parse(text))]
        .map(([id, one]) => `${id}(${[...usesOf(one).variables].sort().join(', ')})`)
        .sort();
    expect(shape(source)).toEqual(shape(english));
  });
});

describe('messages and code', () => {
  const ids = [...messagesOf(parse(english)).keys()];
  const inCode = [...wordsIn(codeIn('check') + codeIn('cli'))].filter((one) =>
    one.startsWith('check-'),
  );

  test('every message is used, and none is missing', () => {
    expect(ids.filter((id) => !inCode.includes(id) && !PARTS.includes(id))).toEqual([]);
    expect(inCode.filter((id) => !ids.includes(id))).toEqual([]);
    expect(PARTS.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe('everything that is said', () => {
  let all: readonly Said[] = [];
  beforeAll(async () => {
    all = await toldOf();
  }, 60_000);

  test('is told with all its arguments, and every message is said by some case', () => {
    const said = new Set(all.flatMap(messageIds));
    const ids = [...messagesOf(parse(english)).keys()].filter(
      (id) => !PARTS.includes(id) && id !== 'check-only',
    );
    expect(ids.filter((id) => !said.has(id))).toEqual([]);
  });

  test('leaves no bare English in a pseudo-language', () => {
    const pseudo = pseudoLanguage(english);
    const left = all.flatMap((said) =>
      bare(said.as === 'message' ? pseudo.text(said.id, said.args) : []),
    );
    expect(left).toEqual([]);
    expect(all.length).toBeGreaterThan(200);
  });

  test('has no isolate in a format for programs, in a language of either direction', () => {
    const tell = tellerOf(catalogueFrom('he', english, 'rtl', false));
    expect(all.filter((said) => /[\u2066-\u2069]/.test(tell(said)))).toEqual([]);
    const isolating = tellerOf(catalogueFrom('he', english, 'rtl'));
    expect(all.filter((said) => /[\u2066-\u2069]/.test(isolating(said)))).not.toEqual([]);
  });
});

test('for people, ours are the only isolates: captured ones are written out', () => {
  const write = writerOf(catalogueFrom('he', english, 'rtl'), { escape: escapeTerminal });
  const said = say('check-quoted', { text: given('a\u2069b\u001b[2J') });
  expect(write(said)).toBe('"\u2068a\\u2069b\\x1b[2J\u2069"');
});

test('the reporters for people say nothing of their own', () => {
  const silent = (): string => 'ŧ';
  const of = { ...mixedRun(), lab: '1' };
  const captures = of.captures.map((one) => ({
    ...one,
    file: '2',
    unreadable: one.unreadable === null ? null : '3',
  }));
  for (const text of [
    prettyReport({ ...of, captures }, silent, 0),
    markdownReport({ ...of, captures }, { text: silent, cell: silent }),
  ])
    expect(text.replaceAll('tcpexplain 2 --frames 3', '').match(/[A-Za-z]{2,}/g)).toBe(null);
});

test.each([
  ['clauses', clauses, '; '],
  ['commas', commas, ', '],
  ['one after the other', oneAfterTheOther, ', then '],
  ['none of them', noneOfThem, ', nor '],
  ['one of them', oneOfThem, ', '],
  ['all of them', allOfThem, ', '],
])('%s name the first of ten thousand and count the others', (_, joined, between) => {
  const items = Array.from({ length: 10_000 }, (_one, i) => word(`w${i}`));
  const text = openTeller('en')(joined(items));
  expect(text.startsWith(['w0', 'w1', 'w2'].join(between))).toBe(true);
  expect(text).toMatch(/w62\W+(?:and |or |then |nor )?9,937 more$/);
  expect(text).not.toContain('w63');
});
