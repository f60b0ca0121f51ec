// IP fragments whose datagram is never whole: bytes that the capture does not show may lie in them.
import { expect, test } from 'vitest';
import { type CraftedRecord, writePcap } from '../../src/craft/capture-writer.ts';
import { LinkType } from '../../src/capture/link-type.ts';
import { analyzeBytes } from '../../src/index.ts';
import type { Analysis } from '../../src/collect/analysis.ts';
import { explained, textOf } from '../explain/made-rows.ts';
import { trace } from '../support/trace.ts';

const IP = 14;
const IP_PAYLOAD = 34;
const PIECE = 24;

/** The frame's datagram in pieces of 24 bytes. */
function fragments({ bytes, timeNs }: CraftedRecord): CraftedRecord[] {
  const payload = bytes.subarray(IP_PAYLOAD);
  const count = Math.ceil(payload.length / PIECE);
  return Array.from({ length: count }, (_, i) => {
    const piece = payload.subarray(i * PIECE, (i + 1) * PIECE);
    const frame = Uint8Array.of(...bytes.subarray(0, IP_PAYLOAD), ...piece);
    const view = new DataView(frame.buffer);
    view.setUint16(IP + 2, frame.length - IP);
    view.setUint16(IP + 6, (i + 1 < count ? 0x2000 : 0) | ((i * PIECE) >> 3));
    return { timeNs, bytes: frame };
  });
}

/** 100 bytes in fragments, of which `kept` are in the capture. */
async function analyzed(kept: number): Promise<Analysis> {
  const t = trace().handshake();
  t.client.data(100);
  t.server.ack();
  t.client.data(10);
  const records = t.records.flatMap((one, i) => (i === 3 ? fragments(one).slice(0, kept) : [one]));
  return analyzeBytes(writePcap(records, { linkType: LinkType.Ethernet }), 'trace');
}

const textOfRow = (analysis: Analysis, at: number): string =>
  textOf(explained(analysis, analysis.rows.at(at)!.frame));

test('what is missing may be in them', async () => {
  const analysis = await analyzed(3);
  expect(analysis.capture.openFragments).toEqual([{ src: '10.0.0.1', dst: '10.0.0.2', count: 3 }]);
  const words = '3 IP fragments of TCP segments from 10.0.0.1 to 10.0.0.2 are in it';
  expect(textOfRow(analysis, -2)).toContain(words);
});

test('nor are bytes that nobody confirms said to be missing for sure', async () => {
  const t = trace().handshake();
  t.client.data(100);
  t.client.data(10);
  const records = t.records.flatMap((one, i) => (i === 3 ? fragments(one).slice(1, 2) : [one]));
  const file = writePcap(records, { linkType: LinkType.Ethernet });
  const text = textOfRow(await analyzeBytes(file, 'trace'), -1);
  expect(text).toContain('missing from the capture');
  expect(text).toContain('one IP fragment of a TCP segment from 10.0.0.1 to 10.0.0.2 is in it');
});

test('not in those of a datagram that is whole', async () => {
  const analysis = await analyzed(5);
  expect(analysis.capture.openFragments).toEqual([]);
  expect(analysis.rows.map(({ findings }) => findings.length)).toEqual([0, 0, 0, 0, 0, 0]);
});

test('and nothing is said of them where there are none', async () => {
  const analysis = await analyzed(0);
  expect(analysis.capture.openFragments).toEqual([]);
  expect(textOfRow(analysis, -2)).not.toContain('IP fragment');
});

test('nor in fragments that were recorded twice', async () => {
  const t = trace().handshake();
  t.client.data(100);
  const [whole] = t.records.slice(-1);
  const each = fragments(whole!).flatMap((one) => [one, one]);
  const again = [...fragments(whole!), ...fragments(whole!)];
  for (const records of [each, again]) {
    const file = writePcap([...t.records.slice(0, 3), ...records], { linkType: LinkType.Ethernet });
    expect((await analyzeBytes(file, 'trace')).capture.openFragments).toEqual([]);
  }
});

test('but another datagram that is not whole is not forgotten for that', async () => {
  const t = trace().handshake();
  t.client.data(100);
  t.client.data(100);
  const [first, second] = t.records.slice(-2).map(fragments);
  const records = [...t.records.slice(0, 3), ...second!.slice(1, 3), ...first!, ...first!];
  const { capture } = await analyzeBytes(
    writePcap(records, { linkType: LinkType.Ethernet }),
    'trace',
  );
  expect(capture.openFragments).toEqual([{ src: '10.0.0.1', dst: '10.0.0.2', count: 2 }]);
});
