// The block format (draft-ietf-opsawg-pcapng): sections, interfaces, packets, and what is skipped.
import { describe, expect, test } from 'vitest';
import {
  block,
  enhanced,
  frameBytes,
  interfaceBlock,
  option,
  pad4,
  readBytes,
  refusal,
  section,
  Writer,
} from './capture-bytes.ts';

const DATA = frameBytes(1, 61);
const TICKS = 1_700_000_000_123_456n;
const NS = 1_700_000_000_123_456_000n;

function resolution(tsresol: number, offsetSeconds?: bigint): Buffer {
  const offset = Buffer.alloc(8);
  offset.writeBigInt64LE(offsetSeconds ?? 0n);
  const options = [option(9, Buffer.from([tsresol]))];
  if (offsetSeconds !== undefined) options.push(option(14, offset));
  return Buffer.concat([...options, option(0, Buffer.alloc(0))]);
}

describe('if_tsresol and if_tsoffset', () => {
  const cases: [string, Buffer, bigint, bigint][] = [
    ['absent: microseconds', Buffer.alloc(0), TICKS, NS],
    ['10^-9', resolution(9), NS + 789n, NS + 789n],
    ['10^-3', resolution(3), TICKS / 1000n, 1_700_000_000_123_000_000n],
    ['10^0', resolution(0), 1_700_000_000n, 1_700_000_000_000_000_000n],
    ['10^-12, cut to whole ns', resolution(12), 1_700_000_123_456_789_999n, 1_700_000_123_456_789n],
    ['2^-10', resolution(0x8a), (1_700_000_000n << 10n) + 777n, 1_700_000_000_758_789_062n],
    ['2^-32', resolution(0xa0), 1_700_000_000n << 32n, 1_700_000_000_000_000_000n],
    ['an hour west', resolution(6, -3600n), TICKS, NS - 3_600_000_000_000n],
  ];
  test.each(cases)('%s', async (_, options, ticks, expected) => {
    const head = [section(), interfaceBlock(1, 0, options)];
    const packets = [enhanced(0, ticks, DATA), enhanced(0, ticks + 3n, DATA)];
    const { rows, epochNs } = await readBytes(Buffer.concat([...head, ...packets]));
    expect(epochNs).toBe(expected);
    expect(rows[0]?.exactNs).toBe(expected);
    expect(rows.map((row) => BigInt(row.timeNs) + expected)).toEqual(
      rows.map((row) => row.exactNs),
    );
  });
});

test('interfaces of different clocks share one time line, exact to the ns', async () => {
  const file = [
    section(),
    interfaceBlock(1),
    interfaceBlock(113, 0, resolution(9)),
    enhanced(0, TICKS, DATA),
    enhanced(1, NS + 1n, DATA),
    enhanced(0, TICKS + 1n, DATA),
    enhanced(1, NS - 5n, DATA),
  ];
  const { rows, info } = await readBytes(Buffer.concat(file));
  expect(rows.map((row) => row.timeNs)).toEqual([0, 1, 1000, -5]);
  expect(rows.map((row) => row.linkType)).toEqual([1, 113, 1, 113]);
  expect(info.resolution).toBe('mixed');
});

test('a tick carry between the two halves of a time stamp is no jump', async () => {
  const file = [
    section(),
    interfaceBlock(1, 0, resolution(9)),
    enhanced(0, (5n << 32n) - 1n, DATA),
    enhanced(0, 5n << 32n, DATA),
  ];
  const { rows } = await readBytes(Buffer.concat(file));
  expect(rows.map((row) => row.timeNs)).toEqual([0, 1]);
});

test('sections of both byte orders follow each other, interfaces count on', async () => {
  const big = false;
  const file = [
    section(),
    interfaceBlock(1, 96, Buffer.concat([option(2, Buffer.from('eth0'))])),
    enhanced(0, TICKS, DATA),
    section(big),
    interfaceBlock(101, 0, Buffer.alloc(0), big),
    enhanced(0, TICKS + 1n, DATA, Buffer.alloc(0), big),
  ];
  const { rows, info, damage } = await readBytes(Buffer.concat(file));
  expect(damage).toBeNull();
  expect(rows.map((row) => [row.interfaceId, row.linkType])).toEqual([
    [0, 1],
    [1, 101],
  ]);
  expect(info.byteOrder).toBe('mixed');
  expect(info.interfaces.map(({ id, name, snapLen }) => [id, name, snapLen])).toEqual([
    [0, 'eth0', 96],
    [1, undefined, 0],
  ]);
});

test('a simple packet block is cut by the snapLen of the first interface and has no time', async () => {
  const simple = block(3, new Writer().u32(1000).raw(DATA.subarray(0, 40)).done());
  const file = [section(), interfaceBlock(1, 40), enhanced(0, 0n, DATA.subarray(0, 9)), simple];
  const { rows } = await readBytes(Buffer.concat(file));
  expect(rows[1]).toMatchObject({ frame: 2, origLen: 1000, timeNs: 0, exactNs: null });
  expect(rows[1]?.hex).toBe(DATA.subarray(0, 40).toString('hex'));
});

