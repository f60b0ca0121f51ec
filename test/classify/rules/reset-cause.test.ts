// Why a reset was sent. The scripts with a Linux fact in their name repeat what Linux sent on loopback when it was tried.
import { describe, expect, test } from 'vitest';
import type { Cause, ResetCause } from '../../../src/classify/finding.ts';
import type { Trace } from '../../support/trace.ts';
import { ISNS } from '../../tcp/follow.ts';
import { lastFinding } from './findings-of.ts';

const RST = 0x04;
const RST_ACK = 0x14;
/** MP_FASTCLOSE (RFC 8684 3.5, figure 14) with a key. */
const FASTCLOSE = Uint8Array.of(30, 12, 0x70, 0, 1, 2, 3, 4, 5, 6, 7, 8);

interface ResetCase {
  name: string;
  script: (t: Trace) => unknown;
  causes: readonly (readonly [ResetCause, Cause['certainty']])[];
  frames?: readonly number[];
  timestamps?: boolean;
  /** The reset asked about; absent: the last row. */
  frame?: number;
}

/** Two connections, of which only the first brings bytes; the server resets both, so many milliseconds apart. */
function unaccepted(t: Trace, apart: number): void {
  const other = t.connection({ client: { port: 40_001 } });
  t.handshake().client.data('request');
  t.server.ack();
  other.handshake();
  t.wait(500).server.raw({ flags: RST_ACK });
  t.wait(apart);
  other.server.raw({ flags: RST_ACK });
}

