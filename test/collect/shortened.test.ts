// Captures with more rows than a report explains: the beginning, and examples of what stands out, found by a second look;
// and rows that --frames asks for, wherever they lie.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PacketRow } from '../../src/classify/packet-row.ts';
import type { Analysis } from '../../src/collect/analysis.ts';
import { NearbyRows } from '../../src/collect/nearby-rows.ts';
import { parseRanges } from '../../src/collect/selection.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { buildStory } from '../../src/explain/story.ts';
import {
  analyze,
  analyzeBytes,
  analyzeFile,
  CaptureError,
  CaptureReader,
  eachPacket,
  explainAnalysis,
  fromBytes,
  lookAgain,
  RowCollector,
  type ReportModel,
  type WithReader,
} from '../../src/index.ts';
import { trace, type Trace } from '../support/trace.ts';

const OPTIONS = { mss: 1460, sackPermitted: true, windowShift: 7 };
/** Bytes of pcap's headers, and where a record's lengths stand. */
const PCAP_HEADER = 24;
const RECORD_HEADER = 16;
const CAPTURED_LENGTH = 8;
const ORIGINAL_LENGTH = 12;
const CAPTURES = join(import.meta.dirname, '../../captures');

/** `count` segments from client to server, each confirmed. */
function transfer({ client, server }: Trace, count: number): void {
  for (let i = 0; i < count; i++) {
    client.data(100);
    server.ack();
  }
}

/** A segment is lost behind the capture; three acknowledgements ask for it, and it is sent again. */
function loss(t: Trace): void {
  let lost: ReturnType<Trace['client']['data']> | undefined;
  t.undelivered(() => (lost = t.client.data(100)));
  for (let i = 0; i < 4; i++) {
    t.client.data(100);
    t.server.ack();
  }
  t.client.retransmit(lost!);
  t.server.ack();
}

/** Losses after 603, 1,213 and 1,823 rows of a connection, and one in another. */
function longTransfer(): Trace {
  const t = trace().handshake(OPTIONS);
  for (let i = 0; i < 3; i++) {
    transfer(t, 300);
    loss(t);
  }
  const other = t.connection({ client: { port: 40_001 } });
  other.handshake(OPTIONS);
  transfer(other, 100);
  loss(other);
  transfer(t, 300);
  return t;
}

const whole = (t: Trace): Promise<Analysis> =>
  analyzeBytes(t.capture(), 'long', { maxRows: Infinity });

const frames = (rows: readonly { frame: number }[]): number[] => rows.map(({ frame }) => frame);

/** What is known of the explained rows. */
const known = ({ rows, selected }: Analysis, wanted = selected!) =>
  rows
    .filter(({ frame }) => wanted.has(frame))
    .map(({ frame, links, findings, clientState, serverState }: PacketRow) => ({
      frame,
      links,
      findings,
      clientState,
      serverState,
    }));

const wordsOf = ({ headline, parts }: ReturnType<ReportModel['rows']['at']>): string =>
  [headline, ...parts.flatMap(({ sentences }) => sentences)].map(plainText).join(' ');

