// MPLS label stack (RFC 3032). Nothing in the stack says what it carries: the first nibble behind the
// bottom label does (RFC 4928), an Ethernet pseudowire with or without control word (RFC 4448) else.
import { u16, u32, u8 } from './bytes.ts';
import { EtherType } from './ether-types.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const BOTTOM_OF_STACK = 0x100;
const CONTROL_WORD_LEN = 4;
const TYPE_AT = 12;

/** One label; the bottom one decides what follows. */
export function decodeMpls(p: PacketView): number {
  if (!p.has(4)) return p.short(Layer.Mpls, 4);
  const bottom = (u32(p.bytes, p.at) & BOTTOM_OF_STACK) !== 0;
  p.enter(Layer.Mpls, 4);
  if (!bottom) return Layer.Mpls;
  if (!p.has(1)) return p.short(Layer.PseudowireEthernet, 1);
  const nibble = u8(p.bytes, p.at) >>> 4;
  if (nibble === 4) return Layer.Ipv4;
  if (nibble === 6) return Layer.Ipv6;
  if (nibble !== 0) return p.halt(Stop.NotIp, Layer.Mpls, nibble);
  return looksLikeType(p, CONTROL_WORD_LEN + TYPE_AT) ? Layer.PseudowireEthernet : Layer.Ethernet;
}

function looksLikeType(p: PacketView, offset: number): boolean {
  if (!p.has(offset + 2)) return false;
  const type = u16(p.bytes, p.at + offset);
  return type === EtherType.Ipv4 || type === EtherType.Ipv6 || type === EtherType.Dot1q;
}

/** The control word of an Ethernet pseudowire. */
export function decodePseudowire(p: PacketView): number {
  if (!p.has(CONTROL_WORD_LEN)) return p.short(Layer.PseudowireEthernet, CONTROL_WORD_LEN);
  p.enter(Layer.PseudowireEthernet, CONTROL_WORD_LEN);
  return Layer.Ethernet;
}
