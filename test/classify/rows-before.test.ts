// Rules where rows of the connection lie before those that are here: nothing is told of what they may hold.
import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../src/classify/rules/findings.ts';
import { analyzeBytes } from '../../src/index.ts';
import { trace, type Trace } from '../support/trace.ts';

/** Finding kinds by frame of the rows from `from` on: `before` says that the capture has earlier ones. */
async function found(t: Trace, from: number, before: boolean): Promise<Map<number, string[]>> {
  const { rows, connections } = await analyzeBytes(t.capture(), 'made');
  const told = findingsOf({
    rows: rows.filter(({ frame }) => frame >= from),
    connections,
    beginBefore: new Set(before ? [0] : []),
  });
  return new Map([...told].map(([frame, findings]) => [frame, findings.map(({ kind }) => kind)]));
}

/** What fills the hole begins before it: Wireshark goes on to take the bytes for unseen. The last row confirms them. */
function filledHole(): Trace {
  const t = trace().handshake();
  t.client.data('x'.repeat(100));
  t.server.ack();
  t.lost(() => t.client.data('y'.repeat(100)));
  t.client.data('z'.repeat(100));
  t.client.data('x'.repeat(50) + 'y'.repeat(100), { seq: 51 });
  t.server.ack({ ack: 101 });
  return t;
}

describe('confirmed bytes that no row here brings', () => {
  test('may have come before', async () => {
    const t = filledHole();
    t.server.ack();
    expect((await found(t, 9, false)).get(9)).toContain('acked-unseen');
    expect((await found(t, 9, true)).get(9)).toBeUndefined();
  });

  test('came before, where their sender counts on behind them', async () => {
    const t = filledHole();
    t.client.data(10);
    t.server.ack();
    expect((await found(t, 9, true)).get(10)).toBeUndefined();
  });

  test('are missing, where their sender had not come so far', async () => {
    const t = trace().handshake();
    t.client.data(100);
    t.server.ack();
    t.client.data(100);
    t.unseen(() => t.client.data(100));
    t.server.ack();
    expect((await found(t, 6, true)).get(7)).toContain('acked-unseen');
  });
});
