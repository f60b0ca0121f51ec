// The same of what is only `likely`, on connections whose truth is known: each record is taken away once, and whatever is
// still called likely or certain must be told of the whole capture too. A claim may turn into another that says the same
// with less: the table below.

import { describe, expect, test } from 'vitest';
import type { Finding } from '../src/classify/finding.ts';
import type { ResendTrigger } from '../src/classify/rules/resend-scene.ts';
import type { Analysis } from '../src/collect/analysis.ts';
import { analyzeBytes } from '../src/index.ts';
import { ABOUT_THE_CAPTURE } from './support/about-the-capture.ts';
import { reduced } from './support/reduced.ts';
import { type Trace, trace } from './support/trace.ts';

/** What set a repetition off, by what may be said of it once a record is missing, `unknown` besides. */
const LESS: Partial<Record<ResendTrigger, readonly ResendTrigger[]>> = {
  'asked-again': ['syn-ack-unanswered'],
  timeout: ['syn-timeout', 'syn-ack-unanswered', 'probe-or-timeout'],
  'tail-loss-probe': ['probe-or-timeout'],
  'duplicate-acks': ['selective-acks'],
};

const OPTIONS = { mss: 1460, sackPermitted: true, windowShift: 7 };

const SCENES: Readonly<Record<string, (t: Trace) => unknown>> = {
  'a delayed acknowledgement, and one whose window update follows': (t) => {
    t.handshake(OPTIONS).client.data(1460);
    t.server.ack({ window: 400 });
    t.wait(60).server.ack({ window: 512 });
    t.client.data(200);
    t.wait(60).server.ack({ window: 511 });
  },
  'a keep-alive that is answered, after bytes that were confirmed': (t) => {
    t.handshake(OPTIONS).client.data('abc');
    t.server.ack();
    t.wait(5000).client.keepAlive(1);
    t.server.ack();
    t.wait(5000).client.keepAlive();
    t.server.ack();
  },
  'a timer that repeats the first unconfirmed of two, then goes on': (t) => {
    t.handshake(OPTIONS).client.data(100);
    t.server.ack();
    t.undelivered(() => t.client.data(100));
    t.client.data(100);
    t.server.ack({ ack: 101, sack: [[201, 301]] });
    t.wait(400).client.raw({ seq: 101, payload: 100, flags: 0x18 });
    t.server.ack();
  },
  'the last of two segments lost, the first confirmed: a timer': (t) => {
    t.handshake(OPTIONS).client.data(100);
    t.server.ack();
    t.client.data(100);
    t.server.ack();
    t.undelivered(() => t.client.data(50));
    t.wait(300).client.raw({ seq: 201, payload: 50, flags: 0x18 });
    t.server.ack();
  },
  'a tail-loss probe': (t) => {
    t.handshake(OPTIONS).client.data(100);
    t.server.ack();
    t.client.data(100);
    t.undelivered(() => t.client.data(50));
    t.wait(20).client.raw({ seq: 201, payload: 50, flags: 0x18 });
    t.server.ack();
  },
  'three duplicate acknowledgements': (t) => {
    t.handshake({ mss: 1460 });
    t.undelivered(() => t.client.data(100));
    for (let i = 0; i < 4; i++) {
      t.undelivered(() => t.client.data(100));
      t.server.ack({ ack: 1 });
    }
    t.client.raw({ seq: 1, payload: 100, flags: 0x18 });
    t.server.ack({ ack: 501 });
  },
  'a request that comes again, and its answer with it': (t) => {
    const syn = t.client.syn(OPTIONS);
    const answer = t.server.synAck(OPTIONS);
    t.wait(1000).client.retransmit(syn);
    t.server.retransmit(answer);
    t.client.ack();
  },
  'an answer whose timer runs out': (t) => {
    t.client.syn(OPTIONS);
    const answer = t.server.synAck(OPTIONS);
    t.undelivered(() => t.client.ack());
    t.wait(1000).server.retransmit(answer);
    t.client.ack();
  },
  "Nagle's algorithm against delayed acknowledgements": (t) => {
    t.handshake(OPTIONS);
    for (let i = 0; i < 3; i++) {
      t.client.data(20);
      t.wait(40).server.ack();
      t.wait(-0.9);
    }
    t.client.data(30);
  },
  'closed with something still on its way': (t) => {
    t.handshake(OPTIONS).client.data('q');
    t.server.data('a');
    t.client.ack();
    t.server.fin();
    t.client.ack();
    t.client.data('late');
    t.client.fin();
    for (let i = 0; i < 2; i++) t.server.raw({ flags: 0x04, seq: 3, id: 0, window: 0 });
  },
  'small segments that wait for each other, full ones under way': (t) => {
    t.handshake(OPTIONS).client.data(20);
    t.wait(40).server.ack();
    t.wait(-0.9).client.data(30);
    t.client.data(1448);
    t.wait(40).server.ack({ ack: 51 });
    t.wait(-0.9).client.data(40);
    t.wait(40).server.ack();
    t.client.data(10);
    t.server.data(5, { ack: 1539 });
    t.wait(40).server.ack();
    t.wait(-0.9).client.data(60);
  },
  'a port that nobody listens on': (t) => {
    for (let i = 0; i < 3; i++) {
      t.wait(500).client.raw({ flags: 0x02, seq: 0 });
      t.server.raw({ flags: 0x14, seq: 0, ack: 1, id: 0, window: 0 });
    }
  },
  'a window that closes, is asked for, and opens': (t) => {
    t.handshake(OPTIONS).client.data(1000);
    t.server.ack({ window: 0 });
    t.wait(300).client.keepAlive(0);
    t.server.ack({ window: 0 });
    t.wait(600).client.keepAlive(0);
    t.server.ack({ window: 512 });
    t.client.data(1000);
    t.server.ack();
  },
};

