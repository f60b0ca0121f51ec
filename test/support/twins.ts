// A pcap file (little-endian, Ethernet) as a capture of the same traffic on both sides of a router: some IPv4 packets
// come again soon after, with a TTL one less and the IP checksum that goes with it.

import { pcapFile, RECORD_HEADER } from './pcap-file.ts';

const ETHERNET = 14;
const ETHER_TYPE = 12;
const IPV4 = 0x0800;
const TCP = 6;
const Ip = { Ttl: 8, Protocol: 9, Checksum: 10, HeaderLen: 20 } as const;

/** About every other TCP packet gets a twin, with the same time stamp, up to three records later. */
export function withRoutedTwins(file: Uint8Array, random: () => number): Uint8Array {
  const { header, records } = pcapFile(file);
  const parts = [header];
  const waiting: { twin: Uint8Array; after: number }[] = [];
  for (const record of records) {
    parts.push(record);
    for (const one of waiting) if (one.after-- === 0) parts.push(one.twin);
    if (isTcp(record) && random() < 0.5) {
      waiting.push({ twin: routed(record), after: Math.floor(random() * 3) });
    }
  }
  for (const { twin, after } of waiting) if (after >= 0) parts.push(twin);
  return Buffer.concat(parts);
}

function isTcp(record: Uint8Array): boolean {
  const ip = RECORD_HEADER + ETHERNET;
  const view = new DataView(record.buffer);
  if (record.length < ip + Ip.HeaderLen) return false;
  return view.getUint16(RECORD_HEADER + ETHER_TYPE) === IPV4 && record[ip + Ip.Protocol] === TCP;
}

/** RFC 1624: a TTL one less makes the sum 0x0100 less, so its complement as much more. */
function routed(record: Uint8Array): Uint8Array {
  const twin = Uint8Array.from(record);
  const ip = RECORD_HEADER + ETHERNET;
  const view = new DataView(twin.buffer);
  view.setUint8(ip + Ip.Ttl, view.getUint8(ip + Ip.Ttl) - 1);
  const sum = view.getUint16(ip + Ip.Checksum) + 0x0100;
  view.setUint16(ip + Ip.Checksum, (sum & 0xffff) + (sum >>> 16));
  return twin;
}
