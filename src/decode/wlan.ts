// IEEE 802.11 data frames (clause 9.3.2) that are not encrypted, and the capture headers before them:
// radiotap (radiotap.org), PPI, Prism and AVS. Fragmented frames are not put together.
import { u16, u16le, u32, u32le, u8 } from './bytes.ts';
import { rememberAddresses } from './ethernet.ts';
import { Layer } from './layer.ts';
import { linkLayer } from './link-layers.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const TYPE_DATA = 2;
const Subtype = { NoData: 0x4, Qos: 0x8 };
const FrameFlag = { ToDs: 0x01, FromDs: 0x02, MoreFragments: 0x04, Protected: 0x40, Order: 0x80 };
const AMSDU_PRESENT = 0x80;
const AMSDU_SUBFRAME_LEN = 14;
const HEADER_LEN = 24;

/** 802.11: the header's length depends on the frame control; LLC follows, or an aggregate of packets (A-MSDU). */
export function decodeWlan(p: PacketView, layer: number): number {
  if (!p.has(HEADER_LEN)) return p.short(Layer.Wlan, HEADER_LEN);
  const { bytes, at } = p;
  const swapped = layer === Layer.WlanSwapped ? 1 : 0;
  const control = u8(bytes, at + swapped);
  const flags = u8(bytes, at + 1 - swapped);
  const subtype = control >>> 4;
  const kind = (control >>> 2) & 3;
  if (kind !== TYPE_DATA || (subtype & Subtype.NoData) !== 0) {
    return p.halt(Stop.NotIp, Layer.Wlan, control);
  }
  const toDs = (flags & FrameFlag.ToDs) !== 0;
  const fromDs = (flags & FrameFlag.FromDs) !== 0;
  const qos = (subtype & Subtype.Qos) !== 0;
  const addressesEnd = HEADER_LEN + (toDs && fromDs ? 6 : 0);
  let len = addressesEnd;
  if (qos) len += (flags & FrameFlag.Order) !== 0 ? 6 : 2;
  if (!p.has(len)) return p.short(Layer.Wlan, len);
  if ((flags & FrameFlag.Protected) !== 0) return p.halt(Stop.Opaque, Layer.Wlan, control);
  const fragmentNumber = u16le(bytes, at + 22) & 0xf;
  // Access points that tunnel frames put the fragments together and leave the number as it was.
  const fragmented =
    (flags & FrameFlag.MoreFragments) !== 0 || (fragmentNumber !== 0 && swapped === 0);
  if (fragmented) {
    return p.halt(Stop.FragmentAlone, Layer.Wlan, fragmentNumber);
  }
  const src = toDs && fromDs ? 24 : fromDs ? 16 : 10;
  rememberAddresses(p, at + (toDs ? 16 : 4), at + src);
  const aggregated = qos && (u8(bytes, at + addressesEnd) & AMSDU_PRESENT) !== 0;
  p.enter(Layer.Wlan, len);
  return aggregated ? Layer.WlanSubframe : Layer.Llc;
}

/** A packet of an aggregate (A-MSDU, 9.3.2.2.2): addresses, length, LLC; the next one begins at a multiple of 4 bytes. */
export function decodeSubframe(p: PacketView): number {
  if (!p.has(AMSDU_SUBFRAME_LEN)) return p.short(Layer.Wlan, AMSDU_SUBFRAME_LEN);
  const length = u16(p.bytes, p.at + 12);
  const next = p.at + ((AMSDU_SUBFRAME_LEN + length + 3) & ~3);
  if (next < p.end) p.leaveRest(Layer.WlanSubframe, next);
  p.enter(Layer.Wlan, AMSDU_SUBFRAME_LEN);
  p.limit(length);
  return Layer.Llc;
}

const RADIOTAP_TSFT = 1;
const RADIOTAP_FLAGS = 2;
const RADIOTAP_MORE = 0x80000000;
const RADIOTAP_FCS_AT_END = 0x10;

/** Radiotap: presence words, then fields; only the flags matter here: they tell of a trailing FCS. */
export function decodeRadiotap(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Radiotap, 8);
  const { bytes, at } = p;
  const len = u16le(bytes, at + 2);
  if (len < 8 || !p.has(len)) return p.short(Layer.Radiotap, Math.max(8, len));
  const present = u32le(bytes, at + 4);
  let field = 4;
  while (field + 4 <= len && (u32le(bytes, at + field) & RADIOTAP_MORE) !== 0) field += 4;
  field += 4;
  if ((present & RADIOTAP_TSFT) !== 0) field = ((field + 7) & ~7) + 8;
  const flags = (present & RADIOTAP_FLAGS) !== 0 && field < len ? u8(bytes, at + field) : 0;
  p.enter(Layer.Radiotap, len);
  if ((flags & RADIOTAP_FCS_AT_END) !== 0) p.limit(Math.max(0, p.wireEnd - p.at - 4));
  return Layer.Wlan;
}

/** PPI: its own length, and the link type of what follows. */
export function decodePpi(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Ppi, 8);
  const len = u16le(p.bytes, p.at + 2);
  const linkType = u32le(p.bytes, p.at + 4);
  if (len < 8 || !p.has(len)) return p.short(Layer.Ppi, Math.max(8, len));
  p.enter(Layer.Ppi, len);
  return linkLayer(p, linkType);
}

const AVS_MAGIC = 0x8021_1000;
const PRISM_LEN = 144;

/** Prism, or AVS under Prism's link type: AVS has a magic number and says its length in network order. */
export function decodePrism(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Prism, 8);
  const avs = (u32(p.bytes, p.at) & 0xffff_f000) >>> 0 === AVS_MAGIC;
  const said = u32le(p.bytes, p.at + 4);
  const len = avs ? u32(p.bytes, p.at + 4) : said >= 8 && said <= 0xffff ? said : PRISM_LEN;
  if (len < 8 || !p.has(len)) return p.short(Layer.Prism, Math.max(8, len));
  p.enter(Layer.Prism, len);
  return Layer.Wlan;
}
