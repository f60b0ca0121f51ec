// Writes Ethernet, IPv4 and TCP frames with right checksums into a pcap, straight into one reused buffer.
// Two hosts, timestamps in every segment; no general packet builder (src/craft has one, and it is not made for speed).
import { closeSync, openSync, writeSync } from 'node:fs';
import { onesSum } from '../src/decode/checksum.ts';
import { TcpFlag } from '../src/decode/tcp-view.ts';

/** Bytes of a payload and their ones' complement sum, computed once. */
export interface Payload {
  readonly bytes: Uint8Array;
  readonly sum: number;
}

export const NO_PAYLOAD: Payload = { bytes: new Uint8Array(0), sum: 0 };

/** A payload of even length, so that its sum can be added to that of a header. */
export function payloadOf(text: string): Payload {
  const bytes = new TextEncoder().encode(text.length % 2 === 0 ? text : `${text} `);
  return { bytes, sum: onesSum(bytes, 0, bytes.length) };
}

export interface Segment {
  readonly fromClient: boolean;
  readonly clientPort: number;
  readonly seq: number;
  readonly ack: number;
  readonly flags: number;
  readonly window: number;
  readonly tsEcr: number;
  readonly payload: Payload;
}

const BUFFER_LEN = 4 * 1024 * 1024;
const RECORD_HEADER_LEN = 16;
const ETHERNET_LEN = 14;
const IP_LEN = 20;
const LONGEST_RECORD = 2048;
const FIRST_SECOND = 1_700_000_000;
const SERVER_PORT = 8080;
const CLIENT_MAC = [2, 0, 0, 0, 0, 1];
const SERVER_MAC = [2, 0, 0, 0, 0, 2];
const CLIENT_ADDRESS = 0x0a4d0001; // 10.77.0.1
const SERVER_ADDRESS = 0x0a4d0002;
/** Both addresses and the protocol number: the part of the pseudo-header that never changes. */
const PSEUDO_SUM = 2 * 0x0a4d + 1 + 2 + 6;
/** MSS 1460, SACK permitted, timestamps, window scale 7, in Linux's order. */
const SYN_OPTIONS = [2, 4, 5, 0xb4, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 7];
const OPTIONS = [1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0];
const SYN_TIMESTAMPS = 8;
const TIMESTAMPS = 4;

export class SegmentWriter {
  /** Frames written so far. */
  frames = 0;
  private readonly bytes = new Uint8Array(BUFFER_LEN);
  private readonly view = new DataView(this.bytes.buffer);
  private readonly file: number;
  private end = 0;
  private elapsedUs = 0;

  /** Creates the file and its header. Throws what node:fs throws. */
  constructor(path: string) {
    this.file = openSync(path, 'w');
    const { view } = this;
    view.setUint32(0, 0xa1b2c3d4, true);
    view.setUint16(4, 2, true);
    view.setUint16(6, 4, true);
    view.setUint32(16, 262_144, true); // snapLen
    view.setUint32(20, 1, true); // Ethernet
    this.end = 24;
  }

  /** The timestamp clock of both hosts: milliseconds. */
  get clock(): number {
    return Math.floor(this.elapsedUs / 1000) + 1;
  }

  /** Writes one record, `laterUs` microseconds after the one before. */
  write(segment: Segment, laterUs: number): void {
    if (BUFFER_LEN - this.end < LONGEST_RECORD) this.flush();
    this.elapsedUs += laterUs;
    this.frames++;
    const syn = (segment.flags & TcpFlag.SYN) !== 0;
    const tcpLen = 20 + (syn ? SYN_OPTIONS : OPTIONS).length;
    const totalLen = IP_LEN + tcpLen + segment.payload.bytes.length;
    const frame = this.end + RECORD_HEADER_LEN;
    this.writeRecordHeader(ETHERNET_LEN + totalLen);
    this.writeLinkAndIp(frame, segment.fromClient, totalLen);
    this.writeTcp(frame + ETHERNET_LEN + IP_LEN, segment, tcpLen, syn);
    this.end = frame + ETHERNET_LEN + totalLen;
  }

  /** Writes what is left and closes the file. */
  close(): void {
    this.flush();
    closeSync(this.file);
  }

  private writeRecordHeader(frameLen: number): void {
    const { view, end } = this;
    view.setUint32(end, FIRST_SECOND + Math.floor(this.elapsedUs / 1e6), true);
    view.setUint32(end + 4, this.elapsedUs % 1e6, true);
    view.setUint32(end + 8, frameLen, true);
    view.setUint32(end + 12, frameLen, true);
  }

  private writeLinkAndIp(frame: number, fromClient: boolean, totalLen: number): void {
    const { bytes, view } = this;
    bytes.set(fromClient ? SERVER_MAC : CLIENT_MAC, frame);
    bytes.set(fromClient ? CLIENT_MAC : SERVER_MAC, frame + 6);
    view.setUint16(frame + 12, 0x0800);
    const ip = frame + ETHERNET_LEN;
    view.setUint16(ip, 0x4500);
    view.setUint16(ip + 2, totalLen);
    view.setUint16(ip + 4, this.frames & 0xffff);
    view.setUint16(ip + 6, 0x4000); // do not fragment
    view.setUint16(ip + 8, 0x4006); // TTL 64, TCP
    view.setUint16(ip + 10, 0);
    view.setUint32(ip + 12, fromClient ? CLIENT_ADDRESS : SERVER_ADDRESS);
    view.setUint32(ip + 16, fromClient ? SERVER_ADDRESS : CLIENT_ADDRESS);
    view.setUint16(ip + 10, ~onesSum(bytes, ip, ip + IP_LEN) & 0xffff);
  }

  private writeTcp(at: number, segment: Segment, tcpLen: number, syn: boolean): void {
    const { bytes, view } = this;
    const { fromClient, clientPort, payload } = segment;
    view.setUint16(at, fromClient ? clientPort : SERVER_PORT);
    view.setUint16(at + 2, fromClient ? SERVER_PORT : clientPort);
    view.setUint32(at + 4, segment.seq);
    view.setUint32(at + 8, segment.ack);
    view.setUint16(at + 12, (tcpLen << 10) | segment.flags);
    view.setUint16(at + 14, segment.window);
    view.setUint32(at + 16, 0); // checksum, urgent pointer
    bytes.set(syn ? SYN_OPTIONS : OPTIONS, at + 20);
    const timestamps = at + 20 + (syn ? SYN_TIMESTAMPS : TIMESTAMPS);
    view.setUint32(timestamps, this.clock);
    view.setUint32(timestamps + 4, segment.tsEcr);
    bytes.set(payload.bytes, at + tcpLen);
    const sum = PSEUDO_SUM + tcpLen + payload.bytes.length + payload.sum;
    view.setUint16(at + 16, ~onesSum(bytes, at, at + tcpLen, sum) & 0xffff);
  }

  private flush(): void {
    writeSync(this.file, this.bytes, 0, this.end);
    this.end = 0;
  }
}
