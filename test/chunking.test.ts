// A chunk border may lie anywhere: every capture read in pieces gives the same analysis as read whole.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../src/analyze.ts';
import { fromBytes } from '../src/capture/byte-source.ts';
import { CaptureReader } from '../src/capture/capture-reader.ts';
import type { Analysis } from '../src/collect/analysis.ts';
import { RowCollector } from '../src/collect/row-collector.ts';

const CAPTURES = join(import.meta.dirname, '../captures');
const names = readdirSync(CAPTURES).filter((name) => name.endsWith('.pcap'));

/** Everything in an analysis as one text: compared many times faster than the objects. */
const textOf = (analysis: Analysis): string =>
  JSON.stringify(analysis, (_, value: unknown) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
    if (value instanceof Map || value instanceof Set) return [...(value as Iterable<unknown>)];
    return typeof value === 'bigint' ? `${value}n` : value;
  });

async function analysisOf(bytes: Uint8Array, chunkLen: number): Promise<Analysis> {
  const reader = await CaptureReader.open(fromBytes(bytes, 'capture', chunkLen));
  const collector = new RowCollector({ maxRows: Infinity });
  await analyze(reader, [collector]);
  return collector.analysis('capture', reader);
}

describe.each(names)('%s', (name) => {
  const bytes = new Uint8Array(readFileSync(join(CAPTURES, name)));

  test.each([1, 2, 3, 7, 4096])('read %i bytes at a time', async (chunkLen) => {
    const whole = await analysisOf(bytes, Infinity);
    expect(whole.rows.length).toBeGreaterThan(10);
    expect(textOf(await analysisOf(bytes, chunkLen)) === textOf(whole)).toBe(true);
  });

  test('cut and read a byte at a time', async () => {
    const cut = bytes.subarray(0, bytes.length - 5);
    const whole = await analysisOf(cut, Infinity);
    expect(whole.notices).toHaveLength(1);
    expect(textOf(await analysisOf(cut, 1)) === textOf(whole)).toBe(true);
  });
});
