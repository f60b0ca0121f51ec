// Writes one TCP segment inside its IP packet (RFC 9293 3.1). Every field can be given, also a wrong one.
// Knows nothing of connections: sequence numbers are the caller's (exchange.ts).
import { internetChecksum, pseudoHeaderSum } from '../decode/checksum.ts';
import { TCP_HEADER_MIN, TcpField } from '../decode/tcp-view.ts';
import {
  IP_ADDRESS_START,
  IP_HEADER_LEN,
  type IpFields,
  ipVersionOf,
  writeIpHeader,
} from './encode-ip.ts';

/** `good`; `offloaded`: the pseudo-header sum alone, as a stack leaves it for its card; or any number. */
export type ChecksumChoice = 'good' | 'offloaded' | number;

/** Header fields and payload; `flags` holds the 12 bits after the data offset (decode's TcpFlag). */
export interface TcpFields {
  srcPort: number;
  dstPort: number;
  seq: number;
  ack?: number | undefined;
  flags: number;
  /** As it stands in the header: not scaled. */
  window?: number | undefined;
  urgentPointer?: number | undefined;
  /** A multiple of 4 bytes (packOptions sees to it). */
  options?: Uint8Array | undefined;
  payload?: Uint8Array | undefined;
  /** In 32-bit words, when it shall lie. */
  dataOffset?: number | undefined;
  checksum?: ChecksumChoice | undefined;
}

/** IP protocol number of TCP. */
export const IP_PROTOCOL_TCP = 6;
const NOTHING = new Uint8Array(0);

/** The IP packet that carries this segment: its own bytes, the caller's to keep. */
export function encodeSegment(ip: IpFields, tcp: TcpFields): Uint8Array {
  const options = tcp.options ?? NOTHING;
  const payload = tcp.payload ?? NOTHING;
  const version = ipVersionOf(ip);
  const start = IP_HEADER_LEN[version];
  const headerLen = TCP_HEADER_MIN + options.length;
  const packet = new Uint8Array(start + headerLen + payload.length);
  writeIpHeader(packet, ip, IP_PROTOCOL_TCP);
  packet.set(options, start + TCP_HEADER_MIN);
  packet.set(payload, start + headerLen);
  const view = new DataView(packet.buffer, start);
  view.setUint16(TcpField.SourcePort, tcp.srcPort);
  view.setUint16(TcpField.DestinationPort, tcp.dstPort);
  view.setUint32(TcpField.SequenceNumber, tcp.seq);
  view.setUint32(TcpField.AcknowledgmentNumber, tcp.ack ?? 0);
  view.setUint16(TcpField.DataOffset, ((tcp.dataOffset ?? headerLen / 4) << 12) | tcp.flags);
  view.setUint16(TcpField.Window, tcp.window ?? 0);
  view.setUint16(TcpField.UrgentPointer, tcp.urgentPointer ?? 0);
  const choice = tcp.checksum ?? 'good';
  view.setUint16(
    TcpField.Checksum,
    typeof choice === 'number' ? choice : tcpChecksumOf(packet, version, choice),
  );
  return packet;
}

/** RFC 9293 3.1: over pseudo-header, header and payload, the checksum field itself being still zero. */
function tcpChecksumOf(packet: Uint8Array, version: 4 | 6, choice: 'good' | 'offloaded'): number {
  const start = IP_HEADER_LEN[version];
  const { src, dst } = IP_ADDRESS_START[version];
  const len = packet.length - start;
  const pseudo = pseudoHeaderSum(packet, src, dst - src, dst, IP_PROTOCOL_TCP, len);
  return choice === 'offloaded' ? pseudo : internetChecksum(packet, start, packet.length, pseudo);
}
