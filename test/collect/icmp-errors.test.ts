// Which row an ICMP error is about, and what it says of it.
import { expect, test } from 'vitest';
import type { IcmpErrorFacts } from '../../src/collect/icmp-errors.ts';
import { writePcap, type CraftedRecord } from '../../src/craft/capture-writer.ts';
import { analyzeBytes, explainAnalysis, renderMarkdown } from '../../src/index.ts';
import { eth, ipv4, ipv6 } from '../decode/frames.ts';
import { trace, type Trace } from '../support/trace.ts';

const ETHERNET = 14;
const QUOTED = 68;

type Header = readonly [type: number, code: number, rest?: readonly number[]];

const quoteOf = (frame: Uint8Array, lenBytes = QUOTED): number[] =>
  Array.from(frame.subarray(ETHERNET, ETHERNET + lenBytes));

const NOTHING = [0, 0, 0, 0];

const error4 = (
  [type, code, rest = NOTHING]: Header,
  frame: Uint8Array,
  lenBytes = QUOTED,
): Uint8Array =>
  Uint8Array.from(eth(0x0800, ipv4(1, [type, code, 0, 0, ...rest, ...quoteOf(frame, lenBytes)])));

const error6 = ([type, code, rest = NOTHING]: Header, frame: Uint8Array): Uint8Array =>
  Uint8Array.from(eth(0x86dd, ipv6(58, [type, code, 0, 0, ...rest, ...quoteOf(frame)])));

/** The script's capture with an error behind it that quotes its last frame, and another about nothing that is there. */
function withError(
  script: (t: Trace) => unknown,
  make: (frame: Uint8Array) => Uint8Array,
  v6 = false,
) {
  const t = trace(v6 ? { client: { address: 'fd00::1' }, server: { address: 'fd00::2' } } : {});
  script(t);
  const last = t.records.at(-1)!;
  const stranger = Uint8Array.from(last.bytes);
  stranger[ETHERNET + (v6 ? 40 : 20) + 4]! ^= 0xff;
  const records: CraftedRecord[] = [
    ...t.records,
    { ...last, bytes: make(last.bytes) },
    { ...last, bytes: make(stranger) },
  ];
  return analyzeBytes(writePcap(records, { linkType: 1 }), 'trace');
}

const data = (t: Trace): unknown => t.handshake().client.data(1400);

test.each<[name: string, header: Header, told: Partial<IcmpErrorFacts>]>([
  [
    'a packet too big, and how big it may be (RFC 1191 4)',
    [3, 4, [0, 0, 5, 120]],
    { reason: 'too-big', mtu: 1400 },
  ],
  ['a packet too big, by a router that says no more', [3, 4], { reason: 'too-big', mtu: null }],
  ['a host that is not there', [3, 1], { reason: 'host', mtu: null }],
  ['a port nobody has', [3, 3], { reason: 'port' }],
  ['a filter', [3, 13], { reason: 'prohibited' }],
  ['a TTL that ran out', [11, 0], { reason: 'expired' }],
  ['something else', [12, 0], { reason: 'other' }],
])('IPv4: %s', async (_, header, told) => {
  const { icmpErrors } = await withError(data, (frame) => error4(header, frame));
  expect(icmpErrors).toMatchObject([{ frame: 5, quotedFrame: 4, ...told }]);
});

test.each<[name: string, header: Header, told: Partial<IcmpErrorFacts>]>([
  ['a packet too big (RFC 4443 3.2)', [2, 0, [0, 0, 5, 0]], { reason: 'too-big', mtu: 1280 }],
  ['a port nobody has', [1, 4], { reason: 'port', mtu: null }],
  ['a hop limit that ran out', [3, 0], { reason: 'expired' }],
])('IPv6: %s', async (_, header, told) => {
  const { icmpErrors } = await withError(data, (frame) => error6(header, frame), true);
  expect(icmpErrors).toMatchObject([{ frame: 5, quotedFrame: 4, ...told }]);
});

test('of a segment it quotes eight bytes at least: ports and number (RFC 792)', async () => {
  const { icmpErrors } = await withError(data, (frame) => error4([3, 1], frame, 28));
  expect(icmpErrors).toMatchObject([{ frame: 5, quotedFrame: 4, reason: 'host' }]);
  const fewer = await withError(data, (frame) => error4([3, 1], frame, 27));
  expect(fewer.icmpErrors).toEqual([]);
});

