// A chunk border may cut a record anywhere and nobody sees it: read in pieces equals read whole.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ReadBack } from './capture-bytes.ts';
import {
  block,
  enhanced,
  frameBytes,
  interfaceBlock,
  pcapHeader,
  pcapRecord,
  readBytes,
  section,
} from './capture-bytes.ts';

const CHUNKS = [1, 2, 3, 7, 64, 1021];
const FRAMES = Array.from({ length: 12 }, (_, i) => frameBytes(i, 1 + i * 17));

const PCAP = Buffer.concat([pcapHeader(), ...FRAMES.map((data, i) => pcapRecord([i, i], data))]);
const PCAPNG = Buffer.concat([
  section(),
  interfaceBlock(1),
  ...FRAMES.map((data, i) =>
    Buffer.concat([enhanced(0, BigInt(i), data), block(0x99, data.subarray(0, 0))]),
  ),
  section(false),
  block(5, frameBytes(1, 40), false),
]);
const MADE: [string, Buffer][] = [
  ['pcap', PCAP],
  ['pcap, cut', PCAP.subarray(0, -5)],
  ['pcapng', PCAPNG],
  ['pcapng, cut in a skipped block', PCAPNG.subarray(0, -5)],
  ['pcap in gzip', gzipSync(PCAP)],
  ['pcap in gzip, cut', gzipSync(PCAP).subarray(0, -4)],
];

async function outcome(bytes: Uint8Array, chunkLen?: number): Promise<unknown> {
  try {
    const read: ReadBack = await readBytes(bytes, chunkLen);
    return { ...read, damage: read.damage?.message ?? null };
  } catch (error) {
    return String(error);
  }
}

test.each(MADE)('%s', async (_, bytes) => {
  const whole = await outcome(bytes);
  for (const chunkLen of CHUNKS) expect(await outcome(bytes, chunkLen)).toEqual(whole);
});

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CORPUS = process.env['TCPEXPLAIN_CORPUS'] ?? join(ROOT, '../shared/corpus');
const FOLDER = join(CORPUS, 'robust');

describe.skipIf(!existsSync(FOLDER))('odd captures of the corpus (skipped without it)', () => {
  test('read in pieces as they read whole', async () => {
    for (const name of readdirSync(FOLDER)) {
      const bytes = readFileSync(join(FOLDER, name));
      if (bytes.length > 20_000) continue;
      const whole = await outcome(bytes);
      for (const chunkLen of [1, 7]) {
        expect({ name, read: await outcome(bytes, chunkLen) }).toEqual({ name, read: whole });
      }
    }
  });

  test('seeded bit flips and cuts never throw anything but a CaptureError', async () => {
    const surprises: string[] = [];
    let seed = 20_240_607;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (const name of readdirSync(FOLDER)) {
      const original = readFileSync(join(FOLDER, name));
      if (original.length > 20_000) continue;
      for (let round = 0; round < 5; round++) {
        const bytes = Buffer.from(original.subarray(0, 1 + random(original.length)));
        for (let flip = 0; flip < 4; flip++) {
          const at = random(bytes.length);
          bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
        }
        const result = await outcome(bytes);
        if (typeof result === 'string' && !result.startsWith('CaptureError')) {
          surprises.push(`${name} round ${round}: ${result}`);
        }
      }
    }
    expect(surprises).toEqual([]);
  });
});