const CASES: readonly ResetCase[] = [
  {
    name: 'the third step is refused by an end that has just sent its SYN-ACK: tcp_abort_on_overflow in Linux',
    script: (t) => {
      t.handshake();
      t.server.rst();
    },
    causes: [['accept-queue-full', 'likely']],
    frames: [3, 2],
  },
  {
    name: 'not by one whose last SYN-ACK is long ago: it may have been started anew',
    script: (t) => {
      t.client.syn();
      t.server.synAck();
      t.wait(1500).client.ack();
      t.server.rst();
    },
    causes: [['unknown-connection', 'likely']],
  },
  {
    name: 'nor one that had the connection open',
    script: (t) => {
      t.handshake().client.data('x');
      t.server.ack();
      t.client.data('y');
      t.server.rst();
    },
    causes: [['unknown-connection', 'likely']],
  },
  {
    name: 'the socket that listened is closed: those that wait for accept() are reset at once',
    script: (t) => unaccepted(t, 0),
    causes: [
      ['listener-closed', 'likely'],
      ['unread-data', 'likely'],
      ['aborted', 'possible'],
    ],
    frames: [10],
    frame: 9,
  },
  {
    name: 'the one among them that had brought nothing',
    script: (t) => unaccepted(t, 0),
    causes: [
      ['listener-closed', 'likely'],
      ['aborted', 'likely'],
    ],
    frames: [9],
    frame: 10,
  },
  {
    name: 'not: one long after the other',
    script: (t) => unaccepted(t, 500),
    causes: [['aborted', 'likely']],
    frame: 10,
  },
  {
    name: 'an older connection is refused by an end that then goes on: it means to (RFC 9293 3.10.7.3)',
    script: (t) => {
      t.undelivered(() => t.client.syn());
      t.undelivered(() => t.server.ack({ seq: 31, ack: -5000 }));
      t.undelivered(() => t.client.rst({ seq: -5000 }));
      t.client.syn({ seq: 0 });
      t.server.synAck({ seq: 70_000, ack: 1 });
      t.client.data('x', { seq: 1, ack: 70_001 });
    },
    causes: [['unknown-connection', 'likely']],
    frames: [2],
    frame: 3,
  },
  {
    name: 'a whole Multipath TCP connection is broken off, and the other end answers (RFC 8684 3.5)',
    script: (t) => {
      t.handshake().client.data('question');
      t.server.data('answer');
      t.client.ack();
      t.client.ack({ options: FASTCLOSE });
      t.server.raw({ flags: RST_ACK });
    },
    causes: [['fast-closed', 'likely']],
    frames: [7],
  },
  {
    name: 'the reset that breaks a whole Multipath TCP connection off',
    script: (t) => t.handshake().client.raw({ flags: RST_ACK, options: FASTCLOSE }),
    causes: [['fast-closed', 'certain']],
    frames: [4],
  },
  {
    name: 'a second reset behind the answer to MP_FASTCLOSE',
    script: (t) => {
      t.handshake().client.ack({ options: FASTCLOSE });
      t.server.raw({ flags: RST_ACK });
      t.client.data('late');
      t.server.raw({ flags: 0x04, seq: 1, id: 0 });
    },
    causes: [['after-close', 'likely']],
  },
  {
    name: 'Linux: close() with a linger time of 0, nothing received',
    script: (t) => t.handshake().client.raw({ flags: RST_ACK }),
    causes: [['aborted', 'likely']],
  },
  {
    name: 'Linux: close() over unread bytes (RFC 1122 4.2.2.13)',
    script: (t) => {
      t.handshake().server.data('welcome');
      t.client.ack();
      t.wait(100).client.raw({ flags: RST_ACK });
    },
    causes: [
      ['unread-data', 'likely'],
      ['aborted', 'possible'],
    ],
    frames: [4],
  },
  {
    name: 'Linux: shutdown(), then close() over unread bytes',
    script: (t) => {
      t.handshake().server.data('welcome');
      t.client.fin();
      t.wait(100).client.raw({ flags: RST_ACK });
    },
    causes: [
      ['unread-data', 'likely'],
      ['aborted', 'possible'],
    ],
  },
  {
    name: 'Linux: close() over the bytes of a copy, since the first one had come when there was no room',
    script: (t) => {
      t.handshake();
      t.client.data(100);
      const refused = t.client.data(200);
      t.server.ack({ ack: 101, window: 0 });
      t.wait(300).client.retransmit(refused);
      t.server.raw({ flags: RST_ACK, ack: 301 });
    },
    causes: [
      ['unread-data', 'likely'],
      ['aborted', 'possible'],
    ],
    frames: [7],
  },
  {
    name: 'Linux: close() over unread bytes, with others behind them for which there was no room',
    script: (t) => {
      t.handshake().client.data(100);
      t.client.data(200);
      t.server.ack({ ack: 101, window: 0 });
      t.wait(300).server.raw({ flags: RST_ACK, ack: 101 });
    },
    causes: [
      ['unread-data', 'likely'],
      ['aborted', 'possible'],
    ],
    frames: [4],
  },
  {
    name: 'Linux: an answer was sent, then a hard close',
    script: (t) => {
      t.handshake().client.data('question');
      t.server.data('answer');
      t.client.ack();
      t.wait(50).server.raw({ flags: RST_ACK });
    },
    causes: [
      ['aborted', 'likely'],
      ['unread-data', 'possible'],
    ],
  },
  {
    name: 'Linux: data after close(), refused with its acknowledgement number and no ACK',
    script: (t) => {
      t.handshake().client.fin();
      t.server.ack();
      t.server.data('late');
      t.client.raw({ flags: 0x04, id: 0, window: 0 });
    },
    causes: [['after-close', 'likely']],
    frames: [4, 6],
  },
  {
    name: 'data after close(), behind a late copy of what had been confirmed before it',
    script: (t) => {
      t.handshake().server.data('welcome');
      t.client.ack();
      t.client.fin();
      t.server.data('welcome', { seq: 1 });
      t.client.ack();
      t.server.data('late');
      t.client.raw({ flags: 0x04, id: 0, window: 0 });
    },
    causes: [['after-close', 'likely']],
    frames: [6, 9],
  },
  {
    name: 'Linux: an end that has forgotten the connection',
    script: (t) => {
      t.handshake().client.data('q');
      t.server.ack();
      t.wait(300).client.data('again');
      t.server.raw({ flags: 0x04, seq: 1, id: 0, window: 0 });
    },
    causes: [['unknown-connection', 'likely']],
    frames: [6],
  },
  {
    name: 'a second reset for what was still on its way',
    script: (t) => {
      t.handshake().client.data('a');
      t.server.raw({ flags: RST_ACK });
      t.client.data('b');
      t.server.raw({ flags: 0x04, seq: 1, id: 0 });
    },
    causes: [['after-close', 'likely']],
  },
  {
    name: 'Linux: shutdown(), then close() over unread bytes: RST with ACK, which refuses nothing',
    script: (t) => {
      t.handshake().client.data('q');
      t.server.ack();
      t.server.fin();
      t.client.data('more');
      t.server.raw({ flags: RST_ACK, ack: 6 });
    },
    causes: [
      ['unread-data', 'likely'],
      ['aborted', 'possible'],
    ],
  },
  {
    name: 'a reset each for three segments that came too late, from a kernel that counts them among other packets',
    script: (t) => {
      t.handshake().client.data('q');
      t.server.data('a');
      t.client.ack();
      t.server.fin();
      t.client.ack();
      t.client.data('late');
      t.client.fin();
      for (let i = 0; i < 3; i++) t.server.raw({ flags: 0x04, seq: 3, id: 9 + i, window: 0 });
    },
    causes: [['after-close', 'likely']],
    frames: [7, 10],
  },
  {
    name: 'one reset more than came too late has no cause in this capture',
    script: (t) => {
      t.handshake().client.data('q');
      t.server.fin();
      t.client.data('late');
      for (let i = 0; i < 2; i++) t.server.raw({ flags: 0x04, seq: 2, id: 0, window: 0 });
    },
    causes: [],
  },
  {
    name: 'data that the capture saw before the FIN, which does not confirm it',
    script: (t) => {
      t.handshake().client.data('q');
      t.server.ack();
      t.undelivered(() => t.client.data('crossing'));
      t.server.fin();
      t.server.raw({ flags: 0x04, seq: 1, id: 0, window: 0 });
    },
    causes: [['after-close', 'likely']],
    frames: [7, 6],
  },
  {
    name: 'another TTL than three packets before: a device on the way',
    script: (t) => {
      t.handshake().client.data('GET /forbidden');
      t.server.ack();
      t.server.data('x');
      t.client.ack();
      t.server.raw({ flags: RST_ACK, ttl: 57 });
    },
    causes: [
      ['middlebox', 'likely'],
      ['aborted', 'likely'],
      ['unread-data', 'possible'],
    ],
    frames: [6],
  },
  {
    name: 'the TTL of the opening, another than all that was said: a device opened it in the name of the host',
    script: (t) => {
      t.client.syn({ ttl: 251 });
      t.server.synAck();
      t.client.ack({ ttl: 251 });
      for (let i = 0; i < 5; i++) {
        t.client.data('question', { ttl: 52 });
        t.server.data('answer');
      }
      t.wait(180_000).client.raw({ flags: RST_ACK, ttl: 251 });
    },
    causes: [
      ['middlebox', 'likely'],
      ['unread-data', 'likely'],
      ['aborted', 'possible'],
    ],
  },
  {
    name: 'no device where the path of one host changes for a while',
    script: (t) => {
      t.client.syn({ ttl: 60 });
      t.server.synAck();
      t.client.ack({ ttl: 60 });
      for (let i = 0; i < 5; i++) t.client.data('x', { ttl: 58 });
      t.client.raw({ flags: RST_ACK, ttl: 60 });
    },
    causes: [['aborted', 'likely']],
  },
  {
    name: 'another TTL than one packet before: possible only',
    script: (t) => {
      t.handshake().client.data('x');
      t.server.raw({ flags: RST_ACK, ttl: 57 });
    },
    causes: [
      ['unread-data', 'likely'],
      ['middlebox', 'possible'],
      ['aborted', 'possible'],
    ],
  },
  {
    name: 'an identification far from the count, and a number nobody asked for',
    script: (t) => {
      t.handshake();
      for (let i = 0; i < 3; i++) t.server.data('x');
      t.client.ack();
      t.server.raw({ flags: 0x04, seq: 5_000_000, id: 0x1234 });
    },
    causes: [['middlebox', 'likely']],
  },
  {
    name: 'far beyond what the other end has room for',
    script: (t) => {
      t.handshake({ windowShift: 0 });
      t.server.data('x');
      t.client.ack();
      t.server.raw({ flags: RST_ACK, seq: 5_000_000 });
    },
    causes: [
      ['middlebox', 'possible'],
      ['aborted', 'possible'],
    ],
  },
  {
    name: 'not: ahead of what is there, for bytes that the capture missed',
    script: (t) => {
      t.handshake({ windowShift: 0 });
      t.server.data('x');
      t.client.ack();
      t.unseen(() => t.server.data(100));
      t.server.rst({ flags: RST_ACK });
    },
    causes: [['aborted', 'possible']],
  },
  {
    name: 'the host goes on as though nothing had happened',
    script: (t) => {
      t.handshake().server.data('x');
      t.client.ack();
      t.server.raw({ flags: RST_ACK, seq: 2 });
      t.server.data('y');
    },
    frame: 6,
    causes: [
      ['aborted', 'likely'],
      ['middlebox', 'possible'],
    ],
  },
  {
    name: 'a packet filter refuses what comes, in the name of an end that closes in good order later',
    script: (t) => {
      t.handshake().client.data('x');
      t.server.ack();
      t.undelivered(() => t.client.data('y'));
      t.undelivered(() => t.server.raw({ flags: RST, seq: 1 }));
      t.wait(500).server.fin();
    },
    frame: 7,
    causes: [
      ['middlebox', 'likely'],
      ['unknown-connection', 'possible'],
    ],
  },
  {
    name: 'not: the end of the bytes was overtaken by the reset',
    script: (t) => {
      t.handshake().client.data('x');
      t.server.ack();
      t.client.data('y');
      t.server.raw({ flags: RST, seq: 1 });
      t.server.fin();
    },
    frame: 7,
    causes: [['unknown-connection', 'likely']],
  },
  {
    name: 'not: a program that builds its packets itself goes on, though its kernel refuses the answer',
    script: (t) => {
      t.client.syn();
      t.server.synAck();
      t.client.raw({ flags: RST, seq: 1 });
      t.wait(500).client.data('x');
      t.wait(5000).client.data('y');
    },
    frame: 3,
    causes: [
      ['unknown-connection', 'likely'],
      ['middlebox', 'possible'],
    ],
  },
  {
    name: 'not: what it sent before comes once more',
    script: (t) => {
      const sent = t.handshake().server.data('x');
      t.client.ack();
      t.server.rst({ flags: RST_ACK });
      t.server.retransmit(sent);
    },
    frame: 6,
    causes: [['aborted', 'likely']],
  },
  {
    name: 'two resets by a device: the TTL of the first is not the host’s',
    script: (t) => {
      t.handshake();
      for (let i = 0; i < 3; i++) t.server.data('x');
      t.client.ack();
      t.server.raw({ flags: RST_ACK, ttl: 40 });
      t.server.raw({ flags: RST_ACK, ttl: 40 });
    },
    causes: [['middlebox', 'likely']],
  },
  {
    name: 'questions that nobody answered',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack();
      for (let i = 0; i < 3; i++) t.wait(30_000).client.keepAlive();
      t.wait(30_000).client.rst({ flags: RST_ACK });
    },
    causes: [
      ['gave-up', 'likely'],
      ['aborted', 'likely'],
    ],
  },
  {
    name: 'the questions were answered, but no answer arrived: the echo stands still (RFC 7323 4.3)',
    timestamps: true,
    script: (t) => {
      t.handshake().client.data('quiet');
      t.server.ack();
      for (let i = 0; i < 3; i++) {
        t.wait(5000).client.keepAlive();
        t.undelivered(() => t.server.ack());
      }
      t.wait(5000).client.raw({ flags: RST_ACK });
    },
    causes: [
      ['gave-up', 'likely'],
      ['aborted', 'likely'],
    ],
  },
  {
    name: 'not: two repetitions within a second are no reason to give up',
    script: (t) => {
      const sent = t.handshake().client.data(10);
      t.wait(200).client.retransmit(sent);
      t.wait(400).client.retransmit(sent);
      t.client.rst({ flags: RST_ACK });
    },
    causes: [['aborted', 'likely']],
  },
  {
    name: 'half-closed only: it went on taking what came',
    script: (t) => {
      t.handshake().client.fin();
      t.server.ack();
      t.server.data(10);
      t.client.ack();
      t.server.data(10);
      t.client.raw({ flags: 0x04, seq: 2 });
    },
    causes: [],
  },
  {
    name: 'where the beginning is missing, bytes may have lain unread',
    script: (t) => {
      t.unseen(() => t.handshake());
      t.server.ack();
      t.server.rst({ flags: RST_ACK });
    },
    causes: [['aborted', 'possible']],
  },
  {
    name: 'an identification of 0 is what a kernel without a connection writes, not a sign',
    script: (t) => {
      t.handshake();
      for (let i = 0; i < 3; i++) t.server.data('x');
      t.client.ack();
      t.server.raw({ flags: RST_ACK, id: 0 });
    },
    causes: [['aborted', 'likely']],
  },
];

const refused = (t: Trace): void => {
  t.client.syn();
  t.server.raw({ flags: RST_ACK, seq: -5000, ack: 1 });
};

describe.each(ISNS)('the causes of a reset, the client counting from %i', (isn) => {
  test.each(CASES)('$name', async ({ script, causes, frames, frame, timestamps }) => {
    const options = { client: { isn }, timestamps: timestamps === true };
    const found = await lastFinding('reset-cause', script, options, frame);
    const told = (found?.evidence['causes'] ?? []) as readonly Cause[];
    expect(told.map(({ cause, certainty }) => [cause, certainty])).toEqual(causes);
    expect(told[0]?.frames).toEqual(frames ?? told[0]?.frames);
    expect(found?.certainty).toBe(causes[0]?.[1]);
  });

  test('superseded by closed-port: a refused SYN', async () => {
    expect(await lastFinding('reset-cause', refused, { client: { isn } })).toBeUndefined();
    expect(await lastFinding('closed-port', refused, { client: { isn } })).toBeDefined();
  });
});
