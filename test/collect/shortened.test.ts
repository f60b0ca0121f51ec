// Captures with more rows than a report explains: the beginning, and examples of what stands out, found by a second look;
// and rows that --frames asks for, wherever they lie.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PacketRow } from '../../src/classify/packet-row.ts';
import type { Analysis } from '../../src/collect/analysis.ts';
import { parseRanges } from '../../src/collect/selection.ts';
import { analyzeBytes, analyzeFile, eachPacket } from '../../src/index.ts';
import { trace, type Trace } from '../support/trace.ts';

const OPTIONS = { mss: 1460, sackPermitted: true, windowShift: 7 };
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

describe('a capture with more rows than a report explains', () => {
  test('is explained from its beginning, and where something stands out', async () => {
    const t = longTransfer();
    const { rows: all } = await whole(t);
    const { selected, rowsLeftOut, capture, standOuts } = await analyzeBytes(t.capture(), 'long');
    const explained = [...selected!];
    expect(explained.slice(0, 100)).toEqual(frames(all).slice(0, 100));
    expect(explained.length).toBeLessThanOrEqual(200);
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

  test('explains what an example repeats, and what confirms it', async () => {
    const { rows, selected } = await analyzeBytes(longTransfer().capture(), 'long');
    const [again] = rows.filter(({ labels }) => labels.includes('fast_retransmission'));
    expect(selected).toContain(again!.links.sameSequenceAs);
    expect(selected).toContain(again!.links.acknowledgedBy);
  });

  test('never explains more rows than asked for', async () => {
    for (const maxRows of [1, 2, 7, 20, 150]) {
      const { selected } = await analyzeBytes(longTransfer().capture(), 'long', { maxRows });
      expect(selected!.size).toBeLessThanOrEqual(maxRows);
      expect(selected!.size).toBeGreaterThanOrEqual(Math.ceil(maxRows / 2));
    }
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
});

describe('rows that --frames asks for', () => {
  test.each([['617'], ['1220-1230'], ['5,700,1300'], ['2200-']])('%s', async (ranges) => {
    const t = longTransfer();
    const selection = { frames: parseRanges(ranges), streams: null };
    const told = await analyzeBytes(t.capture(), 'long', { selection });
    expect(known(told)).toEqual(known(await whole(t), told.selected!));
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
