// Stream numbers behind SOCKS proxies are Wireshark's: what the proxy was asked for takes one when its first bytes come.
// The numbers here were measured with tshark 4.0.17, which is asked again where it is installed.

import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { trace, type Trace } from '../support/trace.ts';
import { noTshark, tsharkFields } from '../support/tshark.ts';

type Step = readonly ['c' | 's', string] | ((t: Trace) => void);

/** SOCKS 4: version, command, port, address, user name. Answer: 0, code, port, address. */
const connect4 = (port = 80): Step => ['c', `0401${hex16(port)}5d01020300`];
const GRANTED4: Step = ['s', '005a000000000000'];
const REJECTED4: Step = ['s', '005b000000000000'];
/** SOCKS 5: methods on offer, the choice, the command and its answer. */
const NO_AUTH: readonly Step[] = [
  ['c', '050100'],
  ['s', '0500'],
];
const connect5 = (port = 80): Step => ['c', `050100015d010203${hex16(port)}`];
const SUCCEEDED: Step = ['s', '050000010a0000091122'];
const REFUSED: Step = ['s', '050500010a0000091122'];
const HELLO: Step = ['c', '68656c6c6f'];
const GREETING: Step = ['s', '32323020'];

function hex16(value: number): string {
  return value.toString(16).padStart(4, '0');
}

/** Whether the tunnel takes a number. */
const CASES: readonly (readonly [name: string, takes: boolean, steps: readonly Step[]])[] = [
  ['SOCKS 4, the client goes on', true, [connect4(), GRANTED4, HELLO]],
  ['SOCKS 4, the server goes on', true, [connect4(), GRANTED4, GREETING]],
  ['SOCKS 4, nothing follows', false, [connect4(), GRANTED4]],
  ['SOCKS 4, rejected', false, [connect4(), REJECTED4, HELLO]],
  ['SOCKS 4, the answer comes first', false, [GRANTED4, connect4(), HELLO]],
  ['SOCKS 4, the answer without its code', false, [connect4(), ['s', '00'], ['s', '5a'], HELLO]],
  ['SOCKS 4, the request in two', true, [['c', '040100'], ['c', '505d01020300'], GRANTED4, HELLO]],
  ['SOCKS 4, the proxy itself is asked for', false, [connect4(1080), GRANTED4, HELLO]],
  ['SOCKS 5', true, [...NO_AUTH, connect5(), SUCCEEDED, HELLO]],
  ['SOCKS 5, refused, and more comes', true, [...NO_AUTH, connect5(), REFUSED, HELLO]],
  ['SOCKS 5, nothing follows', false, [...NO_AUTH, connect5(), SUCCEEDED]],
  ['SOCKS 5 by name', true, [...NO_AUTH, ['c', '0501000307666f6f2e636f6d0050'], SUCCEEDED, HELLO]],
  [
    'SOCKS 5 to an IPv6 address',
    true,
    [...NO_AUTH, ['c', `05010004${'00'.repeat(16)}0050`], SUCCEEDED, HELLO],
  ],
  [
    'SOCKS 5, an address that is cut',
    false,
    [...NO_AUTH, ['c', '050100015d'], ['c', '01020350'], SUCCEEDED, HELLO],
  ],
  [
    'SOCKS 5, BIND',
    false,
    [...NO_AUTH, ['c', '050200015d0102030050'], SUCCEEDED, SUCCEEDED, HELLO],
  ],
  ['SOCKS 5, UDP ASSOCIATE', false, [...NO_AUTH, ['c', '050300015d0102030050'], SUCCEEDED, HELLO]],
  ['SOCKS 5, ping', false, [...NO_AUTH, ['c', '058000015d0102030050'], SUCCEEDED, HELLO]],
  [
    'SOCKS 5 with user name and password',
    true,
    [
      ['c', '05020002'],
      ['s', '0502'],
      ['c', '0104757365720470617373'],
      ['s', '0100'],
      connect5(),
      SUCCEEDED,
      HELLO,
    ],
  ],
  [
    'SOCKS 5 with GSSAPI',
    true,
    [
      ['c', '050101'],
      ['s', '0501'],
      ['c', '01010000'],
      ['s', '01010000'],
      connect5(),
      SUCCEEDED,
      HELLO,
    ],
  ],
  [
    'SOCKS 5, GSSAPI fails',
    false,
    [
      ['c', '050101'],
      ['s', '0501'],
      ['c', '01010000'],
      ['s', '01ff'],
      connect5(),
      SUCCEEDED,
      HELLO,
    ],
  ],
  [
    'SOCKS 5, no method will do',
    false,
    [['c', '050100'], ['s', '05ff'], connect5(), SUCCEEDED, HELLO],
  ],
  [
    'SOCKS 5, the request came with the greeting: one more is awaited',
    false,
    [['c', '050100050100015d0102030050'], ['s', '0500'], SUCCEEDED, HELLO],
  ],
  [
    'SOCKS 5, an answer that is sent again is not the first bytes of the tunnel',
    false,
    [
      ...NO_AUTH,
      connect5(),
      (t) => {
        const sent = t.server.data(bytesOf('050000010a0000091122'));
        t.wait(300).server.retransmit(sent);
      },
    ],
  ],
  [
    'SOCKS 5, a keep-alive is not either',
    false,
    [...NO_AUTH, connect5(), SUCCEEDED, (t) => t.client.ack(), (t) => t.client.keepAlive(1)],
  ],
  [
    'SOCKS 4, an answer that is sent again at once, three times asked for',
    true,
    [
      connect4(),
      (t) => {
        const sent = t.server.data(bytesOf('005a000000000000'));
        for (let i = 0; i < 4; i++) t.client.ack({ ack: 1 });
        t.server.retransmit(sent);
      },
    ],
  ],
  [
    'SOCKS 4, the reason of a reset',
    false,
    [connect4(), GRANTED4, (t) => t.server.raw({ flags: 0x04, payload: 'no' })],
  ],
  ['no SOCKS at all', false, [HELLO, GREETING, HELLO, GREETING, HELLO]],
];

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

