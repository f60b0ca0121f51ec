// Packets captured twice: which records are twins, and that leaving them out gives the analysis of the capture without.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { packetRecord } from '../../src/export/packet-record.ts';
import { analyzeBytes } from '../../src/index.ts';
import {
  NEXT_HOP_NO_ID_NS,
  NEXT_HOP_NS,
  SAME_HOP_NO_ID_NS,
  SAME_HOP_NS,
  TwinWatch,
} from '../../src/tcp/twin.ts';
import { TwinProbe } from '../../src/tcp/twin-probe.ts';
import { seededRandom } from '../support/reduced.ts';
import { type Trace, trace } from '../support/trace.ts';
import { withRoutedTwins } from '../support/twins.ts';

const segment = (changes: Partial<TwinProbe> = {}): TwinProbe =>
  Object.assign(
    new TwinProbe(),
    { source: 1, target: 2, srcPort: 3, dstPort: 4, ipId: 5, ttl: 64, seq: 6, ack: 7 },
    { flags: 0x18, len: 8, checksum: 9 },
    changes,
  );

describe('a record is the twin of an earlier one', () => {
  test.each<[string, Partial<TwinProbe>, number, boolean]>([
    ['at once, with the same TTL', {}, 0, true],
    ['within 150 ms at the same hop', {}, SAME_HOP_NS, true],
    ['not: later at the same hop', {}, SAME_HOP_NS + 1, false],
    ['behind a router', { ttl: 63 }, SAME_HOP_NS + 1, true],
    ['behind a router, within a second', { ttl: 63 }, NEXT_HOP_NS, true],
    ['not: behind a router, later', { ttl: 63 }, NEXT_HOP_NS + 1, false],
    ['before a router: captures may be merged in any order', { ttl: 65 }, 0, true],
    ['behind two routers', { ttl: 62 }, 0, true],
    ['not: another TTL altogether', { ttl: 255 }, 0, false],
    ['not: another identification', { ipId: 6 }, 0, false],
    ['not: another sequence number', { seq: 7 }, 0, false],
    ['not: another acknowledgement', { ack: 8 }, 0, false],
    ['not: other flags', { flags: 0x10 }, 0, false],
    ['not: another length', { len: 9 }, 0, false],
    ['not: another checksum, so other bytes or options', { checksum: 10 }, 0, false],
    ['the checksum was completed on the way', { checksum: 10, pseudoSum: 9 }, 0, true],
    ['the checksum was taken out on the way', { checksum: 10, pseudoSum: 10 }, 0, true],
    ['not: another sender', { source: 9 }, 0, false],
    ['not: other ports', { srcPort: 9 }, 0, false],
    ['not: a checksum that was cut off', { checksum: -1 }, 0, false],
  ])('%s', (_, changes, elapsedNs, twin) => {
    const watch = new TwinWatch();
    expect(watch.earlierRecord(segment(), 1, 0)).toBe(0);
    expect(watch.earlierRecord(segment(changes), 2, elapsedNs)).toBe(twin ? 1 : 0);
  });

  test('a router changes the MSS of a SYN, and with it the checksum', () => {
    const watch = new TwinWatch();
    const syn = { flags: 0x02, len: 0 };
    watch.earlierRecord(segment(syn), 1, 0);
    expect(watch.earlierRecord(segment({ ...syn, ttl: 63, checksum: 10 }), 2, 0)).toBe(1);
  });

  test('a TTL that rises is a search for the way, unless clocks are a little apart', () => {
    const watch = new TwinWatch();
    watch.earlierRecord(segment({ ttl: 1 }), 1, 0);
    expect(watch.earlierRecord(segment({ ttl: 2 }), 2, 50e6)).toBe(0);
    expect(watch.earlierRecord(segment({ ttl: 3 }), 3, 50.4e6)).toBe(2);
  });

  test('an identification that is always the same tells nothing', () => {
    const watch = new TwinWatch();
    watch.earlierRecord(segment({ seq: 1 }), 1, 0);
    watch.earlierRecord(segment({ seq: 2 }), 2, 1e6);
    expect(watch.earlierRecord(segment({ seq: 2 }), 3, 60e6)).toBe(0);
  });

  describe.each([0, -1])('an identification of %i tells nothing, but', (ipId) => {
    test.each([
      ['a router marks the TTL', { ttl: 63 }, NEXT_HOP_NO_ID_NS, true],
      ['not for long', { ttl: 63 }, NEXT_HOP_NO_ID_NS + 1, false],
      ['two routers may be anything', { ttl: 62 }, 0, false],
      ['payload is not repeated at once', {}, SAME_HOP_NO_ID_NS, true],
      ['later it may be', {}, SAME_HOP_NO_ID_NS + 1, false],
    ] as const)('%s', (_, changes, elapsedNs, twin) => {
      const watch = new TwinWatch();
      watch.earlierRecord(segment({ ipId }), 1, 0);
      const later = segment({ ipId, ...changes });
      expect(watch.earlierRecord(later, 2, elapsedNs)).toBe(twin ? 1 : 0);
    });

    test('bare acknowledgements may be alike, unless all else is doubled', () => {
      const watch = new TwinWatch();
      const ack = (): TwinProbe => segment({ ipId, len: 0, flags: 0x10 });
      expect([1, 2].map((frame) => watch.earlierRecord(ack(), frame, 0))).toEqual([0, 0]);
      expect([3, 4].map((frame) => watch.earlierRecord(segment({ ipId }), frame, 0))).toEqual([
        0, 3,
      ]);
      expect(watch.earlierRecord(ack(), 5, 10)).toBe(2);
    });

    test('a third bare acknowledgement is another one', () => {
      const watch = new TwinWatch();
      for (const frame of [1, 2]) watch.earlierRecord(segment({ ipId }), frame, 0);
      const ack = (): TwinProbe => segment({ ipId, len: 0, flags: 0x10 });
      const found = [3, 4, 5, 6].map((frame) => watch.earlierRecord(ack(), frame, 0));
      expect(found).toEqual([0, 3, 0, 5]);
    });

    test('what came back meanwhile may have asked for it', () => {
      const watch = new TwinWatch();
      watch.earlierRecord(segment({ ipId }), 1, 0);
      const { source, target, srcPort, dstPort } = segment();
      const answer = { source: target, target: source, srcPort: dstPort, dstPort: srcPort };
      watch.earlierRecord(segment({ ipId, ...answer, len: 0, flags: 0x10 }), 2, 10);
      expect(watch.earlierRecord(segment({ ipId }), 3, 20)).toBe(0);
    });
  });

  test('what confirms the segment, or something new, has not asked for it', () => {
    const ipId = -1;
    const { source, target, srcPort, dstPort } = segment();
    const back = { ipId, source: target, target: source, srcPort: dstPort, dstPort: srcPort };
    const end = segment().seq + segment().len;
    const asked = (ack: number): number => {
      const watch = new TwinWatch();
      const answer = segment({ ...back, len: 0, flags: 0x10, ack: segment().seq });
      watch.earlierRecord(answer, 1, 0);
      watch.earlierRecord(segment({ ipId }), 2, 10);
      watch.earlierRecord(segment({ ...back, len: 0, flags: 0x10, ack, checksum: 9 }), 3, 20);
      return watch.earlierRecord(segment({ ipId }), 4, 30);
    };
    expect(asked(end)).toBe(2);
    expect(asked(segment().seq)).toBe(0);
  });

  test('what confirms something new and names bytes beyond a hole has asked for it (RFC 8985 6.2)', () => {
    const ipId = -1;
    const { source, target, srcPort, dstPort } = segment();
    const back = { ipId, source: target, target: source, srcPort: dstPort, dstPort: srcPort };
    const watch = new TwinWatch();
    const before = segment().seq - 10;
    watch.earlierRecord(segment({ ...back, len: 0, flags: 0x10, ack: before }), 1, 0);
    watch.earlierRecord(segment({ ipId }), 2, 10);
    const hole = { len: 0, flags: 0x10, ack: segment().seq, hasSack: true, checksum: 9 };
    watch.earlierRecord(segment({ ...back, ...hole }), 3, 20);
    expect(watch.earlierRecord(segment({ ipId }), 4, 30)).toBe(0);
  });

  test('what its sender had sent before its clock went on is not sent again (RFC 7323 3)', () => {
    const watch = new TwinWatch();
    const old = segment({ ipId: -1, clock: 100 });
    watch.earlierRecord(old, 1, 0);
    expect(watch.earlierRecord(old, 2, SAME_HOP_NS)).toBe(0);
    watch.earlierRecord(segment({ ipId: -1, seq: 9000, clock: 101 }), 3, SAME_HOP_NS);
    expect(watch.earlierRecord(old, 4, SAME_HOP_NS)).toBe(2);
  });

  test('a packet seen at three places is measured from hop to hop', () => {
    const watch = new TwinWatch();
    watch.earlierRecord(segment(), 1, 0);
    expect(watch.earlierRecord(segment({ ttl: 63 }), 2, 0.9 * NEXT_HOP_NS)).toBe(1);
    expect(watch.earlierRecord(segment({ ttl: 62 }), 3, 1.8 * NEXT_HOP_NS)).toBe(2);
  });

  test('memory is bounded: what was seen long ago is forgotten', () => {
    const watch = new TwinWatch();
    watch.earlierRecord(segment(), 1, 0);
    for (let i = 0; i < 200_000; i++) watch.earlierRecord(segment({ seq: 100 + i }), 2 + i, 0);
    expect(watch.earlierRecord(segment(), 300_000, 0)).toBe(0);
  });
});

