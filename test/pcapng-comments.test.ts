// What a pcapng says besides its packets: comments, the filter, who captured it, what was dropped.
import { describe, expect, test } from 'vitest';
import {
  analyzeBytes,
  CaptureReader,
  explainAnalysis,
  fromBytes,
  renderHtml,
  renderMarkdown,
  renderTerminal,
  type ReportModel,
} from '../src/index.ts';
import type { CaptureInfo } from '../src/capture/capture-info.ts';
import { Read } from '../src/capture/read-status.ts';
import { plainText } from '../src/explain/rich-text.ts';
import { block, enhanced, interfaceBlock, option, Writer } from './capture/capture-bytes.ts';
import { tcpexplain } from './cli/program-run.ts';
import { HOSTILE_TEXTS } from './report/hostile-texts.ts';
import { trace } from './support/trace.ts';
import { noTshark, tsharkFields } from './support/tshark.ts';

const COMMENT = 1;
const text = (words: string): Buffer => Buffer.from(words, 'utf8');

interface Said {
  readonly section?: readonly [code: number, words: string][];
  readonly filter?: Buffer;
  /** By frame. */
  readonly comments?: Readonly<Record<number, readonly string[]>>;
  /** What the packet blocks say was dropped before them, by frame. */
  readonly dropsBefore?: Readonly<Record<number, number>>;
  /** if_drop and os_drop of each statistics block. */
  readonly drops?: readonly (readonly [number, number])[];
  readonly isLittle?: boolean;
}

/** A handshake, a question and its answer, in a file that says this; frame 2 is no TCP. */
function fileOf({
  section = [],
  filter,
  comments = {},
  dropsBefore = {},
  drops = [],
  isLittle = true,
}: Said): Buffer {
  const own = (code: number, value: Buffer): Buffer => option(code, value, isLittle);
  const end = own(0, Buffer.alloc(0));
  const t = trace().handshake();
  t.client.data('question');
  t.server.data('answer');
  const frames = t.records.map(({ bytes }) => bytes);
  const arp = Buffer.concat([frames[0]!.subarray(0, 12), Buffer.from([8, 6]), Buffer.alloc(46)]);
  frames.splice(1, 0, arp);
  const u64 = (value: number): Buffer =>
    new Writer(isLittle).u32(...(isLittle ? [value, 0] : [0, value])).done();
  const header = new Writer(isLittle).u32(0x1a2b3c4d).u16(1, 0).u32(0xffffffff, 0xffffffff);
  const said = section.map(([code, words]) => own(code, text(words)));
  return Buffer.concat([
    block(0x0a0d0d0a, header.raw(Buffer.concat([...said, end])).done(), isLittle),
    interfaceBlock(
      1,
      0,
      Buffer.concat([...(filter === undefined ? [] : [own(11, filter)]), end]),
      isLittle,
    ),
    ...frames.map((bytes, i) => {
      const notes = (comments[i + 1] ?? []).map((words) => own(COMMENT, text(words)));
      const dropped = dropsBefore[i + 1];
      if (dropped !== undefined) notes.push(own(4, u64(dropped)));
      const of = notes.length === 0 ? Buffer.alloc(0) : Buffer.concat([...notes, end]);
      return enhanced(0, BigInt(1000 * (i + 1)), bytes, of, isLittle);
    }),
    ...drops.map(([byInterface, bySystem]) =>
      block(
        5,
        new Writer(isLittle)
          .u32(0, 0, 0)
          .raw(Buffer.concat([own(5, u64(byInterface)), own(7, u64(bySystem)), end]))
          .done(),
        isLittle,
      ),
    ),
  ]);
}

async function read(file: Uint8Array): Promise<{ info: CaptureInfo; comments: string[][] }> {
  const reader = await CaptureReader.open(fromBytes(file, 'made'));
  const comments: string[][] = [];
  for (let status = reader.next(); status !== Read.End; status = reader.next()) {
    if (status === Read.Wait) await reader.refill();
    else comments.push([...reader.record.comments]);
  }
  expect(reader.damage).toBeNull();
  return { info: reader.info, comments };
}

const modelOf = async (file: Uint8Array, maxRows = Infinity): Promise<ReportModel> =>
  explainAnalysis(await analyzeBytes(file, 'made.pcapng', { maxRows }));

