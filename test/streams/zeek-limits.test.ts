// The X of Zeek's history: its limits of FTP commands and of tunnel changes.

import { describe, expect, test } from 'vitest';
import { LinkType } from '../../src/capture/link-type.ts';
import { writePcap } from '../../src/craft/capture-writer.ts';
import { writeIpHeader } from '../../src/craft/encode-ip.ts';
import { parseIp } from '../../src/decode/address.ts';
import { IpProtocol } from '../../src/decode/ip-protocols.ts';
import { reduced } from '../support/reduced.ts';
import { trace, type Trace } from '../support/trace.ts';
import { CORPUS, corpusIsThere, streamsOfFile } from './corpus.ts';
import { streamsOf } from './streams-of.ts';

const historyOf = async (capture: Uint8Array): Promise<string> =>
  (await streamsOf(capture))[0]!.history;

/** A command of so many letters. */
const command = (letters: number): string => `${'Q'.repeat(letters)}\r\n`;

const FTP_ROWS: readonly [what: string, history: string, script: (t: Trace) => unknown][] = [
  ['101 letters are too many', 'ShAdDX', (t) => t.client.data(command(101))],
  ['100 letters are not', 'ShAdD', (t) => t.client.data(command(100))],
  ['an argument may be long', 'ShAdD', (t) => t.client.data(`RETR ${command(500)}`)],
  ['blanks before it do not count', 'ShAdD', (t) => t.client.data(`${' '.repeat(90)}QUIT\r\n`)],
  ['LF alone ends a line', 'ShAdDX', (t) => t.client.data(`${'Q'.repeat(101)}\nQUIT\n`)],
  ['without its end it is no line', 'ShAdD', (t) => t.client.data('Q'.repeat(300))],
  ['a letter that is none', 'ShAdD', (t) => t.client.data(`\u0001${command(200)}`)],
  ['a reply may be long', 'ShAdD', (t) => t.server.data(command(200))],
  ['in two segments', 'ShAdDX', (t) => [t.client.data('Q'.repeat(60)), t.client.data(command(60))]],
  [
    'what is sent again counts once',
    'ShAdDT',
    (t) => [t.client.retransmit(t.client.data('Q'.repeat(60))), t.client.data(command(30))],
  ],
  [
    'what is sent again with more behind it counts once',
    'ShAdD',
    (t) => [
      t.client.data('Q'.repeat(60)),
      t.client.data('Q'.repeat(60) + command(30), { seq: 10 }),
    ],
  ],
  [
    'once, and letters follow it',
    'ShAdDXF',
    (t) => [t.client.data(command(101)), t.client.data(command(101)), t.client.fin()],
  ],
  [
    'what follows a hole is the rest of an unknown line',
    'ShAdD',
    (t) => [t.unseen(() => t.client.data('RETR ')), t.client.data(command(200))],
  ],
  [
    'the line after that is whole',
    'ShAdDX',
    (t) => [t.unseen(() => t.client.data('RETR ')), t.client.data(`a\r\n${command(200)}`)],
  ],
];

function ftp(port = 21, greeting = '220 ready\r\n', first = 'USER me\r\n'): Trace {
  const t = trace({ server: { port } }).handshake();
  t.server.data(greeting);
  t.client.data(first);
  return t;
}

describe('the length of an FTP command', () => {
  test.each(FTP_ROWS)('%s: %s', async (_, history, script) => {
    const t = ftp();
    script(t);
    expect(await historyOf(t.capture())).toBe(history);
  });

  test('what the capture cut off is the rest of an unknown line', async () => {
    const t = ftp();
    t.client.data(`${'Q'.repeat(60)} file\r\n`);
    t.client.data(command(60));
    const cutFrame = t.records.length - 1;
    const cut = (frame: number): number => (frame === cutFrame ? 54 + 60 : Infinity);
    expect(await historyOf(reduced(t.capture(), () => true, cut).file)).toBe('ShAdD');
  });

  test.each([
    ['GridFTP has the limit, too', ftp(2811), 'ShAdDX'],
    ['on a port that is not FTP no command is known', ftp(2121), 'ShAdD'],
    ['a server that answers without a reply code speaks no FTP', ftp(21, 'SSH-2.0\r\n'), 'ShAdD'],
    ['no proper command came before: it may be no FTP', ftp(21, '220\r\n', 'HI\r\n'), 'ShAdD'],
  ])('%s', async (_, t, history) => {
    t.client.data(command(101));
    expect(await historyOf(t.capture())).toBe(history);
  });

  test('each connection on the same ports begins anew', async () => {
    const t = trace({ server: { port: 21 } });
    for (let isn = 1; isn <= 4; isn++) {
      const next = t.connection({ client: { isn: isn * 100_000 } }).handshake();
      next.server.data('220 ready\r\n');
      next.client.data('USER me\r\n');
      next.client.data(command(101));
      next.client.rst();
    }
    const histories = (await streamsOf(t.capture())).map((stream) => stream.history);
    expect(histories).toEqual(['ShAdDXR', 'ShAdDXR', 'ShAdDXR', 'ShAdDXR']);
  });
});

