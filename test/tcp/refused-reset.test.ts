// Resets that their receiver does not obey (RFC 9293 3.10.7.4, RFC 5961 3.2): the connection is what it was.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';

const FAR = 200_000_000;

/** A connection with some data each way; then the script. */
async function after(script: (t: Trace) => unknown) {
  const t = trace().handshake({ windowShift: 7 });
  t.client.data('one');
  t.server.data('echo one');
  t.client.ack();
  script(t);
  const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
  const { ending, endedBy } = connections[0]!;
  const states = rows
    .slice(6)
    .map(({ clientState, serverState }) => `${clientState} ${serverState}`);
  return { ending, endedBy, states, rows };
}

const OPEN = 'ESTABLISHED ESTABLISHED';
const forged = (t: Trace, seq: number) => t.undelivered(() => t.client.rst({ seq }));

describe('a reset', () => {
  test('far outside the window is thrown away', async () => {
    const { ending, endedBy, states } = await after((t) => forged(t, FAR));
    expect([ending, endedBy, states]).toEqual(['open', null, [OPEN]]);
  });

  test('with a number that is confirmed already is thrown away', async () => {
    const { ending, states } = await after((t) => forged(t, 2));
    expect([ending, states]).toEqual(['open', [OPEN]]);
  });

  test('with the number that is waited for ends the connection', async () => {
    const { ending, endedBy, states } = await after((t) => forged(t, 4));
    expect([ending, endedBy, states]).toEqual(['reset', 'client', ['CLOSED CLOSED']]);
  });

  test('a little ahead may follow bytes that are missing from the capture', async () => {
    const { ending, states } = await after((t) => forged(t, 5000));
    expect([ending, states]).toEqual(['reset', ['CLOSED CLOSED']]);
  });

  test('but not if a challenge ACK answers it', async () => {
    const { ending, endedBy, states, rows } = await after((t) => {
      forged(t, 5000);
      t.server.ack();
    });
    expect([ending, endedBy, states]).toEqual(['open', null, [OPEN, OPEN]]);
    expect(rows[6]!.links.refutedBy).toBe(8);
  });

  test('whose number is the one that the acknowledgement asks for is obeyed: what follows was on its way', async () => {
    const { ending, rows } = await after((t) => {
      forged(t, 4);
      t.server.ack();
    });
    expect([ending, rows[6]!.links.refutedBy]).toEqual(['reset', null]);
  });

  test('behind which bytes are confirmed that were still on their way is obeyed', async () => {
    const { ending } = await after((t) => {
      t.undelivered(() => t.client.data('two'));
      forged(t, 5000);
      t.server.ack({ ack: 7 });
    });
    expect(ending).toBe('reset');
  });

  test('before the FIN is taken by Linux, which has got that', async () => {
    const { ending, states } = await after((t) => {
      t.client.fin();
      t.server.ack();
      t.server.data('more');
      t.client.rst({ seq: 4 });
    });
    expect([ending, states.at(-1)]).toEqual(['reset', 'CLOSED CLOSED']);
  });

  test('three in a row: far outside, inexact, exact', async () => {
    const { ending, endedBy, states } = await after((t) => {
      forged(t, FAR);
      forged(t, 5000);
      t.server.ack();
      forged(t, 4);
    });
    expect([ending, endedBy]).toEqual(['reset', 'client']);
    expect(states).toEqual([OPEN, OPEN, OPEN, expect.stringMatching(/ CLOSED$/)]);
  });
});
