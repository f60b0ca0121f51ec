// What is said of a SYN whose addresses and ports an earlier connection had (RFC 9293 3.4.3, 3.6.1; RFC 6191).
import { expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { trace } from '../support/trace.ts';
import { explained, textOf } from './made-rows.ts';

interface Case {
  timestamps?: boolean;
  isn?: number;
  waitMs?: number;
  closedBy?: 'client' | 'server';
}

/** What is said of the SYN in row 7, which follows a connection that was closed. */
async function saidOfNext({
  timestamps = true,
  isn = 900_000,
  waitMs = 1000,
  closedBy = 'server',
}: Case): Promise<string> {
  const t = trace({ timestamps }).handshake();
  t[closedBy].fin();
  t[closedBy === 'client' ? 'server' : 'client'].fin();
  t[closedBy].ack();
  const next = t.connection({ client: { isn }, server: { isn: 700_000 } });
  next.wait(waitMs).handshake();
  return textOf(explained(await analyzeBytes(t.capture(), 'trace'), 7));
}

const TAKEN = 'still in TIME-WAIT, where late segments of that are caught';

test('an end in TIME-WAIT takes one with a later clock', async () => {
  const text = await saidOfNext({});
  expect(text).toContain(`the server is ${TAKEN}`);
  expect(text).toContain(
    'this one shows a later clock, TSval=1001006, than any of them, TSval=1000004',
  );
});

test('without clocks, one with a higher number', async () => {
  const text = await saidOfNext({ timestamps: false });
  expect(text).toContain('the number of this one, 900,000, is higher than any of theirs');
  expect(text).toContain('which end before 1,002');
});

test('of a lower number nothing is said', async () => {
  expect(await saidOfNext({ timestamps: false, isn: 500 })).not.toContain(TAKEN);
});

test('after a minute it may have forgotten, after four it has', async () => {
  expect(await saidOfNext({ waitMs: 90_000 })).toContain(`the server may be ${TAKEN}`);
  expect(await saidOfNext({ waitMs: 300_000 })).not.toContain(TAKEN);
});

test('who did not close first is not in TIME-WAIT', async () => {
  expect(await saidOfNext({ closedBy: 'client' })).not.toContain(TAKEN);
});

test('the port was not taken for one connection only', async () => {
  const own = 'was taken for this connection only';
  expect(await saidOfNext({})).not.toContain(own);
  const t = trace().handshake();
  expect(textOf(explained(await analyzeBytes(t.capture(), 'trace'), 1))).toContain(own);
});
