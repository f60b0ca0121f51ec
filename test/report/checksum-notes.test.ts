// The verdict on a checksum, behind its value in the table of fields.
import { describe, expect, test } from 'vitest';
import type { ChecksumFacts, PacketRow } from '../../src/classify/packet-row.ts';
import type { FrameField } from '../../src/decode/frame-fields.ts';
import { openCatalogue } from '../../src/explain/catalogue.ts';
import { checksumNotes } from '../../src/report/checksum-notes.ts';
import { madeRow } from './made-analysis.ts';

const english = openCatalogue('en');
const field = (layer: string, name: string, start: number): FrameField => ({
  layer,
  name,
  start,
  end: start + 2,
  value: '',
});
const IP = field('ip', 'Header checksum', 24);
const TCP = field('tcp', 'Checksum', 50);

const notes = (
  all: readonly FrameField[],
  network: ChecksumFacts,
  tcp: ChecksumFacts,
): string[] => {
  const row = madeRow(1, 'hello');
  const changed: PacketRow = {
    ...row,
    fields: { all },
    network: { ...row.network, checksum: network },
    tcp: { ...row.tcp, checksum: tcp },
  };
  const found = checksumNotes(changed, english);
  return all.map((one) => found.get(one) ?? '');
};
const verdict = (
  name: ChecksumFacts['verdict'],
  computed: number | null = 0x9964,
): ChecksumFacts => ({
  verdict: name,
  found: 0xfe39,
  computed,
});

describe('the note of a checksum', () => {
  test.each([
    [verdict('good'), '(good)'],
    [verdict('offloaded'), '(left to the network card)'],
    [verdict('damaged'), '(damaged: should be 0x9964)'],
    [verdict('not-verifiable', null), '(not verifiable: not all of the bytes were captured)'],
    [verdict('absent', null), ''],
  ])('%j', (facts, note) => {
    expect(notes([IP, TCP], verdict('good'), facts)).toEqual(['(good)', note]);
    expect(notes([IP, TCP], facts, verdict('good'))).toEqual([note, '(good)']);
  });

  test('in a tunnel stands on the innermost IP header only', () => {
    const outer = field('ip', 'Header checksum', 4);
    const all = notes([outer, IP, TCP], verdict('good'), verdict('good'));
    expect(all).toEqual(['', '(good)', '(good)']);
  });

  test("is not put on UDP's checksum", () => {
    const udp = field('udp', 'Checksum', 40);
    expect(notes([udp, TCP], verdict('good'), verdict('damaged'))[0]).toBe('');
  });
});
