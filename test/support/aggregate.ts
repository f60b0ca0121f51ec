// Frames that hold several packets: an 802.11 aggregate (A-MSDU), an sFlow datagram with several samples.
import { writePcap, type CraftedRecord } from '../../src/craft/capture-writer.ts';
import { be16, be32, eth, MAC_A, MAC_B, zeros, type Bytes } from '../decode/frames.ts';

const ETHERNET_LEN = 14;
const LINK_ETHERNET = 1;
const LINK_IEEE80211 = 105;
const LLC_IPV4 = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];

const upTo4 = (bytes: Bytes): Bytes => [...bytes, ...zeros(-bytes.length & 3)];

/** QoS data from the access point, with one subframe for each IPv4 packet; all but the last are filled up. */
export function amsdu(packets: readonly Bytes[]): number[] {
  const header = [0x88, 2, 0, 0, ...MAC_B, ...MAC_A, ...MAC_A, 0, 0, 0x80, 0];
  const subframes = packets.map((packet, i) => {
    const msdu = [...LLC_IPV4, ...packet];
    const subframe = [...MAC_B, ...MAC_A, ...be16(msdu.length), ...msdu];
    return i < packets.length - 1 ? upTo4(subframe) : subframe;
  });
  return [...header, ...subframes.flat()];
}

/** An sFlow datagram with a flow sample for each IPv4 packet, each of which holds the packet in its Ethernet frame. */
export function sflow(packets: readonly Bytes[]): number[] {
  const samples = packets.map((packet) => {
    const frame = eth(0x0800, packet);
    const header = [...[1, frame.length + 4, 4, frame.length].flatMap(be32), ...upTo4(frame)];
    const record = [...be32(1), ...be32(header.length), ...header];
    const sample = [...[1, 1, 100, 100, 0, 1, 2, 1].flatMap(be32), ...record];
    return [...be32(1), ...be32(sample.length), ...sample];
  });
  const datagram = [
    ...[5, 1, 0xc000_0209, 0, 1, 1, packets.length].flatMap(be32),
    ...samples.flat(),
  ];
  const udp = [...be16(6343), ...be16(6343), ...be16(8 + datagram.length), 0, 0, ...datagram];
  const ip = [0x45, 0, ...be16(20 + udp.length), 0, 9, 0, 0, 64, 17, 0, 0];
  return eth(0x0800, [...ip, 192, 0, 2, 1, 192, 0, 2, 2, ...udp]);
}

/** Frames of `size` packets each, at the time of the last, from records with an Ethernet header. */
export function aggregated(
  records: readonly CraftedRecord[],
  size: number,
  into: typeof amsdu,
): Uint8Array {
  const frames: CraftedRecord[] = [];
  for (let at = 0; at < records.length; at += size) {
    const group = records.slice(at, at + size);
    const packets = group.map(({ bytes }) => [...bytes.subarray(ETHERNET_LEN)]);
    frames.push({ timeNs: group.at(-1)!.timeNs, bytes: Uint8Array.from(into(packets)) });
  }
  return writePcap(frames, { linkType: into === amsdu ? LINK_IEEE80211 : LINK_ETHERNET });
}
