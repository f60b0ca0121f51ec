// A crafted frame taken apart the way it was put together: message, TCP, IP, link, and the octets of it all.
// Text only; message text is hostile and passes report/escape.ts.
import { u8, u16 } from '../decode/bytes.ts';
import { Ipv4Field } from '../decode/ipv4.ts';
import { TcpField } from '../decode/tcp-view.ts';
import { escapeTerminal } from '../report/escape.ts';
import { checksumSteps } from './checksum-steps.ts';
import type { CraftedFrame } from './craft-capture.ts';
import { IP_ADDRESS_START, IP_HEADER_LEN } from './encode-ip.ts';
import type { LinkKind } from './encode-link.ts';
import { IP_PROTOCOL_TCP } from './encode-segment.ts';
import { flagNames, type HeaderField, ipv4Fields, ipv6Fields, tcpFields } from './header-fields.ts';
import { LINK_HEADER_LEN, linkHeaderFields } from './link-header-fields.ts';

const OCTETS_A_LINE = 16;

/** All frames of a crafted capture, one after the other; ends with a line break. */
export const showFrames = (frames: readonly CraftedFrame[], link: LinkKind): string =>
  frames
    .map((frame, index) => showFrame(frame, link, `Packet ${index + 1} of ${frames.length}`))
    .join('\n');

/** One frame from the inside out, under `title`. */
export function showFrame(frame: CraftedFrame, link: LinkKind, title: string): string {
  const { bytes } = frame;
  const ip = LINK_HEADER_LEN[link];
  const version = u8(bytes, ip) >>> 4 === 6 ? 6 : 4;
  const tcp = ip + IP_HEADER_LEN[version];
  const total =
    version === 4 ? u16(bytes, ip + Ipv4Field.TotalLength) : u16(bytes, ip + 4) + IP_HEADER_LEN[6];
  const end = ip + total;
  const offsetFlags = u16(bytes, tcp + TcpField.DataOffset);
  const payload = tcp + (offsetFlags >>> 12) * 4;
  const message = frame.message === null ? 'carries no message' : `message ${frame.message + 1}`;
  const lines = [
    `${title}: ${message}, ${flagNames(offsetFlags & 0xfff)}`,
    '',
    ...messageLines(bytes.subarray(payload, end)),
    `TCP header, ${payload - tcp} bytes in front of the message (RFC 9293 3.1)`,
    ...fieldLines(bytes, tcpFields(bytes, tcp, payload)),
    '',
    ...tcpChecksumLines(bytes, { ip, version, tcp, payload, end }),
    '',
    `IPv${version} header, ${tcp - ip} bytes in front of that (${version === 4 ? 'RFC 791 3.1' : 'RFC 8200 3'})`,
    ...fieldLines(bytes, version === 4 ? ipv4Fields(bytes, ip) : ipv6Fields(bytes, ip)),
    '',
    ...(version === 4 ? ipChecksumLines(bytes, ip) : ['  IPv6 has no header checksum', '']),
    `Link header (${link}), ${ip} bytes in front of that`,
    ...fieldLines(bytes, linkHeaderFields(link, bytes)),
    ...(bytes.length > end ? [`  and ${bytesText(bytes.length - end)} of padding behind`] : []),
    '',
    `The whole frame, ${bytes.length} bytes`,
    ...hexDump(bytes),
  ];
  return `${lines.join('\n')}\n`;
}

/** Offset, octets, and their ASCII where it is printable. */
export function hexDump(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += OCTETS_A_LINE) {
    const row = bytes.subarray(at, at + OCTETS_A_LINE);
    const ascii = [...row]
      .map((b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '.'))
      .join('');
    const offset = at.toString(16).padStart(4, '0');
    lines.push(`  ${offset}  ${octets(row).padEnd(OCTETS_A_LINE * 3 - 1)}  ${ascii}`);
  }
  return lines;
}

const octets = (bytes: Uint8Array): string =>
  [...bytes].map((b) => b.toString(16).padStart(2, '0')).join(' ');

const fieldLines = (bytes: Uint8Array, fields: readonly HeaderField[]): string[] =>
  fields.map(({ name, start, end, value }) => {
    const shown = octets(bytes.subarray(start, end));
    return `  ${name.padEnd(22)}${shown.padEnd(24)}${value}`.trimEnd();
  });

const bytesText = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);

function messageLines(payload: Uint8Array): string[] {
  if (payload.length === 0) return ['No message: the segment is its header alone', ''];
  const text = escapeTerminal(new TextDecoder().decode(payload));
  return [`The message, ${bytesText(payload.length)}: "${text}"`, ...hexDump(payload), ''];
}

interface Extents {
  ip: number;
  version: 4 | 6;
  tcp: number;
  payload: number;
  end: number;
}

/** RFC 9293 3.1: pseudo-header, header with a zero checksum field, message. */
function tcpChecksumLines(
  bytes: Uint8Array,
  { ip, version, tcp, payload, end }: Extents,
): string[] {
  const { src, dst } = IP_ADDRESS_START[version];
  const header = withoutChecksum(bytes.subarray(tcp, payload), TcpField.Checksum);
  const len = end - tcp;
  const lenWords = Uint8Array.of(len >>> 8, len & 0xff);
  const steps = checksumSteps([
    { name: 'pseudo: source', bytes: bytes.subarray(ip + src, ip + dst) },
    { name: 'pseudo: destination', bytes: bytes.subarray(ip + dst, ip + dst + dst - src) },
    { name: 'pseudo: protocol', bytes: Uint8Array.of(0, IP_PROTOCOL_TCP) },
    { name: 'pseudo: TCP length', bytes: lenWords },
    { name: 'TCP header', bytes: header },
    { name: 'message', bytes: bytes.subarray(payload, end) },
  ]);
  const title =
    'TCP checksum: pseudo-header, header with checksum 0000, message, as 16-bit words (RFC 1071)';
  const found = octets(
    bytes.subarray(tcp + TcpField.Checksum, tcp + TcpField.Checksum + 2),
  ).replace(' ', '');
  const right = steps.at(-1)?.endsWith(found) === true;
  const note = right
    ? []
    : [`the header holds ${found}: left for the network card to replace, or wrong on purpose`];
  return [title, ...[...steps, ...note].map((line) => `  ${line}`)];
}

function ipChecksumLines(bytes: Uint8Array, ip: number): string[] {
  const header = withoutChecksum(
    bytes.subarray(ip, ip + IP_HEADER_LEN[4]),
    Ipv4Field.HeaderChecksum,
  );
  const steps = checksumSteps([{ name: 'IPv4 header', bytes: header }]);
  const title = 'IPv4 header checksum: the header with checksum 0000, nothing of TCP';
  return [title, ...steps.map((line) => `  ${line}`), ''];
}

function withoutChecksum(header: Uint8Array, at: number): Uint8Array {
  const copy = header.slice();
  copy[at] = 0;
  copy[at + 1] = 0;
  return copy;
}
