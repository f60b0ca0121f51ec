// Frames made by hand for the decoder's tests: headers as bytes, no capture file.
import { internetChecksum, onesSum } from '../../src/decode/checksum.ts';
import { Decoder } from '../../src/decode/decoder.ts';
import { FrameFields, layoutOf, type FrameField } from '../../src/decode/frame-fields.ts';
import type { PacketView } from '../../src/decode/packet-view.ts';

export type Bytes = readonly number[];

export const be16 = (value: number): number[] => [(value >>> 8) & 0xff, value & 0xff];
export const be32 = (value: number): number[] => [...be16(value >>> 16), ...be16(value & 0xffff)];
export const text = (words: string): number[] => [...Buffer.from(words, 'latin1')];
export const zeros = (count: number): number[] => Array<number>(count).fill(0);

export const MAC_A = [0x02, 0, 0, 0, 0, 0x0a];
export const MAC_B = [0x02, 0, 0, 0, 0, 0x0b];
export const SRC4 = [192, 0, 2, 1];
export const DST4 = [192, 0, 2, 2];
export const SRC6 = [0x20, 0x01, 0x0d, 0xb8, ...zeros(11), 1];
export const DST6 = [0x20, 0x01, 0x0d, 0xb8, ...zeros(11), 2];

export function eth(type: number, payload: Bytes): number[] {
  return [...MAC_B, ...MAC_A, ...be16(type), ...payload];
}

export interface Ipv4Options {
  totalLen?: number;
  id?: number;
  flagsAndOffset?: number;
  src?: Bytes;
  options?: Bytes;
}

export function ipv4(protocol: number, payload: Bytes, o: Ipv4Options = {}): number[] {
  const options = o.options ?? [];
  const headerLen = 20 + options.length;
  const header = [
    0x40 | (headerLen >>> 2),
    0,
    ...be16(o.totalLen ?? headerLen + payload.length),
    ...be16(o.id ?? 7),
    ...be16(o.flagsAndOffset ?? 0),
    64,
    protocol,
    0,
    0,
    ...(o.src ?? SRC4),
    ...DST4,
    ...options,
  ];
  const checksum = internetChecksum(Uint8Array.from(header), 0, headerLen);
  header.splice(10, 2, ...be16(checksum));
  return [...header, ...payload];
}

export function ipv6(nextHeader: number, payload: Bytes, payloadLen = payload.length): number[] {
  return [0x60, 0, 0, 0, ...be16(payloadLen), nextHeader, 64, ...SRC6, ...DST6, ...payload];
}

export interface TcpOptionsOfTest {
  flags?: number;
  seq?: number;
  options?: Bytes;
  dataOffset?: number;
  checksum?: number;
}

export function tcp(payload: Bytes = [], o: TcpOptionsOfTest = {}): number[] {
  const options = o.options ?? [];
  const words = o.dataOffset ?? 5 + (options.length >>> 2);
  return [
    ...be16(40000),
    ...be16(80),
    ...be32(o.seq ?? 1),
    ...be32(1),
    ...be16((words << 12) | (o.flags ?? 0x18)),
    ...be16(512),
    ...be16(o.checksum ?? 0x1234),
    0,
    0,
    ...options,
    ...payload,
  ];
}

export function udp(port: number, payload: Bytes): number[] {
  return [...be16(50000), ...be16(port), ...be16(8 + payload.length), 0, 0, ...payload];
}

/** The segment with the checksum it should have over an IPv4 pseudo-header. */
export function summed(segment: Bytes): number[] {
  const bytes = [...segment];
  bytes.splice(16, 2, 0, 0);
  const pseudo = Uint8Array.from([...SRC4, ...DST4, 0, 6, ...be16(bytes.length)]);
  const sum = internetChecksum(
    Uint8Array.from(bytes),
    0,
    bytes.length,
    onesSum(pseudo, 0, pseudo.length),
  );
  bytes.splice(16, 2, ...be16(sum));
  return bytes;
}

export const HELLO = text('hello');
/** IPv4 and IPv6 packets with a segment of five bytes. */
export const V4 = ipv4(6, tcp(HELLO));
export const V6 = ipv6(6, tcp(HELLO));

/** Decodes frames one after the other, each at an odd place of its buffer; answers the last one. */
export function decode(
  frames: readonly Bytes[],
  linkType = 1,
  more: { origLen?: number; fcsLen?: number } = {},
): { decoder: Decoder; found: boolean[] } {
  const decoder = new Decoder();
  const found = frames.map((frame, i) => {
    const bytes = Uint8Array.from([0xff, 0xff, 0xff, ...frame, 0xff, 0xff]);
    return decoder.decode({
      frame: i + 1,
      bytes,
      start: 3,
      end: 3 + frame.length,
      origLen: more.origLen ?? frame.length,
      linkType,
      fcsLen: more.fcsLen ?? 0,
    });
  });
  return { decoder, found };
}

/** Fields of the decoded frame; offsets point into `packet.bytes`. */
export const fieldsOf = (packet: PacketView): readonly FrameField[] =>
  new FrameFields(packet.bytes, layoutOf(packet, 0)).all;
