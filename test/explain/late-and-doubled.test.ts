// What a network does to packets besides losing them: acknowledgements that are overtaken, packets that come twice, holes
// that a receiver reports, and segments of connections that their receiver has forgotten.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import type { TraceOptions } from '../support/trace-side.ts';
import { explained, headlineOf, textOf } from './made-rows.ts';

const RST = 0x04;
const SACK = { mss: 1460, sackPermitted: true };

interface Case {
  readonly name: string;
  readonly script: (t: Trace) => unknown;
  readonly options?: TraceOptions;
  readonly frame: number;
  readonly headline: string;
  readonly says?: readonly string[];
  readonly not?: readonly string[];
}

/** The server has closed and is confirmed; an older acknowledgement of its comes behind its FIN. */
function overtakenByFin(t: Trace): void {
  t.handshake().client.data(10);
  t.client.fin();
  t.server.fin();
  t.client.ack();
  t.server.ack({ seq: 1, ack: 5 });
}

/** The client closes; the server confirms, and has its FIN confirmed by one packet that comes twice. */
function closedAndDoubled(t: Trace): void {
  t.handshake().client.fin();
  t.server.fin();
  t.client.ack({ id: 77 });
  t.client.ack({ id: 77 });
}

function secondCopyRefused(t: Trace): void {
  closedAndDoubled(t);
  t.server.raw({ flags: RST });
}

/** A SYN-ACK that comes twice, each copy answered. */
function doubledSynAck(t: Trace): void {
  t.client.syn();
  t.server.synAck({ id: 77 });
  t.client.ack();
  t.server.synAck({ id: 77, seq: 0 });
  t.client.ack();
}

/** What the server does not take, and answers by saying once more what it had confirmed. */
const answeredAgain =
  (send: (t: Trace) => unknown) =>
  (t: Trace): void => {
    t.handshake().client.data(10);
    t.server.ack();
    t.undelivered(() => send(t));
    t.server.ack();
  };

function damagedThenGood(t: Trace): void {
  t.handshake(SACK);
  t.undelivered(() => t.client.data('wXrds', { checksum: 0x1234, id: 10 }));
  t.client.data('more', { seq: 6 });
  t.wait(300).client.raw({ seq: 1, payload: 'words', flags: 0x18, id: 11 });
}

