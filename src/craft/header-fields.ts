// The IP and TCP headers craft writes, field by field, in whole octets: name, octets, and the value in words.
// For teaching, in the order of the RFC's drawing; decode's views are the ones that read captures.
import { formatIpv4, formatIpv6 } from '../decode/address.ts';
import { u8, u16, u32 } from '../decode/bytes.ts';
import { Ipv4Field, Ipv4Flag } from '../decode/ipv4.ts';
import { IPV6_HEADER_LEN, Ipv6Field } from '../decode/ipv6.ts';
import { parseTcpOptions } from '../decode/tcp-options.ts';
import { TCP_HEADER_MIN, TcpField, TcpFlag } from '../decode/tcp-view.ts';

/** One field: its octets are bytes[start, end). */
export interface HeaderField {
  name: string;
  start: number;
  end: number;
  value: string;
}

/** 0x and so many digits. */
export const hex = (n: number, digits: number): string =>
  `0x${n.toString(16).padStart(digits, '0')}`;

/** Flags as Wireshark lists them, lowest bit first: `PSH, ACK`. */
export const flagNames = (flags: number): string =>
  Object.entries(TcpFlag)
    .filter(([name, bit]) => name !== 'Reserved' && (flags & bit) !== 0)
    .map(([name]) => name)
    .join(', ') || 'none';

/** RFC 9293 3.1; the header starts at `at` and its options end at `end`. */
export function tcpFields(b: Uint8Array, at: number, end: number): HeaderField[] {
  const offsetFlags = u16(b, at + TcpField.DataOffset);
  const words = offsetFlags >>> 12;
  const field = fieldsFrom(at);
  const options = parseTcpOptions(b, at + TCP_HEADER_MIN, end);
  return [
    field('source port', TcpField.SourcePort, 2, `${u16(b, at + TcpField.SourcePort)}`),
    field(
      'destination port',
      TcpField.DestinationPort,
      2,
      `${u16(b, at + TcpField.DestinationPort)}`,
    ),
    field('sequence number', TcpField.SequenceNumber, 4, `${u32(b, at + TcpField.SequenceNumber)}`),
    field(
      'acknowledgment no.',
      TcpField.AcknowledgmentNumber,
      4,
      `${u32(b, at + TcpField.AcknowledgmentNumber)}`,
    ),
    field(
      'data offset, flags',
      TcpField.DataOffset,
      2,
      `${words} words = ${words * 4} bytes; ${flagNames(offsetFlags & 0xfff)}`,
    ),
    field('window', TcpField.Window, 2, `${u16(b, at + TcpField.Window)}`),
    field('checksum', TcpField.Checksum, 2, hex(u16(b, at + TcpField.Checksum), 4)),
    field('urgent pointer', TcpField.UrgentPointer, 2, `${u16(b, at + TcpField.UrgentPointer)}`),
    ...options.map(({ name, start, end: stop }) => ({
      name: 'option',
      start,
      end: stop,
      value: name,
    })),
  ];
}

/** RFC 791 3.1, without options. */
export function ipv4Fields(b: Uint8Array, at: number): HeaderField[] {
  const field = fieldsFrom(at);
  const words = u8(b, at) & 0xf;
  const flags = u16(b, at + Ipv4Field.FlagsAndOffset);
  const fragments = (flags & Ipv4Flag.DontFragment) === 0 ? 'may be fragmented' : "don't fragment";
  return [
    field(
      'version, length',
      Ipv4Field.VersionAndLength,
      1,
      `version 4, ${words} words = ${words * 4} bytes`,
    ),
    field('DSCP, ECN', Ipv4Field.TrafficClass, 1, `${u8(b, at + Ipv4Field.TrafficClass)}`),
    field('total length', Ipv4Field.TotalLength, 2, `${u16(b, at + Ipv4Field.TotalLength)} bytes`),
    field(
      'identification',
      Ipv4Field.Identification,
      2,
      hex(u16(b, at + Ipv4Field.Identification), 4),
    ),
    field('flags, offset', Ipv4Field.FlagsAndOffset, 2, fragments),
    field('time to live', Ipv4Field.TimeToLive, 1, `${u8(b, at + Ipv4Field.TimeToLive)} hops`),
    field('protocol', Ipv4Field.Protocol, 1, `${u8(b, at + Ipv4Field.Protocol)} = TCP`),
    field(
      'header checksum',
      Ipv4Field.HeaderChecksum,
      2,
      hex(u16(b, at + Ipv4Field.HeaderChecksum), 4),
    ),
    field('source address', Ipv4Field.Source, 4, formatIpv4(b, at + Ipv4Field.Source)),
    field(
      'destination address',
      Ipv4Field.Destination,
      4,
      formatIpv4(b, at + Ipv4Field.Destination),
    ),
  ];
}

/** RFC 8200 3. */
export function ipv6Fields(b: Uint8Array, at: number): HeaderField[] {
  const field = fieldsFrom(at);
  const first = u32(b, at);
  return [
    field(
      'version, class, label',
      Ipv6Field.VersionAndClass,
      4,
      `version 6, class ${(first >>> 20) & 0xff}, label ${first & 0xfffff}`,
    ),
    field(
      'payload length',
      Ipv6Field.PayloadLength,
      2,
      `${u16(b, at + Ipv6Field.PayloadLength)} bytes`,
    ),
    field('next header', Ipv6Field.NextHeader, 1, `${u8(b, at + Ipv6Field.NextHeader)} = TCP`),
    field('hop limit', Ipv6Field.HopLimit, 1, `${u8(b, at + Ipv6Field.HopLimit)} hops`),
    field('source address', Ipv6Field.Source, 16, formatIpv6(b, at + Ipv6Field.Source)),
    field(
      'destination address',
      Ipv6Field.Destination,
      IPV6_HEADER_LEN - Ipv6Field.Destination,
      formatIpv6(b, at + Ipv6Field.Destination),
    ),
  ];
}

/** Fields of the header that starts at `at`, by offset and length. */
export const fieldsFrom =
  (at: number) =>
  (name: string, offset: number, len: number, value: string): HeaderField => ({
    name,
    start: at + offset,
    end: at + offset + len,
    value,
  });
