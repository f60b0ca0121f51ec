// Where everything of the frame just decoded lies: the layers, the innermost IP header, the segment.
// Numbers only, reused from frame to frame; the layers' decoding functions fill it, nothing else does.
import { Layer } from './layer.ts';
import { LengthSource, Stop } from './stop.ts';
import { TcpView } from './tcp-view.ts';

/** Layers recorded of one frame; a packet that nests deeper stops with `Stop.TooDeep`. */
export const MAX_LAYERS = 40;
const NOTHING = new Uint8Array(0);
const NO_VIEW = new DataView(NOTHING.buffer);

/** Where the next packet of an aggregate begins, and what held before the packet ahead of it was decoded. */
interface Rest {
  readonly layer: number;
  readonly at: number;
  readonly before: Pick<PacketView, (typeof RESTORED)[number]>;
  readonly layerStarts: Int32Array;
}

const RESTORED = [
  'bytes',
  'frameStart',
  'frameEnd',
  'frameWireEnd',
  'reassembled',
  'fragmentFrames',
  'layerCount',
  'linkSrcStart',
  'linkDstStart',
  'paddingLen',
  'vlanId',
  'ipStart',
  'firstFragmentOnly',
  'end',
  'wireEnd',
] as const;

/** The decoded frame, aimed and reused: valid until the next decode. Offsets point into `bytes`. */
export class PacketView {
  /** What all offsets point into: the record's buffer, or that of a reassembled or decompressed datagram. */
  bytes: Uint8Array = NOTHING;
  /** The same bytes, for the headers that every segment has: a field is one read with one check, and not one a byte. */
  view: DataView = NO_VIEW;
  frameStart = 0;
  frameEnd = 0;
  frameWireEnd = 0;

  /** `bytes` holds the frame's headers followed by a payload that is not in the frame as such. */
  reassembled = false;
  /** Frames a reassembled datagram came from, in order of arrival; none when it was decompressed (IPComp). */
  fragmentFrames: number[] = [];

  layerCount = 0;
  readonly layerKinds: Uint8Array = new Uint8Array(MAX_LAYERS);
  /** Each header ends where the next begins, the last one at the cursor. */
  readonly layerStarts: Int32Array = new Int32Array(MAX_LAYERS);

  /** MAC addresses (6 bytes) of the outermost Ethernet-like layer, -1 when there is none. */
  linkSrcStart = -1;
  linkDstStart = -1;
  /** Bytes after the outermost IP datagram inside the frame: Ethernet padding or trailer. */
  paddingLen = 0;
  /** Identifier of the innermost VLAN tag, -1 when there is none. */
  vlanId = -1;

  ipVersion = 0;
  ipStart = -1;
  /** With IPv6: the fixed header and all extension headers up to the transport. */
  ipHeaderLen = 0;
  srcStart = -1;
  /** With an IPv6 routing header on its way: the final destination inside that header. */
  dstStart = -1;
  addressLen = 0;
  ttl = 0;
  /** IPv4 identification, or that of an IPv6 fragment header; -1 when there is none. */
  ipId = -1;
  /** Of a fragment: others follow it, and where it belongs in its datagram, in bytes. */
  moreFragments = false;
  fragmentOffset = 0;
  /** The length field says more than the frame had on the wire. */
  lenBeyondFrame = false;
  /** The segment is decoded from a first fragment alone: its length cannot be known. */
  firstFragmentOnly = false;
  /** The packet was sampled (sFlow): only its beginning is there, its length is not believed. */
  sampled = false;

  /** IP protocol number of the innermost transport, -1 when there is none. */
  transport = -1;

  stop = 0;
  stopLayer = 0;
  stopOffset = 0;
  stopNeeded = -1;
  stopAvailable = 0;
  stopSaidBy = 0;
  stopValue = -1;

  readonly tcp: TcpView = new TcpView();

  private rest: Rest | null = null;
  private isAggregate = false;

  /**
   * Cursor of the decoding: the next layer is bytes[at, end), of which the wire had up to `wireEnd`. Behind a segment's
   * header `end` and `wireEnd` are those of the innermost datagram.
   */
  at = 0;
  end = 0;
  wireEnd = 0;

  /** Begins a frame in bytes[start, end) that had `wireLen` bytes on the wire. */
  begin(bytes: Uint8Array, start: number, end: number, wireLen: number): void {
    this.lookAt(bytes);
    this.frameStart = this.at = start;
    this.frameEnd = this.end = end;
    const wireEnd = start + wireLen;
    this.frameWireEnd = this.wireEnd = wireEnd > end ? wireEnd : end;
    this.reassembled = false;
    this.layerCount = 0;
    this.linkSrcStart = this.linkDstStart = -1;
    this.paddingLen = 0;
    this.vlanId = -1;
    this.ipVersion = 0;
    this.ipStart = -1;
    this.ipHeaderLen = 0;
    this.srcStart = this.dstStart = -1;
    this.firstFragmentOnly = false;
    this.sampled = false;
    this.transport = -1;
    this.stop = Stop.None;
    this.rest = null;
    this.isAggregate = false;
  }