describe.each([true, false])('the reader (little-endian: %s)', (isLittle) => {
  test('gives the comments of every record', async () => {
    const comments = { 1: ['Who asks?'], 4: ['one', 'two\nlines'], 6: ['שלום'] };
    expect((await read(fileOf({ comments, isLittle }))).comments).toEqual([
      ['Who asks?'],
      [],
      [],
      ['one', 'two\nlines'],
      [],
      ['שלום'],
    ]);
  });

  test('gives what the section and the interface say', async () => {
    const section = [
      [1, 'Lab 1'],
      [2, 'a board'],
      [3, 'Linux 6.1'],
      [4, 'Dumpcap 4.0'],
      [1, 'Question 2'],
    ] as const;
    const filter = Buffer.concat([Buffer.from([0]), text('tcp port 80')]);
    const { info } = await read(
      fileOf({ section: section.map(([code, words]) => [code, words]), filter, isLittle }),
    );
    expect(info).toMatchObject({
      comments: ['Lab 1', 'Question 2'],
      capturedBy: ['Dumpcap 4.0, Linux 6.1'],
      filters: ['tcp port 80'],
      dropped: 0,
    });
  });

  test('adds what was dropped, by the latest counters', async () => {
    const drops = [
      [2, 1],
      [5, 2],
    ] as const;
    expect((await read(fileOf({ drops, isLittle }))).info.dropped).toBe(7);
  });

  test('adds what packets say was dropped before them', async () => {
    const dropsBefore = { 2: 3, 5: 4 };
    expect((await read(fileOf({ dropsBefore, isLittle }))).info.dropped).toBe(7);
  });

  test('counts once what packets and counters say', async () => {
    const dropsBefore = { 2: 3, 5: 4 };
    const dropped = async (inStatistics: number): Promise<number> => {
      const drops = [[inStatistics, 0]] as const;
      return (await read(fileOf({ dropsBefore, drops, isLittle }))).info.dropped;
    };
    expect(await dropped(6)).toBe(7);
    expect(await dropped(9)).toBe(9);
  });

  test('adds the drop counts of obsolete packet blocks, where they are known', async () => {
    const packet = (dropped: number): Buffer =>
      block(
        2,
        new Writer(isLittle).u16(0, dropped).u32(0, 1000, 4, 4).raw(Buffer.alloc(4)).done(),
        isLittle,
      );
    const file = Buffer.concat([fileOf({ isLittle }), packet(5), packet(0xffff), packet(1)]);
    expect((await read(file)).info.dropped).toBe(6);
  });
});

test('a filter as bytecode is none that could be shown', async () => {
  const filter = Buffer.from([1, 0x28, 0, 0, 0, 12, 0, 0, 0]);
  expect((await read(fileOf({ filter }))).info.filters).toEqual([]);
});

test('a comment ends at a zero', async () => {
  expect((await read(fileOf({ comments: { 1: ['seen\0hidden'] } }))).comments[0]).toEqual(['seen']);
});

test('options that do not fit end the list, and the record stays', async () => {
  const file = fileOf({ comments: { 1: ['first', 'second'] } });
  const at = file.indexOf('second') - 2;
  file.writeUInt16LE(60_000, at);
  expect((await read(file)).comments[0]).toEqual(['first']);
});

test('statistics of an interface that nobody described are passed over', async () => {
  const file = fileOf({ drops: [[1, 1]] });
  const blockAt = file.length - file.readUInt32LE(file.length - 4);
  file.writeUInt32LE(9, blockAt + 8);
  expect((await read(file)).info.dropped).toBe(0);
});