/** Protocol number of IPv4 inside IP (RFC 2003). */
const IPV4_IN_IP = 4;

type Wrap = (packet: Uint8Array) => Uint8Array;

/** `packet` behind an outer IP header and what else the tunnel has. */
function wrap(packet: Uint8Array, src: string, dst: string, protocol: number, header: number[]) {
  const ip = { src: parseIp(src)!, dst: parseIp(dst)! };
  const ipLen = ip.src.length === 4 ? 20 : 40;
  const outer = new Uint8Array(ipLen + header.length + packet.length);
  outer.set(header, ipLen);
  outer.set(packet, ipLen + header.length);
  writeIpHeader(outer, ip, protocol);
  return outer;
}

const ipInIp =
  (src: string, dst: string): Wrap =>
  (packet) =>
    wrap(packet, src, dst, IPV4_IN_IP, []);

const u16 = (n: number): number[] => [n >>> 8, n & 0xff];

/** GTP-U in UDP. */
const gtp =
  (src: string, srcPort: number, dst: string, dstPort: number): Wrap =>
  (packet) => {
    const udp = [...u16(srcPort), ...u16(dstPort), ...u16(16 + packet.length), 0, 0];
    const header = [0x30, 0xff, ...u16(packet.length), 0, 0, 0, 1];
    return wrap(packet, src, dst, IpProtocol.Udp, [...udp, ...header]);
  };

const bare: Wrap = (packet) => packet;

const WAYS: readonly [what: string, there: Wrap, back: Wrap, changes: boolean][] = [
  ['outside any tunnel', bare, bare, false],
  ['through a tunnel one way only', ipInIp('192.0.2.1', '192.0.2.2'), bare, true],
  [
    'through one IP tunnel and back',
    ipInIp('192.0.2.1', '192.0.2.2'),
    ipInIp('192.0.2.2', '192.0.2.1'),
    false,
  ],
  [
    'through two tunnels between other ends',
    ipInIp('192.0.2.1', '192.0.2.2'),
    ipInIp('192.0.2.2', '192.0.2.3'),
    true,
  ],
  [
    'the same over IPv6',
    ipInIp('2001:db8::1', '2001:db8::2'),
    ipInIp('2001:db8::2', '2001:db8::3'),
    true,
  ],
  [
    'through one UDP tunnel and back',
    gtp('192.0.2.1', 5906, '192.0.2.2', 2152),
    gtp('192.0.2.2', 2152, '192.0.2.1', 5906),
    false,
  ],
  [
    'through two UDP tunnels, by their ports',
    gtp('192.0.2.1', 5906, '192.0.2.2', 2152),
    gtp('192.0.2.2', 2152, '192.0.2.1', 2152),
    true,
  ],
];

/** Seven segments, the second, fourth and sixth of them on another way. */
function alternating(there: Wrap, back: Wrap): Uint8Array {
  const t = trace({ link: { kind: 'raw' } });
  t.client.syn();
  t.server.synAck();
  t.client.ack();
  t.server.ack();
  t.client.data('a');
  t.server.data('b');
  t.client.fin();
  const records = t.records.map(({ timeNs, bytes }, i) => ({
    timeNs,
    bytes: i % 2 === 0 ? there(bytes) : back(bytes),
  }));
  return writePcap(records, { linkType: LinkType.Raw });
}

describe('changes of tunnel', () => {
  test.each(WAYS)('the sixth gives X: seven segments %s', async (_, there, back, changes) => {
    expect(await historyOf(alternating(there, back))).toBe(changes ? 'ShAaDdXF' : 'ShAaDdF');
  });

  test('five changes give none', async () => {
    const t = trace({ link: { kind: 'raw' } });
    for (let i = 0; i < 6; i++) t.client.data('x');
    const tunnel = ipInIp('192.0.2.1', '192.0.2.2');
    const records = t.records.map((record, i) =>
      i % 2 === 0 ? record : { ...record, bytes: tunnel(record.bytes) },
    );
    expect(await historyOf(writePcap(records, { linkType: LinkType.Raw }))).toBe('D');
  });

  test.skipIf(!corpusIsThere)('as in the baseline of count-default-tunnel-changes', async () => {
    const file = `${CORPUS}/captures/zeek__tunnel-direct-bypass.pcap`;
    expect((await streamsOfFile(file))[0]!.history).toBe('DX');
  });
});
