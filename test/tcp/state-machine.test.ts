// The figures of RFC 9293 3.5 and 3.6 line by line: states of both ends after each segment, as an observer between
// them may tell. A segment is taken to arrive.
import { describe, expect, test } from 'vitest';
import { type Trace, trace } from '../support/trace.ts';
import { follow, ISNS } from './follow.ts';

type Line = readonly [what: string, send: (t: Trace) => unknown, states: string];

const OPEN: readonly Line[] = [
  ['SYN', (t) => t.client.syn(), 'SYN-SENT · SYN-RECEIVED'],
  ['SYN,ACK', (t) => t.server.synAck(), 'ESTABLISHED · SYN-RECEIVED'],
  ['ACK', (t) => t.client.ack(), 'ESTABLISHED · ESTABLISHED'],
];
const FIN_OF_CLIENT: readonly Line[] = [
  ['FIN', (t) => t.client.fin(), 'FIN-WAIT-1 · CLOSE-WAIT'],
  ['its ACK', (t) => t.server.ack(), 'FIN-WAIT-2 · CLOSE-WAIT'],
];

const FIGURES: readonly (readonly [name: string, lines: readonly Line[]])[] = [
  [
    'figure 6: basic three-way handshake',
    [...OPEN, ['data', (t) => t.client.data('x'), 'ESTABLISHED · ESTABLISHED']],
  ],
  [
    'figure 7: simultaneous connection synchronization',
    [
      ['SYN of A', (t) => t.undelivered(() => t.client.syn()), 'SYN-SENT · SYN-RECEIVED'],
      ['SYN of B', (t) => t.undelivered(() => t.server.syn()), 'SYN-RECEIVED · SYN-RECEIVED'],
      [
        'SYN,ACK of A',
        (t) => t.client.raw({ flags: 0x12, seq: 0, ack: 1 }),
        'SYN-RECEIVED · ESTABLISHED',
      ],
      [
        'SYN,ACK of B',
        (t) => t.server.raw({ flags: 0x12, seq: 0, ack: 1 }),
        'ESTABLISHED · ESTABLISHED',
      ],
    ],
  ],
  [
    'figure 8: an old duplicate SYN is refused, and the real one opens the connection',
    [
      [
        'old SYN',
        (t) => t.undelivered(() => t.client.raw({ flags: 0x02, seq: -10 })),
        'SYN-SENT · SYN-RECEIVED',
      ],
      [
        'SYN,ACK of it',
        (t) => t.undelivered(() => t.server.raw({ flags: 0x12, seq: 0, ack: -9 })),
        'ESTABLISHED · SYN-RECEIVED',
      ],
      [
        'RST',
        (t) => t.undelivered(() => t.client.raw({ flags: 0x04, seq: -9 })),
        'CLOSED · CLOSED',
      ],
      ['SYN', (t) => t.client.syn(), 'SYN-SENT · SYN-RECEIVED'],
      [
        'SYN,ACK',
        (t) => t.server.raw({ flags: 0x12, seq: 100, ack: 1 }),
        'ESTABLISHED · SYN-RECEIVED',
      ],
      ['ACK', (t) => t.client.raw({ flags: 0x10, seq: 1, ack: 101 }), 'ESTABLISHED · ESTABLISHED'],
    ],
  ],
  [
    'figure 9: half-open connection discovery',
    [
      ['SYN', (t) => t.undelivered(() => t.client.syn()), 'SYN-SENT · SYN-RECEIVED'],
      [
        'ACK of the older connection',
        (t) => t.undelivered(() => t.server.raw({ flags: 0x10, seq: 300, ack: -900 })),
        'SYN-SENT · ESTABLISHED',
      ],
      ['RST', (t) => t.undelivered(() => t.client.rst({ seq: -900 })), 'SYN-SENT · CLOSED'],
      ['SYN', (t) => t.client.syn({ seq: 0 }), 'SYN-SENT · SYN-RECEIVED'],
      [
        'SYN,ACK',
        (t) => t.server.raw({ flags: 0x12, seq: 9000, ack: 1 }),
        'ESTABLISHED · SYN-RECEIVED',
      ],
      ['ACK', (t) => t.client.raw({ flags: 0x10, seq: 1, ack: 9001 }), 'ESTABLISHED · ESTABLISHED'],
    ],
  ],
  [
    'figure 9 without a reset that arrives: the older connection is there until it is gone',
    [
      ['SYN', (t) => t.undelivered(() => t.client.syn()), 'SYN-SENT · SYN-RECEIVED'],
      [
        'ACK of the older connection',
        (t) => t.undelivered(() => t.server.raw({ flags: 0x10, seq: 300, ack: -900 })),
        'SYN-SENT · ESTABLISHED',
      ],
      ['SYN', (t) => t.client.syn({ seq: 0 }), 'SYN-SENT · ESTABLISHED'],
      [
        'SYN,ACK',
        (t) => t.server.raw({ flags: 0x12, seq: 9000, ack: 1 }),
        'ESTABLISHED · SYN-RECEIVED',
      ],
    ],
  ],
  [
    '3.10.7.3: a SYN,ACK of another SYN opens nothing',
    [
      ['SYN', (t) => t.undelivered(() => t.client.syn()), 'SYN-SENT · SYN-RECEIVED'],
      [
        'SYN,ACK of another',
        (t) => t.undelivered(() => t.server.raw({ flags: 0x12, seq: 0, ack: 2 })),
        'SYN-SENT · SYN-RECEIVED',
      ],
      ['SYN,ACK', (t) => t.server.synAck({ seq: 0, ack: 1 }), 'ESTABLISHED · SYN-RECEIVED'],
    ],
  ],
  [
    'a segment a little ahead of the SYN confirms what the capture misses',
    [
      ['SYN', (t) => t.client.syn(), 'SYN-SENT · SYN-RECEIVED'],
      ['ACK', (t) => t.server.raw({ flags: 0x10, seq: 1, ack: 700 }), 'ESTABLISHED · SYN-RECEIVED'],
    ],
  ],
  [
    '3.10.7.3: a reset that does not acknowledge the SYN is dropped',
    [
      ['SYN', (t) => t.client.syn(), 'SYN-SENT · SYN-RECEIVED'],
      ['RST', (t) => t.undelivered(() => t.server.rst()), 'SYN-SENT · CLOSED'],
      [
        'RST,ACK with another number',
        (t) => t.undelivered(() => t.server.raw({ flags: 0x14, seq: 0, ack: 2 })),
        'SYN-SENT · CLOSED',
      ],
      ['SYN,ACK', (t) => t.server.synAck(), 'ESTABLISHED · SYN-RECEIVED'],
    ],
  ],
  [
    '3.10.7.3: one that acknowledges it, or part of what came with it, is obeyed',
    [
      [
        'SYN with data',
        (t) => t.client.raw({ flags: 0x02, payload: 20 }),
        'SYN-SENT · SYN-RECEIVED',
      ],
      ['RST,ACK', (t) => t.server.raw({ flags: 0x14, seq: 0, ack: 11 }), 'CLOSED · CLOSED'],
    ],
  ],
  [
    'who resets the SYN,ACK that it asked for asks no more',
    [OPEN[0]!, OPEN[1]!, ['RST', (t) => t.client.rst(), 'CLOSED · CLOSED']],
  ],
  [
    'a SYN that comes again: its sender has not got the answer',
    [
      ['SYN', (t) => t.client.syn(), 'SYN-SENT · SYN-RECEIVED'],
      ['SYN,ACK', (t) => t.undelivered(() => t.server.synAck()), 'ESTABLISHED · SYN-RECEIVED'],
      ['the SYN again', (t) => t.client.syn({ seq: 0 }), 'SYN-SENT · SYN-RECEIVED'],
      ['SYN,ACK', (t) => t.server.synAck({ seq: 0 }), 'ESTABLISHED · SYN-RECEIVED'],
      ['ACK', (t) => t.client.ack({ seq: 1 }), 'ESTABLISHED · ESTABLISHED'],
      ['an old copy of the SYN', (t) => t.client.syn({ seq: 0 }), 'ESTABLISHED · ESTABLISHED'],
    ],
  ],
  [
    'figure 12: normal close sequence',
    [
      ...OPEN,
      ...FIN_OF_CLIENT,
      ['FIN of the other', (t) => t.server.fin(), 'TIME-WAIT · LAST-ACK'],
      ['its ACK', (t) => t.client.ack(), 'TIME-WAIT · CLOSED'],
    ],
  ],
  [
    'figure 12 with the server closing first',
    [
      ...OPEN,
      ['FIN', (t) => t.server.fin(), 'CLOSE-WAIT · FIN-WAIT-1'],
      ['its ACK', (t) => t.client.ack(), 'CLOSE-WAIT · FIN-WAIT-2'],
      ['FIN of the other', (t) => t.client.fin(), 'LAST-ACK · TIME-WAIT'],
      ['its ACK', (t) => t.server.ack(), 'CLOSED · TIME-WAIT'],
    ],
  ],
  [
    'figure 12 with FIN and the ACK of the other FIN in one segment',
    [
      ...OPEN,
      ['FIN', (t) => t.client.fin(), 'FIN-WAIT-1 · CLOSE-WAIT'],
      ['FIN,ACK', (t) => t.server.fin(), 'TIME-WAIT · LAST-ACK'],
      ['ACK', (t) => t.client.ack(), 'TIME-WAIT · CLOSED'],
    ],
  ],
  [
    'figure 13: simultaneous close sequence',
    [
      ...OPEN,
      ['FIN of A', (t) => t.client.fin({ ack: 1 }), 'FIN-WAIT-1 · CLOSE-WAIT'],
      [
        'FIN of B, which does not acknowledge it',
        (t) => t.server.fin({ ack: 1 }),
        'CLOSING · CLOSING',
      ],
      ['ACK of A', (t) => t.client.raw({ flags: 0x10, seq: 2, ack: 2 }), 'CLOSING · TIME-WAIT'],
      ['ACK of B', (t) => t.server.raw({ flags: 0x10, seq: 2, ack: 2 }), 'TIME-WAIT · TIME-WAIT'],
    ],
  ],
  [
    'a half-closed connection: the other end goes on sending (3.6, case 2)',
    [
      ...OPEN,
      ...FIN_OF_CLIENT,
      ['data after the FIN', (t) => t.server.data(10), 'FIN-WAIT-2 · CLOSE-WAIT'],
      ['its ACK', (t) => t.client.ack(), 'FIN-WAIT-2 · CLOSE-WAIT'],
    ],
  ],
  [
    'a FIN behind bytes that the capture does not have, and that are confirmed',
    [
      ...OPEN,
      [
        'an ACK of what was not captured',
        (t) => {
          t.unseen(() => t.client.data(100));
          t.server.ack();
        },
        'ESTABLISHED · ESTABLISHED',
      ],
      ['FIN', (t) => t.client.fin(), 'FIN-WAIT-1 · CLOSE-WAIT'],
    ],
  ],
  [
    'a FIN sent again moves nobody',
    [
      ...OPEN,
      ['FIN', (t) => t.client.fin(), 'FIN-WAIT-1 · CLOSE-WAIT'],
      ['FIN again', (t) => t.client.raw({ flags: 0x11, seq: 1 }), 'FIN-WAIT-1 · CLOSE-WAIT'],
    ],
  ],
  [
    'a FIN behind missing bytes is not looked at before they have come (3.10.7.4)',
    [
      ...OPEN,
      ['FIN ahead', (t) => t.client.raw({ flags: 0x11, seq: 11 }), 'FIN-WAIT-1 · ESTABLISHED'],
      ['ACK of what was there', (t) => t.server.ack({ ack: 1 }), 'FIN-WAIT-1 · ESTABLISHED'],
      [
        'the bytes',
        (t) => t.client.raw({ flags: 0x18, seq: 1, payload: 10 }),
        'FIN-WAIT-1 · ESTABLISHED',
      ],
      ['ACK of all', (t) => t.server.ack({ ack: 12 }), 'FIN-WAIT-2 · CLOSE-WAIT'],
    ],
  ],
  [
    'an ACK of the data before the FIN does not acknowledge the FIN',
    [
      ...OPEN,
      ['FIN with data', (t) => t.client.data(10, { flags: 0x11 }), 'FIN-WAIT-1 · CLOSE-WAIT'],
      ['ACK of the data', (t) => t.server.ack({ ack: 11 }), 'FIN-WAIT-1 · CLOSE-WAIT'],
      ['ACK of the FIN', (t) => t.server.ack({ ack: 12 }), 'FIN-WAIT-2 · CLOSE-WAIT'],
    ],
  ],
  [
    '3.10.7.1: nobody listens, so the SYN is answered by RST',
    [
      ['SYN', (t) => t.client.syn(), 'SYN-SENT · SYN-RECEIVED'],
      ['RST,ACK', (t) => t.server.raw({ flags: 0x14, seq: -5000, ack: 1 }), 'CLOSED · CLOSED'],
      [
        'the same SYN again',
        (t) => t.client.raw({ flags: 0x02, seq: 0 }),
        'SYN-SENT · SYN-RECEIVED',
      ],
    ],
  ],
  [
    '3.5.2: a reset ends the connection at both ends',
    [...OPEN, ['RST', (t) => t.server.rst(), 'CLOSED · CLOSED']],
  ],
  [
    'in the middle of a connection both ends count as established',
    [
      ['data', (t) => t.client.data(10), 'ESTABLISHED · ESTABLISHED'],
      ['FIN', (t) => t.server.fin(), 'CLOSE-WAIT · FIN-WAIT-1'],
    ],
  ],
  [
    'a SYN sent again changes nothing, and neither does the SYN,ACK sent again',
    [
      OPEN[0]!,
      ['SYN again', (t) => t.client.raw({ flags: 0x02, seq: 0 }), 'SYN-SENT · SYN-RECEIVED'],
      OPEN[1]!,
      [
        'SYN,ACK again',
        (t) => t.server.raw({ flags: 0x12, seq: 0, ack: 1 }),
        'ESTABLISHED · SYN-RECEIVED',
      ],
      OPEN[2]!,
      [
        'and once more',
        (t) => t.server.raw({ flags: 0x12, seq: 0, ack: 1 }),
        'ESTABLISHED · ESTABLISHED',
      ],
    ],
  ],
];

describe.each(ISNS)('RFC 9293 with the client counting from %i', (isn) => {
  test.each(FIGURES)('%s', async (_, lines) => {
    const t = trace({ client: { isn } });
    for (const [, send] of lines) send(t);
    const { steps } = await follow(t);
    // The old SYN of figure 8 counts from another number, so the real one begins a stream of its own.
    expect(steps.map(({ states }, i) => `${lines[i]?.[0]}: ${states}`)).toEqual(
      lines.map(([what, , states]) => `${what}: ${states}`),
    );
  });
});
