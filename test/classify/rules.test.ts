// Our own findings: each rule fires on its case, is silent on the nearest other one, and carries its proof.
import { describe, expect, test } from 'vitest';
import { FINDING_KINDS, type Finding } from '../../src/classify/finding.ts';
import type { Analysis } from '../../src/collect/analysis.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { ISNS } from '../tcp/follow.ts';

const analysisOf = (t: Trace): Promise<Analysis> => analyzeBytes(t.capture(), 'trace');

interface RuleCase {
  kind: Finding['kind'];
  name: string;
  script: (t: Trace) => unknown;
  /** The row asked about; absent: the last. */
  frame?: number;
  /** What the last row's finding must say; absent: the last row must not have it. */
  fires?: Partial<Omit<Finding, 'evidence'>> & { evidence?: Record<string, unknown> };
}

/** A host that speaks on one connection with that TTL, and refuses another with this. */
function refusedBehindRouter(t: Trace, usual: number, ttl: number): void {
  const other = t.connection({ client: { port: 40_001 } });
  t.client.syn();
  t.server.synAck({ ttl: usual });
  t.client.data('x');
  t.server.ack({ ttl: usual });
  t.server.data('y', { ttl: usual });
  t.server.data('z', { ttl: usual });
  other.client.syn();
  other.server.raw({ flags: 0x14, seq: -5000, ttl });
}

const SYN_RST_PAIR = (t: Trace): void => {
  t.client.syn();
  t.at(3).server.raw({ flags: 0x14, seq: -5000, ack: 1 });
};

const SACK = { mss: 1460, sackPermitted: true };

