// The section on the conversation: lines, what became of them, links, and what is left out.

import { describe, expect, test } from 'vitest';
import { openCatalogue } from '../../src/explain/catalogue.ts';
import { explainConversation } from '../../src/explain/explain-conversation.ts';
import { buildStory } from '../../src/explain/story.ts';
import { plainText, type RichText } from '../../src/explain/rich-text.ts';
import { analyzeFile, explainAnalysis } from '../../src/index.ts';
import { renderHtml, renderMarkdown, renderTerminal } from '../../src/report/render.ts';
import type { ReportModel, TalkLine } from '../../src/report/report-model.ts';
import { madeAnalysis } from './made-analysis.ts';

const modelOf = async (name: string, frames?: readonly number[]): Promise<ReportModel> => {
  const file = new URL(`../../captures/${name}.pcap`, import.meta.url).pathname;
  const ranges = frames?.map((frame) => [frame, frame] as const) ?? null;
  const selection = { frames: ranges, streams: null };
  return explainAnalysis(await analyzeFile(file, { selection }), { detail: 'brief' });
};

const plain = (texts: readonly RichText[]): string => texts.map(plainText).join(' ');
const lineOf = ({ conversation }: ReportModel, text: string): TalkLine =>
  conversation!.lines.find((line) => line.text === text)!;
const sayings = ({ rows }: ReportModel, frame: number): string =>
  plain(
    [...rows].find(({ line }) => line.frame === frame)!.parts.flatMap(({ sentences }) => sentences),
  );

describe('a chat room', () => {
  test('a broadcast is one line: to whom, in which rows, what was put in front, who was left out', async () => {
    const model = await modelOf('group-chat-rooms-live');
    const line = lineOf(model, 'hello everybody');
    expect([line.from, line.to, line.inRows]).toEqual([
      'eliad',
      ['טל', 'Уолтер'],
      'rows 66, 67 and 69',
    ]);
    const notes = plain(line.notes);
    expect(notes).toContain('Passed on to טל and Уолтер, the first copy 0.68 ms later.');
    expect(notes).toContain('Put in front: eliad: (7 bytes)');
    expect(notes).toContain('Connected, and not sent it: jesse.');
    const markdown = renderMarkdown(model);
    expect(markdown.indexOf('## Conversation')).toBeGreaterThan(markdown.indexOf('## Connections'));
    expect(markdown.indexOf('## Conversation')).toBeLessThan(markdown.indexOf('## Packet list'));
    expect(markdown).toContain('[66](#row-66), [67](#row-67), [69](#row-69) |');
    expect(renderHtml(model)).toContain('<section id="conversation">');
    const terminal = renderTerminal(model, { width: 200, level: 0 });
    expect(terminal).toContain('eliad > טל, Уолтер: hello everybody (rows 66, 67 and 69)');
    // What was found besides: the password by its user, and the flood.
    const facts = plain(model.conversation!.facts);
    expect(facts).toContain(
      'The password of eliad in clear text in row 18 (signing up), accepted.',
    );
    expect(facts).toContain('A flood from Уолтер on stream 2: 30 messages, 30 of them within one');
    // At most 200 lines.
    expect(model.conversation!.lines.length).toBeLessThanOrEqual(200);
  });

  test('the rows say it too: to whom the copies go, and who gets none', async () => {
    const model = await modelOf('group-chat-rooms-live', [66, 67]);
    expect(sayings(model, 66)).toMatch(/also goes out in row 69 to Уолтер/);
    expect(sayings(model, 66)).toContain('Connected, and not sent it: jesse.');
    expect(sayings(model, 67)).not.toContain('jesse');
    expect(model.conversation!.lines.map(({ text }) => text)).toEqual(['hello everybody']);
    expect(model.conversation!.lines[0]!.frames).toEqual([
      { frame: 66, here: true },
      { frame: 67, here: true },
      { frame: 69, here: false },
    ]);
  });

  test('what goes back to its sender is called so, on both rows', async () => {
    const model = await modelOf('chat-nick-live', [34, 35, 37, 39]);
    const { frames, notes } = lineOf(model, "What's up!?");
    expect(frames.map(({ frame }) => frame)).toEqual([34, 35, 37, 39]);
    expect(plain(notes)).toContain('Its sender gets it back, too.');
    expect(sayings(model, 34)).toMatch(/Its sender gets it back, too, in row \d+\./);
    const echo = /gets it back, too, in row (\d+)/.exec(sayings(model, 34))?.[1];
    expect(sayings(model, Number(echo))).toContain(
      'sends the message of row 34 back to its sender',
    );
  });
});

describe('a proxy', () => {
  test('cache and unreachable origin are told in the section and on their rows', async () => {
    const model = await modelOf('http-proxy-down-live');
    const facts = plain(model.conversation!.facts);
    expect(facts).toContain('Answered from a cache: the request of row 24, in row 26.');
    expect(facts).toContain('127.0.0.1:9999 refused the connection (rows 36 and 37)');
    expect(facts).toContain('The client was told in row 38, with status 502.');
    expect(sayings(model, 24)).toContain('answered from a cache in row 26');
    expect(sayings(model, 26)).toContain('It answers row 24 from a cache');
    expect(sayings(model, 34)).toContain('127.0.0.1:9999 refused the connection');
    expect(sayings(model, 38)).toContain('It answers row 34');
    expect(sayings(model, 4)).toContain('A proxy passes this request on in row 9, 8.2 ms later');
    expect(sayings(model, 14)).toContain('It passes on the answer of row 11');
    // The nearest miss: an answer that was asked for is not from a cache.
    expect(sayings(model, 14)).not.toContain('cache');
  });
});

describe('the section', () => {
  test('is not there when nobody said anything', () => {
    expect(explainAnalysis(madeAnalysis('text')).conversation).toBeNull();
  });

  test('tells 200 lines, how many there are more, and where', () => {
    const line = { from: 'a', to: ['b'], program: null, text: 'x', len: 1 } as const;
    const analysis = {
      ...madeAnalysis('text'),
      transcript: Array.from({ length: 203 }, (_, at) => ({
        ...line,
        message: `m${at + 1}`,
        timeNs: at,
        frames: [1],
        ambiguous: at === 0,
      })),
    };
    const told = explainConversation(analysis, buildStory(analysis), openCatalogue('en'));
    expect(told.lines).toHaveLength(200);
    expect(plain(told.lines[0]!.notes)).toContain('cannot be told');
    expect(plainText(told.leftOut!)).toContain('3 more lines');
    expect(plainText(told.leftOut!)).toContain('tcpexplain messages');
  });

  test('says that it is a part where only some rows are explained', async () => {
    const told = async (frames?: readonly number[]): Promise<string | null> => {
      const { conversation } = await modelOf('server-client-messages', frames);
      return conversation!.leftOut === null ? null : plainText(conversation!.leftOut);
    };
    expect(await told()).toBeNull();
    expect(await told([4, 5])).toContain(
      'What was said in rows that are not explained here is left out',
    );
  });
});