test('of eight bytes the length tells an acknowledgement from data with the same number', async () => {
  const script = (t: Trace): unknown => t.handshake().client.data(100, { id: 0 });
  const { icmpErrors } = await withError(script, (frame) => error4([11, 0], frame, 28));
  expect(icmpErrors).toMatchObject([{ frame: 5, quotedFrame: 4 }]);
});

test('of several copies it is the one whose identification it quotes', async () => {
  const t = trace();
  const sent = t.handshake().client.data(10);
  const first = t.records.at(-1)!;
  t.wait(300).client.retransmit(sent);
  const records = [...t.records, { ...t.records.at(-1)!, bytes: error4([3, 1], first.bytes) }];
  const { icmpErrors } = await analyzeBytes(writePcap(records, { linkType: 1 }), 'trace');
  expect(icmpErrors).toMatchObject([{ frame: 6, quotedFrame: 4 }]);
});

test('of a packet recorded twice it is the first record', async () => {
  const t = trace();
  t.handshake().client.data(10);
  t.duplicate();
  const last = t.records.at(-1)!;
  const records = [...t.records, { ...last, bytes: error4([3, 1], last.bytes) }];
  const { icmpErrors } = await analyzeBytes(writePcap(records, { linkType: 1 }), 'trace');
  expect(icmpErrors).toMatchObject([{ frame: 6, quotedFrame: 4 }]);
});

test('of two alike nobody can tell which it was', async () => {
  const t = trace();
  const sent = t.handshake().client.data(10, { id: 0 });
  t.wait(300).client.retransmit(sent, { id: 0 });
  const last = t.records.at(-1)!;
  const records = [...t.records, { ...last, bytes: error4([3, 1], last.bytes) }];
  const { icmpErrors } = await analyzeBytes(writePcap(records, { linkType: 1 }), 'trace');
  expect(icmpErrors).toEqual([]);
});

test('a source quench says nothing of the segment (RFC 792)', async () => {
  const { icmpErrors } = await withError(data, (frame) => error4([4, 0], frame));
  expect(icmpErrors).toEqual([]);
});

test('the report says it at the row', async () => {
  const analysis = await withError(data, (frame) => error4([3, 4, [0, 0, 5, 120]], frame));
  const text = renderMarkdown(explainAnalysis(analysis));
  expect(text).toContain('Frame 5, 0 s later, reports that it got no further');
  expect(text).toContain('which takes 1,400 bytes at most (ICMP).');
});

/** A packet of 1,440 bytes that a router drops and reports, and the same bytes in two packets of at most 740. */
function cutUp(report: Header): Promise<string> {
  const t = trace();
  const sent = t.handshake().client.data(1400);
  const error = { ...t.records.at(-1)!, bytes: error4(report, t.records.at(-1)!.bytes) };
  const bytes = sent.packet.subarray(-1400);
  t.client.raw({ seq: 1, flags: 0x10, payload: bytes.subarray(0, 700) });
  t.client.raw({ seq: 701, flags: 0x18, payload: bytes.subarray(700) });
  t.server.ack({ ack: 1401 });
  const records = [...t.records.slice(0, 4), error, ...t.records.slice(4)];
  return analyzeBytes(writePcap(records, { linkType: 1 }), 'trace').then((analysis) =>
    renderMarkdown(explainAnalysis(analysis)),
  );
}

test('bytes that come again in smaller packets because a router said so (RFC 1191 3)', async () => {
  const text = await cutUp([3, 4, [0, 0, 2, 0xe4]]);
  expect(text).toContain(
    'Frame 5 (ICMP) says that [row 4](#row-4) was too big for a link on the way, and was dropped: 740 bytes is the most',
  );
  expect(text).toContain(
    'It was needed: [row 4](#row-4) got no further, as frame 5 (ICMP) reports',
  );
  expect(text).not.toContain('signs of a loss');
});

test('not where they would not get through either, or the report says something else', async () => {
  expect(await cutUp([3, 4, [0, 0, 2, 0xe3]])).not.toContain('was too big for a link');
  expect(await cutUp([3, 13])).not.toContain('was too big for a link');
  expect(await cutUp([3, 4])).toContain('a smaller packet would get further');
});