const CASES: readonly Case[] = [
  {
    name: 'an acknowledgement that comes behind the FIN of its sender is no keep-alive, whatever Wireshark says',
    script: overtakenByFin,
    frame: 8,
    headline: 'An older acknowledgement of the server arrives behind row 6',
    says: ['Ack=5 is less than Ack=12 in row 6', 'its number is one too low'],
    not: ['keep-alive: a segment', 'SO_KEEPALIVE'],
  },
  {
    name: 'its receiver answers its old number',
    script: (t) => {
      overtakenByFin(t);
      t.client.ack();
    },
    frame: 9,
    headline: 'The client answers row 8, which came too late',
    says: ['it takes row 8 for a keep-alive', 'had been passed when it arrived'],
    not: ['sign of life: '],
  },
  {
    name: 'what its sender says next repeats what it had confirmed before it',
    script: (t) => {
      overtakenByFin(t);
      t.server.ack();
    },
    frame: 9,
    headline: 'The server repeats what it has confirmed',
  },
  {
    name: 'a keep-alive, since it confirms all that its sender has',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack();
      t.wait(20_000).server.ack({ seq: 0 });
    },
    frame: 6,
    headline: 'The server asks whether the other side is still there',
  },
  {
    name: 'an acknowledgement of the same number with an older clock',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ tsVal: 1_000_010 });
      t.server.ack({ tsVal: 1_000_020 });
      t.server.ack({ tsVal: 1_000_015 });
    },
    options: { timestamps: true },
    frame: 7,
    headline: 'An older acknowledgement of the server arrives behind row 6',
    says: ['In row 6 that clock stands at TSval=1000020'],
    not: ['is less than'],
  },
  {
    name: 'a lower number with a later clock is no older',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ tsVal: 1_000_010 });
      t.server.ack({ tsVal: 1_000_020, ack: 5 });
    },
    options: { timestamps: true },
    frame: 6,
    headline: 'The server confirms less than it had confirmed before',
  },
  {
    name: 'a doubled SYN-ACK: the client answers either copy',
    script: doubledSynAck,
    frame: 4,
    headline: 'The same packet once more: the network doubled it',
    says: ['row 5 answers this copy', 'cannot tell that the network doubled row 2'],
    not: ['A mirrored port'],
  },
  {
    name: 'and that answer',
    script: doubledSynAck,
    frame: 5,
    headline: 'The client answers row 4, which brought nothing new',
    says: ['row 4 brought numbers that had been confirmed before'],
  },
  {
    name: 'not where the answer is recorded twice, too: whoever records sees every packet twice',
    script: (t) => {
      t.client.syn();
      t.server.synAck({ id: 77 });
      t.client.ack({ id: 88 });
      t.server.synAck({ id: 77, seq: 0 });
      t.client.ack({ id: 88 });
    },
    frame: 4,
    headline: 'The same packet, recorded twice',
    says: ['A mirrored port, a bridge or a loopback interface'],
  },
  {
    name: 'the second copy of the last acknowledgement is refused',
    script: secondCopyRefused,
    frame: 7,
    headline: 'The same packet once more: the network doubled it',
    says: ['row 8 refuses this copy'],
  },
  {
    name: 'and the reset names that copy, not the one that the connection waited for',
    script: secondCopyRefused,
    frame: 8,
    headline: 'The server refuses row 7: it has closed the connection',
    says: ['the server had closed (row 5), and its kernel refuses what arrives then (row 7)'],
  },
  {
    name: 'nor where so much of a connection is recorded twice that the second record of an answer may be missing',
    script: (t) => {
      t.handshake();
      for (const [id, answer] of [
        [70, 80],
        [71, 81],
        [72, 99],
      ] as const) {
        const sent = t.client.data(10, { id });
        t.server.ack({ id: id + 10 });
        t.client.retransmit(sent, { id });
        t.server.ack({ id: answer });
      }
    },
    frame: 14,
    headline: 'The same packet, recorded twice',
  },
  {
    name: 'not where the reset is recorded twice, too',
    script: (t) => {
      closedAndDoubled(t);
      t.server.raw({ flags: RST, id: 99 });
      t.server.raw({ flags: RST, id: 99 });
    },
    frame: 7,
    headline: 'The same packet, recorded twice',
  },
  {
    name: 'what a reset behind the last acknowledgement refuses may be beyond the capture',
    script: (t) => {
      t.handshake().client.fin();
      t.server.fin();
      t.client.ack();
      t.server.raw({ flags: RST });
    },
    frame: 7,
    headline: 'The server refuses what comes behind the end of the connection',
    says: ['with the confirmation in row 6 it was over', 'is not in this capture'],
    not: ['refuses what arrives then (row 6)'],
  },
  {
    name: 'one that the network doubled shows what it did to the others',
    script: (t) => {
      doubledSynAck(t);
      t.client.ack({ id: 99 });
      t.client.ack({ id: 99 });
    },
    frame: 7,
    headline: 'The same packet once more: most likely the network doubled it',
    says: ['as it doubled the packet in row 4'],
  },
  {
    name: 'a window that is another one where bytes behind a hole are reported: that is what it was sent for',
    script: (t) => {
      t.handshake(SACK);
      t.lose(() => t.client.data(10));
      t.client.data(10);
      t.server.ack({ ack: 1, window: 0xfff0, sack: [[11, 21]] });
    },
    frame: 5,
    headline: 'The server reports bytes that arrived behind a hole',
    says: [
      'It was sent for what it reports by SACK',
      'need not mean that the program called recv()',
    ],
    not: ['Most likely the program called'],
  },
  {
    name: 'where the hole was reported before, it is a window update',
    script: (t) => {
      t.handshake(SACK);
      t.lose(() => t.client.data(10));
      t.client.data(10);
      t.server.ack({ ack: 1, sack: [[11, 21]] });
      t.server.ack({ ack: 1, window: 0xfff0, sack: [[11, 21]] });
    },
    frame: 6,
    headline: 'The server has less room than it had said',
  },
  {
    name: 'the same acknowledgement for bytes that came twice',
    script: (t) => {
      const sent = t.handshake(SACK).client.data(10);
      t.server.ack();
      t.wait(300).client.retransmit(sent);
      t.server.ack({ sack: [[1, 11]] });
    },
    frame: 7,
    headline: 'The server reports bytes that arrived twice',
    says: ['It was sent for bytes that came twice (D-SACK), and reports no hole'],
  },
  {
    name: 'the echo of a copy that was not the first',
    script: (t) => {
      t.handshake({ ...SACK, mss: 1460 });
      const sent = t.client.data(10, { tsVal: 1_000_100 });
      t.wait(300).client.retransmit(sent, { tsVal: 1_000_400 });
      t.wait(600).client.retransmit(sent, { tsVal: 1_001_000 });
      t.server.ack({ tsEcr: 1_000_400 });
    },
    options: { timestamps: true },
    frame: 6,
    headline: 'The client sends the same bytes again',
    says: ['echoes the clock of row 5, so that copy had arrived'],
    not: ['first copy had arrived'],
  },
  {
    name: 'bytes for which there was no room come again',
    script: (t) => {
      t.handshake().client.data(100);
      const sent = t.client.data(200);
      t.server.ack({ ack: 101, window: 0 });
      t.wait(300).client.retransmit(sent);
      t.server.ack({ ack: 101, window: 0 });
    },
    frame: 7,
    headline: 'The client sends the same bytes again',
    says: ['as row 6 says (Win=0), the receiver had no room', 'No sign of a bad network'],
    not: ['a network that loses packets'],
  },
  {
    name: 'bytes again that had come damaged',
    script: damagedThenGood,
    frame: 6,
    headline: 'The client sends again what came damaged in row 4',
    says: ['the program called send() once'],
    not: ['recv() at the server'],
  },
  {
    name: 'and once more, without need',
    script: (t) => {
      damagedThenGood(t);
      t.wait(300).client.raw({ seq: 1, payload: 'words', flags: 0x18, id: 12 });
    },
    frame: 7,
    headline: 'The client sends the same bytes again',
  },
  {
    name: 'two SYN-ACKs for two SYNs are two packets, alike as they are',
    script: (t) => {
      const syn = t.client.syn();
      t.wait(1000).client.retransmit(syn);
      t.server.synAck({ id: 0 });
      t.client.ack();
      t.server.synAck({ id: 0, seq: 0 });
      t.client.ack();
    },
    frame: 5,
    headline: 'The server accepts and asks the same in return',
    not: ['recorded again'],
  },
  {
    name: 'not where the first SYN was refused',
    script: (t) => {
      const syn = t.client.syn();
      t.undelivered(() => t.server.raw({ flags: RST | 0x10, id: 0, seq: 0 }));
      t.wait(500).client.retransmit(syn);
      t.server.synAck({ id: 0, seq: 0 });
      t.server.synAck({ id: 0, seq: 0 });
    },
    frame: 5,
    headline: 'The same packet, recorded twice',
  },
  {
    name: 'so are two resets for two acknowledgements',
    script: (t) => {
      t.client.syn();
      t.server.synAck({ id: 0 });
      t.client.ack();
      t.wait(1000).server.synAck({ id: 0, seq: 0 });
      t.client.ack();
      t.server.raw({ flags: RST, id: 0, seq: 1 });
      t.server.raw({ flags: RST, id: 0, seq: 1 });
    },
    frame: 7,
    headline: 'The server sends a reset once more',
    not: ['recorded again'],
  },
  {
    name: 'the same acknowledgement for data beyond the window',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ window: 100 });
      t.undelivered(() => t.client.data(10, { seq: 5000 }));
      t.server.ack({ window: 100 });
    },
    frame: 7,
    headline: 'The server repeats what it has confirmed',
    says: ['it answers row 6, of which it takes nothing, since that lies beyond its window'],
    not: ['arrives behind a hole'],
  },
  {
    name: 'for data with a clock that is too old',
    script: (t) => {
      t.handshake().client.data(10, { tsVal: 1_000_500 });
      t.server.ack();
      t.undelivered(() => t.client.data(10, { tsVal: 1_000_400 }));
      t.server.ack();
    },
    options: { timestamps: true },
    frame: 7,
    headline: 'The server repeats what it has confirmed',
    says: ['since the clock in that is older than one it has seen'],
  },
  {
    name: 'for a confirmation of what was never sent',
    script: answeredAgain((t) => t.client.ack({ ack: 900 })),
    frame: 7,
    headline: 'The server repeats what it has confirmed',
    says: ['since that confirms bytes that it has not sent'],
  },
  {
    name: 'for a reset whose number is not the one awaited',
    script: answeredAgain((t) => t.client.rst({ seq: 60 })),
    frame: 7,
    headline: 'The server repeats what it has confirmed',
    says: ['it answers the reset in row 6, whose number was not the one awaited'],
  },
  {
    name: 'for no reason that shows',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack();
      t.server.ack();
    },
    frame: 6,
    headline: 'The server repeats what it has confirmed',
    says: ['but no row shows a hole here'],
  },
  {
    name: 'for what came behind a hole',
    script: (t) => {
      t.handshake();
      t.lose(() => t.client.data(10));
      t.client.data(10);
      t.server.ack({ ack: 1 });
      t.client.data(10);
      t.server.ack({ ack: 1 });
    },
    frame: 7,
    headline: 'The server repeats what it has confirmed',
    says: ['three of them ask for a fast retransmission'],
    not: ['no row shows a hole'],
  },
  {
    name: 'what looks like a keep-alive is a probe where there is no room',
    script: (t) => {
      t.client.ack({ seq: 7, ack: 1 });
      t.server.ack({ ack: 8, seq: 1, window: 0 });
    },
    frame: 1,
    headline: 'The client asks whether there is room again',
    not: ['SO_KEEPALIVE'],
  },
  {
    name: 'bytes that nobody confirms, to an end that falls silent',
    script: (t) => {
      t.handshake().server.data('hello');
      t.client.ack();
      t.lose(() => t.server.ack());
      t.undelivered(() => {
        const sent = t.client.data('are you there');
        t.wait(300).client.retransmit(sent);
      });
    },
    frame: 6,
    headline: 'The client sends 13 bytes: are you there',
    says: ['Nothing shows that any recv() at the server returned these bytes'],
  },
  {
    name: 'data with the clock of a receiver that has forgotten the connection',
    script: (t) => {
      t.client.data('hello', { ack: 1, tsVal: 5, tsEcr: 9 });
      t.server.raw({ flags: RST, seq: 1, ack: 0 });
    },
    options: { timestamps: true },
    frame: 1,
    headline: 'The client sends 5 bytes: hello',
    says: ['TSecr=9 sends back a clock', 'a connection that the server no longer has'],
    not: ['by hand'],
  },
  {
    name: 'data without any sign of a connection',
    script: (t) => {
      t.client.data('hello', { ack: 1 });
      t.server.raw({ flags: RST, seq: 1, ack: 0 });
    },
    frame: 1,
    headline: 'The client sends 5 bytes: hello',
    says: ['built the whole packet by hand', 'would look the same'],
  },
];

describe('what a network does to packets', () => {
  test.each(CASES)('$name', async ({ script, options, frame, headline, says, not }) => {
    const t = trace({ stepMs: 0.02, ...options });
    script(t);
    const row = explained(await analyzeBytes(t.capture(), 'trace'), frame);
    expect(headlineOf(row)).toBe(headline);
    for (const one of says ?? []) expect(textOf(row)).toContain(one);
    for (const one of not ?? []) expect(textOf(row)).not.toContain(one);
  });
});

test('a segment that fills a hole and goes on into other bytes: [TCP Out-Of-Order] is right', async () => {
  const t = trace().handshake();
  t.client.data('abc');
  t.client.data('later', { seq: 8 });
  t.client.raw({ seq: 4, payload: 'gapXYZ', flags: 0x18 });
  const text = textOf(explained(await analyzeBytes(t.capture(), 'trace'), 6));
  expect(text).toContain('[TCP Out-Of-Order]: it came later');
  expect(text).not.toContain('the label is wrong here');
});