describe('a capture with more rows than a report explains', () => {
  test('is explained from its beginning, and where something stands out', async () => {
    const t = longTransfer();
    const { rows: all } = await whole(t);
    const { selected, rowsLeftOut, capture, standOuts } = await analyzeBytes(t.capture(), 'long');
    const explained = [...selected!];
    expect(explained.slice(0, 50)).toEqual(frames(all).slice(0, 50));
    expect(explained.length).toBeLessThanOrEqual(100);
    expect(explained.length + rowsLeftOut).toBe(capture.segments);
    expect(standOuts.map(({ kind }) => kind)).toEqual([
      'retransmission',
      'fast_retransmission',
      'duplicate_ack',
    ]);
    for (const { kind, first } of standOuts) {
      const marked = frames(all.filter(({ labels }) => labels.some((label) => label === kind)));
      expect(frames(first)).toEqual(marked.slice(0, 5));
      expect(explained).toEqual(expect.arrayContaining(marked.slice(0, 3)));
    }
  });

  test('knows of the rows that it explains what the whole knows of them', async () => {
    const t = longTransfer();
    const told = await analyzeBytes(t.capture(), 'long');
    expect(known(told)).toEqual(known(await whole(t), told.selected!));
  });

  test('keeps less of what was said than one that is told whole', async () => {
    const t = trace({ stepMs: 0.01 });
    for (let port = 1024; port < 1029; port++) {
      const one = t.connection({ client: { port } }).handshake(OPTIONS);
      for (let i = 0; i < 600; i++) one.client.data(400);
    }
    const { conversation } = await analyzeBytes(t.capture(), 'long');
    expect(conversation.leftOut.bytes).toBeGreaterThan(100_000);
    const told = await analyzeBytes(t.capture(), 'long', { maxRows: Infinity });
    expect(told.conversation.leftOut.bytes).toBe(0);
  });

  test('that comes through a pipe is told of as one that is read again', async () => {
    const file = longTransfer().capture();
    const collector = new RowCollector();
    const reader = await CaptureReader.open(fromBytes(file, 'long'));
    await analyze(reader, [collector]);
    const piped = collector.analysis('long', reader);
    const told = await analyzeBytes(file, 'long');
    expect(piped.selected).toEqual(told.selected);
    expect(known(piped)).toEqual(known(told));
  });

  test('explains what an example repeats, and what confirms it', async () => {
    const { rows, selected } = await analyzeBytes(longTransfer().capture(), 'long');
    const [again] = rows.filter(({ labels }) => labels.includes('fast_retransmission'));
    expect(selected).toContain(again!.links.sameSequenceAs);
    expect(selected).toContain(again!.links.acknowledgedBy);
  });

  test('keeps what a record says of itself, however large the number', async () => {
    const file = longTransfer().capture();
    const { rows, selected } = await analyzeBytes(file, 'long');
    const first = rows.find(
      ({ frame, links }) => frame > 500 && selected!.has(frame) && links.sameSequenceAs! > 500,
    )!;
    const { sameSequenceAs } = first.links;
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    let at = PCAP_HEADER;
    for (let frame = 1; frame < sameSequenceAs!; frame++)
      at += RECORD_HEADER + view.getUint32(at + CAPTURED_LENGTH, true);
    view.setUint32(at + ORIGINAL_LENGTH, 0x8000_0000, true);
    const told = await analyzeBytes(file, 'long');
    const row = told.rows.find(({ frame }) => frame === sameSequenceAs)!;
    expect(told.selected).toContain(sameSequenceAs);
    expect(row.origLen).toBe(0x8000_0000);
  });

  test('explains the question with an example that answers one', async () => {
    const t = trace().handshake(OPTIONS);
    transfer(t, 400);
    t.wait(75_000).client.keepAlive();
    t.server.ack();
    transfer(t, 100);
    const { rows, selected } = await analyzeBytes(t.capture(), 'long');
    const [answer] = rows.filter(({ labels }) => labels.includes('keep_alive_ack'));
    expect(answer!.links.answers).toBe(answer!.frame - 1);
    expect(selected).toContain(answer!.frame - 1);
  });

  test('never explains more rows than asked for', async () => {
    for (const maxRows of [1, 2, 7, 20, 150]) {
      const { selected } = await analyzeBytes(longTransfer().capture(), 'long', { maxRows });
      expect(selected!.size).toBeLessThanOrEqual(maxRows);
      expect(selected!.size).toBeGreaterThanOrEqual(Math.ceil(maxRows / 2));
    }
  });

  test('has less of the beginning of a very large one', async () => {
    const told = async (rows: number, options = {}): Promise<readonly number[]> => {
      const t = trace().handshake(OPTIONS);
      transfer(t, 100);
      loss(t);
      const before = 203 + 11;
      for (let row = before; row < rows; row++) t.server.data(1);
      const { selected, capture } = await analyzeBytes(t.capture(), 'large', options);
      expect(capture.segments).toBe(rows);
      return [...selected!];
    };
    const first = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
    const large = await told(50_001);
    expect(large.slice(0, 20)).toEqual(first(20));
    // The loss, and what it is about.
    expect(large.slice(20).every((frame) => frame > 203)).toBe(true);
    expect(large.length).toBeGreaterThan(24);
    expect((await told(50_000)).slice(0, 90)).toEqual(first(90));
    expect((await told(50_001, { maxRows: 100 })).slice(0, 90)).toEqual(first(90));
  });

  test('of one connection alone keeps to that connection', async () => {
    const selection = { frames: null, streams: new Set([1]) };
    const t = longTransfer();
    const { rows, selected } = await analyzeBytes(t.capture(), 'long', { selection, maxRows: 50 });
    const streams = rows.filter(({ frame }) => selected!.has(frame)).map(({ stream }) => stream);
    expect(new Set(streams)).toEqual(new Set([1]));
    expect(rows.some(({ labels, frame }) => labels.length > 0 && selected!.has(frame))).toBe(true);
  });

  test('is not missing what its report has no room for', async () => {
    const t = trace().handshake(OPTIONS);
    transfer(t, 300);
    // Lost before the capture, and sent again more rows later than are kept behind an example.
    const late = t.lost(() => t.client.data(100));
    for (let i = 0; i < 500; i++) t.client.data(100);
    t.client.retransmit(late);
    transfer(t, 300);
    const gaps = ({ rows }: Analysis) =>
      rows.flatMap(({ findings }) => findings.filter(({ kind }) => kind === 'gap-before'));
    expect(gaps(await whole(t))).toEqual([]);
    expect(gaps(await analyzeBytes(t.capture(), 'long'))).toEqual([]);
  });

  test('and whose example repeats what lies too far back to be kept says no more than is known', async () => {
    const t = trace().handshake(OPTIONS);
    const { client } = t;
    transfer(t, 300);
    let lost: ReturnType<typeof client.data> | undefined;
    t.undelivered(() => (lost = client.data(100)));
    for (let i = 0; i < 500; i++) client.data(100);
    t.wait(400).client.retransmit(lost!);
    t.server.ack();
    const { rows } = explainAnalysis(await analyzeBytes(t.capture(), 'long'));
    const again = [...rows].find(({ labels }) => labels.includes('TCP Retransmission'))!;
    const text = wordsOf(again);
    expect(plainText(again.headline)).toBe(
      'The client sends what Wireshark takes for a repetition',
    );
    expect(text).toContain("A repetition is the kernel's own work");
    expect(text).toContain('it takes the numbers for old ones');
    expect(text).not.toMatch(
      /send\(\)|not in this capture|No row of this capture|had been sent before/,
    );
  });

  test('tells of waiting in the rows that it knows, and names them', async () => {
    const t = longTransfer();
    const of = ({ pacing }: Analysis) =>
      pacing.find(({ stream, side }) => stream === 0 && side === 'client')!.between;
    expect(of(await whole(t))).toBeNull();
    const [first, last] = of(await analyzeBytes(t.capture(), 'long'))!;
    expect(first).toBe(1);
    expect(last).toBeGreaterThan(499);
    expect(last).toBeLessThan(1800);
  });

  test('counts what stands out by connection, and tells it of each', async () => {
    const analysis = await analyzeBytes(longTransfer().capture(), 'long');
    const counts = [0, 1].map((stream) => [...analysis.standOutsByStream.get(stream)!]);
    expect(counts).toEqual([
      [
        ['retransmission', 3],
        ['fast_retransmission', 3],
        ['duplicate_ack', 12],
      ],
      [
        ['retransmission', 1],
        ['fast_retransmission', 1],
        ['duplicate_ack', 4],
      ],
    ]);
    const said = explainAnalysis(analysis).connections.map(({ sentences }) =>
      sentences.map(plainText).join(' '),
    );
    expect(said[1]).toContain(
      'Wireshark marks in it: 1 × TCP Retransmission, 1 × TCP Fast Retransmission and 4 × TCP Dup ACK.',
    );
  });

  test('lists the connections in which something stands out before others', async () => {
    const t = trace({ stepMs: 0.01 });
    const on = Array.from({ length: 400 }, (_, i) => t.connection({ client: { port: 1024 + i } }));
    for (const one of on) one.handshake(OPTIONS);
    loss(on[333]!);
    const { listed } = await analyzeBytes(t.capture(), 'many', { maxRows: 50 });
    expect(listed.has(333)).toBe(true);
    expect(listed.has(332)).toBe(false);
  });

  test('lists a hundred connections in order, those of explained rows among them', async () => {
    const t = trace({ stepMs: 0.01 });
    const on = Array.from({ length: 700 }, (_, i) => t.connection({ client: { port: 1024 + i } }));
    for (const one of on) one.client.syn();
    on[650]!.server.raw({ flags: 0x14, seq: 0 });
    const { connections, listed, connectionsLeftOut, totals } = await analyzeBytes(
      t.capture(),
      'scan',
    );
    const streams = connections.map(({ stream }) => stream);
    expect(streams).toEqual([...streams].sort((a, b) => a - b));
    expect(listed.has(650)).toBe(true);
    expect(listed.size + connectionsLeftOut).toBe(700);
    expect(totals.endings).toMatchObject({ open: 699, reset: 1 });
  });
});

