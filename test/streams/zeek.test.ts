// Zeek's conn_state and history, event by event (its documentation of conn.log).

import { describe, expect, test } from 'vitest';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { trace, type Trace } from '../support/trace.ts';
import { streamsOf } from './streams-of.ts';

const { ACK, FIN, RST, SYN } = TcpFlag;

function exchange(t: Trace): Trace {
  t.handshake();
  t.client.data('hello');
  t.server.ack();
  t.server.data('hi');
  t.client.ack();
  return t;
}

function close(t: Trace): Trace {
  t.client.fin();
  t.server.fin();
  t.client.ack();
  return t;
}

const ROWS: readonly [state: string, history: string, script: (t: Trace) => unknown][] = [
  ['S0', 'S', (t) => t.client.syn()],
  ['S1', 'ShA', (t) => t.handshake()],
  ['S1', 'ShADad', (t) => exchange(t)],
  ['SF', 'ShADadFf', (t) => close(exchange(t))],
  ['REJ', 'Sr', (t) => [t.client.syn(), t.server.rst()]],
  ['S2', 'ShAF', (t) => [t.handshake(), t.client.fin()]],
  ['S3', 'ShAf', (t) => [t.handshake(), t.server.fin()]],
  ['RSTO', 'ShAR', (t) => [t.handshake(), t.client.rst()]],
  ['RSTR', 'ShADr', (t) => [t.handshake(), t.client.data('x'), t.server.rst()]],
  ['RSTOS0', 'SR', (t) => [t.client.syn(), t.client.rst()]],
  ['RSTRH', '^hr', (t) => [t.server.synAck(), t.server.rst()]],
  ['SH', 'SF', (t) => [t.client.syn(), t.client.fin()]],
  ['SHR', '^hf', (t) => [t.server.synAck(), t.server.fin()]],
  ['OTH', 'Dd', (t) => [t.client.data('a'), t.server.data('b')]],
  ['SF', 'ShADadFfR', (t) => [close(exchange(t)), t.client.rst()]],
  [
    'S1',
    'ShADaG',
    (t) => [t.handshake(), t.client.data(9), t.unseen(() => t.client.data(9)), t.server.ack()],
  ],
  ['S1', 'ShADT', (t) => [t.handshake(), t.client.retransmit(t.client.data(9))]],
  ['S1', 'ShAaw', (t) => [t.handshake(), t.server.ack({ window: 0 })]],
  ['RSTO', 'ShAI', (t) => [t.handshake(), t.client.raw({ flags: FIN | RST | ACK })]],
  ['SH', 'Q', (t) => t.client.raw({ flags: SYN | FIN })],
];

describe('conn_state and history', () => {
  test.each(ROWS)('%s %s', async (state, history, script) => {
    const t = trace();
    script(t);
    const [stream] = await streamsOf(t.capture());
    expect(`${stream!.connState} ${stream!.history}`).toBe(`${state} ${history}`);
  });

  test('letters of what happens often come at the 1st, 10th and 100th time', async () => {
    const t = trace().handshake();
    const sent = t.client.data(9);
    for (let i = 0; i < 100; i++) t.client.retransmit(sent);
    expect((await streamsOf(t.capture()))[0]!.history).toBe('ShADTTT');
  });

  test('after five seconds of nothing after a RST, Zeek begins another connection', async () => {
    const t = trace().handshake();
    t.client.rst();
    t.at(6000).server.data('late');
    const [stream] = await streamsOf(t.capture());
    expect(`${stream!.connState} ${stream!.history}`).toBe('RSTO ShAR');
    expect(stream!.laterZeek).toEqual([{ originator: 1, connState: 'OTH', history: 'D' }]);
  });

  test('a damaged segment is dropped, and told as c, only where checksums are verified', async () => {
    const t = trace().handshake();
    t.client.data('x', { checksum: 0x1234 });
    expect((await streamsOf(t.capture()))[0]!.history).toBe('ShAD');
    expect((await streamsOf(t.capture(), true))[0]!.history).toBe('ShAC');
  });
});
