// FTP announces its data connections (RFC 959 4.1.2 PORT and PASV, RFC 2428 EPSV), and Wireshark makes them there and
// then: to it their SYN opens nothing, and tcp.completeness does without. Ours is Wireshark's, so they are noted here.
// Measured against tshark 4.0.17: it looks at the first line of a segment, and not at EPRT.

import type { PacketView } from '../decode/packet-view.ts';
import type { TcpView } from '../decode/tcp-view.ts';
import { forgetOldest } from './forget-oldest.ts';
import { isLookedInto } from './looked-into.ts';

const FTP_PORT = 21;
/** Where the server opens an active data connection from (RFC 959 3.2). */
const FTP_DATA_PORT = 20;
/** Announced and not yet opened; the oldest go first. */
const MOST_ANNOUNCED = 4096;
const LONGEST_LINE = 1024;

export const isFtpControl = ({ srcPort, dstPort }: TcpView): boolean =>
  srcPort === FTP_PORT || dstPort === FTP_PORT;

export class AnnouncedConnections {
  /** How often, by an endpoint and the host that it will have to do with. */
  private readonly announced = new Map<string, number>();

  /** Takes a segment that `isFtpControl`; `labels`: what Wireshark says of it (Label bits). */
  segment(packet: PacketView, labels: number): void {
    const { tcp } = packet;
    if (!isLookedInto(tcp, labels)) return;
    const line = firstLine(packet);
    const [src, dst] = hostsOf(packet);
    if (tcp.dstPort === FTP_PORT) {
      // Also a command that only begins like it.
      const [command = ''] = line.split(' ', 1);
      const client = command !== '' && 'PORT'.startsWith(command) ? endpointIn(line) : null;
      if (client !== null) this.announce(dst, FTP_DATA_PORT, client.host);
      return;
    }
    if (line.startsWith('227')) {
      const server = endpointIn(line.slice(4));
      if (server !== null) this.announce(server.host, server.port, dst);
    } else if (line.startsWith('229')) {
      const [, , port] = /^[^(]*\((.)\1*\s*\+?(\d+)/.exec(line) ?? [];
      if (port !== undefined) this.announce(src, Number(port), dst);
    }
  }

  /** Whether the connection that this packet opens was announced; once. */
  takes(packet: PacketView): boolean {
    if (this.announced.size === 0) return false;
    const [src, dst] = hostsOf(packet);
    const { srcPort, dstPort } = packet.tcp;
    return this.take(keyOf(src, srcPort, dst)) || this.take(keyOf(dst, dstPort, src));
  }

  private take(key: string): boolean {
    const times = this.announced.get(key);
    if (times === undefined) return false;
    if (times > 1) this.announced.set(key, times - 1);
    else this.announced.delete(key);
    return true;
  }

  private announce(host: string, port: number, other: string): void {
    const key = keyOf(host, port, other);
    this.announced.set(key, (this.announced.get(key) ?? 0) + 1);
    forgetOldest(this.announced, MOST_ANNOUNCED);
  }
}

const keyOf = (host: string, port: number, other: string): string => `${host} ${port} ${other}`;

/** Source and destination: their bytes, comma-separated. */
function hostsOf({ bytes, srcStart, dstStart, addressLen }: PacketView): [string, string] {
  const at = (start: number): string => bytes.subarray(start, start + addressLen).join();
  return [at(srcStart), at(dstStart)];
}

function firstLine({ bytes, tcp }: PacketView): string {
  const end = Math.min(tcp.payloadEnd, tcp.payloadStart + LONGEST_LINE);
  const text = Buffer.from(bytes.subarray(tcp.payloadStart, end)).toString('latin1');
  return text.split(/[\r\n\0]/, 1)[0]!;
}

const SIX_NUMBERS =
  /(?<!\d)(\d+),\s*([+-]?\d+),\s*([+-]?\d+),\s*([+-]?\d+),\s*([+-]?\d+),\s*([+-]?\d+)/;

/** The first six numbers in a row: four octets of an address and two of a port, wherever they stand. */
function endpointIn(text: string): { readonly host: string; readonly port: number } | null {
  const found = SIX_NUMBERS.exec(text);
  if (found === null) return null;
  const octets = found.slice(1).map((number) => Number(number) & 0xff);
  return { host: octets.slice(0, 4).join(), port: (octets[4]! << 8) | octets[5]! };
}
