// gzip (RFC 1952) and Zstandard (RFC 8878) around a capture: nothing that was decoded is lost.
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { frameBytes, pcapHeader, pcapRecord, readBytes, refusal } from './capture-bytes.ts';

const RECORDS = Array.from({ length: 2000 }, (_, i) => pcapRecord([i, 0], frameBytes(i, 400)));
const PLAIN = Buffer.concat([pcapHeader(), ...RECORDS]);
const GZIP = gzipSync(PLAIN);
const HALF = PLAIN.length >> 1;

/** A Zstandard frame of raw blocks: descriptor 0 with a 1 MiB window, three-byte block headers. */
function zstdFrame(content: Uint8Array): Buffer {
  const parts = [Buffer.from('28b52ffd0050', 'hex')];
  for (let at = 0; at < content.length; at += 100_000) {
    const piece = content.subarray(at, at + 100_000);
    const header = Buffer.alloc(3);
    const isLast = at + 100_000 >= content.length;
    header.writeUIntLE(piece.length * 8 + (isLast ? 1 : 0), 0, 3);
    parts.push(header, Buffer.from(piece));
  }
  return Buffer.concat(parts);
}
const SKIPPABLE = Buffer.from('502a4d180500000068656c6c6f', 'hex');

describe('whole files read as what they hold', () => {
  const named = Buffer.from(GZIP);
  // FEXTRA, FNAME, FCOMMENT and FHCRC, in this order (RFC 1952 2.3.1).
  named[3] = 0x1e;
  const fields = Buffer.from('0300616263612e7063617000686900ffff', 'hex');
  const withFields = Buffer.concat([named.subarray(0, 10), fields, named.subarray(10)]);
  const cases: [string, 'gzip' | 'zstd', Buffer][] = [
    ['one member', 'gzip', GZIP],
    [
      'two members',
      'gzip',
      Buffer.concat([gzipSync(PLAIN.subarray(0, HALF)), gzipSync(PLAIN.subarray(HALF))]),
    ],
    [
      'an empty member between',
      'gzip',
      Buffer.concat([gzipSync(PLAIN.subarray(0, 7)), gzipSync(''), gzipSync(PLAIN.subarray(7))]),
    ],
    ['zero padding behind', 'gzip', Buffer.concat([GZIP, Buffer.alloc(300_000)])],
    ['a header with every field', 'gzip', withFields],
    ['one frame', 'zstd', zstdFrame(PLAIN)],
    [
      'two frames',
      'zstd',
      Buffer.concat([zstdFrame(PLAIN.subarray(0, HALF)), zstdFrame(PLAIN.subarray(HALF))]),
    ],
    ['skippable frames around', 'zstd', Buffer.concat([SKIPPABLE, zstdFrame(PLAIN), SKIPPABLE])],
  ];
  test.each(cases)('%s (%s)', async (_, compression, file) => {
    const plain = await readBytes(PLAIN);
    for (const chunkLen of [1013, Infinity]) {
      const read = await readBytes(file, chunkLen);
      expect(read.damage).toBeNull();
      expect(read.info.compression).toBe(compression);
      expect(read.rows).toEqual(plain.rows);
    }
  });
});

describe('damage comes after everything that could be expanded', () => {
  const badCrc = Buffer.from(GZIP);
  badCrc.writeUInt32LE(1, badCrc.length - 8);
  const broken = Buffer.concat([
    GZIP.subarray(0, 10),
    deflateRawSync(PLAIN, { finishFlush: 2 }),
    Buffer.from([7, 7, 7, 7]),
  ]);
  const cases: [string, Buffer, string, number][] = [
    ['trailing garbage', Buffer.concat([GZIP, Buffer.from('garbage')]), 'bad-compression', 2000],
    ['a wrong checksum', badCrc, 'bad-compression', 2000],
    [
      'bytes that cannot be expanded (zlib loses up to 64 KiB before them)',
      broken,
      'bad-compression',
      1840,
    ],
    ['a cut trailer', GZIP.subarray(0, -3), 'cut-compression', 2000],
    ['a cut zstd frame', zstdFrame(PLAIN).subarray(0, 250_100), 'cut-compression', 480],
    [
      'a damaged zstd block',
      Buffer.concat([zstdFrame(PLAIN), Buffer.alloc(40, 7)]),
      'bad-compression',
      2000,
    ],
  ];
  test.each(cases)('%s', async (_, file, code, atLeast) => {
    const { rows, damage } = await readBytes(file);
    expect(damage).toMatchObject({ code, frame: rows.length + 1 });
    expect(rows.length).toBeGreaterThanOrEqual(atLeast);
    expect(rows).toEqual((await readBytes(PLAIN)).rows.slice(0, rows.length));
  });

  test('a gzip cut anywhere gives the records its bytes hold', async () => {
    let most = 0;
    for (let end = 1000; end < GZIP.length; end += 1 + (GZIP.length >> 4)) {
      const { rows, damage } = await readBytes(GZIP.subarray(0, end));
      expect(damage?.code).toBe('cut-compression');
      expect(rows.length).toBeGreaterThanOrEqual(most);
      most = rows.length;
    }
    expect(most).toBeGreaterThan(1000);
  });
});

test('a zstd frame that wants a window above 128 MiB is refused before it is allocated', async () => {
  const greedy = Buffer.concat([Buffer.from('28b52ffd00a0', 'hex'), Buffer.alloc(40)]);
  expect((await refusal(greedy)).code).toBe('bad-compression');
});

test('compressed text is told to be no capture', async () => {
  expect((await refusal(gzipSync('hello, this is text'))).code).toBe('not-a-capture');
});
