// Every segment has one kind; what opens or ends a connection names it before what it carries.
import { describe, expect, test } from 'vitest';
import { SEGMENT_KINDS } from '../../src/classify/kind.ts';
import { type Trace, trace } from '../support/trace.ts';
import { follow, ISNS } from '../tcp/follow.ts';

const SYN = 0x02;
const SYN_ACK = 0x12;
const FIN_ACK = 0x11;

/** Judged is the last segment. */
const CASES: readonly (readonly [kind: string, name: string, script: (t: Trace) => unknown])[] = [
  ['syn', 'a SYN', (t) => t.client.syn()],
  ['syn', 'a SYN with data (RFC 7413)', (t) => t.client.raw({ flags: SYN, payload: 10 })],
  ['syn', 'a SYN again', (t) => t.client.retransmit(t.client.syn())],
  ['syn', 'a SYN with FIN: it opens before it closes', (t) => t.client.raw({ flags: 0x03 })],
  ['syn-ack', 'SYN and ACK', (t) => [t.client.syn(), t.server.synAck()]],
  ['handshake-ack', 'the first ACK of the SYN-ACK', (t) => t.handshake()],
  [
    'data',
    'an ACK of the SYN-ACK that carries data',
    (t) => [t.client.syn(), t.server.synAck(), t.client.data('x')],
  ],
  [
    'partial',
    'a first fragment that the capture cut',
    (t) => [t.handshake(), t.client.data(100), t.cutFragment(80)],
  ],
  [
    'fin',
    'a first fragment with FIN',
    (t) => [t.handshake(), t.client.data(100, { flags: FIN_ACK }), t.cutFragment(80)],
  ],
  [
    'malformed',
    'a header of four words',
    (t) => [t.handshake(), t.client.data('x', { dataOffset: 4 })],
  ],
  [
    'malformed',
    'a header that is longer than the segment',
    (t) => [t.handshake(), t.client.data('x', { dataOffset: 15 })],
  ],
  ['malformed', 'whatever its flags', (t) => t.client.raw({ flags: 0x07, dataOffset: 4 })],
  ['without-ack', 'no flag at all', (t) => [t.handshake(), t.client.raw({ flags: 0 })]],
  ['without-ack', 'PSH and URG alone', (t) => t.client.raw({ flags: 0x28 })],
  ['data', 'bytes without ACK', (t) => [t.handshake(), t.client.data('x', { flags: 0x08 })]],
  ['ack', 'the same ACK again', (t) => [t.handshake(), t.client.ack()]],
  ['ack', 'an ACK in a capture that begins in the middle', (t) => t.client.ack()],
  ['ack', 'an ACK of the server', (t) => [t.handshake(), t.client.data('x'), t.server.ack()]],
  ['data', 'bytes', (t) => [t.handshake(), t.client.data('x')]],
  ['data', 'bytes without PSH', (t) => [t.handshake(), t.client.data('x', { flags: 0x10 })]],
  ['data', 'bytes sent again', (t) => t.client.retransmit(t.handshake().client.data('xyz'))],
  ['fin', 'a FIN', (t) => [t.handshake(), t.client.fin()]],
  ['fin', 'a FIN with bytes', (t) => [t.handshake(), t.client.data('x', { flags: FIN_ACK })]],
  ['rst', 'a RST', (t) => [t.handshake(), t.client.rst()]],
  ['rst', 'a RST with ACK and bytes', (t) => [t.handshake(), t.client.rst({ flags: 0x14 })]],
  ['rst', 'a RST with FIN and SYN: it ends before anything', (t) => t.client.raw({ flags: 0x07 })],
  [
    'keep-alive',
    'one below the next number',
    (t) => [t.handshake(), t.client.data('x'), t.client.keepAlive()],
  ],
  [
    'keep-alive',
    'with the last byte',
    (t) => [t.handshake(), t.client.data('xy'), t.server.ack(), t.client.keepAlive(1)],
  ],
  [
    'keep-alive',
    'with the last byte, unconfirmed, but long after it',
    (t) => [t.handshake(), t.client.data('xy'), t.wait(20_000).client.keepAlive(1)],
  ],
  [
    'data',
    'with the last byte, which nobody has confirmed yet, it is sent again',
    (t) => [t.handshake(), t.client.data('x'), t.wait(300).client.keepAlive(1)],
  ],
  [
    'zero-window-probe',
    'an old number into a closed window, as Linux asks for room',
    (t) => [t.handshake(), t.client.data('x'), t.server.ack({ window: 0 }), t.client.keepAlive()],
  ],
  [
    'data',
    'with two bytes it is data',
    (t) => [t.handshake(), t.client.data('xy'), t.client.raw({ seq: 2, payload: 2 })],
  ],
  ['window-update', 'another window', (t) => [t.handshake(), t.client.ack({ window: 9 })]],
  ['ack', 'the window closes: no update', (t) => [t.handshake(), t.client.ack({ window: 0 })]],
  ['data', 'another window with bytes', (t) => [t.handshake(), t.client.data('x', { window: 9 })]],
  [
    'zero-window-probe',
    'one byte into a closed window',
    (t) => [t.handshake(), t.client.data('x'), t.server.ack({ window: 0 }), t.client.data('y')],
  ],
  [
    'data',
    'two bytes into a closed window',
    (t) => [t.handshake(), t.client.data('x'), t.server.ack({ window: 0 }), t.client.data('yz')],
  ],
  [
    'fin',
    'a FIN with one byte into a closed window',
    (t) => [
      t.handshake(),
      t.client.data('x'),
      t.server.ack({ window: 0 }),
      t.client.data('y', { flags: FIN_ACK }),
    ],
  ],
  [
    'syn-ack',
    'of a simultaneous open',
    (t) => [t.client.syn(), t.server.syn(), t.client.raw({ flags: SYN_ACK, seq: 0, ack: 1 })],
  ],
];

describe.each(ISNS)('a segment, the client counting from %i', (isn) => {
  test.each(CASES)('is %s: %s', async (kind, _, script) => {
    const t = trace({ client: { isn } });
    script(t);
    expect((await follow(t)).steps.at(-1)?.kind).toBe(kind);
  });
});

test('every kind has a case', () => {
  expect(new Set(CASES.map(([kind]) => kind))).toEqual(new Set(SEGMENT_KINDS));
});
