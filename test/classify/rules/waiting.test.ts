// Waits that a kernel makes: delayed acknowledgements, Nagle's algorithm, and windows that open by a little.
import { describe, expect, test } from 'vitest';
import type { FindingKind } from '../../../src/classify/finding.ts';
import type { Certainty } from '../../../src/tcp/certainty.ts';
import type { Trace } from '../../support/trace.ts';
import { ISNS } from '../../tcp/follow.ts';
import { lastFinding } from './findings-of.ts';

interface WaitCase {
  kind: FindingKind;
  name: string;
  script: (t: Trace) => unknown;
  timestamps?: boolean;
  /** Absent: it must not fire. */
  fires?: Record<string, unknown>;
  /** Absent: likely. */
  certainty?: Certainty;
}

const smallPair =
  (waitMs: number, second: number, afterMs = 0.1) =>
  (t: Trace): void => {
    t.handshake({ mss: 1460 }).client.data(20);
    t.wait(waitMs).server.ack();
    t.wait(afterMs - 1).client.data(second);
  };

/** The client answers in 21 ms; it sends 20 bytes, and 30 bytes so long after what comes `between`. */
const farFromClient =
  (between: (t: Trace) => void, afterMs: number) =>
  (t: Trace): void => {
    t.client.syn({ mss: 1460 });
    t.server.synAck({ mss: 1460 });
    t.wait(20).client.ack();
    t.client.data(20);
    between(t);
    t.wait(afterMs).client.data(30);
  };

const openingBy =
  (from: number, to: number, mss = 1460) =>
  (t: Trace): void => {
    t.handshake({ mss }).client.data(100);
    t.server.ack({ window: from });
    t.wait(50).server.ack({ window: to });
  };

/** One segment, whose acknowledgement comes so much later and leaves this window. */
const acknowledgedWith =
  (window: number, lenBytes = 100) =>
  (t: Trace): void => {
    t.handshake({ mss: 1460 }).client.data(lenBytes);
    t.wait(60).server.ack({ window });
  };

/** A round trip of 100 ms, of which the way to the server and back takes so much. */
const acknowledgedFrom =
  (toServerMs: number) =>
  (t: Trace): void => {
    t.at(0).client.syn({ mss: 1460 });
    t.at(toServerMs).server.synAck({ mss: 1460 });
    t.at(100).client.ack();
    t.at(200).client.data(100);
    t.at(240).server.ack();
  };

