// The fields of the headers a reader is likely to look at, by layer: name, offset, length, and how
// its value is written. Names are those of the RFCs and of Wireshark. Two rows may share an octet.
import { formatIpv4, formatIpv6, formatMac } from './address.ts';
import { u16, u32, u32le, u8 } from './bytes.ts';
import { Layer } from './layer.ts';

/** A field at a fixed offset from its header's start; `len` in bytes. */
export interface FieldRow {
  name: string;
  offset: number;
  len: number;
  write: (b: Uint8Array, at: number) => string;
}

type Write = FieldRow['write'];

/** Hexadecimal of `digits` digits, as Wireshark writes it. */
export function hex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

const dec8: Write = (b, at) => String(u8(b, at));
const dec16: Write = (b, at) => String(u16(b, at));
const dec32: Write = (b, at) => String(u32(b, at));
const hex8: Write = (b, at) => hex(u8(b, at), 2);
const hex16: Write = (b, at) => hex(u16(b, at), 4);
const hex32: Write = (b, at) => hex(u32(b, at), 8);
const bits8 =
  (shift: number, mask: number): Write =>
  (b, at) =>
    String((u8(b, at) >>> shift) & mask);
const bits16 =
  (shift: number, mask: number): Write =>
  (b, at) =>
    String((u16(b, at) >>> shift) & mask);

function row(name: string, offset: number, len: number, write: Write): FieldRow {
  return { name, offset, len, write };
}

const FLAG_NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const;

/** The control bits of a TCP header by name, lowest first, as `SYN, ACK`; `none` without any. */
export function formatTcpFlags(flags: number): string {
  return FLAG_NAMES.filter((_, bit) => (flags & (1 << bit)) !== 0).join(', ') || 'none';
}

/** Families of the NULL and LOOP headers by number (null-loop.ts), named as Wireshark names them. */
const FAMILY_NAMES: ReadonlyMap<number, string> = new Map([
  [2, 'IP'],
  [24, 'IPv6'],
  [28, 'IPv6'],
  [30, 'IPv6'],
]);

/** A family is small, so the byte order shows: NULL is in the capturing host's, LOOP in network order. */
const family: Write = (b, at) => {
  const big = u32(b, at);
  const number = big > 0xffff ? u32le(b, at) : big;
  return `${FAMILY_NAMES.get(number) ?? 'Unknown'} (${number})`;
};

const ipv4Flags: Write = (b, at) => {
  const flags = u8(b, at) >>> 5;
  const names = [flags & 4 ? 'Reserved' : '', flags & 2 ? 'DF' : '', flags & 1 ? 'MF' : ''];
  return names.filter((name) => name !== '').join(', ') || 'none';
};

const VLAN_ROWS = [
  row('Priority', 0, 1, bits8(5, 7)),
  row('Drop eligible indicator', 0, 1, bits8(4, 1)),
  row('VLAN identifier', 0, 2, bits16(0, 0xfff)),
  row('Type', 2, 2, hex16),
];
const PORTS = [row('Source port', 0, 2, dec16), row('Destination port', 2, 2, dec16)];

/** Fixed fields by layer number; layers without a row show as one field. */
export const FIELD_TABLES: ReadonlyMap<number, readonly FieldRow[]> = new Map<
  number,
  readonly FieldRow[]
>([
  [
    Layer.Ethernet,
    [
      row('Destination address', 0, 6, formatMac),
      row('Source address', 6, 6, formatMac),
      row('Type', 12, 2, hex16),
    ],
  ],
  [Layer.Dot1q, VLAN_ROWS],
  [Layer.Dot1ad, VLAN_ROWS],
  [
    Layer.LinuxCooked,
    [
      row('Packet type', 0, 2, dec16),
      row('Link-layer address type', 2, 2, dec16),
      row('Link-layer address length', 4, 2, dec16),
      row('Source address', 6, 6, formatMac),
      row('Protocol', 14, 2, hex16),
    ],
  ],
  [
    Layer.LinuxCookedV2,
    [
      row('Protocol', 0, 2, hex16),
      row('Interface index', 4, 4, dec32),
      row('Link-layer address type', 8, 2, dec16),
      row('Packet type', 10, 1, dec8),
      row('Link-layer address length', 11, 1, dec8),
      row('Source address', 12, 6, formatMac),
    ],
  ],
  [Layer.Null, [row('Family', 0, 4, family)]],
  [Layer.Loop, [row('Family', 0, 4, family)]],
  [
    Layer.Ipv4,
    [
      row('Version', 0, 1, bits8(4, 0xf)),
      row('Header length', 0, 1, (b, at) => `${(u8(b, at) & 0xf) << 2} bytes`),
      row('Differentiated services', 1, 1, hex8),
      row('Total length', 2, 2, dec16),
      row('Identification', 4, 2, hex16),
      row('Flags', 6, 1, ipv4Flags),
      row('Fragment offset', 6, 2, (b, at) => String((u16(b, at) & 0x1fff) << 3)),
      row('Time to live', 8, 1, dec8),
      row('Protocol', 9, 1, dec8),
      row('Header checksum', 10, 2, hex16),
      row('Source address', 12, 4, formatIpv4),
      row('Destination address', 16, 4, formatIpv4),
    ],
  ],
  [
    Layer.Ipv6,
    [
      row('Version', 0, 1, bits8(4, 0xf)),
      row('Traffic class', 0, 2, (b, at) => hex((u16(b, at) >>> 4) & 0xff, 2)),
      row('Flow label', 1, 3, (b, at) => hex(u32(b, at - 1) & 0xfffff, 5)),
      row('Payload length', 4, 2, dec16),
      row('Next header', 6, 1, dec8),
      row('Hop limit', 7, 1, dec8),
      row('Source address', 8, 16, formatIpv6),
      row('Destination address', 24, 16, formatIpv6),
    ],
  ],
  [
    Layer.FragmentHeader,
    [
      row('Next header', 0, 1, dec8),
      row('Reserved', 1, 1, dec8),
      row('Fragment offset', 2, 2, (b, at) => String(u16(b, at) & 0xfff8)),
      row('More fragments', 3, 1, bits8(0, 1)),
      row('Identification', 4, 4, hex32),
    ],
  ],
  [Layer.Udp, [...PORTS, row('Length', 4, 2, dec16), row('Checksum', 6, 2, hex16)]],
  [
    Layer.Tcp,
    [
      ...PORTS,
      row('Sequence number', 4, 4, dec32),
      row('Acknowledgment number', 8, 4, dec32),
      row('Header length', 12, 1, (b, at) => `${(u8(b, at) >>> 4) << 2} bytes`),
      row('Flags', 12, 2, (b, at) => formatTcpFlags(u16(b, at) & 0xfff)),
      row('Window', 14, 2, dec16),
      row('Checksum', 16, 2, hex16),
      row('Urgent pointer', 18, 2, dec16),
    ],
  ],
]);
