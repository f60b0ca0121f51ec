// A pcap file of our own writing as rows like Wireshark's packet list: for compact tables in tests.
import { tcpChecksum, ipv4HeaderChecksum } from '../../src/decode/checksum.ts';
import { Decoder } from '../../src/decode/decoder.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { pcapRecords } from './pcap-records.ts';

/** One TCP segment; seq and ack relative to the first ones seen, as Wireshark counts them. */
export interface SegmentRow {
  time: string;
  ports: string;
  frameLen: number;
  flags: string;
  seq: number;
  ack: number;
  window: number;
  len: number;
  ttl: number;
  ipId: number;
  checksum: string;
  ipChecksum: string;
  payload: string;
  tsVal: number;
  tsEcr: number;
}

/** All segments of the file; `digits` of the seconds are kept. */
export function segmentRows(file: Uint8Array, digits = 6): SegmentRow[] {
  const { linkType, records } = pcapRecords(file);
  const decoder = new Decoder();
  const base = new Map<string, number>();
  return records.flatMap(({ frame, timeNs, bytes, origLen }) => {
    const record = {
      frame,
      bytes,
      start: 0,
      end: bytes.length,
      origLen,
      linkType,
      fcsLen: 0,
      timeNs,
    };
    if (!decoder.decode(record)) return [];
    const { packet } = decoder;
    const { tcp } = packet;
    const there = `${tcp.srcPort}>${tcp.dstPort}`;
    const back = `${tcp.dstPort}>${tcp.srcPort}`;
    const syn = (tcp.flags & TcpFlag.SYN) !== 0;
    const acks = (tcp.flags & TcpFlag.ACK) !== 0;
    // A connection that began before the capture is counted from 1, as Wireshark does.
    if (!base.has(there)) base.set(there, tcp.seq - (syn ? 0 : 1));
    if (!base.has(back) && acks) base.set(back, tcp.ack - 1);
    const flags = Object.entries(TcpFlag).filter(([, bit]) => (tcp.flags & bit) !== 0);
    return [
      {
        time: (Math.floor(timeNs / 10 ** (9 - digits)) / 10 ** digits).toFixed(digits),
        ports: there,
        frameLen: origLen,
        flags: flags.map(([name]) => name).join(','),
        seq: (tcp.seq - (base.get(there) ?? 0)) >>> 0,
        ack: acks ? (tcp.ack - (base.get(back) ?? 0)) >>> 0 : 0,
        window: tcp.window,
        len: tcp.len,
        ttl: packet.ttl,
        ipId: packet.ipId,
        checksum: tcpChecksum(packet).verdict,
        ipChecksum: packet.ipVersion === 4 ? ipv4HeaderChecksum(packet).verdict : 'absent',
        payload: new TextDecoder().decode(packet.bytes.subarray(tcp.payloadStart, tcp.payloadEnd)),
        tsVal: tcp.hasTimestamps ? tcp.tsVal : 0,
        tsEcr: tcp.hasTimestamps ? tcp.tsEcr : 0,
      },
    ];
  });
}
