// The classic format and its dialects (draft-ietf-opsawg-pcap).
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { fromStream } from '../../src/capture/byte-source.ts';
import type { PcapShape } from './capture-bytes.ts';
import {
  frameBytes,
  pcapHeader,
  pcapRecord,
  readAll,
  readBytes,
  refusal,
} from './capture-bytes.ts';

const FIRST = frameBytes(1, 60);
const SECOND = frameBytes(2, 61);

function twoRecords(shape: PcapShape, fraction: number): Buffer {
  const { isLittle = true } = shape;
  return Buffer.concat([
    pcapHeader(shape),
    pcapRecord([1_700_000_000, fraction], FIRST, [60, 60], isLittle),
    pcapRecord([1_700_000_001, 0], SECOND, [61, 1500], isLittle),
  ]);
}

describe('the magic number tells byte order and resolution', () => {
  const cases: [string, PcapShape, number, string, 'little' | 'big'][] = [
    ['microseconds, little', {}, 1000, '10^-6 s', 'little'],
    ['microseconds, big', { isLittle: false }, 1000, '10^-6 s', 'big'],
    ['nanoseconds, little', { magic: 0xa1b23c4d }, 1, '10^-9 s', 'little'],
    ['nanoseconds, big', { magic: 0xa1b23c4d, isLittle: false }, 1, '10^-9 s', 'big'],
  ];
  test.each(cases)('%s', async (_, shape, nsPerTick, resolution, byteOrder) => {
    const { rows, info, damage, epochNs } = await readBytes(twoRecords(shape, 999_999));
    expect(info).toMatchObject({ format: 'pcap', resolution, byteOrder, version: '2.4' });
    expect(damage).toBeNull();
    expect(epochNs).toBe(1_700_000_000_000_000_000n + BigInt(999_999 * nsPerTick));
    expect(rows.map((row) => row.hex)).toEqual([FIRST.toString('hex'), SECOND.toString('hex')]);
    expect(rows.map((row) => row.timeNs)).toEqual([0, 1e9 - 999_999 * nsPerTick]);
    expect(rows.map((row) => row.origLen)).toEqual([60, 1500]);
    expect(rows.map((row) => row.fileOffset)).toEqual([24, 100]);
  });
});

describe('versions before 2.4 wrote the original length first', () => {
  const cases: [string, [number, number], [number, number], [number, number]][] = [
    ['2.4: captured, original', [2, 4], [60, 99], [60, 99]],
    ['2.3: the smaller one is the captured', [2, 3], [99, 60], [60, 99]],
    ['2.3: already in the usual order', [2, 3], [60, 99], [60, 99]],
    ['2.2: original, captured', [2, 2], [99, 60], [60, 99]],
    ['543.0 of DG/UX: original, captured', [543, 0], [99, 60], [60, 99]],
  ];
  test.each(cases)('%s', async (_, version, lengths, expected) => {
    const file = Buffer.concat([pcapHeader({ version }), pcapRecord([1, 2], FIRST, lengths)]);
    const { rows, damage } = await readBytes(file);
    expect(damage).toBeNull();
    expect(rows.map((row) => [row.hex.length / 2, row.origLen])).toEqual([expected]);
  });
});

test('a modified pcap has 24 bytes of record header', async () => {
  const extra = Buffer.concat([frameBytes(9, 8), FIRST]);
  const record = pcapRecord([1, 2], extra, [60, 60]);
  const { rows } = await readBytes(Buffer.concat([pcapHeader({ magic: 0xa1b2cd34 }), record]));
  expect(rows.map((row) => row.hex)).toEqual([FIRST.toString('hex')]);
});

test.each([
  ['f set, two 16-bit words', 0x24000001, 4],
  ['f not set: the length means nothing', 0x20000001, 0],
  ['neither', 0x00000001, 0],
])('the link-type field announces the FCS: %s', async (_, linkField, fcsLen) => {
  const { rows } = await readBytes(twoRecords({ linkField }, 0));
  expect(rows.map((row) => [row.linkType, row.fcsLen])).toEqual([
    [1, fcsLen],
    [1, fcsLen],
  ]);
});

test('a record may be earlier than the first', async () => {
  const records = [pcapRecord([10, 5], FIRST), pcapRecord([9, 999_999], SECOND)];
  const { rows } = await readBytes(Buffer.concat([pcapHeader(), ...records]));
  expect(rows.map((row) => row.timeNs)).toEqual([0, -6000]);
});

test('years from the start, the exact time is still exact', async () => {
  const records = [pcapRecord([0, 1], FIRST), pcapRecord([2_894_531_997, 938_837], SECOND)];
  const { rows } = await readBytes(Buffer.concat([pcapHeader(), ...records]));
  expect(rows[1]?.exactNs).toBe(2_894_531_997_938_837_000n);
});

test('a file header without records is a capture with none', async () => {
  const { rows, damage } = await readBytes(pcapHeader());
  expect([rows, damage]).toEqual([[], null]);
});

test('a version 1 is refused', async () => {
  expect((await refusal(pcapHeader({ version: [1, 0] }))).code).toBe('unsupported-version');
});

test('reserved bits in the link-type field are refused', async () => {
  const error = await refusal(pcapHeader({ linkField: 0x00300000 }));
  expect([error.code, error.fileOffset]).toEqual(['bad-header', 20]);
});

test('a record longer than the buffer is read whole', async () => {
  const long = frameBytes(3, 3_000_000);
  const file = [
    pcapHeader({ snapLen: 4_000_000 }),
    pcapRecord([1, 0], long),
    pcapRecord([2, 0], FIRST),
  ];
  const { rows, damage } = await readBytes(Buffer.concat(file), 100_000);
  expect(damage).toBeNull();
  expect(rows.map((row) => row.hex.length / 2)).toEqual([3_000_000, 60]);
  expect(rows[0]?.hex).toBe(long.toString('hex'));
});

test('standard input is read like a file', async () => {
  const file = twoRecords({}, 5);
  const pieces = [file.subarray(0, 10), Buffer.alloc(0), file.subarray(10, 50), file.subarray(50)];
  const fromInput = await readAll(fromStream(Readable.from(pieces), '-'));
  expect(fromInput.rows).toEqual((await readBytes(file)).rows);
});

interface PcapParser {
  on(event: 'packet', listener: (packet: ParsedPacket) => void): void;
  on(event: 'end', listener: () => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
}
interface ParsedPacket {
  header: { capturedLength: number; originalLength: number };
  data: Buffer;
}

test.each([true, false])(
  'pcap-parser sees the same records (little-endian: %s)',
  async (isLittle) => {
    const records = Array.from({ length: 50 }, (_, i) =>
      pcapRecord(
        [1_700_000_000 + i, i * 7],
        frameBytes(i, 40 + i * 3),
        [40 + i * 3, 1500],
        isLittle,
      ),
    );
    const file = Buffer.concat([pcapHeader({ isLittle }), ...records]);
    const { parse } = createRequire(import.meta.url)('pcap-parser') as {
      parse(this: void, stream: Readable): PcapParser;
    };
    const theirs = await new Promise<unknown[]>((resolve, reject) => {
      const seen: unknown[] = [];
      const parser = parse(Readable.from([file]));
      parser.on('packet', ({ header, data }) => {
        seen.push([header.capturedLength, header.originalLength, data.toString('hex')]);
      });
      parser.on('end', () => resolve(seen));
      parser.on('error', reject);
    });
    const ours = (await readBytes(file)).rows;
    expect(ours.map((row) => [row.hex.length / 2, row.origLen, row.hex])).toEqual(theirs);
  },
);
