// Fragments of IPv4 (RFC 791 section 3.2) and IPv6 (RFC 8200 section 4.5), put together. The segment
// belongs to the frame that completes the datagram, as in Wireshark. Memory is bounded: the oldest
// unfinished datagrams go first. Of overlapping pieces the one with the lower offset wins.
import { ipProtocolLayer } from './ip-protocols.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

/** Bounds of what is held. `pieces` is how many 8-octet pieces the largest datagram can come in. */
export interface FragmentLimits {
  datagrams: number;
  bytes: number;
  pieces: number;
}

export const FRAGMENT_LIMITS: FragmentLimits = { datagrams: 4096, bytes: 1 << 24, pieces: 8192 };

interface Piece {
  offset: number;
  data: Uint8Array;
}

interface Datagram {
  /** By offset; of equal offsets the first to arrive comes first. */
  pieces: Piece[];
  frames: number[];
  heldBytes: number;
  /** Length of the whole, -1 until the last fragment was seen. */
  totalLen: number;
}

/** The unfinished datagrams of one capture. */
export class IpFragments {
  private readonly datagrams = new Map<string, Datagram>();
  private readonly limits: FragmentLimits;
  /** Payload bytes held at present. */
  heldBytes = 0;

  constructor(limits: FragmentLimits = FRAGMENT_LIMITS) {
    this.limits = limits;
  }

  /** Unfinished datagrams held at present. */
  get heldDatagrams(): number {
    return this.datagrams.size;
  }

  /**
   * Takes the fragment at the packet's cursor. Answers the layer that goes on: the transport of the
   * completed datagram, or of a first fragment that cannot take part; else the decoding ends.
   */
  take(p: PacketView, layer: number, frame: number): number {
    if (!isWhole(p)) {
      if (p.fragmentOffset !== 0) return p.halt(Stop.FragmentAlone, layer, p.ipId);
      p.firstFragmentOnly = true;
      return ipProtocolLayer(p, p.transport);
    }
    const key = datagramKey(p);
    const datagram = this.datagrams.get(key) ?? this.open(key);
    this.hold(datagram, p, frame);
    if (!isComplete(datagram)) {
      if (datagram.pieces.length >= this.limits.pieces) this.drop(key, datagram);
      this.dropOldest();
      return p.halt(Stop.FragmentHeld, layer, p.ipId);
    }
    this.drop(key, datagram);
    continueWith(p, datagram);
    return ipProtocolLayer(p, p.transport);
  }

  private open(key: string): Datagram {
    const datagram: Datagram = { pieces: [], frames: [], heldBytes: 0, totalLen: -1 };
    this.datagrams.set(key, datagram);
    return datagram;
  }

  private hold(datagram: Datagram, p: PacketView, frame: number): void {
    const data = p.bytes.slice(p.at, p.end);
    const { pieces } = datagram;
    let index = pieces.length;
    while (index > 0 && (pieces[index - 1] as Piece).offset > p.fragmentOffset) index--;
    pieces.splice(index, 0, { offset: p.fragmentOffset, data });
    datagram.frames.push(frame);
    datagram.heldBytes += data.length;
    this.heldBytes += data.length;
    if (!p.moreFragments && datagram.totalLen < 0) {
      datagram.totalLen = p.fragmentOffset + data.length;
    }
  }

  private drop(key: string, datagram: Datagram): void {
    this.datagrams.delete(key);
    this.heldBytes -= datagram.heldBytes;
  }

  private dropOldest(): void {
    for (const [key, datagram] of this.datagrams) {
      if (this.heldBytes <= this.limits.bytes && this.heldDatagrams <= this.limits.datagrams)
        return;
      this.drop(key, datagram);
    }
  }
}

/**
 * Only a fragment that has bytes, and all of them, takes part. A bad header checksum does not keep it
 * out (nor does Wireshark's default): the checksum may have been left to the network card.
 */
function isWhole(p: PacketView): boolean {
  return p.end >= p.wireEnd && p.at < p.end && !p.lenBeyondFrame;
}

function datagramKey(p: PacketView): string {
  const { bytes, addressLen } = p;
  // An IPv4 datagram is told apart by protocol too, an IPv6 one is not (RFC 8200 section 4.5).
  let key = `${p.ipVersion} ${p.ipId} ${p.ipVersion === 4 ? p.transport : -1} ${p.vlanId}`;
  for (let i = 0; i < addressLen; i++) {
    key += ` ${bytes[p.srcStart + i] as number} ${bytes[p.dstStart + i] as number}`;
  }
  return key;
}

function isComplete({ pieces, totalLen, heldBytes }: Datagram): boolean {
  if (totalLen < 0 || heldBytes < totalLen) return false;
  let reached = 0;
  for (const { offset, data } of pieces) {
    if (offset > reached) return false;
    reached = Math.max(reached, offset + data.length);
    if (reached >= totalLen) return true;
  }
  return false;
}

/** Puts the datagram behind the headers of the frame that completed it, and the cursor on it. */
function continueWith(p: PacketView, { pieces, totalLen, frames }: Datagram): void {
  const payload = new Uint8Array(totalLen);
  let filled = 0;
  for (const { offset, data } of pieces) {
    const end = Math.min(offset + data.length, totalLen);
    if (end <= filled) continue;
    payload.set(data.subarray(filled - offset, end - offset), filled);
    filled = end;
  }
  p.replacePayload(payload);
  p.fragmentFrames = frames;
}
