// A retransmission's proof: which bytes, which packet before, what set it off, and whether it was needed.
import { describe, expect, test } from 'vitest';
import type { Trace } from '../../support/trace.ts';
import { ISNS } from '../../tcp/follow.ts';
import { lastFinding } from './findings-of.ts';

interface ResendCase {
  name: string;
  script: (t: Trace) => unknown;
  timestamps?: boolean;
  evidence: Record<string, unknown>;
  certainty?: string;
  /** The row asked about; absent: the last. */
  frame?: number;
}

const OPTIONS = { mss: 1460, sackPermitted: true };

const CASES: readonly ResendCase[] = [
  {
    name: 'of one byte without PSH may be a keep-alive, the confirmation missing here (RFC 1122 4.2.3.6)',
    script: (t) => {
      t.handshake().client.data('abc');
      t.wait(5000).client.raw({ seq: 3, payload: 'c', flags: 0x10 });
    },
    evidence: { doubt: 'keep-alive', resentBytes: 1 },
    certainty: 'possible',
  },
  {
    name: 'of one byte with PSH is what a program wrote, however long its timer waited (RFC 6298 5.5)',
    script: (t) => {
      const sent = t.handshake().client.data('c');
      t.wait(12_000).client.retransmit(sent);
    },
    evidence: { doubt: 'none', resentBytes: 1, trigger: 'timeout' },
    certainty: 'certain',
  },
  {
    name: 'that nothing tells from its first copy, and nobody asked for, the network may have doubled',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS).client.data('one', { id: 0, tsVal: 1_000_070 });
      t.client.data('two', { id: 0, tsVal: 1_000_070 });
      t.wait(2).client.raw({ seq: 1, payload: 'one', flags: 0x18, id: 0, tsVal: 1_000_070 });
    },
    evidence: { doubt: 'doubled', shownBy: 'nothing', trigger: 'unknown' },
    certainty: 'possible',
  },
  {
    name: 'that its clock tells from its first copy is none of these, without identification too',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS).client.data('one', { id: 0, tsVal: 1_000_070 });
      t.client.data('two', { id: 0, tsVal: 1_000_070 });
      t.wait(2).client.raw({ seq: 1, payload: 'one', flags: 0x18, id: 0, tsVal: 1_000_072 });
    },
    evidence: { doubt: 'none', shownBy: 'clock' },
    certainty: 'certain',
  },
  {
    name: 'that comes when a timer may have run out is likely one, though nothing tells it from its first copy',
    script: (t) => {
      t.handshake(OPTIONS).client.data('one', { id: 0 });
      t.wait(300).client.raw({ seq: 1, payload: 'one', flags: 0x18, id: 0 });
    },
    evidence: { doubt: 'none', shownBy: 'nothing' },
    certainty: 'likely',
  },
  {
    name: 'was likely needed: the answer at once echoes this copy, and reports nothing that came twice (RFC 2883 4)',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS);
      t.undelivered(() => t.client.data(10));
      t.wait(300).client.raw({ seq: 1, payload: 10, flags: 0x18 });
      t.server.ack({ ack: 11 });
    },
    evidence: { needed: 'likely', needProof: 'this-copy', needFrame: 6 },
    frame: 5,
  },
  {
    name: 'an answer that comes much later may have been preceded by others: unknown',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS);
      t.client.data(10);
      t.wait(300).client.raw({ seq: 1, payload: 10, flags: 0x18 });
      t.unseen(() => t.server.ack({ ack: 11, sack: [[1, 11]] }));
      t.wait(600).server.ack({ ack: 11 });
    },
    evidence: { needed: 'unknown', needProof: 'none' },
    frame: 5,
  },
  {
    name: 'was likely not needed: reported as received twice, though the echo is of this copy (RFC 7323 4.3)',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS);
      t.client.data(10);
      t.unseen(() => t.server.ack());
      t.wait(300).client.raw({ seq: 1, payload: 10, flags: 0x18 });
      t.server.ack({ ack: 11, sack: [[1, 11]] });
    },
    evidence: { needed: 'unlikely', needProof: 'd-sack' },
    frame: 5,
  },
  {
    name: 'whose confirmation echoes neither copy tells of no hole: another copy may be missing here',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS);
      const sent = t.client.data(10);
      t.client.data(10);
      t.server.ack({ ack: 1, sack: [[11, 21]] });
      t.unseen(() => t.wait(300).client.retransmit(sent));
      const unseenMs = 1_000_306;
      t.wait(300).client.retransmit(sent);
      t.server.ack({ tsEcr: unseenMs });
    },
    evidence: { needed: 'unknown', needProof: 'none' },
    frame: 7,
  },
  {
    name: 'names the bytes, the earlier packet and both identifications',
    script: (t) => {
      const sent = t.handshake().client.data(10);
      t.client.data(10);
      t.wait(300).client.retransmit(sent);
    },
    evidence: {
      earlierFrame: 4,
      resentFrom: 1,
      resentBytes: 10,
      newBytes: 0,
      ipId: 5,
      earlierIpId: 3,
    },
    certainty: 'certain',
  },
  {
    name: 'tells what is repeated from what is new behind it',
    script: (t) => {
      t.handshake().client.data(10);
      t.wait(300).client.raw({ seq: 1, payload: 25, flags: 0x18 });
    },
    evidence: { resentBytes: 10, newBytes: 15 },
  },
  {
    name: 'of several segments at once counts every byte once',
    script: (t) => {
      t.handshake().client.data(10);
      t.client.data(10);
      t.wait(300).client.raw({ seq: 1, payload: 20, flags: 0x18 });
    },
    evidence: { earlierFrame: 5, resentBytes: 20, newBytes: 0 },
  },
  {
    name: 'under one identification and one clock is not certain to be two packets',
    script: (t) => {
      const sent = t.handshake().client.data(5, { id: 0 });
      t.wait(100).client.retransmit(sent, { id: 0 });
    },
    evidence: { ipId: 0, earlierIpId: 0 },
    certainty: 'likely',
  },
  {
    name: 'under one identification is two packets when the clock of the sender went on (RFC 7323 3)',
    timestamps: true,
    script: (t) => {
      const sent = t.handshake().client.data(5, { id: 0 });
      t.wait(100).client.retransmit(sent, { id: 0 });
    },
    evidence: { ipId: 0, earlierIpId: 0 },
    certainty: 'certain',
  },
  {
    name: 'overrules Wireshark, which calls it out of order when a neighbour has just passed',
    script: (t) => {
      t.client.syn();
      t.wait(300).server.synAck();
      t.wait(300).client.ack();
      const sent = t.client.data(10);
      t.client.data(10);
      t.wait(100).client.retransmit(sent);
    },
    evidence: { earlierFrame: 4, overruledLabels: ['out_of_order'] },
    certainty: 'certain',
  },
  {
    name: 'a SYN after the first timeout (RFC 6298 5)',
    script: (t) => {
      const sent = t.client.syn();
      t.wait(1000).client.retransmit(sent);
    },
    evidence: { trigger: 'syn-timeout' },
  },
  {
    name: 'a SYN soon after an older connection was cleared away (RFC 9293 3.5.1)',
    script: (t) => {
      const sent = t.client.syn();
      t.undelivered(() => t.server.ack({ seq: 31, ack: -5000 }));
      t.undelivered(() => t.client.rst({ seq: -5000 }));
      t.wait(10).client.retransmit(sent);
    },
    evidence: { trigger: 'unconfirmed', triggerFrames: [2], needed: 'unknown' },
  },
  {
    name: 'a SYN after its timer, though an older connection had answered',
    script: (t) => {
      const sent = t.client.syn();
      t.undelivered(() => t.server.ack({ seq: 31, ack: 5000 }));
      t.wait(1000);
      t.undelivered(() => t.client.retransmit(sent));
      t.undelivered(() => t.server.ack({ seq: 31, ack: 5000 }));
      t.wait(2000).client.retransmit(sent);
    },
    evidence: { trigger: 'timeout', needed: 'unknown' },
  },
  {
    name: 'a SYN that a reset without its number did not refuse (RFC 9293 3.10.7.3)',
    script: (t) => {
      const sent = t.client.syn();
      t.undelivered(() => t.server.rst());
      t.wait(1000).client.retransmit(sent);
    },
    evidence: { trigger: 'timeout' },
  },
  {
    name: 'a SYN-ACK again: its timer, or a SYN that is missing here',
    script: (t) => {
      t.client.syn();
      const sent = t.server.synAck();
      t.wait(1000).server.retransmit(sent);
    },
    evidence: { trigger: 'syn-ack-unanswered' },
  },
  {
    name: 'a SYN-ACK again that the client had answered: its timer',
    script: (t) => {
      t.client.syn();
      const sent = t.server.synAck();
      t.client.ack();
      t.wait(1000).server.retransmit(sent);
    },
    evidence: { trigger: 'timeout', needed: 'no' },
  },
  {
    name: 'data that came with the SYN, and the SYN-ACK does not confirm (RFC 7413 4.2.2)',
    script: (t) => {
      t.client.raw({ seq: 0, payload: 'early', flags: 0x02 });
      t.server.synAck({ ack: 1 });
      t.client.raw({ seq: 1, payload: 'early', flags: 0x18 });
    },
    evidence: { trigger: 'syn-data-left', triggerFrames: [2], needed: 'unknown' },
  },
  {
    name: 'no timeout a moment after another repetition: a timer repeats one segment (RFC 6298 5.4)',
    script: (t) => {
      t.handshake();
      const [first, second] = [t.client.data(10), t.client.data(10)];
      t.wait(300).client.retransmit(first);
      t.wait(10).client.retransmit(second);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'no timeout a moment after something new was confirmed: the timer began anew (RFC 6298 5.3)',
    script: (t) => {
      t.handshake().client.data(10);
      const sent = t.client.data(10);
      t.wait(300).server.ack({ ack: 11 });
      t.wait(100).client.retransmit(sent);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'a timeout: nothing came for 200 ms (RFC 6298 5)',
    script: (t) => {
      const sent = t.handshake().client.data(10);
      t.client.data(10);
      t.wait(300).client.retransmit(sent);
    },
    evidence: { trigger: 'timeout', needed: 'unknown' },
  },
  {
    name: 'three duplicate acknowledgements, listed (RFC 5681 3.2)',
    script: (t) => {
      let sent = t.handshake().client.data(10);
      t.server.ack();
      t.undelivered(() => (sent = t.client.data(10)));
      for (let i = 0; i < 3; i++) {
        t.client.data(10);
        t.server.ack();
      }
      t.client.retransmit(sent);
    },
    evidence: {
      trigger: 'duplicate-acks',
      triggerFrames: [8, 10, 12],
      needed: 'likely',
      needProof: 'hole',
    },
  },
  {
    name: 'not: two duplicate acknowledgements alone',
    script: (t) => {
      let sent = t.handshake().client.data(10);
      t.server.ack();
      t.undelivered(() => (sent = t.client.data(10)));
      for (let i = 0; i < 2; i++) {
        t.client.data(10);
        t.server.ack();
      }
      t.client.retransmit(sent);
    },
    evidence: { trigger: 'unknown', triggerFrames: [] },
  },
  {
    name: 'selective acknowledgements behind the hole (RFC 8985 6.2)',
    script: (t) => {
      t.handshake(OPTIONS);
      let sent = t.client.data(10);
      t.server.ack();
      t.undelivered(() => (sent = t.client.data(10)));
      t.client.data(10);
      t.server.ack({ sack: [[21, 31]] });
      t.client.retransmit(sent);
    },
    evidence: { trigger: 'selective-acks', triggerFrames: [8], needed: 'likely' },
  },
  {
    name: 'selective acknowledgements that lie beyond a hole themselves: no echo tells that they came (RFC 7323 4.3)',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS);
      let sent = t.client.data(10);
      t.server.ack();
      t.undelivered(() => (sent = t.client.data(10)));
      t.client.data(10);
      t.lose(() => t.server.data(10));
      const tsEcr = t.client.tsRecent;
      t.wait(200).server.ack({ sack: [[21, 31]] });
      t.client.retransmit(sent, { tsEcr });
    },
    evidence: { trigger: 'selective-acks', triggerFrames: [8] },
  },
  {
    name: 'nothing: a challenge ACK of the connection that is open sets off no SYN (RFC 5961 4.2)',
    script: (t) => {
      t.handshake().client.data('abc');
      for (let i = 0; i < 2; i++) {
        t.undelivered(() => t.client.syn({ seq: 0 }));
        t.server.ack();
      }
    },
    frame: 7,
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'a tail-loss probe: the last segment, while the one before is unconfirmed too (RFC 8985 7)',
    script: (t) => {
      t.handshake(OPTIONS).client.data(10);
      const sent = t.client.data(10);
      t.wait(20).client.retransmit(sent);
    },
    evidence: { trigger: 'tail-loss-probe' },
  },
  {
    name: 'no tail-loss probe for sure after as long as a timer takes, where no echo tells what the sender had seen',
    script: (t) => {
      t.handshake(OPTIONS).client.data(10);
      const sent = t.client.data(10);
      t.wait(300).client.retransmit(sent);
    },
    evidence: { trigger: 'probe-or-timeout' },
  },
  {
    name: 'a tail-loss probe after as long, where echoes of a fine clock tell what the sender had seen',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS).client.data(10);
      t.server.ack();
      t.client.data(10);
      const sent = t.client.data(10);
      t.wait(300).client.retransmit(sent);
    },
    evidence: { trigger: 'tail-loss-probe' },
  },
  {
    name: 'a probe or a timer, of the only segment under way, where selective acknowledgements are in use (RFC 8985 7.2)',
    script: (t) => {
      t.handshake(OPTIONS).client.data(10);
      t.server.ack();
      const sent = t.client.data(10);
      t.wait(300).client.retransmit(sent);
    },
    evidence: { trigger: 'probe-or-timeout' },
  },
  ...[[1100, 'probe-or-timeout'] as const, [1500, 'timeout'] as const].map(
    ([ms, trigger]): ResendCase => ({
      name: `${trigger}, of the only segment under way, after ${ms} ms`,
      script: (t) => {
        t.handshake(OPTIONS).client.data(10);
        t.server.ack();
        const sent = t.client.data(10);
        t.wait(ms).client.retransmit(sent);
      },
      evidence: { trigger },
    }),
  ),
  {
    name: 'a probe or a timer also where the other side repeats what it sent: that confirms nothing new',
    script: (t) => {
      let sent = t.handshake(OPTIONS).client.data(10);
      t.server.ack();
      const asked = t.server.data(10);
      t.undelivered(() => (sent = t.client.data(10)));
      t.wait(280).server.retransmit(asked);
      t.client.ack({ sack: [[1, 11]] });
      t.client.retransmit(sent);
    },
    evidence: { trigger: 'probe-or-timeout' },
  },
  ...(
    [
      ['no room for another block: it may be held all the same', 2, 'unknown', 'none'],
      ['no room for another block, but just before what is held', 4, 'likely', 'hole'],
    ] as const
  ).map(([name, nth, needed, needProof]): ResendCase => ({
    name: `beyond a hole, in an answer with ${name} (RFC 2018 3)`,
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS);
      const all: ReturnType<Trace['client']['data']>[] = [];
      t.undelivered(() => {
        for (let i = 0; i < 8; i++) all.push(t.client.data(10));
      });
      t.server.ack({
        sack: [
          [71, 81],
          [51, 61],
          [11, 21],
        ],
      });
      t.client.retransmit(all[nth]!);
    },
    evidence: { needed, needProof },
  })),
  {
    name: 'no tail-loss probe, where the other side holds bytes beyond a hole: losses are being mended (RFC 8985 7.2)',
    script: (t) => {
      t.handshake(OPTIONS);
      t.undelivered(() => t.client.data(10));
      t.client.data(10);
      const sent = t.client.data(10);
      t.server.ack({ sack: [[11, 21]] });
      t.wait(20).client.retransmit(sent);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'unknown, where the echo shows that its sender had its confirmation: no timer was running',
    timestamps: true,
    script: (t) => {
      const sent = t.handshake(OPTIONS).client.data(10);
      t.server.ack();
      t.wait(300).client.retransmit(sent);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'what it was asked for, also where the echo shows that its sender had its confirmation',
    timestamps: true,
    script: (t) => {
      t.handshake({ mss: 1460 });
      const [first, second] = [t.client.data(10), t.client.data(10)];
      t.wait(300).client.retransmit(first);
      t.server.ack({ ack: 11 });
      t.server.ack({ ack: 21 });
      t.client.retransmit(second);
    },
    evidence: { trigger: 'recovery', triggerFrames: [7], needed: 'no' },
  },
  {
    name: 'a timeout, where no echo shows that its sender had its confirmation',
    script: (t) => {
      const sent = t.handshake({ mss: 1460 }).client.data(10);
      t.server.ack();
      t.wait(300).client.retransmit(sent);
    },
    evidence: { trigger: 'timeout' },
  },
  {
    name: 'a timeout, where the confirmation has a clock and nothing echoes it',
    script: (t) => {
      const sent = t.handshake({ mss: 1460 }).client.data(10);
      t.server.ack({ tsVal: 7, tsEcr: 0 });
      t.wait(300).client.retransmit(sent);
    },
    evidence: { trigger: 'timeout' },
  },
  {
    name: 'a timeout, where it echoes a clock and the confirmation has none',
    script: (t) => {
      const sent = t.handshake({ mss: 1460 }).client.data(10);
      t.server.ack();
      t.wait(300).client.retransmit(sent, { tsVal: 9, tsEcr: 7 });
    },
    evidence: { trigger: 'timeout' },
  },
  {
    name: 'a timeout, where what has the number and the clock has no ACK: it confirms nothing',
    timestamps: true,
    script: (t) => {
      const sent = t.handshake({ mss: 1460 }).client.data(10);
      t.server.raw({ flags: 0x08, ack: 11, payload: 'x' });
      t.wait(300).client.retransmit(sent);
    },
    evidence: { trigger: 'timeout' },
  },
  {
    name: 'a timeout, of the only segment under way, where they are not',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(10);
      t.server.ack();
      const sent = t.client.data(10);
      t.wait(300).client.retransmit(sent);
    },
    evidence: { trigger: 'timeout' },
  },
  {
    name: 'a timeout, of the same segment once more: one probe only (RFC 8985 7.3)',
    script: (t) => {
      const sent = t.handshake(OPTIONS).client.data(10);
      t.wait(300).client.retransmit(sent);
      t.wait(600).client.retransmit(sent);
    },
    evidence: { trigger: 'timeout' },
  },
  {
    name: 'a SYN-ACK asked for again echoes the first SYN, as Linux has it',
    timestamps: true,
    script: (t) => {
      const syn = t.client.syn(OPTIONS);
      const answer = t.server.synAck(OPTIONS);
      t.wait(1000).client.retransmit(syn);
      t.server.retransmit(answer, { tsEcr: 1_000_000 });
    },
    evidence: { trigger: 'asked-again', triggerFrames: [3] },
  },
  {
    name: 'duplicate acknowledgements ask for a segment once (RFC 6582 3.2)',
    script: (t) => {
      t.handshake({ mss: 1460 });
      const sent = t.client.data(10);
      for (let i = 0; i < 6; i++) t.client.data(10);
      for (let i = 0; i < 4; i++) t.server.ack({ ack: 1 });
      t.client.retransmit(sent);
      for (let i = 0; i < 4; i++) t.server.ack({ ack: 1 });
      t.client.retransmit(sent);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'no duplicate acknowledgements a second ago: the handshake with a SYN sent twice tells no round trip',
    timestamps: true,
    script: (t) => {
      const syn = t.client.syn({ mss: 1460 });
      t.wait(1000).client.retransmit(syn);
      t.server.synAck({ mss: 1460 });
      t.client.ack();
      const sent = t.client.data(10);
      for (let i = 0; i < 5; i++) t.client.data(10);
      for (let i = 0; i < 4; i++) t.server.ack({ ack: 1 });
      t.wait(1500).client.retransmit(sent);
    },
    evidence: { trigger: 'timeout' },
  },
  {
    name: 'is the copy with the later clock, whichever arrives first (RFC 7323 3)',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS);
      t.reorder(() => {
        const sent = t.client.data(10);
        t.client.data(10);
        t.wait(50).client.retransmit(sent);
      });
    },
    evidence: { earlierFrame: 0, lateFrame: 6, by: 'clock', needed: 'unlikely' },
    frame: 4,
    certainty: 'certain',
  },
  {
    name: 'without a first copy: a report may be about the copy after it',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS);
      const lost = t.lost(() => t.client.data(10));
      t.client.data(10);
      t.wait(50).client.retransmit(lost);
      t.wait(400).client.retransmit(lost);
      t.server.ack({ sack: [[1, 11]] });
    },
    evidence: { earlierFrame: 0, needed: 'unknown' },
    frame: 5,
  },
  {
    name: 'no tail-loss probe: a single segment, whose probe is no sooner than the timer (RFC 8985 7.2)',
    script: (t) => {
      const sent = t.handshake(OPTIONS).client.data(10);
      t.wait(20).client.retransmit(sent);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'no second tail-loss probe while one is under way',
    script: (t) => {
      t.handshake(OPTIONS).client.data(10);
      const sent = t.client.data(10);
      t.wait(20).client.retransmit(sent);
      t.wait(20).client.retransmit(sent);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'goes on with what followed, once the first repetition is confirmed',
    script: (t) => {
      t.handshake(OPTIONS);
      const [first, second] = [t.client.data(10), t.client.data(10)];
      t.wait(300).client.retransmit(first);
      t.server.raw({ flags: 0x10, ack: 11 });
      t.client.retransmit(second);
    },
    evidence: { trigger: 'recovery', triggerFrames: [7] },
  },
  ...[true, false].map((timestamps) => ({
    name: `goes on a round trip later, seen from the other end, ${timestamps ? 'as its echo shows' : 'or for another reason'}`,
    timestamps,
    script: (t: Trace) => {
      t.client.syn(OPTIONS);
      t.wait(38).server.synAck(OPTIONS);
      t.client.ack();
      const [first, second] = [t.client.data(10), t.client.data(10)];
      t.wait(300).client.retransmit(first);
      t.server.ack({ ack: 11 });
      t.wait(38).client.retransmit(second);
    },
    evidence: timestamps ? { trigger: 'recovery', triggerFrames: [7] } : { trigger: 'unknown' },
  })),
  {
    name: 'not its timer for sure, where it echoes an answer that is not there',
    timestamps: true,
    script: (t) => {
      const sent = t.handshake(OPTIONS).client.data(10);
      t.wait(250);
      t.unseen(() => t.server.ack({ ack: 1 }));
      t.wait(50).client.retransmit(sent);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'its timer, long after duplicates that were answered before',
    script: (t) => {
      t.handshake(OPTIONS);
      let sent: ReturnType<typeof t.client.data> | undefined;
      t.undelivered(() => (sent = t.client.data(10)));
      for (let i = 0; i < 3; i++) {
        t.client.data(10);
        t.server.ack();
      }
      t.wait(600).client.retransmit(sent!);
    },
    evidence: { trigger: 'timeout' },
  },
  {
    name: 'a window that opens lets the byte of a probe go out once more',
    script: (t) => {
      t.handshake(OPTIONS).client.data(10);
      t.server.ack({ window: 0 });
      t.wait(300);
      t.undelivered(() => t.client.data(1));
      t.server.ack({ window: 0 });
      t.wait(300).server.raw({ flags: 0x10, ack: 11, window: 5000 });
      t.client.raw({ seq: 11, payload: 20, flags: 0x18 });
    },
    evidence: { trigger: 'window-opened', triggerFrames: [8] },
  },
  {
    name: 'a SYN-ACK is repeated because the SYN was',
    script: (t) => {
      const syn = t.client.syn(OPTIONS);
      const answer = t.server.synAck(OPTIONS);
      t.wait(1000).client.retransmit(syn);
      t.server.retransmit(answer);
    },
    evidence: { trigger: 'asked-again', triggerFrames: [3] },
  },
  {
    name: 'of a side that is not in the capture nobody knows what it asked for',
    script: (t) => {
      t.unseen(() => t.server.ack());
      const sent = t.client.data(10);
      t.wait(600).client.retransmit(sent);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'a timeout within a second where no handshake tells how long the path takes: unknown',
    script: (t) => {
      const sent = t.client.data(10);
      t.server.ack({ ack: 0 });
      t.wait(600).client.retransmit(sent);
    },
    evidence: { trigger: 'unknown' },
  },
  {
    name: 'without a first copy in the capture: its clock is further than that of later bytes',
    timestamps: true,
    script: (t) => {
      t.handshake(OPTIONS);
      const lost = t.lost(() => t.client.data(10));
      t.client.data(10);
      t.wait(50).client.retransmit(lost);
    },
    evidence: { earlierFrame: 0, laterFrame: 4 },
    certainty: 'likely',
  },
  {
    name: 'was likely needed: the first copy was damaged',
    script: (t) => {
      t.handshake(OPTIONS);
      const sent = t.client.data(10, { checksum: 0x1234 });
      t.wait(300).client.retransmit(sent, { checksum: undefined });
    },
    evidence: { needed: 'likely', needProof: 'damaged-copy', needFrame: 4 },
  },
  {
    name: 'D-SACK of one of three copies does not tell which',
    script: (t) => {
      const sent = t.handshake(OPTIONS).client.data(10);
      t.wait(300).client.retransmit(sent);
      t.wait(600).client.retransmit(sent);
      t.server.ack();
      t.server.ack({ sack: [[1, 11]] });
    },
    frame: 5,
    evidence: { needed: 'unknown' },
  },
  {
    name: 'D-SACK of a part does not tell of the whole',
    script: (t) => {
      t.handshake(OPTIONS).client.data(10);
      t.client.data(10);
      t.wait(300).client.raw({ seq: 1, payload: 20, flags: 0x18 });
      t.server.ack({ sack: [[1, 11]] });
    },
    frame: 6,
    evidence: { needed: 'unknown' },
  },
  {
    name: 'brought nothing new: selective acknowledgement had named it before',
    script: (t) => {
      t.handshake(OPTIONS);
      t.undelivered(() => t.client.data(10));
      const sent = t.client.data(10);
      t.server.ack({ sack: [[11, 21]] });
      t.wait(300).client.retransmit(sent);
    },
    evidence: { needed: 'unlikely', needProof: 'held-before', needFrame: 6 },
  },
  {
    name: 'was not needed: the bytes had been confirmed before',
    script: (t) => {
      const sent = t.handshake().client.data(10);
      t.server.ack();
      t.wait(300).client.retransmit(sent);
    },
    evidence: { needed: 'no', needProof: 'acknowledged-before', needFrame: 5 },
  },
  {
    name: 'was most likely not needed: D-SACK below the acknowledgement (RFC 2883 4.1)',
    script: (t) => {
      const sent = t.handshake(OPTIONS).client.data(10);
      t.wait(300).client.retransmit(sent);
      t.server.ack();
      t.server.ack({ sack: [[1, 11]] });
    },
    frame: 5,
    evidence: { needed: 'unlikely', needProof: 'd-sack', needFrame: 7 },
  },
  {
    name: 'was most likely not needed: D-SACK inside the second block (RFC 2883 4.2)',
    script: (t) => {
      t.handshake(OPTIONS);
      t.undelivered(() => t.client.data(10));
      const sent = t.client.data(10);
      t.wait(300).client.retransmit(sent);
      t.server.ack({
        sack: [
          [11, 21],
          [11, 31],
        ],
      });
    },
    frame: 6,
    evidence: { needed: 'unlikely', needProof: 'd-sack', needFrame: 7 },
  },
  {
    name: 'not: a block that was held before, left over in the acknowledgement that confirms it',
    script: (t) => {
      t.handshake(OPTIONS);
      t.undelivered(() => t.client.data(20));
      t.wait(300).client.data(10, { seq: 11 });
      t.server.ack({ ack: 1, sack: [[11, 21]] });
      t.client.data(10, { seq: 1 });
      t.server.ack({ ack: 21, sack: [[11, 21]] });
    },
    frame: 5,
    evidence: { needed: 'unknown', needProof: 'none' },
  },
  {
    name: 'not: a first block that is a hole of its own',
    script: (t) => {
      t.handshake(OPTIONS);
      t.undelivered(() => t.client.data(10));
      const sent = t.client.data(10);
      t.wait(300).client.retransmit(sent);
      t.server.ack({
        sack: [
          [11, 21],
          [31, 41],
        ],
      });
    },
    frame: 6,
    evidence: { needed: 'unknown' },
  },
  {
    name: 'was not needed: the confirmation echoes the clock of the first copy (RFC 3522 3.2)',
    timestamps: true,
    script: (t) => {
      const sent = t.handshake().client.data(10, { tsVal: 500 });
      t.wait(300).client.retransmit(sent, { tsVal: 800 });
      t.server.ack({ tsEcr: 500 });
    },
    frame: 5,
    evidence: {
      needed: 'no',
      needProof: 'timestamps',
      needFrame: 6,
      tsVal: 800,
      earlierTsVal: 500,
    },
  },
  {
    name: 'not: it echoes the second copy',
    timestamps: true,
    script: (t) => {
      const sent = t.handshake().client.data(10, { tsVal: 500 });
      t.wait(300).client.retransmit(sent, { tsVal: 800 });
      t.server.ack({ tsEcr: 800 });
    },
    frame: 5,
    evidence: { needed: 'unknown' },
  },
];

describe.each(ISNS)('a retransmission, the client counting from %i', (isn) => {
  test.each(CASES)('$name', async ({ script, timestamps, evidence, certainty, frame }) => {
    const options = { client: { isn }, timestamps: timestamps === true };
    const found = await lastFinding('retransmission', script, options, frame);
    expect(found).toMatchObject({ ...(certainty ? { certainty } : {}), evidence });
  });
});
