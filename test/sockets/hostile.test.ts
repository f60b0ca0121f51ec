// Any segments in any order: sockets stay what an operating system could have. Seeded; the seed is in the title.
import { describe, expect, test } from 'vitest';
import { trace } from '../support/trace.ts';
import { afterFrame, rowsAt } from './netstat.ts';

const SEEDS = [1, 2, 3, 5, 8, 13, 21, 34];
const SEGMENTS = 120;
const FLAGS = [0x02, 0x12, 0x10, 0x10, 0x18, 0x11, 0x11, 0x14, 0x04, 0x00, 0x13, 0x17];
const PORTS = [40_000, 40_001];

/** Park and Miller's generator: the next of numbers in [0, n). */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48_271) % 0x7fff_ffff;
    return state % n;
  };
}

describe.each(SEEDS)('random segments of seed %i', (seed) => {
  const roll = dice(seed);
  const tape = trace({ client: { isn: 0xffff_fff0 } });
  const connections = PORTS.map((port) =>
    tape.connection({ client: { port, isn: 0xffff_fff0 }, server: { isn: 0x7fff_fff8 } }),
  );
  for (let i = 0; i < SEGMENTS; i++) {
    const { client, server } = connections[roll(PORTS.length)]!;
    const side = roll(2) === 0 ? client : server;
    const numbers = roll(3) === 0 ? { seq: roll(40) - 4, ack: roll(40) - 4 } : {};
    side.raw({ flags: FLAGS[roll(FLAGS.length)]!, payload: roll(3), ...numbers });
  }

  test('no host has two sockets of the same addresses and ports, and every number is in its range', async () => {
    const bytes = tape.capture();
    for (let frame = 1; frame <= SEGMENTS; frame += 7) {
      const rows = await rowsAt(bytes, afterFrame(frame));
      const keys = rows.map(
        (row) => `${row.local} ${row.localPort} ${row.foreign} ${row.foreignPort}`,
      );
      expect(new Set(keys).size).toBe(keys.length);
      for (const row of rows) {
        expect(row.sendQ ?? 0).toBeGreaterThanOrEqual(0);
        expect(row.frame).toBeGreaterThan(0);
        expect(row.frame).toBeLessThanOrEqual(frame);
        expect(row.state === 'LISTEN').toBe(row.stream === null);
        expect(row.expires === null).toBe(row.state !== 'TIME_WAIT');
      }
    }
  });
});
