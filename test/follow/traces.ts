// Scripted connections that bring out Wireshark's rules of following, one rule each; test/follow/tshark/ holds what
// tshark 4.0.17 prints of them.
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { trace, type Trace } from '../support/trace.ts';
import type { TraceOptions } from '../support/trace-side.ts';

type Script = (clientPort?: number) => Trace;

/** The client's port in the recordings. */
export const CLIENT_PORT = 40_000;

const script =
  (act: (t: Trace) => unknown, options: TraceOptions = {}): Script =>
  (port = CLIENT_PORT) => {
    const t = trace({ ...options, client: { ...options.client, port } });
    act(t);
    return t;
  };

/** By name: what happens in the one connection. */
export const TRACES: Readonly<Record<string, Script>> = {
  'both sides in turn, with line ends and bytes that are no text': script((t) => {
    t.handshake();
    t.client.data('GET / HTTP/1.0\r\n\r\n');
    t.server.data(Uint8Array.of(0x48, 0x69, 0x0d, 0x0a, 9, 0, 0x1b, 0x7f, 0x80, 0xff));
    t.server.data('        trailing ');
    t.client.fin();
    t.server.fin();
  }),
  'two swapped segments': script((t) => {
    t.handshake();
    t.reorder(() => [t.client.data('one '), t.client.data('two ')]);
    t.server.ack();
    t.client.data('three');
  }),
  'a retransmission, whole and in a larger piece': script((t) => {
    t.handshake();
    t.client.retransmit(t.client.data('one '));
    t.client.data('one two', { seq: 1 });
    t.server.ack();
  }),
  'a lost segment whose bytes the server acknowledged': script((t) => {
    t.handshake();
    t.client.data('one ');
    t.unseen(() => t.client.data('two '));
    t.client.data('three ');
    t.server.ack();
    t.client.data('four');
  }),
  'a lost segment, and a segment without ACK whose field acknowledges it': script((t) => {
    t.handshake();
    t.client.data('one ');
    t.lose(() => t.client.data('two '));
    t.client.data('three ');
    t.server.raw({ flags: TcpFlag.PSH, ack: 9 });
    t.server.ack({ ack: 5 });
  }),
  'a lost segment that nobody acknowledged': script((t) => {
    t.handshake();
    t.client.data('one ');
    t.lose(() => t.client.data('two '));
    t.client.data('three ');
    t.server.ack({ ack: 5 });
  }),
  'a held segment of which the beginning came again': script((t) => {
    t.handshake();
    t.client.data('one ');
    t.client.data('three four', { seq: 9 });
    t.client.data('two three ', { seq: 5 });
    t.server.ack({ ack: 19 });
  }),
  'a connection that began before the capture': script((t) => {
    t.server.data('220 ready\r\n');
    t.client.data('QUIT\r\n');
    t.server.data('221 bye\r\n');
  }),
  'keep-alive bytes': script((t) => {
    t.handshake();
    t.client.data('one ');
    t.server.ack();
    t.client.keepAlive(1);
    t.server.ack();
    t.client.data('two');
  }),
  'data in the SYN': script((t) => {
    t.client.raw({ flags: TcpFlag.SYN, payload: 'early ' });
    t.server.synAck();
    t.client.data('later');
  }),
  'sequence numbers that wrap': script(
    (t) => {
      t.handshake();
      t.reorder(() => [t.client.data('before the wrap '), t.client.data('after it')]);
    },
    { client: { isn: 0xffff_fff8 } },
  ),
  IPv6: script(
    (t) => {
      t.handshake();
      t.client.data('hello');
      t.server.data('world');
    },
    { client: { address: '2001:db8::1' }, server: { address: '2001:db8::2' } },
  ),
  'no bytes at all': script((t) => {
    t.client.syn();
    t.server.rst({ flags: TcpFlag.RST | TcpFlag.ACK });
  }),
};

/** Captures of captures/ whose following is recorded too, with their streams. */
export const CAPTURES = {
  'server-client-messages.pcap': 2,
  'http-direct.pcap': 3,
  'crafted-http-rst.pcap': 1,
  'chat-nick-midstream.pcap': 3,
} as const;

/** File of test/follow/tshark/ for a trace or a capture. */
export const recordingName = (name: string): string =>
  `${name
    .replace(/\.pcap$/, '')
    .replace(/[^\w]+/g, '-')
    .toLowerCase()}.txt`;
