// Out-of-order segments come out in Wireshark's order: held against the plain search through all that are held, which
// was checked against tshark.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { WiresharkOrder } from '../../src/follow/wireshark-order.ts';
import type { Side } from '../../src/tcp/connection.ts';
import { seqGt, seqLt } from '../../src/tcp/seq.ts';

interface Step {
  readonly side: Side;
  readonly seq: number;
  readonly ack: number;
  readonly text: string;
}

/** What is shown: side, frame and text. */
function shownOf(steps: readonly Step[]): string[] {
  const out: string[] = [];
  const order = new WiresharkOrder(({ node, frame, bytes }) =>
    out.push(`${node} ${frame} ${Buffer.from(bytes).toString('latin1')}`),
  );
  for (const [i, { side, seq, ack, text }] of steps.entries()) {
    const packet = Buffer.from(text, 'latin1');
    const segment = {
      start: 0,
      headerLen: 0,
      flags: TcpFlag.ACK,
      len: packet.length,
      payloadStart: 0,
      payloadEnd: packet.length,
      malformed: false,
    };
    order.take(side, segment, seq, ack, packet, i + 1, 0n);
    // Nothing lent may be read later.
    packet.fill(0x3f);
  }
  return out;
}

interface ModelHeld {
  readonly seq: number;
  readonly text: string;
  readonly frame: number;
}

function shownByPlainSearch(steps: readonly Step[]): string[] {
  const out: string[] = [];
  const sides = [0, 1].map(() => ({ next: 0, shown: false, held: [] as ModelHeld[] }));
  const node = (side: Side): Side => (side === steps[0]!.side ? 0 : 1);
  const drain = (side: Side): void => {
    const one = sides[side]!;
    for (;;) {
      const index = one.held.findIndex(({ seq }) => !seqGt(seq, one.next));
      if (index < 0) return;
      const [{ seq, text, frame }] = one.held.splice(index, 1) as [ModelHeld];
      const seen = (one.next - seq) >>> 0;
      if (seen >= text.length) continue;
      one.next = (one.next + text.length - seen) >>> 0;
      out.push(`${node(side)} ${frame} ${text.slice(seen)}`);
    }
  };
  const settle = (side: Side, ack: number, frame: number): void => {
    const one = sides[side]!;
    drain(side);
    while (one.held.length > 0) {
      const lowest = one.held.map(({ seq }) => seq).reduce((a, b) => (seqGt(a, b) ? b : a));
      if (!seqGt(ack, lowest)) return;
      const missing = (lowest - one.next) | 0;
      out.push(`${node(side)} ${frame} [${missing} bytes missing in capture file]\0`);
      one.next = lowest;
      drain(side);
    }
  };
  for (const [i, { side, seq, ack, text }] of steps.entries()) {
    const frame = i + 1;
    settle(side === 0 ? 1 : 0, ack, frame);
    const one = sides[side]!;
    if (!one.shown && one.next === 0) one.next = seq;
    const end = (seq + text.length) >>> 0;
    if (seqLt(seq, one.next) && !seqGt(end, one.next)) continue;
    const from = seqLt(seq, one.next) ? one.next : seq;
    const rest = text.slice((from - seq) >>> 0);
    if (rest === '') continue;
    if (from === one.next) {
      one.next = end;
      one.shown = true;
      out.push(`${node(side)} ${frame} ${rest}`);
      drain(side);
    } else one.held.push({ seq: from, text: rest, frame });
  }
  return out;
}

/** Segments that overlap, come in any order and are acknowledged now and then; the numbers wrap in some connections. */
const connections = fc
  .record({
    isn: fc.constantFrom(1, 2 ** 31 - 20, 2 ** 32 - 20),
    steps: fc.array(
      fc.record({
        side: fc.constantFrom<Side>(0, 0, 1),
        at: fc.nat(60),
        text: fc.stringMatching(/^[a-z]{0,9}$/),
        acked: fc.oneof(fc.constant(0), fc.constant(0), fc.constant(0), fc.nat(70)),
      }),
      { minLength: 1, maxLength: 60 },
    ),
  })
  .map(({ isn, steps }): Step[] =>
    steps.map(({ side, at, text, acked }, i) => ({
      side,
      seq: (isn + (i === 0 ? 0 : at)) >>> 0,
      ack: (isn + acked) >>> 0,
      text,
    })),
  );

describe("the order of Wireshark's Follow Stream", () => {
  test('of what is due, the segment held longest comes first', () => {
    fc.assert(
      fc.property(connections, (steps) => {
        expect(shownOf(steps)).toEqual(shownByPlainSearch(steps));
      }),
      { seed: 417, numRuns: 2000 },
    );
  });

  test('of thousands, too', () => {
    const slots = fc.shuffledSubarray([...Array(3000).keys()], { minLength: 3000 });
    fc.assert(
      fc.property(slots, (order) => {
        const begin: Step = { side: 0, seq: 1, ack: 0, text: '' };
        const steps = order.map((slot): Step => ({ ...begin, seq: 1 + 2 * slot, text: 'abc' }));
        expect(shownOf([begin, ...steps])).toEqual(shownByPlainSearch([begin, ...steps]));
      }),
      { seed: 418, numRuns: 3 },
    );
  });
});