const CASES: readonly RuleCase[] = [
  {
    kind: 'same-sequence-other-bytes',
    name: 'the same numbers with other bytes',
    script: (t) => {
      t.handshake().client.data('first');
      t.wait(100).client.raw({ seq: 1, payload: 'other', flags: 0x18 });
      t.wait(100).client.raw({ seq: 1, payload: 'third', flags: 0x18 });
    },
    fires: { certainty: 'certain', severity: 'warn', evidence: { earlierFrame: 5, differAt: 0 } },
  },
  {
    kind: 'same-sequence-other-bytes',
    name: 'two texts only: one of them may be somebody else’s',
    script: (t) => {
      t.handshake().client.data('first');
      t.wait(100).client.raw({ seq: 1, payload: 'other', flags: 0x18 });
    },
    fires: { certainty: 'likely', evidence: { earlierFrame: 4, doubt: 'two-only' } },
  },
  {
    kind: 'conflicting-overlap',
    name: 'numbers that overlap an earlier segment in part, with other bytes there',
    script: (t) => {
      t.handshake().client.data('abcdef');
      t.wait(100).client.raw({ seq: 3, payload: 'cdXf', flags: 0x18 });
    },
    fires: { evidence: { earlierFrame: 4 } },
  },
  {
    kind: 'conflicting-overlap',
    name: 'what fills a hole first comes late indeed, though it goes on into what was there',
    script: (t) => {
      t.handshake().client.data('abc');
      t.client.data('later', { seq: 8 });
      t.client.raw({ seq: 4, payload: 'gapXYZ', flags: 0x18 });
    },
    fires: { evidence: { earlierFrame: 5, overruledLabels: [] } },
  },
  {
    kind: 'conflicting-overlap',
    name: 'what begins in a place that was filled does not come late',
    script: (t) => {
      t.handshake().client.data('abcdef');
      t.client.data('later', { seq: 20 });
      t.client.raw({ seq: 3, payload: 'cdXfgh', flags: 0x18 });
    },
    fires: { evidence: { earlierFrame: 4, overruledLabels: ['out_of_order'] } },
  },
  {
    kind: 'same-sequence-other-bytes',
    name: 'not: the same bytes and more behind them',
    script: (t) => {
      t.handshake().client.data('abc');
      t.wait(100).client.raw({ seq: 1, payload: 'abcdef', flags: 0x18 });
    },
  },
  {
    kind: 'retransmission',
    name: 'the same bytes in a new packet',
    script: (t) => t.wait(300).client.retransmit(t.handshake().client.data('hello')),
    fires: {
      certainty: 'certain',
      severity: 'note',
      evidence: { earlierFrame: 4, elapsedNs: 1e6, lenBytes: 5 },
      refs: ['RFC 9293 3.8.1', 'RFC 6298 5'],
    },
  },
  {
    kind: 'retransmission',
    name: 'of a SYN the numbers alone speak',
    script: (t) => t.client.retransmit(t.client.syn()),
    fires: { certainty: 'likely', evidence: { earlierFrame: 1 } },
  },
  {
    kind: 'retransmission',
    name: 'not: the next bytes',
    script: (t) => [t.handshake().client.data('hello'), t.client.data('hello')],
  },
  {
    kind: 'retransmission',
    name: 'not: what fills a hole was never seen before',
    script: (t) => {
      t.handshake().client.data('a');
      let missing = t.client.data('', { flags: 0x10 });
      t.lose(() => (missing = t.client.data('b')));
      t.client.data('c');
      t.client.retransmit(missing);
    },
  },
  {
    kind: 'retransmission',
    name: 'superseded: a keep-alive repeats its byte on purpose',
    script: (t) => [t.handshake().client.data('ab'), t.client.keepAlive(1)],
  },
  {
    kind: 'retransmission',
    name: 'superseded by captured-twice: the same IP packet',
    script: (t) => {
      t.handshake().client.data('hello');
      t.duplicate();
    },
  },
  {
    kind: 'out-of-order',
    name: 'overtaken by a segment that its sender counted after it (RFC 6864 4)',
    script: (t) => {
      t.handshake().client.data(10);
      t.reorder(() => [t.client.data(20), t.client.data(30)]);
    },
    fires: { certainty: 'likely', evidence: { laterFrame: 5, by: 'identification', copyFrame: 0 } },
  },
  {
    kind: 'out-of-order',
    name: 'the second of two that were overtaken together',
    script: (t) => {
      t.handshake();
      for (let i = 0; i < 3; i++) t.client.data(10);
      t.client.raw({ seq: 51, payload: 10, flags: 0x18, id: 12 });
      t.client.raw({ seq: 31, payload: 10, flags: 0x18, id: 10 });
      t.client.raw({ seq: 41, payload: 10, flags: 0x18, id: 11 });
    },
    fires: { certainty: 'likely', evidence: { laterFrame: 7 } },
  },
  {
    kind: 'out-of-order',
    name: 'not: a count that has come half round since is no count (RFC 6298 5)',
    script: (t) => {
      t.handshake();
      for (let i = 0; i < 50; i++) t.client.data(10, { id: 1000 + 700 * i });
      t.wait(3000).client.raw({ seq: 1, payload: 10, flags: 0x18, id: 36_700 });
    },
  },
  {
    kind: 'retransmission',
    name: 'a copy after a timeout by a host that counts fast: the later one, and only that',
    script: (t) => {
      t.handshake();
      for (let i = 0; i < 10; i++) t.client.data(10, { id: 1000 + 2 * i });
      t.wait(4000).client.raw({ seq: 91, payload: 10, flags: 0x18, id: 41_018 });
    },
    frame: 13,
  },
  {
    kind: 'retransmission',
    name: 'overtaken itself, it is both, and Wireshark is right to call it out of order',
    script: (t) => {
      t.handshake();
      const sent = t.client.raw({ seq: 1, payload: 10, flags: 0x18, id: 10 });
      t.client.raw({ seq: 11, payload: 10, flags: 0x18, id: 11 });
      t.client.raw({ seq: 31, payload: 10, flags: 0x18, id: 13 });
      t.client.retransmit(sent, { id: 12 });
    },
    fires: { evidence: { earlierFrame: 4, overruledLabels: [] } },
  },
  {
    kind: 'out-of-order',
    name: 'overtaken by its own repetition: the original came late, Wireshark is wrong',
    script: (t) => {
      t.handshake();
      for (let i = 0; i < 3; i++) t.client.data(10);
      t.reorder(() => {
        const sent = t.client.data(20);
        t.client.data(30);
        t.wait(250).client.retransmit(sent);
      });
    },
    fires: { evidence: { laterFrame: 7, copyFrame: 7, overruledLabels: [] } },
  },
  {
    kind: 'out-of-order',
    name: 'not: what fills a hole was sent again, after what came before it',
    script: (t) => {
      t.handshake();
      const missing = t.lost(() => t.client.data(10));
      t.client.data(10);
      t.wait(300).client.retransmit(missing);
    },
  },
  {
    kind: 'out-of-order',
    name: 'not: without a clock, and with identifications by chance, nothing tells',
    script: (t) => {
      t.handshake().client.data(10, { id: 40_000 });
      t.reorder(() => [t.client.data(20, { id: 9000 }), t.client.data(30, { id: 62_000 })]);
    },
  },
  {
    kind: 'out-of-order',
    name: 'not: a host that counts in the other order of bytes now and then (Windows, segmentation offload)',
    script: (t) => {
      t.handshake();
      for (const id of [0x753d, 0x763d, 0x773d, 0x754c]) t.client.data(10, { id });
      t.client.raw({ seq: 11, payload: 10, flags: 0x18, id: 0x754d });
    },
  },
  {
    kind: 'out-of-order',
    name: 'not: another machine with another clock answers the same SYN',
    script: (t) => {
      t.client.syn();
      const answer = t.server.synAck({ tsVal: 2_000_000_000, tsEcr: 1, id: 0 });
      t.wait(100).server.retransmit(answer, { tsVal: 1_500_000_000, tsEcr: 1, id: 0 });
    },
  },
  {
    kind: 'out-of-order',
    name: 'superseded by captured-twice: the same IP packet',
    script: (t) => {
      t.handshake().client.data(10);
      t.reorder(() => [t.client.data(20), t.client.data(30)]);
      t.duplicate();
    },
  },
  {
    kind: 'captured-twice',
    name: 'the same IP identification, numbers and bytes',
    script: (t) => {
      t.handshake().client.data('hello');
      t.duplicate();
    },
    fires: { severity: 'note', certainty: 'certain', evidence: { earlierFrame: 4, lenBytes: 5 } },
  },
  {
    kind: 'captured-twice',
    name: 'not: another IP identification',
    script: (t) => t.client.retransmit(t.handshake().client.data('hello')),
  },
  {
    kind: 'captured-twice',
    name: 'not: an identification of 0 identifies nothing (RFC 6864 4.1)',
    script: (t) => {
      t.handshake().client.data('hello', { id: 0 });
      t.duplicate();
    },
  },
  {
    kind: 'captured-twice',
    name: 'the network doubled it: the receiver reports a second arrival, and nobody sent again',
    script: (t) => {
      t.handshake({ sackPermitted: true }).client.data(10);
      t.duplicate();
      t.server.ack();
      t.server.ack({ sack: [[1, 11]] });
    },
    frame: 5,
    fires: { evidence: { place: 'network', reportFrame: 7 } },
  },
  {
    kind: 'gap-before',
    name: 'not: what is missing comes later',
    script: (t) => {
      t.handshake();
      t.reorder(() => [t.client.data(10), t.client.data(10)]);
    },
    frame: 4,
  },
  {
    kind: 'acked-unseen',
    name: 'likely only, by a reset: whoever forges one need not know what had come',
    script: (t) => t.handshake().client.raw({ flags: 0x14, ack: 4000 }),
    fires: { certainty: 'likely' },
  },
  {
    kind: 'acked-unseen',
    name: 'not: the bytes it confirms were recorded a moment later',
    script: (t) => {
      t.handshake();
      t.reorder(() => [t.client.data(10), t.server.ack()]);
    },
    frame: 4,
  },
  {
    kind: 'acked-unseen',
    name: 'an end that has accepted knows no older connection',
    script: (t) => {
      t.client.syn();
      t.server.synAck();
      t.unseen(() => [t.client.ack(), t.client.data(10)]);
      t.server.ack();
    },
    fires: { certainty: 'certain' },
  },
  {
    kind: 'acked-unseen',
    name: 'not: an answer from an older connection (RFC 9293 3.5.1)',
    script: (t) => {
      t.client.syn();
      t.server.raw({ flags: 0x10, seq: 5000, ack: 7000 });
    },
  },
  {
    kind: 'closed-port',
    name: 'RST,ACK is all that answers a SYN',
    script: SYN_RST_PAIR,
    fires: {
      severity: 'warn',
      certainty: 'likely',
      evidence: { provokedBy: 1, elapsedNs: 3e6 },
      refs: ['RFC 9293 3.10.7.1', 'RFC 9293 3.5.2'],
    },
  },
  {
    kind: 'closed-port',
    name: 'a RST with the number of the ACK it refuses',
    script: (t) => {
      t.client.data('x', { ack: 0 });
      t.server.raw({ flags: 0x04, seq: 0 });
    },
    fires: { evidence: { provokedBy: 1 } },
  },
  {
    kind: 'closed-port',
    name: 'in the name of a host whose other segments pass more routers: a device on the way rejects',
    script: (t) => refusedBehindRouter(t, 63, 64),
    fires: {
      certainty: 'possible',
      evidence: { provokedBy: 7, nearerThan: 6, refuses: 'request' },
    },
  },
  {
    kind: 'closed-port',
    name: 'by the host itself: another kernel begins with another TTL, but as many routers are passed',
    script: (t) => refusedBehindRouter(t, 63, 254),
    fires: { certainty: 'likely', evidence: { provokedBy: 7, refuses: 'request' } },
  },
  {
    kind: 'closed-port',
    name: 'also where the reset says why',
    script: (t) => {
      t.client.syn();
      t.server.raw({ flags: 0x14, seq: -5000, ack: 1, payload: 'No listener' });
    },
    fires: { certainty: 'likely', evidence: { provokedBy: 1 } },
  },
  {
    kind: 'closed-port',
    name: 'not: other bytes come of that end, too',
    script: (t) => {
      t.client.syn();
      t.server.raw({ flags: 0x14, seq: -5000, ack: 1, payload: 'No listener' });
      t.server.data('x', { seq: 5, ack: 1 });
    },
    frame: 2,
  },
  {
    kind: 'closed-port',
    name: 'not: the end that resets has answered before',
    script: (t) => [t.handshake().client.data('x'), t.server.rst()],
  },
  {
    kind: 'closed-port',
    name: 'not: the client resets',
    script: (t) => [t.client.syn(), t.client.rst({ seq: 1 })],
  },
  {
    kind: 'closed-port',
    name: 'not: the numbers are not those of a CLOSED port',
    script: (t) => [t.client.syn(), t.server.raw({ flags: 0x14, seq: -5000, ack: 2 })],
  },
  {
    kind: 'gap-before',
    name: 'bytes are missing',
    script: (t) => {
      t.handshake().client.data(10);
      t.lose(() => t.client.data(25));
      t.client.data(10);
    },
    fires: { severity: 'warn', certainty: 'certain', evidence: { missingBytes: 25 } },
  },
  {
    kind: 'gap-before',
    name: 'not: nothing is missing',
    script: (t) => t.handshake().client.data(1),
  },
  {
    kind: 'acked-unseen',
    name: 'bytes nobody saw are acknowledged',
    script: (t) => {
      t.handshake().client.data(10);
      t.unseen(() => t.client.data(10));
      t.server.ack();
    },
    fires: { severity: 'warn' },
  },
  {
    kind: 'acked-unseen',
    name: 'not: bytes that were seen',
    script: (t) => [t.handshake().client.data(10), t.server.ack()],
  },
  {
    kind: 'acked-unseen',
    name: 'not: a later acknowledgement confirms fewer, of bytes that came since',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ ack: 5000 });
      t.client.data(10);
      t.server.ack({ ack: 21 });
    },
    frame: 5,
  },
  {
    kind: 'acked-unseen',
    name: 'not: nobody takes the number of a damaged segment',
    script: (t) => {
      t.handshake().server.ack();
      t.client.data(10);
      t.server.ack({ ack: 5000, checksum: 0x1234 });
    },
  },
  {
    kind: 'acked-unsent',
    name: 'not: what is damaged refutes nothing',
    script: (t) => {
      t.handshake().server.ack();
      t.client.data(10);
      t.server.ack({ ack: 5000 });
      t.client.data(10);
      t.server.ack({ ack: 21, checksum: 0x1234 });
    },
    frame: 6,
  },
  {
    kind: 'acked-unsent',
    name: 'that one: what was confirmed is never taken back',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ ack: 5000 });
      t.client.data(10);
      t.server.ack({ ack: 21 });
    },
    frame: 5,
    fires: { certainty: 'likely', evidence: { shown: 11, refutedBy: 7 } },
  },
  {
    kind: 'acked-unsent',
    name: 'also where the bytes are sent in the end',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ ack: 31 });
      t.client.data(10);
      t.server.ack({ ack: 21 });
      t.client.data(10);
      t.server.ack();
    },
    frame: 5,
    fires: { evidence: { shown: 11, refutedBy: 7 } },
  },
  {
    kind: 'acked-unsent',
    name: 'not: an acknowledgement that was recorded late confirms nothing new',
    script: (t) => {
      t.handshake().client.data(10);
      t.unseen(() => t.client.data(20));
      t.server.ack();
      t.server.ack({ ack: 21 });
    },
    frame: 5,
  },
  {
    kind: 'acked-unsent',
    name: 'not: its clock shows that the lower one was sent before, and came late',
    script: (t) => {
      t.handshake().client.data(10);
      t.unseen(() => t.client.data(20));
      t.server.ack({ ack: 31, tsVal: 500, tsEcr: 0 });
      t.client.raw({ seq: 11, payload: 10, flags: 0x18 });
      t.wait(2).server.ack({ ack: 21, tsVal: 498, tsEcr: 0 });
    },
    frame: 5,
  },
  {
    kind: 'gap-before',
    name: 'what is not to be believed confirms nothing that is missing',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ ack: 5000 });
      t.client.data(10);
      t.server.ack({ ack: 21 });
      t.lose(() => t.client.data(10));
      t.client.data(10);
    },
    fires: { evidence: { missingBytes: 10, confirmedBy: 0 } },
  },
  {
    kind: 'gap-before',
    name: 'nor does what is damaged',
    script: (t) => {
      t.handshake().server.ack();
      t.lose(() => t.client.data(10));
      t.client.data(10);
      t.undelivered(() => t.server.ack({ ack: 21, checksum: 0x1234 }));
    },
    frame: 5,
    fires: { evidence: { missingBytes: 10, confirmedBy: 0 } },
  },
  {
    kind: 'acked-unsent',
    name: 'not: three rows that the capture holds in another order',
    script: (t) => {
      t.handshake().client.data(10);
      t.wait(-0.9);
      t.server.ack({ ack: 31 });
      t.wait(-0.9).client.data(10);
      t.wait(-0.9).server.ack({ ack: 21 });
      t.wait(-0.9).client.data(10);
    },
    frame: 5,
  },
  {
    kind: 'sacked-unsent',
    name: 'not: bytes that were sent',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.client.data(10);
      t.server.ack({ ack: 1, sack: [[11, 21]] });
    },
  },
  {
    kind: 'sacked-unsent',
    name: 'only possible: the capture may have missed the bytes',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ sack: [[500, 600]] });
    },
    fires: {
      severity: 'note',
      certainty: 'possible',
      evidence: { doubt: 'unshown', from: [500], to: [600], shown: 11 },
    },
  },
  {
    kind: 'sacked-unsent',
    name: 'numbers before that of the SYN never were',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ sack: [[-70, -60]] });
    },
    fires: { severity: 'warn', certainty: 'certain', evidence: { doubt: 'below' } },
  },
  {
    kind: 'sacked-unsent',
    name: 'not: it acknowledges such numbers, so a newer connection was missed',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ ack: -90, sack: [[-70, -60]] });
    },
  },
  {
    kind: 'sacked-unsent',
    name: 'only possible where it acknowledges more than the FIN: that is of an older one',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.client.fin();
      t.server.ack();
      t.wait(20).server.ack({ ack: 9000, sack: [[9500, 9600]] });
    },
    fires: { certainty: 'possible', evidence: { doubt: 'unshown' } },
  },
  {
    kind: 'sacked-unsent',
    name: 'not: the SYN came twice (RFC 2883 4)',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ sack: [[0, 1]] });
    },
  },
  {
    kind: 'sacked-unsent',
    name: 'a later acknowledgement asks for one of them',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ sack: [[31, 51]] });
      t.client.data(30);
      t.server.ack({ ack: 41 });
    },
    frame: 5,
    fires: { certainty: 'likely', evidence: { doubt: 'refuted', refutedBy: 7 } },
  },
  {
    kind: 'sacked-unsent',
    name: 'the FIN has a lower number',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ sack: [[31, 51]] });
      t.client.fin();
    },
    frame: 5,
    fires: { certainty: 'likely', evidence: { doubt: 'ended', refutedBy: 6 } },
  },
  {
    kind: 'sacked-unsent',
    name: 'not: they are confirmed, so whoever shortened the FIN in the capture moved its number',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.lose(() => t.client.data(10));
      t.undelivered(() => t.client.fin());
      t.server.ack({ ack: 11, sack: [[21, 31]] });
      t.client.data(10, { seq: 11 });
      t.server.ack({ ack: 32 });
    },
    frame: 6,
  },
  {
    kind: 'sacked-unsent',
    name: 'not: they are confirmed and nowhere, so the capture missed them',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.lose(() => t.client.data(10));
      t.unseen(() => t.client.data(10));
      t.server.ack({ ack: 11, sack: [[21, 31]] });
      t.client.data(10, { seq: 11 });
      t.server.ack({ ack: 31 });
    },
    frame: 5,
  },
  {
    kind: 'sacked-unsent',
    name: 'not: their sender goes on behind them',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.lose(() => t.client.data(10));
      t.unseen(() => t.client.data(10));
      t.server.ack({ ack: 11, sack: [[21, 31]] });
      t.client.data(10);
    },
    frame: 5,
  },
  {
    kind: 'sacked-unsent',
    name: 'not: they were recorded a moment later',
    script: (t) => {
      t.handshake(SACK);
      t.lose(() => t.client.data(10));
      t.server.ack({ ack: 1, sack: [[11, 21]] });
      t.wait(-0.9).client.data(10);
    },
    frame: 4,
  },
  {
    kind: 'sacked-unsent',
    name: 'not: where the capture begins later than the connection, it may have missed anything',
    script: (t) => {
      t.unseen(() => t.handshake(SACK).client.data(100));
      t.client.data(10);
      t.server.ack({ ack: 101, sack: [[200, 300]] });
    },
  },
  {
    kind: 'delayed-ack',
    name: 'a bare ACK long after its data, beside a short path',
    script: (t) => {
      t.handshake().client.data('x');
      t.wait(45).server.ack();
    },
    fires: {
      severity: 'chat',
      certainty: 'likely',
      evidence: { acknowledges: 4, elapsedNs: 46e6 },
      refs: ['RFC 1122 4.2.3.2', 'RFC 9293 3.8.6.3'],
    },
  },
  {
    kind: 'delayed-ack',
    name: 'without the handshake the path may be as long',
    script: (t) => {
      t.unseen(() => t.handshake()).client.data('x');
      t.wait(45).server.ack();
    },
    fires: { certainty: 'possible' },
  },
  {
    kind: 'delayed-ack',
    name: 'not: sooner than 10 ms',
    script: (t) => {
      t.handshake().client.data('x');
      t.wait(8).server.ack();
    },
  },
  {
    kind: 'delayed-ack',
    name: 'not: later than the 500 ms RFC 1122 allows',
    script: (t) => {
      t.handshake().client.data('x');
      t.wait(500).server.ack();
    },
  },
  {
    kind: 'delayed-ack',
    name: 'not: the path itself takes as long',
    script: (t) => {
      t.client.syn();
      t.wait(20).server.synAck();
      t.client.ack();
      t.client.data('x');
      t.wait(40).server.ack();
    },
  },
  {
    kind: 'delayed-ack',
    name: 'not: data brings the acknowledgement along',
    script: (t) => {
      t.handshake().client.data('x');
      t.wait(45).server.data('y');
    },
  },
  {
    kind: 'delayed-ack',
    name: 'not: it acknowledges a FIN',
    script: (t) => {
      t.handshake().client.fin();
      t.wait(45).server.ack();
    },
  },
  {
    kind: 'midstream-start',
    name: 'a connection begins with data',
    script: (t) => t.client.data('x'),
    fires: { severity: 'note', certainty: 'certain' },
  },
  {
    kind: 'midstream-start',
    name: 'or with a SYN-ACK',
    script: (t) => t.unseen(() => t.client.syn()).server.synAck(),
    fires: {},
  },
  { kind: 'midstream-start', name: 'not: with a SYN', script: (t) => t.client.syn() },
  {
    kind: 'midstream-start',
    name: 'not: on its second row',
    script: (t) => [t.client.data('x'), t.server.ack()],
  },
  {
    kind: 'unmarked-keep-alive',
    name: 'the capture begins with it, and the answer confirms one number more',
    script: (t) => {
      t.unseen(() => t.handshake().client.data('xyz'));
      t.wait(5000).client.keepAlive();
      t.server.ack();
    },
    frame: 1,
    fires: { certainty: 'likely', evidence: { confirmedBy: 2 } },
  },
  {
    kind: 'unmarked-keep-alive',
    name: 'the same again: it had been confirmed',
    script: (t) => {
      t.unseen(() => t.handshake().client.data('xyz'));
      t.wait(5000).client.keepAlive();
      t.server.ack();
      t.wait(5000).client.keepAlive();
    },
    fires: { certainty: 'certain', evidence: { confirmedBy: 2 } },
  },
  {
    kind: 'unmarked-keep-alive',
    name: 'its number had been confirmed long before',
    script: (t) => {
      t.unseen(() => t.handshake().client.data('xyz'));
      t.server.ack();
      t.wait(5000).client.keepAlive();
    },
    fires: { certainty: 'certain', evidence: { confirmedBy: 1 } },
  },
  {
    kind: 'unmarked-keep-alive',
    name: 'with a zero byte, which comes again later',
    script: (t) => {
      t.unseen(() => t.handshake().client.data('xy\0'));
      t.wait(5000).client.keepAlive(1);
      t.server.ack();
      t.wait(5000).client.keepAlive(1);
    },
    frame: 1,
    fires: { certainty: 'likely', evidence: { again: 3 } },
  },
  {
    kind: 'unmarked-keep-alive',
    name: 'not: a byte that somebody sent',
    script: (t) => {
      t.unseen(() => t.handshake());
      t.client.data('x', { flags: 0x10 });
      t.server.ack();
      t.wait(5000).client.keepAlive(1);
    },
    frame: 1,
  },
  {
    kind: 'unmarked-keep-alive',
    name: 'not: an acknowledgement behind which bytes begin with its number',
    script: (t) => {
      t.unseen(() => t.handshake());
      t.client.ack();
      t.lose(() => t.client.data('xyz'));
      t.server.raw({ flags: 0x10, seq: 1, ack: 2 });
      t.client.raw({ flags: 0x18, seq: 1, ack: 1, payload: 'xyz' });
    },
    frame: 1,
  },
  {
    kind: 'unmarked-keep-alive',
    name: 'not: an answer that comes too late to be one',
    script: (t) => {
      t.unseen(() => t.handshake());
      t.client.ack();
      t.unseen(() => t.client.data('x'));
      t.wait(5000).server.ack();
    },
    frame: 1,
  },
  {
    kind: 'unmarked-keep-alive',
    name: 'not: Wireshark marks it',
    script: (t) => {
      t.handshake().client.data('x');
      t.server.ack();
      t.wait(5000).client.keepAlive();
    },
  },
  {
    kind: 'acked-unseen',
    name: 'not: the answer to a keep-alive with which the capture begins',
    script: (t) => {
      t.unseen(() => t.handshake().client.data('xyz'));
      t.wait(5000).client.keepAlive();
      t.server.ack();
    },
  },
  {
    kind: 'gap-before',
    name: 'not: bytes behind such a keep-alive',
    script: (t) => {
      t.unseen(() => t.handshake().client.data('xyz'));
      t.wait(5000).client.keepAlive();
      t.server.ack();
      t.client.data('more');
    },
  },
  {
    kind: 'reused-ports',
    name: 'a new SYN on old ports',
    script: (t) => [t.handshake().client.rst(), t.client.raw({ flags: 0x02, seq: 70_000 })],
    fires: { severity: 'note' },
  },
  {
    kind: 'reused-ports',
    name: 'not: the same SYN again',
    script: (t) => t.client.retransmit(t.client.syn()),
  },
  ...(
    [
      ['SYN and FIN', 0x03],
      ['SYN and RST', 0x06],
      ['FIN and RST', 0x05],
      ['all of them', 0x3f],
      ['no flag at all', 0],
    ] as const
  ).map(([name, flags]): RuleCase => ({
    kind: 'conflicting-flags',
    name,
    script: (t) => t.client.raw({ flags }),
    fires: { severity: 'warn' },
  })),
  {
    kind: 'conflicting-flags',
    name: 'not: FIN, PSH, URG and ACK',
    script: (t) => t.client.raw({ flags: 0x39 }),
  },
  ...[4, 0, 15].map((dataOffset): RuleCase => ({
    kind: 'malformed-header',
    name: `a data offset of ${dataOffset} words in a segment of 5`,
    script: (t) => t.client.ack({ dataOffset }),
    fires: { severity: 'error', evidence: { dataOffset } },
  })),
  {
    kind: 'malformed-header',
    name: 'not: 6 words where there is payload enough to be options',
    script: (t) => t.client.data('\x01\x01\x01\x01', { dataOffset: 6 }),
  },
  {
    kind: 'malformed-option',
    name: 'an option that runs over the header',
    script: (t) => t.client.syn({ options: Uint8Array.of(2, 8, 5, 180) }),
    fires: { severity: 'error', evidence: { optionKind: 2 } },
  },
  { kind: 'malformed-option', name: 'not: a good one', script: (t) => t.client.syn({ mss: 1460 }) },
  {
    kind: 'checksum-offloaded',
    name: 'the pseudo-header sum alone',
    script: (t) => t.client.data('x', { checksum: 'offloaded' }),
    fires: { severity: 'chat', certainty: 'certain' },
  },
  {
    kind: 'checksum-offloaded',
    name: 'by the receiver, who put segments together: larger than one may be, of a sender whose sums are right',
    script: (t) => {
      t.handshake({ mss: 1460 }).server.data(100);
      t.server.data(2920, { checksum: 'offloaded' });
    },
    fires: { evidence: { by: 'receiver' } },
  },
  {
    kind: 'checksum-offloaded',
    name: 'by the sender, whose small segments have no sums either: only its resets have',
    script: (t) => {
      t.handshake({ mss: 1460 }).server.data(100, { checksum: 'offloaded' });
      t.server.data(2920, { checksum: 'offloaded' });
      t.server.rst();
    },
    frame: 5,
    fires: { evidence: { by: 'sender' } },
  },
  {
    kind: 'checksum-offloaded',
    name: 'by the sender, where no sum of it is right',
    script: (t) => {
      t.unseen(() => t.handshake());
      t.client.data(2920, { checksum: 'offloaded' });
    },
    fires: { evidence: { by: 'sender' } },
  },
  {
    kind: 'checksum-offloaded',
    name: 'zero',
    script: (t) => t.client.data('x', { checksum: 0 }),
    fires: { evidence: { found: 0 } },
  },
  {
    kind: 'checksum-offloaded',
    name: 'superseded by checksum-damaged: any other wrong sum',
    script: (t) => t.client.data('x', { checksum: 0x1234 }),
  },
  {
    kind: 'checksum-damaged',
    name: 'any other wrong sum, where others are right',
    script: (t) => [t.client.data('w'), t.server.ack(), t.client.data('x', { checksum: 0x1234 })],
    fires: { severity: 'error', certainty: 'certain', evidence: { found: 0x1234 } },
  },
  {
    kind: 'checksum-damaged',
    name: 'likely only, where nothing of the other side can show that it took the segment',
    script: (t) => [t.client.data('w'), t.client.data('x', { checksum: 0x1234 })],
    fires: { severity: 'error', certainty: 'likely', evidence: { found: 0x1234 } },
  },
  {
    kind: 'checksum-damaged',
    name: 'possible only, where no sum of the sender is right',
    script: (t) => [1, 2].map((sum) => t.client.data('x', { checksum: sum })),
    fires: { severity: 'note', certainty: 'possible', evidence: { others: 'not-good' } },
  },
  {
    kind: 'undelivered',
    name: 'an ICMP error of the other computer',
    script: (t) => [t.client.syn(), t.icmpError(3, 3, [10, 0, 0, 2])],
    fires: { certainty: 'certain', evidence: { errorFrame: 2, by: 'receiver' } },
  },
  {
    kind: 'undelivered',
    name: 'an ICMP error of a router, about a reset',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.rst());
      t.icmpError(3, 1);
    },
    fires: { certainty: 'certain', evidence: { errorFrame: 5, by: 'network' } },
  },
  {
    kind: 'undelivered',
    name: 'likely only, where nothing but numbers tells which packet it was',
    script: (t) => [t.client.syn({ id: 0 }), t.icmpError(3, 1)],
    fires: { certainty: 'likely' },
  },
  {
    kind: 'undelivered',
    name: 'also where what it carried is confirmed once it was sent again',
    frame: 4,
    script: (t) => {
      const sent = t.handshake().client.data(1400);
      t.icmpError(3, 4);
      t.wait(300).client.retransmit(sent);
      t.server.ack();
    },
    fires: { evidence: { errorFrame: 5 } },
  },
  {
    kind: 'undelivered',
    name: 'by a router that writes into the quoted header how much it quotes',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.data(1400));
      t.icmpError(3, 4);
      // Total length of the quoted packet, behind Ethernet, IP and ICMP; so much is quoted.
      t.records.at(-1)!.bytes.set([0, 68], 14 + 20 + 8 + 2);
    },
    fires: { certainty: 'certain' },
  },
  {
    kind: 'undelivered',
    name: 'not: it is confirmed, and was sent once',
    frame: 4,
    script: (t) => {
      t.handshake().client.data(10);
      t.icmpError(3, 1);
      t.server.ack();
    },
  },
  {
    kind: 'undelivered',
    name: 'not: a piece of what the network card cuts up later',
    script: (t) => {
      t.handshake();
      t.client.data(3000);
      t.icmpError(3, 4);
      // The length that the quoted IP header says, behind Ethernet, IP and ICMP.
      t.records.at(-1)!.bytes[14 + 20 + 8 + 3]! -= 100;
    },
  },
  { kind: 'checksum-damaged', name: 'not: a good sum', script: (t) => t.client.data('x') },
  {
    kind: 'checksum-damaged',
    name: 'in the capture alone: the other side took such a segment',
    script: (t) => {
      t.handshake().client.data('x', { checksum: 0x1234 });
      t.server.ack();
      t.client.ack({ checksum: 0x1234 });
    },
    fires: {
      severity: 'note',
      certainty: 'possible',
      evidence: { acceptedFrame: 4, acceptedBy: 5 },
    },
  },
  {
    kind: 'checksum-damaged',
    name: 'on the way: what was confirmed is the copy sent after it',
    script: (t) => {
      const sent = t.handshake().client.data('x', { checksum: 0x1234 });
      t.wait(300).client.retransmit(sent, { checksum: undefined });
      t.server.ack();
      t.client.data('y', { checksum: 0x1234 });
    },
    fires: { severity: 'error', certainty: 'certain', evidence: { acceptedFrame: 0 } },
  },
];