test('that a repetition was needed is not said where the report against it may be left out', async () => {
  const t = trace({ timestamps: true }).handshake(OPTIONS);
  let lost: ReturnType<typeof t.client.data> | undefined;
  transfer(t, 10);
  t.undelivered(() => (lost = t.client.data(100)));
  t.client.data(100);
  t.server.ack();
  t.wait(2000).client.retransmit(lost!);
  t.server.ack();
  transfer(t, 2000);
  const needIn = ({ rows }: Analysis) =>
    rows.flatMap(({ findings }) => findings).find(({ kind }) => kind === 'retransmission')!
      .evidence['needed'];
  expect(needIn(await whole(t))).toBe('likely');
  expect(needIn(await analyzeBytes(t.capture(), 'long'))).toBe('unknown');
});

describe('a second look', () => {
  /** A loss in one of many connections, each of which has few of the latest segments; then more of one of them. */
  const crowded = (): Uint8Array => {
    const t = trace({ stepMs: 0.01 });
    const on = Array.from({ length: 300 }, (_, i) => t.connection({ client: { port: 1024 + i } }));
    for (const one of on) one.handshake(OPTIONS);
    for (let i = 0; i < 40; i++) for (const one of on) transfer(one, 1);
    loss(on[0]!);
    transfer(on[1]!, 8000);
    return t.capture();
  };

  async function bytesLookedAt(file: Uint8Array, { dedup = false, isReadAgain = true } = {}) {
    const collector = new RowCollector({ isReadAgain });
    const open = () => CaptureReader.open(fromBytes(file, 'large', 10_000));
    const first = await open();
    await analyze(first, [collector], { dedup });
    let bytes = 0;
    const look: WithReader = async (use) => {
      const again = await open();
      await use(again);
      bytes = again.bytesRead;
    };
    await lookAgain(collector, look, { dedup });
    return { bytes, analysis: collector.analysis('large', first) };
  }

  test('goes little further than the last example', async () => {
    const file = crowded();
    const { bytes, analysis } = await bytesLookedAt(file);
    expect(bytes).toBeGreaterThan(file.length / 10);
    expect(bytes).toBeLessThan(file.length * 0.8);
    const examples = new Set([...analysis.selected!].filter((frame) => frame > 1000));
    expect(examples.size).toBeGreaterThan(5);
    const all = await analyzeBytes(file, 'whole', { maxRows: Infinity });
    expect(known(analysis, examples)).toEqual(known(all, examples));
    expect(analysis.standOuts.every(({ first }) => analysis.selected!.has(first[0]!.frame))).toBe(
      true,
    );
  });

  /** `more` puts segments between the loss that it begins with, and another. */
  const quiet = (more: (t: Trace) => void, again: (t: Trace) => void): Uint8Array => {
    const t = trace({ stepMs: 0.01 }).handshake(OPTIONS);
    loss(t);
    transfer(t, 5100);
    more(t);
    again(t);
    transfer(t, 100);
    return t.capture();
  };
  const zeroWindow = (t: Trace): unknown => t.server.ack({ window: 0 });

  test('is not worth it for more of the same a long way off', async () => {
    const { bytes, analysis } = await bytesLookedAt(quiet(() => undefined, loss));
    expect(bytes).toBe(0);
    const { first } = analysis.standOuts.find(({ kind }) => kind === 'fast_retransmission')!;
    expect(first.map(({ frame }) => analysis.selected!.has(frame))).toEqual([true, false]);
  });

  test('goes any way for the first of its kind, and takes along what lies on it', async () => {
    const { bytes, analysis } = await bytesLookedAt(quiet(loss, zeroWindow));
    expect(bytes).toBeGreaterThan(0);
    expect(analysis.standOuts.flatMap(({ first }) => first.slice(0, 3))).toSatisfy(
      (places: { frame: number }[]) => places.every(({ frame }) => analysis.selected!.has(frame)),
    );
  });

  test('is spared where the latest segments tell enough', async () => {
    const { bytes, analysis } = await bytesLookedAt(longTransfer().capture(), {
      isReadAgain: false,
    });
    expect(bytes).toBe(0);
    expect(known(analysis)).toEqual(known(await whole(longTransfer()), analysis.selected!));
  });

  test('leaves out what the first one left out', async () => {
    const t = trace().handshake(OPTIONS);
    for (let i = 0; i < 300; i++) {
      t.client.data(100);
      t.duplicate();
      t.server.ack();
    }
    loss(t);
    transfer(t, 300);
    const { analysis } = await bytesLookedAt(t.capture(), { dedup: true });
    const told = analysis.rows.map(({ frame }) => frame);
    expect(told.filter((frame) => frame > 900).length).toBeGreaterThan(10);
    expect(
      analysis.rows.every(({ findings }) =>
        findings.every(({ kind }) => kind !== 'captured-twice'),
      ),
    ).toBe(true);
  });

  test('that fails leaves what was read', async () => {
    const collector = new RowCollector();
    const reader = await CaptureReader.open(fromBytes(crowded(), 'large'));
    await analyze(reader, [collector]);
    const gone: WithReader = () =>
      Promise.reject(
        new CaptureError({ code: 'unreadable', fileOffset: 0, what: 'is gone', advice: 'look' }),
      );
    await lookAgain(collector, gone);
    const model = explainAnalysis(collector.analysis('large', reader));
    expect(model.rows.length).toBe(100);
    expect([...model.rows].some(({ labels }) => labels.includes('TCP Fast Retransmission'))).toBe(
      true,
    );
  });
});

