// What a report keeps of a capture, within its budget, and what it says it left out.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { parseRanges } from '../../src/collect/selection.ts';
import { type Trace, trace } from '../support/trace.ts';

/** Two connections, one row of each in turn: handshakes in frames 1 to 6, data in 7 to 26. */
function two(): Trace {
  const t = trace();
  const other = t.connection({ client: { port: 40_001 } });
  t.client.syn();
  other.client.syn();
  t.server.synAck();
  other.server.synAck();
  t.client.ack();
  other.client.ack();
  for (let i = 0; i < 10; i++) {
    t.client.data(1);
    other.client.data(1);
  }
  return t;
}

const frames = (rows: readonly { frame: number }[]): number[] => rows.map(({ frame }) => frame);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

describe('rows', () => {
  test('are all kept when they fit, and nothing counts as left out', async () => {
    const analysis = await analyzeBytes(two().capture(), 'two.pcap');
    expect(frames(analysis.rows)).toEqual(upTo(26));
    expect(analysis).toMatchObject({ selected: null, rowsLeftOut: 0, connectionsLeftOut: 0 });
    expect(analysis.capture).toMatchObject({ name: 'two.pcap', records: 26, segments: 26 });
  });

  test('beyond the budget are counted, and the counters go on', async () => {
    const analysis = await analyzeBytes(two().capture(), 'two', { maxRows: 10 });
    expect([...analysis.selected!]).toEqual(upTo(10));
    expect(analysis.rowsLeftOut).toBe(16);
    expect(analysis.capture.segments).toBe(26);
    expect(analysis.connections.map(({ packets }) => packets)).toEqual([13, 13]);
  });

  test('not asked for are kept for others to point at, but not shown', async () => {
    const selection = { frames: parseRanges('7-8'), streams: null };
    const analysis = await analyzeBytes(two().capture(), 'two', { selection });
    expect([...(analysis.selected ?? [])]).toEqual([7, 8]);
    expect(analysis.rowsLeftOut).toBe(0);
    expect(analysis.rows.find(({ frame }) => frame === 7)?.links.previousInStream).toBe(5);
  });

  test('not asked for never take the place of those that are', async () => {
    const selection = { frames: parseRanges('20-26'), streams: null };
    const analysis = await analyzeBytes(two().capture(), 'two', { selection, maxRows: 5 });
    expect([...(analysis.selected ?? [])]).toEqual([20, 21, 22, 23, 24]);
    expect(analysis.rowsLeftOut).toBe(2);
    expect(frames(analysis.rows)).toEqual(expect.arrayContaining([20, 21, 22, 23, 24]));
  });

  test('of one stream', async () => {
    const selection = { frames: null, streams: new Set([1]) };
    const analysis = await analyzeBytes(two().capture(), 'two', { selection });
    expect([...(analysis.selected ?? [])]).toEqual(upTo(13).map((n) => 2 * n));
  });

  test('are copies: their bytes do not change when the reader goes on', async () => {
    const t = trace().handshake();
    t.client.data('first');
    t.client.data('second');
    const { rows } = await analyzeBytes(t.capture(), 'trace');
    const said = rows.map((row) =>
      Buffer.from(row.bytes.subarray(row.payloadStart, row.payloadEnd)).toString(),
    );
    expect(said).toEqual(['', '', '', 'first', 'second']);
  });
});

describe('connections beyond the list', () => {
  test('are counted', async () => {
    const t = trace({ stepMs: 0.01 });
    for (let i = 0; i < 510; i++) t.connection({ client: { port: 1024 + i } }).client.syn();
    const analysis = await analyzeBytes(t.capture(), 'many', { maxRows: 5 });
    expect(analysis.connections).toHaveLength(500);
    expect(analysis.listed.size).toBe(100);
    expect(analysis.connectionsLeftOut).toBe(410);
  });
});

describe('damage', () => {
  test('is one notice, and everything before it is analysed', async () => {
    const analysis = await analyzeBytes(two().capture().slice(0, -3), 'cut');
    expect(analysis.rows).toHaveLength(25);
    expect(analysis.notices).toHaveLength(1);
    expect(analysis.notices[0]?.text).toMatch(/frame 26/);
    expect(analysis.notices[0]?.text).not.toContain('\n');
  });
});

const factsOf = async (t: Trace) => (await analyzeBytes(t.capture(), 'trace')).connections[0]!;

describe('facts of a connection', () => {
  test('name both ends, their options and what they sent', async () => {
    const t = trace({ client: { isn: 7 } });
    t.handshake({ mss: 1460, windowShift: 8, sackPermitted: true });
    t.client.data('hello');
    expect(await factsOf(t)).toMatchObject({
      client: {
        address: '10.0.0.1',
        port: 40_000,
        mac: '02:00:00:00:00:01',
        isn: 7,
        synSeen: true,
        mss: 1460,
        windowShift: 8,
        sackPermitted: true,
        timestamps: false,
        packets: 3,
        payloadBytes: 5,
        state: 'ESTABLISHED',
      },
      server: { address: '10.0.0.2', port: 80, isn: 5000, packets: 1, payloadBytes: 0 },
      roleEvidence: 'syn',
      handshake: 'complete',
      ending: 'open',
      endedBy: null,
      unsettled: [],
      scalingInUse: true,
      initialRttNs: 2e6,
      packets: 4,
      firstFrame: 1,
      lastFrame: 4,
    });
  });

  test.each<[string, string | null, (t: Trace) => unknown]>([
    ['open', null, (t) => t.client.data('x')],
    ['half-closed', 'client', (t) => [t.client.fin(), t.server.ack(), t.server.data('x')]],
    ['closed', 'server', (t) => [t.server.fin(), t.client.fin(), t.server.ack()]],
    ['closed', 'client', (t) => [t.client.fin(), t.server.fin()]],
    ['closed', 'client', (t) => [t.client.fin(), t.server.fin({ ack: 1 })]],
    ['reset', 'server', (t) => t.server.rst()],
    ['reset', 'client', (t) => [t.client.fin(), t.server.rst()]],
    ['closed', 'client', (t) => [t.client.fin(), t.server.fin(), t.client.rst()]],
    ['reset', 'client', (t) => [t.client.fin(), t.client.rst(), t.server.fin()]],
  ])('say that it is %s, and that %s was first', async (ending, endedBy, script) => {
    const t = trace().handshake();
    script(t);
    expect(await factsOf(t)).toMatchObject({ ending, endedBy });
  });

  test.each<[string, (t: Trace) => unknown]>([
    ['absent', (t) => t.client.data('x')],
    ['partial', (t) => t.client.syn()],
    ['partial', (t) => t.unseen(() => t.client.syn()).server.synAck()],
    ['complete', (t) => t.handshake()],
  ])('say that the handshake is %s', async (handshake, script) => {
    const t = trace();
    script(t);
    expect(await factsOf(t)).toMatchObject({ handshake });
  });

  test('know no initial sequence number where neither SYN was captured', async () => {
    const t = trace();
    t.unseen(() => t.handshake()).client.data('x');
    const { client, server } = await factsOf(t);
    expect([client.isn, server.isn, client.synSeen]).toEqual([null, null, false]);
  });
});
