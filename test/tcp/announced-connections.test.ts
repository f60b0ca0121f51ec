// A data connection that FTP announced is no new one to Wireshark: tcp.completeness does without its SYN. Measured with
// tshark 4.0.17, which is asked again where it is installed.

import { describe, expect, test } from 'vitest';
import { trace, type Trace } from '../support/trace.ts';
import { noTshark, tsharkFields } from '../support/tshark.ts';
import { completenessOf } from './follow.ts';

/** The last octet of hosts; every case has a network of its own. */
const CLIENT = 1;
const SERVER = 2;
const OTHER = 3;
let network = 0;
const address = (host: number): string => `10.0.${network}.${host}`;
/** As FTP writes the ports below. */
const PORT = 51_201;
const PORT_DIGITS = '200,1';
const endpoint = (host: number): string => `${address(host).replaceAll('.', ',')},${PORT_DIGITS}`;
const pasv = (): string => `227 Entering Passive Mode (${endpoint(SERVER)}).\r\n`;

type Script = (control: Trace) => void;

let isn = 0;
/** A connection from one host to another, with its handshake and some data. */
function opened(t: Trace, from: [number, number], to: [number, number]): void {
  isn += 100_000;
  const one = t.connection({
    client: { address: address(from[0]), port: from[1], isn },
    server: { address: address(to[0]), port: to[1], isn: isn + 50_000 },
  });
  one.handshake();
  one.client.data('data');
}

const passive = (t: Trace, port = PORT, clientPort = 42_000, client = CLIENT): void =>
  opened(t, [client, clientPort], [SERVER, port]);
const active = (t: Trace, port = PORT, from = 20, client = CLIENT): void =>
  opened(t, [SERVER, from], [client, port]);

/** How many of the data connections do without their SYN, of how many. */
const CASES: readonly (readonly [name: string, announced: readonly boolean[], Script])[] = [
  ['PASV', [true], (t) => (t.server.data(pasv()), passive(t))],
  [
    'PASV without brackets',
    [true],
    (t) => (t.server.data(pasv().replace(/[()]/g, '')), passive(t)),
  ],
  ['PASV, another port', [false], (t) => (t.server.data(pasv()), passive(t, PORT + 1))],
  [
    'PASV, another client',
    [false],
    (t) => (t.server.data(pasv()), passive(t, PORT, 42_000, OTHER)),
  ],
  ['PASV said by the client', [false], (t) => (t.client.data(pasv()), passive(t))],
  ['PASV said too late', [false], (t) => (passive(t), t.server.data(pasv()))],
  [
    'PASV in two segments',
    [false],
    (t) => (t.server.data('227 Ent'), t.server.data(pasv().slice(7)), passive(t)),
  ],
  ['PASV in the second line', [false], (t) => (t.server.data(`150 x\r\n${pasv()}`), passive(t))],
  ['PASV in a reset', [false], (t) => (t.server.raw({ flags: 0x14, payload: pasv() }), passive(t))],
  [
    'PASV once, used twice',
    [true, false],
    (t) => (t.server.data(pasv()), passive(t), passive(t, PORT, 42_001)),
  ],
  [
    'PASV twice, used three times',
    [true, true, false],
    (t) => {
      t.server.data(pasv());
      t.server.data(pasv());
      for (const port of [42_000, 42_001, 42_002]) passive(t, PORT, port);
    },
  ],
  [
    'PASV, the same ports again',
    [true, false],
    (t) => (t.server.data(pasv()), passive(t), passive(t)),
  ],
  ['EPSV', [true], (t) => (t.server.data(`229 Extended (|||${PORT}|)\r\n`), passive(t))],
  ['EPSV without brackets', [false], (t) => (t.server.data(`229 |||${PORT}|\r\n`), passive(t))],
  ['PORT', [true], (t) => (t.client.data(`PORT ${endpoint(CLIENT)}\r\n`), active(t))],
  [
    'PORT, any port of the client',
    [true],
    (t) => (t.client.data(`PORT ${endpoint(CLIENT)}\r\n`), active(t, 4000)),
  ],
  [
    'PORT, from another port',
    [false],
    (t) => (t.client.data(`PORT ${endpoint(CLIENT)}\r\n`), active(t, PORT, 3333)),
  ],
  [
    'PORT for another host',
    [false, true],
    (t) => {
      t.client.data(`PORT ${endpoint(OTHER)}\r\n`);
      active(t);
      active(t, PORT, 20, OTHER);
    },
  ],
  [
    'port in small letters',
    [false],
    (t) => (t.client.data(`port ${endpoint(CLIENT)}\r\n`), active(t)),
  ],
  ['EPRT', [false], (t) => (t.client.data(`EPRT |1|${address(CLIENT)}|${PORT}|\r\n`), active(t))],
];

/** All cases in one capture. */
function captureOf(scripts: readonly Script[]): Uint8Array {
  isn = 1_000_000;
  const tape = trace();
  scripts.forEach((script, index) => {
    network = index;
    const control = tape.connection({
      client: { address: address(CLIENT), port: 40_000, isn: 1000 },
      server: { address: address(SERVER), port: 21, isn: 6000 },
    });
    control.handshake();
    control.server.data('220 ready\r\n');
    script(control);
  });
  return tape.capture();
}

describe('the SYN does not count after', () => {
  test.each(CASES)('%s: %j', async (_, announced, script) => {
    const [, ...data] = await completenessOf(captureOf([script]));
    expect(data.map((bits) => (bits & 1) === 0)).toEqual(announced);
  });
});

test.skipIf(noTshark)('tshark says so too (needs tshark)', async () => {
  const capture = captureOf(CASES.map(([, , script]) => script));
  const theirs: number[] = [];
  for (const [stream, bits] of tsharkFields(capture, ['tcp.stream', 'tcp.completeness'], ['-2']))
    theirs[Number(stream)] = Number(bits);
  expect(await completenessOf(capture)).toEqual(theirs);
});