const CASES: readonly WaitCase[] = [
  {
    kind: 'delayed-ack',
    name: 'where it was captured near who confirms: its part of the path counts',
    script: acknowledgedFrom(1),
    fires: { acknowledges: 4 },
  },
  {
    kind: 'delayed-ack',
    name: 'not where it was captured at the other end: the path took as long',
    script: acknowledgedFrom(99),
  },
  {
    kind: 'delayed-ack',
    name: 'the acknowledgement waits, and moves the window by what was read (RFC 1122 4.2.3.2)',
    script: acknowledgedWith(0xffff),
    fires: { acknowledges: 4 },
  },
  {
    kind: 'delayed-ack',
    name: 'possible only: it moves the window by as much as a window update does (RFC 9293 3.8.6.2.2)',
    script: acknowledgedWith(0xffff, 1460),
    fires: { acknowledges: 4 },
    certainty: 'possible',
  },
  {
    kind: 'delayed-ack',
    name: 'a full segment, and a window that moves by less',
    script: acknowledgedWith(0xffff - 1460, 1460),
    fires: { acknowledges: 4 },
  },
  {
    kind: 'delayed-ack',
    name: 'recorded twice, both of them',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(100);
      t.duplicate();
      t.wait(60).server.ack();
    },
    fires: { acknowledges: 4 },
  },
  {
    kind: 'delayed-ack',
    name: 'not: as long as the path, though an end that knew an older connection had answered the SYN at once',
    script: (t) => {
      t.client.syn({ mss: 1460 });
      t.wait(-0.9).server.raw({ flags: 0x10, seq: 77_000, ack: -500 });
      t.wait(-0.9).client.raw({ flags: 0x04, seq: -500 });
      t.wait(100).client.syn({ mss: 1460 });
      t.wait(20).server.synAck({ mss: 1460 });
      t.client.ack();
      t.client.data(100);
      t.wait(25).server.ack();
    },
  },
  {
    kind: 'delayed-ack',
    name: 'not: it reports bytes that came again, unseen (RFC 2883 4)',
    script: (t) => {
      t.handshake({ mss: 1460, sackPermitted: true }).client.data(100);
      t.wait(60).server.ack({ sack: [[1, 101]] });
    },
  },
  {
    kind: 'nagle-wait',
    name: 'not: two small segments were under way at once before: it is turned off',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(20);
      t.client.data(20);
      t.server.ack();
      t.client.data(20);
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(30);
    },
  },
  {
    kind: 'nagle-wait',
    name: 'not: turned off, where the capture shows everything twice',
    script: (t) => {
      t.handshake({ mss: 1460 });
      for (let i = 0; i < 2; i++) {
        t.client.data(20);
        t.duplicate();
      }
      t.server.ack();
      t.client.data(20);
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(30);
    },
  },
  {
    kind: 'nagle-wait',
    name: 'possible only: the other end had sent something meanwhile, which it may answer',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(20);
      t.server.data(5, { ack: 1 });
      t.client.ack();
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(30);
    },
    fires: { heldBehind: 4, releasedBy: 7, doubt: 'answer', asked: 5 },
    certainty: 'possible',
  },
  {
    kind: 'nagle-wait',
    name: 'possible only: a full segment is under way, and the congestion window may have been full',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(20);
      t.client.data(1460);
      t.wait(40).server.ack({ ack: 21 });
      t.wait(-0.9).client.data(30);
    },
    fires: { heldBehind: 4, releasedBy: 6, doubt: 'room' },
    certainty: 'possible',
  },
  {
    kind: 'nagle-wait',
    name: 'possible only: as much is confirmed with it as a window update tells of (RFC 9293 3.8.6.2.2)',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(20);
      t.client.data(1460);
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(30);
    },
    fires: { heldBehind: 4, releasedBy: 6, doubt: 'update' },
    certainty: 'possible',
  },
  {
    kind: 'nagle-wait',
    name: 'not: what comes confirms nothing of the small one before',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(20);
      t.server.ack();
      t.client.data(30);
      t.wait(40).server.ack({ ack: 21 });
      t.wait(-0.9).client.data(40);
    },
  },
  {
    kind: 'nagle-wait',
    name: 'not: full segments only were under way',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(20);
      t.server.ack();
      t.client.data(1460);
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(30);
    },
  },
  {
    kind: 'nagle-wait',
    name: 'not: behind one that may be small, where nobody said how large segments may be',
    script: (t) => {
      t.handshake().client.data(20);
      t.client.data(600);
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(30);
    },
  },
  {
    kind: 'nagle-wait',
    name: 'behind a large segment that the network card cuts up: its last part is small',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(2 * 1460 + 100);
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(30);
    },
    fires: { heldBehind: 4, releasedBy: 5 },
    certainty: 'possible',
  },
  {
    kind: 'nagle-wait',
    name: 'not: behind one that is cut up into full ones',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(2 * 1460);
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(30);
    },
  },
  {
    kind: 'nagle-wait',
    name: "not: the receiver's window had no room for it before",
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(10);
      t.server.ack({ window: 40 });
      t.client.data(20);
      t.wait(40).server.ack({ window: 4000 });
      t.wait(-0.9).client.data(30);
    },
  },
  {
    kind: 'nagle-wait',
    name: 'possible only: captured far from its sender, as long after the confirmation as the path takes',
    script: farFromClient((t) => t.wait(40).server.ack(), 20),
    fires: { heldBehind: 4, releasedBy: 5, pathNs: 21_000_000, doubt: 'path' },
    certainty: 'possible',
  },
  {
    kind: 'nagle-wait',
    name: 'not: far from its sender, and sooner than the confirmation can have reached it',
    script: farFromClient((t) => t.wait(40).server.ack(), 5),
  },
  {
    kind: 'nagle-wait',
    name: 'not: far from its sender, full segments under way',
    script: farFromClient((t) => {
      t.client.data(1460);
      t.wait(40).server.ack({ ack: 21 });
    }, 20),
  },
  {
    kind: 'nagle-wait',
    name: 'near its sender, which was slow in the handshake only',
    script: farFromClient((t) => {
      t.wait(100).server.data(5);
      t.client.ack();
      t.client.data(20);
      t.wait(40).server.ack();
    }, -0.9),
    fires: { heldBehind: 7, releasedBy: 8 },
  },
  {
    kind: 'nagle-wait',
    name: 'not: what was unconfirmed had been repeated: the congestion window held it back (RFC 5681 3.1)',
    script: (t) => {
      t.handshake({ mss: 1460 });
      const sent = t.client.data(20);
      t.wait(300).client.retransmit(sent);
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(30);
    },
  },
  {
    kind: 'nagle-wait',
    name: 'the acknowledgement recorded twice',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(20);
      t.wait(40).server.ack();
      t.duplicate();
      t.wait(-1.9).client.data(30);
    },
    fires: { heldBehind: 4, releasedBy: 5 },
  },
  {
    kind: 'nagle-wait',
    name: 'a small segment goes the moment the small one before it is confirmed (RFC 9293 3.7.4)',
    script: smallPair(40, 30),
    fires: { heldBehind: 4, releasedBy: 5, mss: 1460 },
  },
  {
    kind: 'nagle-wait',
    name: 'not: the wait is short, as the path may be',
    script: smallPair(5, 30),
  },
  { kind: 'nagle-wait', name: 'not: later than the confirmation', script: smallPair(40, 30, 20) },
  { kind: 'nagle-wait', name: 'not: a full segment need not wait', script: smallPair(40, 1460) },
  {
    kind: 'nagle-wait',
    name: 'not: as full as its own sender can make it, by what it offers itself',
    script: (t) => {
      t.client.syn({ mss: 1380 });
      t.server.synAck({ mss: 1460 });
      t.client.ack();
      t.client.data(20);
      t.wait(40).server.ack();
      t.wait(-0.9).client.data(1380);
    },
  },
  {
    kind: 'nagle-wait',
    name: 'not: full as far as its options leave room (RFC 9293 3.7.1)',
    timestamps: true,
    script: smallPair(40, 1448),
  },
  {
    kind: 'delayed-ack',
    name: 'not: two full segments are confirmed at once (RFC 5681 4.2)',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(1460);
      t.client.data(1460);
      t.wait(60).server.ack();
    },
  },
  {
    kind: 'delayed-ack',
    name: 'not: its echo is of a segment that came later, unseen (RFC 7323 4.3)',
    timestamps: true,
    script: (t) => {
      t.handshake({ mss: 1460 });
      t.undelivered(() => t.client.data(100));
      t.wait(150);
      t.unseen(() => t.client.raw({ seq: 1, payload: 100, flags: 0x18 }));
      t.server.ack();
    },
  },
  {
    kind: 'silly-window',
    name: 'not: less than the step in which the field counts is rounding',
    script: (t) => {
      t.handshake({ mss: 1460, windowShift: 7 }).client.data(1000);
      t.server.ack({ window: 8 });
      t.client.data(100);
      t.server.ack({ window: 8 });
    },
  },
  {
    kind: 'silly-window',
    name: 'not: it opens by a full segment at once',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(3000);
      t.server.ack({ ack: 1, window: 0 });
      t.server.ack({ window: 700 });
    },
  },
  {
    kind: 'nagle-wait',
    name: 'not: it answers data',
    script: (t) => {
      t.handshake({ mss: 1460 }).client.data(20);
      t.wait(40).server.data(5);
      t.wait(-0.9).client.data(30);
    },
  },
  {
    kind: 'silly-window',
    name: 'from nothing to less than a segment and less than half (RFC 9293 3.8.6.2.2)',
    script: openingBy(0, 500),
    fires: { windowBytes: 500, openedBy: 500, mss: 1460, largestWindow: 65_535 },
  },
  { kind: 'silly-window', name: 'not: a full segment is free', script: openingBy(0, 1460) },
  {
    kind: 'silly-window',
    name: 'not: a full segment, as its options leave it room (RFC 9293 3.7.1)',
    script: openingBy(0, 1448),
  },
  { kind: 'silly-window', name: 'not: the window shrinks', script: openingBy(600, 500) },
  { kind: 'silly-window', name: 'not: the window is shut', script: openingBy(0, 0) },
];

describe.each(ISNS)('waits, the client counting from %i', (isn) => {
  test.each(CASES)('$kind: $name', async ({ kind, script, timestamps, fires, certainty }) => {
    const found = await lastFinding(kind, script, {
      client: { isn },
      timestamps: timestamps === true,
    });
    const told = found && { certainty: found.certainty, evidence: found.evidence };
    const wanted = fires && {
      certainty: certainty ?? 'likely',
      evidence: { ...told?.evidence, ...fires },
    };
    expect(told).toEqual(wanted);
  });
});
