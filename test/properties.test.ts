// What must not depend on how a conversation was cut into segments, or on where its numbers lie.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../src/index.ts';
import type { PacketRow } from '../src/classify/packet-row.ts';
import { type Trace, trace } from './support/trace.ts';
import { follow } from './tcp/follow.ts';

const RUNS = { numRuns: 40, seed: 20_240_515 };
/** Around the wrap, and well away from it. */
const isn = fc.oneof(
  fc.constantFrom(0xffff_fff5, 0xffff_ffe0, 0x7fff_fff0, 1000),
  fc.integer({ min: 0, max: 0xffff_ffff }),
);
const text = fc.stringMatching(/^[a-z ]{1,40}$/);
/** Who says what, in turn. */
const dialogue = fc.array(
  fc.record({ who: fc.constantFrom('client' as const, 'server' as const), text }),
  {
    minLength: 1,
    maxLength: 6,
  },
);

/** Text of one direction as its rows carry it, by sequence number: what came first counts. */
function textOf(rows: readonly PacketRow[], fromClient: boolean): string {
  const bytes = new Map<number, number>();
  for (const row of rows.filter((one) => one.fromClient === fromClient)) {
    for (let at = row.payloadStart; at < row.payloadEnd; at++) {
      const seq = (row.tcp.relSeq + at - row.payloadStart) >>> 0;
      if (!bytes.has(seq)) bytes.set(seq, row.bytes[at]!);
    }
  }
  const ordered = [...bytes].sort(([a], [b]) => a - b).map(([, byte]) => byte);
  return new TextDecoder().decode(Uint8Array.from(ordered));
}

/** Streams, and the text of both directions. */
async function told(t: Trace): Promise<{ streams: number[]; client: string; server: string }> {
  const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
  return {
    streams: connections.map(({ stream }) => stream),
    client: textOf(rows, true),
    server: textOf(rows, false),
  };
}

const saidBy = (lines: readonly { who: string; text: string }[], who: string): string =>
  lines
    .filter((line) => line.who === who)
    .map((line) => line.text)
    .join('');

describe('one conversation, however it is sent', () => {
  test('split into other segments: same streams, same text', async () => {
    await fc.assert(
      fc.asyncProperty(
        dialogue,
        isn,
        isn,
        fc.integer({ min: 1, max: 9 }),
        async (lines, a, b, size) => {
          const t = trace({ client: { isn: a }, server: { isn: b } }).handshake();
          for (const { who, text: said } of lines) {
            for (let at = 0; at < said.length; at += size) t[who].data(said.slice(at, at + size));
          }
          expect(await told(t)).toEqual({
            streams: [0],
            client: saidBy(lines, 'client'),
            server: saidBy(lines, 'server'),
          });
        },
      ),
      RUNS,
    );
  });

  test('its segments out of order, twice, and overlapping: same streams, same text', async () => {
    const piece = fc.record({ from: fc.nat(39), lenBytes: fc.integer({ min: 1, max: 12 }) });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.array(piece, { maxLength: 12 }),
        isn,
        fc.integer(),
        async (said, pieces, a, seed) => {
          const t = trace({ client: { isn: a } }).handshake();
          // Every byte once, and any pieces besides; sent in an order the seed gives.
          const parts = [
            ...Array.from({ length: said.length }, (_, from) => ({ from, lenBytes: 1 })),
            ...pieces.filter(({ from }) => from < said.length),
          ];
          const order = parts.map((part, i) => ({ part, key: Math.imul(i + 1, seed | 1) >>> 0 }));
          for (const { part } of order.sort((x, y) => x.key - y.key)) {
            const { from, lenBytes } = part;
            t.client.raw({
              flags: 0x18,
              seq: 1 + from,
              payload: said.slice(from, from + lenBytes),
            });
          }
          t.duplicate();
          const { rows } = await analyzeBytes(t.capture(), 'trace');
          expect(await told(t)).toEqual({ streams: [0], client: said, server: '' });
          // The same bytes under the same numbers are never taken for others.
          expect(rows.flatMap(({ findings }) => findings.map(({ kind }) => kind))).not.toContain(
            'same-sequence-other-bytes',
          );
        },
      ),
      RUNS,
    );
  });
});

/** Any segments of two ends, numbers relative to their ISNs. */
const segment = fc.record({
  who: fc.constantFrom('client' as const, 'server' as const),
  flags: fc.constantFrom(0x10, 0x10, 0x18, 0x18, 0x18, 0x11, 0x04, 0x14, 0x02, 0x12),
  seq: fc.integer({ min: 0, max: 40 }),
  ack: fc.integer({ min: 0, max: 40 }),
  payload: fc.integer({ min: 0, max: 12 }),
  window: fc.constantFrom(0, 1, 10, 65_535),
  waitMs: fc.constantFrom(0, 0, 2, 25),
});

test('no label, kind, state or number depends on where the sequence numbers lie', async () => {
  const away = fc.constantFrom(0xffff_ffe8, 0xffff_fff0, 0x7fff_fff0, 0xffff_ff00, 0x1234_5678);
  await fc.assert(
    fc.asyncProperty(
      fc.array(segment, { minLength: 1, maxLength: 14 }),
      away,
      away,
      async (segments, a, b) => {
        const script = async (client: number, server: number) => {
          const t = trace({ client: { isn: client }, server: { isn: server } }).handshake({
            windowShift: 1,
          });
          for (const { who, waitMs, ...spec } of segments) t.wait(waitMs)[who].raw(spec);
          return { t, steps: (await follow(t)).steps };
        };
        const low = await script(1000, 500_000);
        const high = await script(a, b);
        // Wireshark takes the number 0 for "not seen yet", and labels follow it: such a case says nothing here.
        const meetsZero = segments.some(({ who, seq, ack, payload, flags }) => {
          const [own, other] = who === 'client' ? [a, b] : [b, a];
          const end = seq + payload + (flags & 3 ? 1 : 0);
          return [own + seq, own + end, other + ack].some((n) => n % 2 ** 32 === 0);
        });
        fc.pre(!meetsZero);
        expect(high.steps).toEqual(low.steps);
      },
    ),
    { numRuns: 150, seed: 20_240_515 },
  );
});