test('an obsolete packet block has a 16-bit interface id', async () => {
  const fields = new Writer().u16(1, 7).u32(Number(TICKS >> 32n), Number(TICKS & 0xffffffffn));
  const obsolete = block(2, fields.u32(61, 99).raw(pad4(DATA)).done());
  const file = [section(), interfaceBlock(1), interfaceBlock(101), obsolete];
  const { rows } = await readBytes(Buffer.concat(file));
  expect(rows).toMatchObject([{ interfaceId: 1, linkType: 101, origLen: 99, exactNs: NS }]);
});

function flags(value: number): Buffer {
  return option(2, new Writer().u32(value).done());
}

test('epb_flags overrules if_fcslen for its packet, and zero bits leave it', async () => {
  const file = [
    section(),
    interfaceBlock(1, 0, option(13, Buffer.from([4]))),
    enhanced(0, 0n, DATA),
    enhanced(0, 0n, DATA, flags(2 << 5)),
    enhanced(0, 0n, DATA, flags(1)),
  ];
  const { rows } = await readBytes(Buffer.concat(file));
  expect(rows.map((row) => row.fcsLen)).toEqual([4, 2, 4]);
});

describe('blocks that hold no packet are skipped by their length', () => {
  const cases: [string, number, number][] = [
    ['name resolution', 4, 2],
    ['interface statistics', 5, 2],
    ['decryption secrets', 10, 2],
    ['unknown', 0x80001234, 2],
    ['custom: Wireshark numbers it', 0x0bad, 3],
    ['systemd journal: Wireshark numbers it', 9, 3],
  ];
  test.each(cases)('%s', async (_, type, secondFrame) => {
    const file = [
      section(),
      interfaceBlock(1),
      enhanced(0, 0n, DATA),
      block(type, frameBytes(3, 20)),
      enhanced(0, 1n, DATA),
    ];
    const { rows, damage } = await readBytes(Buffer.concat(file));
    expect(damage).toBeNull();
    expect(rows.map((row) => row.frame)).toEqual([1, secondFrame]);
  });

  test('even one far longer than the buffer, and its second length is still compared', async () => {
    const long = block(0x80001234, Buffer.alloc(5_000_000));
    const file = [section(), interfaceBlock(1), long, enhanced(0, 1n, DATA)];
    const good = await readBytes(Buffer.concat(file), 65_536);
    expect([good.rows.length, good.damage]).toEqual([1, null]);
    expect(good.rows[0]?.fileOffset).toBe(28 + 20 + long.length);

    long.writeUInt32LE(4, long.length - 4);
    const bad = await readBytes(Buffer.concat(file), 65_536);
    expect(bad.damage).toMatchObject({ code: 'bad-block', fileOffset: 28 + 20 + long.length - 4 });
  });
});

describe('damage ends the reading, and what came before stays', () => {
  const start = [section(), interfaceBlock(1), enhanced(0, 0n, DATA)];
  const offset = Buffer.concat(start).length;
  const lying = Buffer.from(enhanced(0, 1n, DATA));
  lying.writeUInt32LE(4711, lying.length - 4);
  const greedy = Buffer.from(enhanced(0, 1n, DATA));
  greedy.writeUInt32LE(200, 20);
  const absurd = Buffer.from(enhanced(0, 1n, DATA));
  absurd.writeUInt32LE(0x7fffffff, 20);
  const endless = new Writer().u32(6, 0xfffffff0).raw(DATA).done();
  const tiny = new Writer().u32(0x77, 8, 8).done();
  const cases: [string, Buffer, string, number][] = [
    ['two lengths that differ', lying, 'bad-block', offset + lying.length - 4],
    ['a packet longer than its block', greedy, 'bad-block', offset],
    ['a packet absurdly long', absurd, 'absurd-length', offset],
    ['a block absurdly long', endless, 'absurd-length', offset],
    ['a block shorter than a block', tiny, 'bad-block', offset],
    ['an interface nobody described', enhanced(1, 0n, DATA), 'unknown-interface', offset],
    ['a section of version 2', section(true, [2, 0]), 'bad-block', offset + 12],
    ['a block cut off', enhanced(0, 1n, DATA).subarray(0, -1), 'cut-record', offset],
    ['half a block header', Buffer.from([6, 0, 0]), 'cut-record', offset],
    ['a skipped block cut off', block(5, DATA).subarray(0, -9), 'cut-record', offset],
  ];
  test.each(cases)('%s', async (_, tail, code, fileOffset) => {
    const { rows, damage } = await readBytes(Buffer.concat([...start, tail]));
    expect(rows.length).toBe(1);
    expect(damage).toMatchObject({ code, frame: 2, fileOffset });
  });
});

test('a section without byte-order magic is refused', async () => {
  const file = Buffer.from(section());
  file.writeUInt32LE(0, 8);
  expect(await refusal(file)).toMatchObject({ code: 'bad-header', fileOffset: 8 });
});
