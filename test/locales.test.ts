// Every language says the same things with the same arguments, and no sentence lives in code.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Message } from '@fluent/syntax';
import { describe, expect, test } from 'vitest';
import { catalogueFrom, LANGUAGES } from '../src/explain/catalogue.ts';
import { explainOverview } from '../src/explain/explain-overview.ts';
import { explainRow } from '../src/explain/explain-row.ts';
import type { RichText } from '../src/explain/rich-text.ts';
import { buildStory } from '../src/explain/story.ts';
import type { Analysis } from '../src/collect/analysis.ts';
import { analyzeFile } from '../src/index.ts';
import { everyKindOfRow } from './explain/every-row.ts';
import {
  bare,
  messagesOf,
  parse,
  pseudoLanguage,
  usesOf,
  wordsIn,
} from './support/fluent-messages.ts';
import { SEGMENT_KINDS } from '../src/classify/kind.ts';
import { FINDING_KINDS, RESET_CAUSES } from '../src/classify/finding.ts';
import { WEAKNESSES } from '../src/collect/ledger.ts';

const CAPTURES = ['server-client-messages.pcap', 'crafted-http-rst.pcap', 'http-direct.pcap'];
const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));
const english = LANGUAGES.get('en')?.source ?? '';

/** Parts of sentences: a language needs its own. */
const isPart = (id: string): boolean => id.startsWith('part-');

/** Variables a message needs, those of its parts included. $from is given to every message. */
function needs(messages: ReadonlyMap<string, Message>, id: string): string[] {
  const message = messages.get(id);
  if (message === undefined) return [];
  const uses = usesOf(message);
  const inner = [...uses.messages].flatMap((name) => needs(messages, name));
  return [...new Set([...uses.variables, ...inner])].filter((name) => name !== 'from').sort();
}

/** Messages with the arguments they need, one a line. */
const shape = (messages: ReadonlyMap<string, Message>): string[] =>
  [...messages.keys()]
    .filter((id) => !isPart(id))
    .map((id) => `${id}(${needs(messages, id).join(', ')})`)
    .sort();

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|hbs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

const codeOf = (folder: string): string =>
  filesUnder(join(SOURCE, folder))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

describe.each([...LANGUAGES])('%s', (_, { source }) => {
  test('every entry can be read (a broken one would be dropped in silence)', () => {
    const junk = parse(source).body.filter((entry) => entry.type === 'Junk');
    expect(junk.map(({ content }) => content)).toEqual([]);
  });

  test('no message is there twice', () => {
    const ids = parse(source).body.flatMap((one) => (one.type === 'Message' ? [one.id.name] : []));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('the messages are those of English, with the same arguments', () => {
    const own = messagesOf(parse(source));
    const reference = messagesOf(parse(english));
    expect(shape(own)).toEqual(shape(reference));
  });
});

describe('messages and code', () => {
  const messages = messagesOf(parse(english));

  test('every message is used: by code or by another message', () => {
    const used = wordsIn(codeOf('explain') + codeOf('report') + codeOf('cli'));
    for (const message of messages.values())
      for (const name of usesOf(message).messages) used.add(name);
    expect([...messages.keys()].filter((id) => !used.has(id))).toEqual([]);
  });

  test('every message id in src/explain is there', () => {
    const others = new Set<string>([
      ...SEGMENT_KINDS,
      ...FINDING_KINDS,
      ...topicsAndValues(codeOf('explain')),
    ]);
    const ids = [...wordsIn(codeOf('explain'))].filter((word) => !others.has(word));
    expect(ids.filter((id) => !messages.has(id))).toEqual([]);
  });
});

/** Hyphenated words of src/explain that are names of facts, not messages: topics, evidence, endings, reasons. */
const topicsAndValues = (code: string): string[] => [
  ...wordsIn(/export type Topic =[^;]*;/.exec(code)?.[0] ?? ''),
  'half-closed',
  'shared-port',
  'first-sender',
  'unpadded-short-frames',
  'offloaded-checksums',
  'unrouted',
  'single-byte',
  'two-only',
  'acknowledged-before',
  'goes-on',
  'not-good',
  'late-original',
  'this-copy',
  'd-sack',
  'syn-timeout',
  'syn-ack-unanswered',
  'syn-data-left',
  'duplicate-acks',
  'selective-acks',
  'tail-loss-probe',
  'probe-or-timeout',
  'fin-confirmed',
  'fin-sent',
  'too-big',
  'no-room',
  'window-opened',
  ...RESET_CAUSES,
  ...Object.keys(WEAKNESSES),
];

describe('a pseudo-language leaves no bare English in an explained capture', () => {
  const pseudo = pseudoLanguage(english);
  const everything = (whole: Analysis): RichText[] => {
    const story = buildStory(whole);
    const overview = explainOverview(whole, story, pseudo);
    const rows = whole.rows.map((row) => explainRow(row, story, pseudo));
    return [
      ...rows.flatMap(({ headline, parts }) => [
        headline,
        ...parts.flatMap(({ sentences }) => sentences),
      ]),
      ...overview.story,
      ...[...overview.connections.values()].flat(),
      ...overview.vantage,
      ...overview.limits,
      ...overview.standOuts.flatMap(({ meaning }) => meaning),
    ];
  };

  test('with every kind of row, finding and label in it', () => {
    const all = everything(everyKindOfRow());
    expect(all.length).toBeGreaterThan(100);
    expect(all.flatMap(bare)).toEqual([]);
  });

  test.each(CAPTURES)('captures/%s', async (name) => {
    const whole = await analyzeFile(fileURLToPath(new URL(`../captures/${name}`, import.meta.url)));
    expect(everything(whole).flatMap(bare)).toEqual([]);
  });

  test('and the check itself would see English', () => {
    const text = catalogueFrom('en', english).text('syn-headline');
    expect(bare(text)).not.toEqual([]);
  });
});