  /** The frame is an aggregate: it holds packets that are not decoded yet. */
  get hasMore(): boolean {
    return this.rest !== null;
  }

  /**
   * Another packet of the frame begins at `at` with a `layer`. To be called before the one ahead of it is entered. Of an
   * aggregate within a packet of another one only the first packet is decoded.
   */
  leaveRest(layer: number, at: number): void {
    if (this.rest !== null) return;
    this.isAggregate = true;
    const before = Object.fromEntries(RESTORED.map((key) => [key, this[key]])) as Rest['before'];
    this.rest = { layer, at, before, layerStarts: this.layerStarts.slice(0, this.layerCount) };
  }

  /** Goes on with the next packet of the frame; the layer that it begins with, Layer.End when there is none. */
  takeRest(): number {
    const { rest } = this;
    if (rest === null) return Layer.End;
    this.rest = null;
    this.lookAt(rest.before.bytes);
    Object.assign(this, rest.before);
    this.layerStarts.set(rest.layerStarts);
    this.at = rest.at;
    this.stop = Stop.None;
    return rest.layer;
  }

  /** Bytes of the innermost datagram as believed: never more than the frame had on the wire. */
  get ipTotalLen(): number {
    return this.wireEnd - this.ipStart;
  }

  /** Whether `len` more bytes were captured. */
  has(len: number): boolean {
    return this.at + len <= this.end;
  }

  /** The outermost IP datagram ends at `wireEnd`. */
  notePadding(wireEnd: number): void {
    // Behind a datagram of an aggregate the next packet begins.
    this.paddingLen = !this.isAggregate && this.frameEnd > wireEnd ? this.frameEnd - wireEnd : 0;
  }

  /** Records a header of `len` bytes at the cursor and moves the cursor behind it. */
  enter(layer: number, len: number): void {
    const count = this.layerCount;
    if (count < MAX_LAYERS) {
      this.layerKinds[count] = layer;
      this.layerStarts[count] = this.at;
    }
    this.layerCount = count + 1;
    this.at += len;
  }

  /** Believes a length field: the layer's contents end `len` bytes from the cursor, if the wire had them. */
  limit(len: number): void {
    const wireEnd = this.at + len;
    if (wireEnd >= this.wireEnd) return;
    this.wireEnd = wireEnd;
    if (wireEnd < this.end) this.end = wireEnd;
  }

  /** Ends the decoding for want of bytes: `layer` needs `needed` bytes from the cursor. */
  short(layer: number, needed: number): number {
    const cut = this.at + needed <= this.wireEnd;
    this.halt(cut ? Stop.CutHeader : Stop.BadLength, layer, -1);
    this.stopNeeded = needed;
    if (!cut) this.stopSaidBy = this.ipStart >= 0 ? LengthSource.Ip : LengthSource.Wire;
    return Layer.End;
  }

  /** Ends the decoding at the cursor. `value` is the number that led nowhere, -1 for none. */
  halt(stop: number, layer: number, value: number): number {
    this.stop = stop;
    this.stopLayer = layer;
    this.stopOffset = this.at;
    this.stopNeeded = -1;
    this.stopAvailable = Math.max(0, this.end - this.at);
    this.stopSaidBy = LengthSource.Captured;
    this.stopValue = value;
    return Layer.End;
  }

  /** Goes on in a buffer of its own: the headers up to the cursor, and `payload` in place of what followed. */
  replacePayload(payload: Uint8Array): void {
    const headersLen = this.at - this.frameStart;
    const whole = new Uint8Array(headersLen + payload.length);
    whole.set(this.bytes.subarray(this.frameStart, this.at));
    whole.set(payload, headersLen);
    this.rebase(whole, -this.frameStart);
    this.at = headersLen;
    this.end = this.wireEnd = this.frameEnd = this.frameWireEnd = whole.length;
    if (!this.reassembled) this.fragmentFrames = [];
    this.reassembled = true;
  }

  /** Moves every offset to another buffer that holds the frame's headers `delta` bytes further on. */
  rebase(bytes: Uint8Array, delta: number): void {
    this.lookAt(bytes);
    this.frameStart += delta;
    for (let i = 0; i < this.layerCount; i++) {
      this.layerStarts[i] = (this.layerStarts[i] as number) + delta;
    }
    if (this.linkSrcStart >= 0) this.linkSrcStart += delta;
    if (this.linkDstStart >= 0) this.linkDstStart += delta;
    this.ipStart += delta;
    this.srcStart += delta;
    this.dstStart += delta;
  }

  private lookAt(bytes: Uint8Array): void {
    if (bytes === this.bytes) return;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
}