describe('rows that --frames asks for', () => {
  test.each([['617'], ['1220-1230'], ['5,700,1300'], ['2200-']])('%s', async (ranges) => {
    const t = longTransfer();
    const selection = { frames: parseRanges(ranges), streams: null };
    const told = await analyzeBytes(t.capture(), 'long', { selection });
    expect(known(told)).toEqual(known(await whole(t), told.selected!));
  });

  test('have their connection before them, however many rows of others lie between', async () => {
    const t = trace().handshake(OPTIONS);
    t.client.data('early');
    const other = t.connection({ client: { port: 40_001 } });
    other.handshake(OPTIONS);
    transfer(other, 2000);
    t.server.ack();
    const frame = 3 + 1 + 3 + 4000 + 1;
    const selection = { frames: parseRanges(String(frame)), streams: null };
    const { rows } = await analyzeBytes(t.capture(), 'long', { selection });
    expect(rows.find((row) => row.frame === frame)!.links.acknowledges).toEqual([4]);
  });

  test('in many places have rows around each of them, also through a pipe', () => {
    const ranges = Array.from({ length: 20 }, (_, i) => [5000 * (i + 1), 5000 * (i + 1)] as const);
    const nearby = new NearbyRows(ranges);
    const kept = Array.from({ length: 101_000 }, (_, frame) => nearby.takes(frame));
    for (const [frame] of ranges) {
      expect(kept.slice(frame - 100, frame)).toEqual(Array(100).fill(true));
      expect(kept.slice(frame + 1, frame + 20)).toEqual(Array(19).fill(true));
    }
    expect(kept.filter(Boolean).length).toBeLessThanOrEqual(4800);
  });

  test('are explained without the rows behind a hole', async () => {
    const t = longTransfer();
    const selection = { frames: parseRanges('1-3,1700'), streams: null };
    const analysis = await analyzeBytes(t.capture(), 'long', { selection });
    const story = buildStory(analysis);
    const [early, late] = [1, 1700].map((frame) =>
      analysis.rows.find((row) => row.frame === frame)!,
    );
    expect(frames(story.rowsWith(early!))).toContain(3);
    expect(frames(story.rowsWith(early!))).not.toContain(1700);
    expect(frames(story.rowsWith(late!))).not.toContain(3);
    expect([story.hasAllBefore(early!), story.hasAllBefore(late!)]).toEqual([true, false]);
    expect(frames(story.rowsOf(0))).toEqual(expect.arrayContaining([3, 1700]));
  });

  test('behind rows that are not kept follow none of them', async () => {
    const t = longTransfer();
    const selection = { frames: parseRanges('1,1900'), streams: null };
    const { rows } = await analyzeBytes(t.capture(), 'long', { selection });
    const first = rows.find(({ stretch }) => stretch > 0)!;
    expect(first.frame).toBeGreaterThan(500);
    expect(first.links).toMatchObject({ previousInStream: null, previousFromSender: null });
  });
});

describe.each(readdirSync(CAPTURES).filter((name) => name.endsWith('.pcap')))('%s', (name) => {
  test('counts what stands out as its rows are labelled', async () => {
    const { standOuts } = await analyzeFile(join(CAPTURES, name), { maxRows: 10 });
    const counted = new Map<string, number>();
    await eachPacket(join(CAPTURES, name), ({ labels, flags }) => {
      for (const kind of [...labels, ...(flags.includes('RST') ? ['reset'] : [])])
        counted.set(kind, (counted.get(kind) ?? 0) + 1);
    });
    expect(new Map(standOuts.map(({ kind, count }) => [kind, count]))).toEqual(counted);
  });
});
