import { expect, test } from 'vitest';
import { fieldsOf, HELLO, V6, decode, eth, ipv4, tcp, zeros } from './frames.ts';

test('every header field of Ethernet, IPv4 and TCP has its bytes and its value', () => {
  const options = [2, 4, 5, 0xb4, 3, 3, 8, 1];
  const frame = eth(0x0800, [
    ...ipv4(6, tcp(HELLO, { flags: 2, options }), { flagsAndOffset: 0x4000 }),
    ...zeros(2),
  ]);
  const fields = fieldsOf(decode([frame]).decoder.packet);
  const rows = fields.map(
    ({ layer, name, start, end, value }) => `${layer} ${name} [${start - 3},${end - 3}) ${value}`,
  );
  expect(rows).toMatchInlineSnapshot(`
    [
      "eth Destination address [0,6) 02:00:00:00:00:0b",
      "eth Source address [6,12) 02:00:00:00:00:0a",
      "eth Type [12,14) 0x0800",
      "ip Version [14,15) 4",
      "ip Header length [14,15) 20 bytes",
      "ip Differentiated services [15,16) 0x00",
      "ip Total length [16,18) 53",
      "ip Identification [18,20) 0x0007",
      "ip Flags [20,21) DF",
      "ip Fragment offset [20,22) 0",
      "ip Time to live [22,23) 64",
      "ip Protocol [23,24) 6",
      "ip Header checksum [24,26) 0xb6b8",
      "ip Source address [26,30) 192.0.2.1",
      "ip Destination address [30,34) 192.0.2.2",
      "tcp Source port [34,36) 40000",
      "tcp Destination port [36,38) 80",
      "tcp Sequence number [38,42) 1",
      "tcp Acknowledgment number [42,46) 1",
      "tcp Header length [46,47) 28 bytes",
      "tcp Flags [46,48) SYN",
      "tcp Window [48,50) 512",
      "tcp Checksum [50,52) 0x1234",
      "tcp Urgent pointer [52,54) 0",
      "tcp Maximum Segment Size [54,58) MSS 1460",
      "tcp Window Scale [58,61) shift 8, multiply by 256",
      "tcp No-Operation [61,62) ",
      "data Payload [62,67) 5 bytes",
      "padding Padding [67,69) 2 bytes",
    ]
  `);
});

test('the fields of a frame cover every byte of it', () => {
  for (const frame of [eth(0x86dd, V6), eth(0x8100, [0, 5, 0x86, 0xdd, ...V6, ...zeros(3)])]) {
    const { packet } = decode([frame]).decoder;
    const covered = new Set<number>();
    for (const { start, end } of fieldsOf(packet))
      for (let at = start; at < end; at++) covered.add(at);
    expect(covered.size).toBe(frame.length);
  }
});