/** What the analysis says of every segment, without frame numbers and times. */
async function told(file: Uint8Array, dedup: boolean): Promise<string[]> {
  const reader = await CaptureReader.open(fromBytes(file, 'twins'));
  const lines: string[] = [];
  const segmentSink = {
    segment: (context: Parameters<typeof packetRecord>[0]): void => {
      const { frame: _frame, time: _time, ...rest } = packetRecord(context);
      lines.push(JSON.stringify(rest));
    },
  };
  await analyze(reader, [segmentSink], { dedup });
  return lines;
}

const CAPTURES = fileURLToPath(new URL('../../captures/', import.meta.url));
const ETHERNET = 1;
const captures = readdirSync(CAPTURES).filter(
  (name) =>
    name.endsWith('.pcap') && readFileSync(`${CAPTURES}${name}`).readUInt32LE(20) === ETHERNET,
);

describe('with dedup, a capture on both sides of a router is analysed like one on one side', () => {
  test.each(captures.flatMap((name) => [1, 2, 3].map((seed) => [name, seed] as const)))(
    'captures/%s, seed %i',
    async (name, seed) => {
      const file = readFileSync(`${CAPTURES}${name}`);
      const twins = withRoutedTwins(file, seededRandom(seed));
      const original = await told(file, true);
      expect(await told(twins, true)).toEqual(original);
      expect((await told(twins, false)).length).toBeGreaterThan(original.length);
    },
  );
});

const doubled = (): Trace => {
  const t = trace().handshake();
  t.client.data('hello');
  t.duplicate();
  return t;
};

describe('what is left out', () => {
  test('is counted and said; frames keep their numbers', async () => {
    const t = doubled();
    t.server.ack();
    const analysis = await analyzeBytes(t.capture(), 'twice', { dedup: true });
    expect(analysis.rows.map(({ frame }) => frame)).toEqual([1, 2, 3, 4, 6]);
    expect(analysis.notices.map(({ text }) => text)).toEqual([
      'one frame is the second record of a packet and left out (--dedup)',
    ]);
  });

  test('without dedup stays, and is a finding', async () => {
    const { rows, notices } = await analyzeBytes(doubled().capture(), 'twice');
    expect(rows[4]?.findings.map(({ kind }) => kind)).toEqual(['captured-twice']);
    expect(notices).toEqual([]);
  });
});