describe('a report', () => {
  const said = fileOf({
    section: [
      [1, 'Lab 1\r\n\r\n1. Who is the client?'],
      [4, 'Dumpcap 4.0'],
    ],
    filter: Buffer.concat([Buffer.from([0]), text('host 10.0.0.1')]),
    comments: { 2: ['asks for an address'], 5: ['the question'] },
    drops: [[3, 0]],
  });

  test('shows comments at their rows, and those of the capture and of other frames in front', async () => {
    const model = await modelOf(said);
    expect(model.comments).toEqual({
      told: [
        { of: null, lines: ['Lab 1', '1. Who is the client?'] },
        { of: 'Frame 2', lines: ['asks for an address'] },
      ],
      leftOut: null,
    });
    const rows = [...model.rows].map(({ line, comments }) => [line.frame, comments]);
    expect(rows).toEqual([
      [1, []],
      [3, []],
      [4, []],
      [5, ['the question']],
      [6, []],
    ]);
    const facts = model.facts.map(({ label, value }) => `${label}: ${value}`);
    expect(facts).toContain('Captured by: Dumpcap 4.0');
    expect(facts).toContain('Capture filter: host 10.0.0.1');
    const limits = model.limits.map(plainText).join(' ');
    expect(limits).toContain('the filter host 10.0.0.1: what does not match is not in it');
    expect(limits).toContain('3 packets were dropped meanwhile');
  });

  test('shows those of rows that it leaves out in front, and counts what is too much', async () => {
    const few = await modelOf(said, 1);
    expect(few.comments!.told.map(({ of }) => of)).toEqual([null, 'Frame 2', 'Frame 5']);
    const many = Array.from({ length: 30 }, (_, i) => `note ${i}`);
    const { told, leftOut } = (await modelOf(fileOf({ comments: { 2: many } }))).comments!;
    expect(told.length).toBe(20);
    expect(leftOut).toMatch(/^10 more comments are not shown/);
  });

  test('says nothing where nothing is said', async () => {
    const model = await modelOf(fileOf({ comments: { 3: ['\n \n'] } }));
    expect(model.comments).toBeNull();
    expect(model.facts.map(({ label }) => label)).not.toContain('Captured by');
    expect(renderMarkdown(model)).not.toContain('Comments');
  });

  test('has them in every format', async () => {
    const model = await modelOf(said);
    for (const page of [
      renderHtml(model),
      renderMarkdown(model),
      renderTerminal(model, { width: 100, level: 0 }),
    ]) {
      expect(page).toContain('Comments in the file');
      expect(page).toMatch(/(?:1|&#49;)\. Who is the client\?/);
      expect(page).toContain('the question');
    }
  });

  test('makes them harmless in every format', async () => {
    for (const [, words] of HOSTILE_TEXTS) {
      const model = await modelOf(
        fileOf({ section: [[1, words]], comments: { 2: [words], 5: [words] } }),
      );
      const html = renderHtml(model);
      expect(html).not.toMatch(/<script>alert|<img|onerror="/i);
      const markdown = renderMarkdown(model);
      expect(markdown).not.toMatch(/^> (?:#|<script|<img)/im);
      expect(renderTerminal(model, { width: 100, level: 0 }).replaceAll('\n', '')).not.toMatch(
        /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u,
      );
    }
  });
});

test('totals say it too', async () => {
  const file = fileOf({
    section: [
      [1, 'Lab 1\nbe \u001b[31mcareful'],
      [3, 'Linux'],
    ],
    filter: Buffer.concat([Buffer.from([0]), text('tcp')]),
    drops: [[4, 0]],
  });
  const { stdout } = await tcpexplain(['summary', '-'], { stdin: file });
  expect(stdout).toMatch(
    /captured by {5}Linux\n {2}filter {10}tcp\n {2}comments {8}Lab 1\n {18}be /,
  );
  expect(stdout).toMatch(/dropped {9}4 packets/);
  expect(stdout).not.toContain('\u001b');
  const json = await tcpexplain(['summary', '-', '--format', 'json'], { stdin: file });
  expect(JSON.parse(json.stdout)).toMatchObject({
    comments: ['Lab 1\nbe \u001b[31mcareful'],
    capturedBy: ['Linux'],
    filters: ['tcp'],
    dropped: 4,
  });
  const silent = await tcpexplain(['summary', '-', '--format', 'json'], { stdin: fileOf({}) });
  expect(JSON.parse(silent.stdout)).not.toHaveProperty('comments');
});

describe.skipIf(noTshark)('tshark itself (skipped where it is not installed)', () => {
  test('shows the same comments at the same frames', async () => {
    const comments = { 1: ['Who asks?'], 4: ['one'], 6: ['שלום'] };
    const file = fileOf({ comments });
    const told = tsharkFields(file, ['frame.comment']);
    expect(told.map(([words]) => words)).toEqual(
      (await read(file)).comments.map((own) => own.join()),
    );
  });
});
