// Every language says the same things with the same arguments, and no sentence lives in code.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FluentParser, FluentSerializer, Transformer, Visitor } from '@fluent/syntax';
import type { Message, Resource, TextElement } from '@fluent/syntax';
import { describe, expect, test } from 'vitest';
import { catalogueFrom, LANGUAGES } from '../src/explain/catalogue.ts';
import type { Catalogue } from '../src/explain/catalogue.ts';
import { explainOverview } from '../src/explain/explain-overview.ts';
import { explainRow } from '../src/explain/explain-row.ts';
import type { RichText } from '../src/explain/rich-text.ts';
import { buildStory } from '../src/explain/story.ts';
import type { Analysis } from '../src/collect/analysis.ts';
import { analyzeFile } from '../src/index.ts';
import { everyKindOfRow } from './explain/every-row.ts';
import { SEGMENT_KINDS } from '../src/classify/kind.ts';
import { FINDING_KINDS, RESET_CAUSES } from '../src/classify/finding.ts';
import { WEAKNESSES } from '../src/collect/ledger.ts';

const CAPTURES = ['server-client-messages.pcap', 'crafted-http-rst.pcap', 'http-direct.pcap'];
const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));
const english = LANGUAGES.get('en')?.source ?? '';

/** Parts of sentences: a language needs its own. */
const isPart = (id: string): boolean => id.startsWith('part-');

const parse = (source: string): Resource => new FluentParser().parse(source);

const messagesOf = (resource: Resource): Map<string, Message> =>
  new Map(
    resource.body.flatMap((entry) => (entry.type === 'Message' ? [[entry.id.name, entry]] : [])),
  );

/** Variables of a message, and the messages it refers to. */
function usesOf(message: Message): { variables: Set<string>; messages: Set<string> } {
  const variables = new Set<string>();
  const messages = new Set<string>();
  class Uses extends Visitor {
    override visitVariableReference(node: { id: { name: string } }): void {
      variables.add(node.id.name);
    }
    override visitMessageReference(node: { id: { name: string } }): void {
      messages.add(node.id.name);
    }
  }
  new Uses().visit(message);
  return { variables, messages };
}

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

const wordsIn = (code: string): Set<string> =>
  new Set([...code.matchAll(/['"`]([a-z]+(?:-[a-z0-9]+)+)['"`]/g)].map(([, word]) => word ?? ''));

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
  'single-byte',
  'd-sack',
  'syn-timeout',
  'duplicate-acks',
  'selective-acks',
  'tail-loss-probe',
  ...RESET_CAUSES,
  ...Object.keys(WEAKNESSES),
];

/** English with every letter changed outside of code words: what stays English was not in the catalogue. */
function pseudoLanguage(): Catalogue {
  class Accents extends Transformer {
    private inCode = false;
    override visitTextElement(element: TextElement): TextElement {
      element.value = element.value.replace(/[`A-Za-z]/g, (letter) => {
        if (letter === '`') this.inCode = !this.inCode;
        return letter === '`' || this.inCode ? letter : 'ŧ';
      });
      return element;
    }
  }
  const resource = parse(english);
  new Accents().visit(resource);
  return catalogueFrom('en', new FluentSerializer({}).serialize(resource));
}

/** English words in the spans that come from the catalogue. */
const bare = (text: RichText): string[] =>
  text
    .filter(({ kind }) => kind === 'text' || kind === 'row')
    .flatMap((span) => span.text.match(/[A-Za-z]{2,}/g) ?? []);

describe('a pseudo-language leaves no bare English in an explained capture', () => {
  const pseudo = pseudoLanguage();
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