function run(t: Trace, steps: readonly Step[]): void {
  t.handshake();
  for (const step of steps) {
    if (typeof step === 'function') step(t);
    else (step[0] === 'c' ? t.client : t.server).data(bytesOf(step[1]));
  }
}

const toProxy = (port: number, isn = 1000) => ({
  client: { port, isn },
  server: { port: 1080, isn: isn + 5000 },
});

/** Streams by frame, from 1. */
async function streamsOf(capture: Uint8Array): Promise<number[]> {
  const streams: number[] = [];
  const reader = await CaptureReader.open(fromBytes(capture, 'made'));
  await analyze(reader, [{ segment: ({ connection }) => streams.push(connection.stream) }]);
  return streams;
}

describe('after a connection to a SOCKS proxy the next stream is', () => {
  test.each(CASES)('%s: counted on by one: %s', async (_, takes, steps) => {
    const t = trace(toProxy(40_000));
    run(t, steps);
    t.connection({ client: { port: 41_000 }, server: { port: 9999 } }).client.syn();
    const streams = await streamsOf(t.capture());
    expect([...new Set(streams)]).toEqual([0, takes ? 2 : 1]);
  });
});

/** The tunnel to port 80, twice on the same client port, and then a connection to that port itself. */
function portsAgain(): Trace {
  const t = trace(toProxy(40_000));
  run(t, [connect4(), GRANTED4, HELLO]);
  run(t.connection(toProxy(40_000, 900_000)), [connect4(), GRANTED4, HELLO, GREETING]);
  t.connection({ client: { port: 40_000, isn: 7 }, server: { port: 80, isn: 9 } }).handshake();
  t.connection({ client: { port: 41_000 }, server: { port: 9999 } }).client.syn();
  return t;
}

test('one tunnel of the same ports takes one number, and who really connects there has it', async () => {
  const streams = await streamsOf(portsAgain().capture());
  expect(streams.slice(-4)).toEqual([1, 1, 1, 3]);
  expect([...new Set(streams)]).toEqual([0, 2, 1, 3]);
});

test('a number that is taken is no connection', async () => {
  const over: number[] = [];
  const t = trace(toProxy(40_000));
  run(t, [connect4(), GRANTED4, HELLO]);
  const reader = await CaptureReader.open(fromBytes(t.capture(), 'made'));
  await analyze(reader, [{ over: ({ stream }) => over.push(stream) }]);
  expect(over).toEqual([0]);
});

test.skipIf(noTshark)('tshark counts so too (needs tshark)', async () => {
  const all = trace(toProxy(20_000));
  CASES.forEach(([, , steps], i) =>
    run(all.connection(toProxy(30_000 + i, 1000 + i * 10_000)), steps),
  );
  for (const t of [all, portsAgain()]) {
    const theirs = tsharkFields(t.capture(), ['tcp.stream']);
    expect(await streamsOf(t.capture())).toEqual(theirs.map(([stream]) => Number(stream)));
  }
});
