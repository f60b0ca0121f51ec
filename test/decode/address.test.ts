import { isIPv4, isIPv6 } from 'node:net';
import { describe, expect, test } from 'vitest';
import { formatIpv4, formatIpv6, formatMac, parseIp } from '../../src/decode/address.ts';

describe('IPv6 text (RFC 5952)', () => {
  test.each([
    ['4.1 leading zeros are suppressed', '2001:0db8::0001', '2001:db8::1'],
    ['4.2.1 the run is shortened as much as possible', '2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['4.2.2 one group of zeros is not shortened', '2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['4.2.3 the longest run is shortened', '2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['4.2.3 of equal runs the first', '2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['4.3 letters are lowercase', '2001:DB8::ABCD', '2001:db8::abcd'],
    ['5 an IPv4-mapped address ends in dotted decimal', '::ffff:c000:201', '::ffff:192.0.2.1'],
    ['all zeros', '0:0:0:0:0:0:0:0', '::'],
    ['zeros at the end', '1:0:0:0:0:0:0:0', '1::'],
    ['zeros at the start', '0:0:0:0:0:0:0:1', '::1'],
  ])('%s', (_, given, shown) => {
    const bytes = parseIp(given);
    expect(bytes && formatIpv6(bytes, 0)).toBe(shown);
  });
});

test('only an address and nothing else is read', () => {
  const wrong = [
    '',
    '1.2.3',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4 ',
    '1.2.3.4.5',
    'a.b.c.d',
    '1e1.2.3.4',

    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '::g',
    '1:2:3:4:5:6:7::8',
    '::1.2.3',
    '1.2.3.4::',
    '1:',
    ':1',
    '::1%eth0',
    '1.2.3.4:5::',
  ];
  for (const address of wrong) {
    expect([address, parseIp(address)]).toEqual([address, null]);
    expect([address, isIPv4(address) || isIPv6(address.replace('%', ' '))]).toEqual([
      address,
      false,
    ]);
  }
});

test('IPv4 and MAC addresses are shown as Wireshark shows them', () => {
  expect(formatIpv4(Uint8Array.from([9, 192, 0, 2, 255]), 1)).toBe('192.0.2.255');
  expect(formatMac(Uint8Array.from([0, 0x1a, 2, 0xff, 0x10, 5]), 0)).toBe('00:1a:02:ff:10:05');
});
