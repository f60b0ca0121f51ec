// What netstat shows on either host after each segment: the figures of RFC 9293 3.5 and 3.6, and what comes between.
import { describe, expect, test } from 'vitest';
import { type Trace, trace } from '../support/trace.ts';
import { ISNS } from '../tcp/follow.ts';
import { afterFrame, statesAt } from './netstat.ts';

type Line = readonly [what: string, send: (t: Trace) => unknown, states: string];

const OPEN: readonly Line[] = [
  ['SYN', (t) => t.client.syn(), 'SYN_SENT · none'],
  ['SYN,ACK', (t) => t.server.synAck(), 'L ESTABLISHED not-yet-acknowledged · SYN_RECV'],
  ['ACK', (t) => t.client.ack(), 'L ESTABLISHED · ESTABLISHED'],
];
const FIN_OF_CLIENT: readonly Line[] = [
  ['FIN', (t) => t.client.fin(), 'L FIN_WAIT1 · CLOSE_WAIT not-yet-acknowledged'],
  ['its ACK', (t) => t.server.ack(), 'L FIN_WAIT2 · CLOSE_WAIT'],
];

const LIVES: readonly (readonly [name: string, lines: readonly Line[]])[] = [
  [
    'figure 6: the handshake, then data',
    [...OPEN, ['data', (t) => t.client.data('x'), 'L ESTABLISHED · ESTABLISHED']],
  ],
  [
    'a SYN that nothing answers makes no socket at the other end, however often it is sent',
    [OPEN[0]!, ['SYN again', (t) => t.client.raw({ flags: 0x02, seq: 0 }), 'SYN_SENT · none']],
  ],
  [
    'figure 7: two SYNs that cross: nobody listened',
    [
      ['SYN of A', (t) => t.undelivered(() => t.client.syn()), 'SYN_SENT · none'],
      ['SYN of B', (t) => t.undelivered(() => t.server.syn()), 'SYN_RECV · SYN_RECV'],
      [
        'SYN,ACK of A',
        (t) => t.client.raw({ flags: 0x12, seq: 0, ack: 1 }),
        'SYN_RECV · ESTABLISHED not-yet-acknowledged',
      ],
      [
        'SYN,ACK of B',
        (t) => t.server.raw({ flags: 0x12, seq: 0, ack: 1 }),
        'ESTABLISHED · ESTABLISHED',
      ],
    ],
  ],
  [
    'figure 12: normal close',
    [
      ...OPEN,
      ...FIN_OF_CLIENT,
      ['FIN of the other', (t) => t.server.fin(), 'L TIME_WAIT not-yet-acknowledged · LAST_ACK'],
      ['its ACK', (t) => t.client.ack(), 'L TIME_WAIT · none'],
    ],
  ],
  [
    'figure 12 with FIN and the ACK of the other FIN in one segment',
    [
      ...OPEN,
      FIN_OF_CLIENT[0]!,
      ['FIN,ACK', (t) => t.server.fin(), 'L TIME_WAIT not-yet-acknowledged · LAST_ACK'],
      ['ACK', (t) => t.client.ack(), 'L TIME_WAIT · none'],
    ],
  ],
  [
    'figure 12 closed by the server',
    [
      ...OPEN,
      ['FIN', (t) => t.server.fin(), 'L CLOSE_WAIT not-yet-acknowledged · FIN_WAIT1'],
      ['its ACK', (t) => t.client.ack(), 'L CLOSE_WAIT · FIN_WAIT2'],
      ['FIN of the other', (t) => t.client.fin(), 'L LAST_ACK · TIME_WAIT not-yet-acknowledged'],
      ['its ACK', (t) => t.server.ack(), 'L none · TIME_WAIT'],
    ],
  ],
  [
    'figure 13: simultaneous close',
    [
      ...OPEN,
      [
        'FIN of A',
        (t) => t.client.fin({ ack: 1 }),
        'L FIN_WAIT1 · CLOSE_WAIT not-yet-acknowledged',
      ],
      [
        'FIN of B, which does not acknowledge it',
        (t) => t.server.fin({ ack: 1 }),
        'L CLOSING not-yet-acknowledged · CLOSING not-yet-acknowledged',
      ],
      [
        'ACK of A',
        (t) => t.client.raw({ flags: 0x10, seq: 2, ack: 2 }),
        'L CLOSING · TIME_WAIT not-yet-acknowledged',
      ],
      ['ACK of B', (t) => t.server.raw({ flags: 0x10, seq: 2, ack: 2 }), 'L TIME_WAIT · TIME_WAIT'],
    ],
  ],
  [
    'a half-closed connection lasts as long as the other end sends',
    [
      ...OPEN,
      ...FIN_OF_CLIENT,
      ['data', (t) => t.server.data(10), 'L FIN_WAIT2 · CLOSE_WAIT'],
      ['its ACK', (t) => t.client.ack(), 'L FIN_WAIT2 · CLOSE_WAIT'],
    ],
  ],
  [
    'the ACK of the data before a FIN is not the ACK of the FIN',
    [
      ...OPEN,
      [
        'FIN with data',
        (t) => t.client.data(10, { flags: 0x11 }),
        'L FIN_WAIT1 · CLOSE_WAIT not-yet-acknowledged',
      ],
      [
        'ACK of the data',
        (t) => t.server.ack({ ack: 11 }),
        'L FIN_WAIT1 · CLOSE_WAIT not-yet-acknowledged',
      ],
      ['ACK of the FIN', (t) => t.server.ack({ ack: 12 }), 'L FIN_WAIT2 · CLOSE_WAIT'],
    ],
  ],
  [
    'the last ACK is lost after it was captured: the FIN comes again, and is acknowledged again',
    [
      ...OPEN,
      ...FIN_OF_CLIENT,
      ['FIN of the other', (t) => t.server.fin(), 'L TIME_WAIT not-yet-acknowledged · LAST_ACK'],
      ['its ACK', (t) => t.undelivered(() => t.client.ack()), 'L TIME_WAIT · none'],
      ['FIN again', (t) => t.server.raw({ flags: 0x11, seq: 1 }), 'L TIME_WAIT · LAST_ACK'],
      ['ACK again', (t) => t.client.ack(), 'L TIME_WAIT · none'],
    ],
  ],
  [
    'a FIN sent with the ACK of the SYN,ACK',
    [
      OPEN[0]!,
      OPEN[1]!,
      ['FIN', (t) => t.client.fin(), 'L FIN_WAIT1 · CLOSE_WAIT not-yet-acknowledged'],
    ],
  ],
  [
    'a refused connection leaves no socket, and asking again begins anew',
    [
      OPEN[0]!,
      ['RST,ACK', (t) => t.server.raw({ flags: 0x14, seq: -5000, ack: 1 }), 'none · none'],
      ['the same SYN', (t) => t.client.raw({ flags: 0x02, seq: 0 }), 'SYN_SENT · none'],
    ],
  ],
  [
    '3.10.7.3: a reset whose ACK does not fit the SYN refuses nothing, nor does one without ACK',
    [
      OPEN[0]!,
      [
        'RST,ACK of another number',
        (t) => t.server.raw({ flags: 0x14, seq: 0, ack: 2 }),
        'SYN_SENT · none',
      ],
      ['RST', (t) => t.server.raw({ flags: 0x04, seq: 0 }), 'SYN_SENT · none'],
    ],
  ],
  [
    'a client that has gone resets the SYN,ACK: the server goes back to LISTEN',
    [OPEN[0]!, OPEN[1]!, ['RST', (t) => t.client.raw({ flags: 0x04, seq: 1 }), 'L none · none']],
  ],
  [
    '3.5.2: a reset ends the connection at both ends, in any state',
    [
      ...OPEN,
      ['FIN', (t) => t.client.fin(), 'L FIN_WAIT1 · CLOSE_WAIT not-yet-acknowledged'],
      ['RST', (t) => t.server.rst(), 'L none · none'],
      [
        'a segment that was on its way',
        (t) => t.client.raw({ flags: 0x10, seq: 2, ack: 1 }),
        'L none · none',
      ],
    ],
  ],
  [
    '3.5.3: a reset beyond what was sent, or before what was acknowledged, ends nothing',
    [
      ...OPEN,
      ['data', (t) => t.server.data(10), 'L ESTABLISHED · ESTABLISHED'],
      ['its ACK', (t) => t.client.ack(), 'L ESTABLISHED · ESTABLISHED'],
      ['RST too far', (t) => t.server.raw({ flags: 0x04, seq: 12 }), 'L ESTABLISHED · ESTABLISHED'],
      ['RST too old', (t) => t.server.raw({ flags: 0x04, seq: 10 }), 'L ESTABLISHED · ESTABLISHED'],
      ['RST that fits', (t) => t.server.raw({ flags: 0x04, seq: 11 }), 'L none · none'],
    ],
  ],
  [
    'a reset fits what was acknowledged though the capture missed it',
    [
      ...OPEN,
      [
        'ACK of unseen data',
        (t) => {
          t.unseen(() => t.client.data(10));
          t.server.ack();
        },
        'L ESTABLISHED · ESTABLISHED',
      ],
      ['RST', (t) => t.client.raw({ flags: 0x04, seq: 11 }), 'L none · none'],
    ],
  ],
  [
    'a capture that begins later: both ends count as established, and say so',
    [
      [
        'data',
        (t) => t.client.data(10),
        'ESTABLISHED opening-not-captured · ESTABLISHED opening-not-captured',
      ],
      [
        'FIN',
        (t) => t.server.fin(),
        'CLOSE_WAIT opening-not-captured not-yet-acknowledged · FIN_WAIT1 opening-not-captured',
      ],
    ],
  ],
  [
    'a capture that begins with the SYN,ACK knows the server alone',
    [
      [
        'SYN,ACK',
        (t) => {
          t.unseen(() => t.client.syn());
          t.server.synAck();
        },
        'L ESTABLISHED opening-not-captured not-yet-acknowledged · SYN_RECV',
      ],
      ['ACK', (t) => t.client.ack(), 'L ESTABLISHED opening-not-captured · ESTABLISHED'],
    ],
  ],
  [
    'a capture that missed the SYN,ACK knows the client alone, and no listener',
    [
      OPEN[0]!,
      [
        'ACK',
        (t) => {
          t.unseen(() => t.server.synAck());
          t.client.ack();
        },
        'ESTABLISHED · ESTABLISHED opening-not-captured',
      ],
    ],
  ],
  [
    'a capture that begins with a reset shows no socket',
    [['RST', (t) => t.server.rst(), 'none · none']],
  ],
  [
    'a segment of unknown length tells nothing',
    [
      ...OPEN,
      ['broken FIN', (t) => t.client.fin({ dataOffset: 4 }), 'L ESTABLISHED · ESTABLISHED'],
    ],
  ],
];

describe.each(ISNS)('after each segment, with the client counting from %i', (isn) => {
  test.each(LIVES)('%s', async (_, lines) => {
    const t = trace({ client: { isn } });
    for (const [, send] of lines) send(t);
    const shown: string[] = [];
    for (const [index, [what]] of lines.entries()) {
      shown.push(`${what}: ${await statesAt(t, afterFrame(index + 1))}`);
    }
    expect(shown).toEqual(lines.map(([what, , states]) => `${what}: ${states}`));
  });
});