/** What the finding claims beyond its kind. */
function claimOf({ evidence }: Finding): string {
  const claim = evidence['trigger'] ?? evidence['cause'];
  return typeof claim === 'string' ? claim : 'unknown';
}

function contradicts(claim: Finding, told: readonly Finding[]): boolean {
  const same = told.find(({ kind }) => kind === claim.kind);
  if (same === undefined) return true;
  const [less, whole] = [claimOf(claim), claimOf(same)];
  if (less === whole || less === 'unknown') return false;
  return !(LESS[whole as ResendTrigger] ?? []).includes(less as ResendTrigger);
}

function contradicted(less: Analysis, frames: readonly number[], whole: Analysis): string[] {
  const known = new Map(whole.rows.map((row) => [row.frame, row.findings]));
  return less.rows.flatMap((row) => {
    const told = known.get(frames[row.frame - 1]!) ?? [];
    return row.findings
      .filter(({ kind, certainty }) => certainty !== 'possible' && !ABOUT_THE_CAPTURE.has(kind))
      .filter((claim) => contradicts(claim, told))
      .map((claim) => `${claim.kind} ${claimOf(claim)} in frame ${frames[row.frame - 1]}`);
  });
}

describe.each([1000, 0xfffffff0])('the client counting from %i', (isn) => {
  describe.each([true, false])('with timestamps: %s', (timestamps) => {
    test.each(Object.keys(SCENES))('%s', async (name) => {
      const t = trace({ client: { isn }, timestamps });
      SCENES[name]!(t);
      const file = t.capture();
      const whole = await analyzeBytes(file, 'claims', { maxRows: Infinity });
      for (let lost = 1; lost <= t.records.length; lost++) {
        const less = reduced(file, (frame) => frame !== lost);
        const told = await analyzeBytes(less.file, 'claims', { maxRows: Infinity });
        expect(contradicted(told, less.frames, whole), `without frame ${lost}`).toEqual([]);
      }
    });
  });
});