describe.each(ISNS)('findings, the client counting from %i', (isn) => {
  test.each(CASES)('$kind: $name', async ({ kind, script, fires, frame }) => {
    const t = trace({ client: { isn } });
    script(t);
    const { rows } = await analysisOf(t);
    const row = rows.find((one) => one.frame === frame) ?? rows.at(-1)!;
    const found = row.findings.filter((finding) => finding.kind === kind);
    expect(found).toMatchObject(fires === undefined ? [] : [{ ...fires, frame: row.frame }]);
  });
});

/** Findings of one segment of 100 bytes, of which so many were not captured. */
const cut = async (lenBytes: number): Promise<Finding[]> => {
  const t = trace();
  t.client.data(100);
  const file = t.capture();
  const captured = new DataView(file.buffer, file.byteOffset).getUint32(32, true) - lenBytes;
  const short = file.slice(0, file.length - lenBytes);
  new DataView(short.buffer).setUint32(32, captured, true);
  return [...((await analyzeBytes(short, 'trace')).rows[0]?.findings ?? [])];
};

describe('a frame the capture has cut', () => {
  test('is said to be cut, with both lengths', async () => {
    expect(await cut(30)).toContainEqual(
      expect.objectContaining({
        kind: 'cut-frame',
        severity: 'note',
        evidence: { capLen: 124, origLen: 154 },
      }),
    );
  });

  test('is not when every byte is there', async () => {
    expect((await cut(0)).map(({ kind }) => kind)).toEqual(['midstream-start']);
  });

  test('has a checksum that cannot be verified, and no verdict on it', async () => {
    expect((await cut(30)).map(({ kind }) => kind)).toEqual(['midstream-start', 'cut-frame']);
  });
});

test('every finding kind a rule can tell has a case', () => {
  // Told about hosts, not rows (collect/vantage.ts), above, or in test files of their own.
  const elsewhere = ['cut-frame', 'reset-cause', 'nagle-wait', 'silly-window'];
  const cased = new Set<string>([
    ...CASES.filter(({ fires }) => fires).map(({ kind }) => kind),
    ...elsewhere,
  ]);
  expect(FINDING_KINDS.filter((kind) => !cased.has(kind))).toEqual([]);
});

test('findings of a row are told in one order, whatever fires', async () => {
  const t = trace();
  t.client.raw({ flags: 0x03, options: Uint8Array.of(2, 8, 5, 180), checksum: 1 });
  const kinds = (await analysisOf(t)).rows[0]?.findings.map(({ kind }) => kind);
  expect(kinds).toEqual(['malformed-option', 'conflicting-flags', 'checksum-damaged']);
});
