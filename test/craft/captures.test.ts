// The captures of captures/: rebuilt they are the committed bytes, and they hold what the source reports state.
// Tables here are facts of those reports; a ports column stands for the addresses, which are checked apart.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CAPTURES, rebuild } from '../../captures/rebuild.ts';
import { pcapRecords } from '../support/pcap-records.ts';
import { type SegmentRow, segmentRows } from '../support/segment-rows.ts';

const committed = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../captures/${name}`, import.meta.url)));
const frameHex = (name: string, frame: number): string =>
  Buffer.from(pcapRecords(committed(name)).records[frame - 1]?.bytes ?? []).toString('hex');
const line = (r: SegmentRow): string =>
  [r.time, r.ports, r.frameLen, r.flags, r.seq, r.ack, r.window, r.len].join(' ');
const lines = (table: string): string[] =>
  table
    .trim()
    .split('\n')
    .map((row) => row.trim());

test('rebuilding from captures/labs gives the committed bytes of every capture', async () => {
  expect(await rebuild(true)).toEqual([]);
});

describe('server-client-messages.pcap', () => {
  const NAME = 'server-client-messages.pcap';
  const rows = segmentRows(committed(NAME));

  test('has the 16 packets of the source, with raw windows 255 and 8195 that scale to 65280 and 2097920', () => {
    expect(rows.map(line)).toEqual(
      lines(`
        0.000000 55841>10000 66 SYN 0 0 65535 0
        0.000266 10000>55841 66 SYN,ACK 0 1 65535 0
        0.001501 55841>10000 60 ACK 1 1 255 0
        2.215941 55841>10000 60 PSH,ACK 1 1 255 5
        2.216187 10000>55841 106 PSH,ACK 1 6 8195 52
        2.262556 55841>10000 60 ACK 6 53 255 0
        234.572143 55877>10000 66 SYN 0 0 65535 0
        234.572235 10000>55877 66 SYN,ACK 0 1 65535 0
        234.573794 55877>10000 60 ACK 1 1 255 0
        238.101365 55877>10000 60 PSH,ACK 1 1 255 6
        238.101598 10000>55877 107 PSH,ACK 1 7 8195 53
        238.152258 55877>10000 60 ACK 7 54 255 0
        291.451842 55877>10000 66 PSH,ACK 7 54 255 12
        291.451942 10000>55841 80 PSH,ACK 53 6 8195 26
        291.498389 10000>55877 54 ACK 54 19 8195 0
        291.500110 55841>10000 60 ACK 6 79 255 0`),
    );
  });

  test.each([
    [
      4,
      '18c04d2f745c189341e298b108004500002d8ffc40008006e81ec0a800a5c0a800bada2127106de657a023212ffb501800ffdf750000656c6961648e',
    ],
    [
      10,
      '18c04d2f745c189341e298b108004500002e900040008006e819c0a800a5c0a800bada452710c6c124dd035a21c0501800ffcdc200006c6170746f70',
    ],
    [
      13,
      '18c04d2f745c189341e298b1080045000034900240008006e811c0a800a5c0a800bada452710c6c124e3035a21f5501800ff1951000040656c6961642068656c6c6f',
    ],
    [
      14,
      '189341e298b118c04d2f745c0800450000425927400080061edfc0a800bac0a800a52710da212321302f6de657a5501820033ce700004d6573736167652066726f6d206c6170746f703a2068656c6c6f',
    ],
  ])('frame %i is the known one, byte for byte', (frame, hex) => {
    expect(frameHex(NAME, frame)).toBe(hex);
  });

  test('each computer counts its IP identifications over all its connections', () => {
    const [toServer, fromServer] = [true, false].map((to) =>
      rows.filter(({ ports }) => ports.endsWith('>10000') === to).map(({ ipId }) => ipId),
    );
    expect(toServer).toEqual(Array.from({ length: 10 }, (_, i) => 0x8ffa + i));
    expect(fromServer).toEqual(Array.from({ length: 6 }, (_, i) => 0x5923 + i));
  });

  test('every checksum is good and every TTL 128', () => {
    for (const row of rows)
      expect(row).toMatchObject({ checksum: 'good', ipChecksum: 'good', ttl: 128 });
  });

  test('SYN options stand in the order Windows writes them: MSS, NOP, WS 8, NOP, NOP, SACK permitted', () => {
    for (const frame of [1, 2, 7, 8])
      expect(frameHex(NAME, frame).slice(-24)).toBe('020405b40103030801010402');
  });

  test('a welcome is 47 bytes and the name', () => {
    for (const [row, name] of [
      [5, 'eliad'],
      [11, 'laptop'],
    ] as const) {
      expect(rows[row - 1]?.payload).toContain(name);
      expect(rows[row - 1]?.len).toBe(47 + name.length);
    }
  });
});

describe('crafted-http-rst.pcap', () => {
  const rows = segmentRows(committed('crafted-http-rst.pcap'));

  test('is ten messages with one sequence number, each answered by RST, at the times of the source', () => {
    expect(rows.map(line)).toEqual(
      [
        ['0.000000', '0.000058', 24],
        ['0.181530', '0.181566', 15],
        ['0.202938', '0.202981', 23],
        ['0.304395', '0.304428', 23],
        ['0.406783', '0.406812', 26],
        ['0.508749', '0.508780', 25],
        ['0.610196', '0.610227', 20],
        ['0.711918', '0.711947', 29],
        ['0.813508', '0.813543', 23],
        ['0.915309', '0.915335', 27],
      ].flatMap(([sent, answered, len]) => [
        `${sent} 45234>12345 ${44 + Number(len)} PSH,ACK 1 1 8192 ${len}`,
        `${answered} 12345>45234 44 RST 1 0 0 0`,
      ]),
    );
  });

  test('the messages differ although their sequence number does not', () => {
    const texts = rows.filter(({ len }) => len > 0).map(({ payload }) => payload);
    expect(new Set(texts).size).toBe(10);
    expect(texts[0]).toBe('GET /index.html HTTP/1.1');
  });

  test('has the 4-byte NULL header with AF_INET in little-endian order, and good checksums', () => {
    expect(pcapRecords(committed('crafted-http-rst.pcap')).linkType).toBe(0);
    expect(frameHex('crafted-http-rst.pcap', 1)).toMatch(/^0200000045/);
    for (const row of rows)
      expect(row).toMatchObject({ checksum: 'good', ipChecksum: 'good', ttl: 64 });
  });
});

describe('chat-nick-midstream.pcap', () => {
  const NAME = 'chat-nick-midstream.pcap';
  const rows = segmentRows(committed(NAME));

  test('row 13 is frame 308 of the source, byte for byte, with its offloaded checksum', () => {
    expect(frameHex(NAME, 13)).toBe(
      '000000000000000000000000080045000045e4cf4000400657e17f0000017f000001d90384ba5277da78eece015180180200fe3900000101080a70ef111470eeb7a96a61636b3a20576861742773207570213f',
    );
    expect(rows[12]).toMatchObject({ seq: 15, ack: 1, checksum: 'offloaded', frameLen: 83 });
  });

  test('begins in mid-connection: no SYN, three clients, every checksum offloaded', () => {
    expect(rows.filter(({ flags }) => flags.includes('SYN'))).toEqual([]);
    expect(new Set(rows.map(({ ports }) => ports.replace('55555', '').replace('>', ''))).size).toBe(
      3,
    );
    expect(new Set(rows.map(({ checksum }) => checksum))).toEqual(new Set(['offloaded']));
  });

  test('the server sends every message to all clients, the sender included', () => {
    const sent = rows.filter(({ ports, len }) => ports.endsWith('>55555') && len > 0);
    for (const { payload } of sent) {
      const relayed = rows.filter((r) => r.ports.startsWith('55555>') && r.payload === payload);
      expect(relayed).toHaveLength(3);
    }
  });
});

describe('chatroom-broadcast.pcap', () => {
  const rows = segmentRows(committed('chatroom-broadcast.pcap'));

  test('begins with the handshake of port 57396', () => {
    expect(rows.slice(0, 3).map(({ ports, flags }) => `${ports} ${flags}`)).toEqual([
      '57396>5050 SYN',
      '5050>57396 SYN,ACK',
      '57396>5050 ACK',
    ]);
  });

  test('holds the dialogue of the source in order', () => {
    const said = rows.filter(({ ports, len }) => ports.endsWith('>5050') && len > 0);
    expect(said.map(({ ports, payload }) => `${ports.slice(0, 5)} ${payload}`)).toEqual(
      lines(`
        57396 soheil
        57426 ali
        57396 hello this is soheil
        57426 hi soheil im ali
        57460 hasan
        57460 hi guys
        57396 hello hasan how are you
        57460 im fine thanks
        57460 hwo else is in chat?
        57426 im here too
        57396 i must go. by guys`),
    );
  });

  test('a broadcast to two other clients is two data packets and two acknowledgements', () => {
    const first = rows.findIndex(({ payload }) => payload === 'hasan: hi guys');
    expect(rows.slice(first, first + 4).map(({ ports, flags }) => `${ports} ${flags}`)).toEqual([
      '5050>57396 PSH,ACK',
      '57396>5050 ACK',
      '5050>57426 PSH,ACK',
      '57426>5050 ACK',
    ]);
  });

  test('57396 leaves with FIN,ACK, and the others are told', () => {
    const fin = rows.findIndex(({ flags }) => flags.includes('FIN'));
    expect(line(rows[fin] as SegmentRow)).toContain('57396>5050 66 FIN,ACK');
    const told = rows
      .slice(fin)
      .filter(({ payload }) => payload === 'soheil has left the chatroom!');
    expect(told.map(({ ports }) => ports)).toEqual(['5050>57426', '5050>57460']);
  });
});

describe('http-direct.pcap', () => {
  const rows = segmentRows(committed('http-direct.pcap'), 9);
  /** Of each connection: port, lengths, raw windows of rows 5 and 7, and the ten times with their timestamps. */
  const REQUESTS = [
    { port: 54474, request: 376, answer: 60, windows: [509, 512] },
    { port: 54476, request: 376, answer: 60, windows: [509, 512] },
    { port: 49472, request: 548, answer: 222, windows: [508, 511] },
  ];
  const TIMES = lines(`
    0.000000000 79263416 0
    0.000048833 79263416 79263416
    0.000072416 79263416 79263416
    0.000264291 79263416 79263416
    0.000269541 79263416 79263416
    0.000807957 79263416 79263416
    0.000820623 79263416 79263416
    0.000962373 79263417 79263416
    0.001015040 79263417 79263417
    0.001021081 79263417 79263417
    2.019008146 79265435 0
    2.019019313 79265435 79265435
    2.019028730 79265435 79265435
    2.019204979 79265435 79265435
    2.019209854 79265435 79265435
    2.019494562 79265435 79265435
    2.019507187 79265435 79265435
    2.019598729 79265435 79265435
    2.019645020 79265435 79265435
    2.019650437 79265435 79265435
    17.958949518 79281375 0
    17.958982477 79281375 79281375
    17.958993518 79281375 79281375
    17.959253976 79281375 79281375
    17.959259768 79281375 79281375
    17.960046183 79281376 79281375
    17.960056933 79281376 79281376
    17.960243141 79281376 79281376
    17.960333599 79281376 79281376
    17.960337808 79281376 79281376`);

  test('has the times, to the nanosecond, and the TCP timestamps of the source', () => {
    expect(rows.map(({ time, tsVal, tsEcr }) => `${time} ${tsVal} ${tsEcr}`)).toEqual(TIMES);
  });

  test.each(REQUESTS.map((r, i) => [i + 1, r] as const))(
    'request %i opens, asks, is answered and closes in ten packets',
    (number, { port, request, answer, windows }) => {
      const ten = rows
        .slice(10 * (number - 1), 10 * number)
        .map((row) => line(row).replace(/^\S+ /, ''));
      const [client, server] = [`${port}>9999`, `9999>${port}`];
      expect(ten).toEqual([
        `${client} 76 SYN 0 0 65495 0`,
        `${server} 76 SYN,ACK 0 1 65483 0`,
        `${client} 68 ACK 1 1 512 0`,
        `${client} ${68 + request} PSH,ACK 1 1 512 ${request}`,
        `${server} 68 ACK 1 ${1 + request} ${windows[0]} 0`,
        `${server} ${68 + answer} PSH,ACK 1 ${1 + request} 512 ${answer}`,
        `${client} 68 ACK ${1 + request} ${1 + answer} ${windows[1]} 0`,
        `${client} 68 FIN,ACK ${1 + request} ${1 + answer} 512 0`,
        `${server} 68 FIN,ACK ${1 + answer} ${2 + request} 512 0`,
        `${client} 68 ACK ${2 + request} ${2 + answer} 512 0`,
      ]);
    },
  );

  test('request 2 is request 1 again, and every Content-Length is right', () => {
    expect(rows[13]?.payload).toBe(rows[3]?.payload);
    for (const { payload } of rows.filter((r) => r.payload.includes('Content-Length'))) {
      const [head = '', body = ''] = payload.split('\r\n\r\n');
      expect(head).toContain(`Content-Length: ${body.length}`);
    }
  });
});

test('every pcap of the folder has a builder', () => {
  expect(Object.keys(CAPTURES).toSorted()).toEqual([
    'chat-nick-midstream.pcap',
    'chatroom-broadcast.pcap',
    'crafted-http-rst.pcap',
    'http-direct.pcap',
    'server-client-messages.pcap',
  ]);
});
