// CAPWAP data (RFC 5415 section 4.3): 802.11 or Ethernet frames between access point and controller.
// DTLS and CAPWAP's own fragments are not followed.
import { u24, u8 } from './bytes.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

const CLEAR_HEADER = 0;
const Flag = { Native: 0x100, Fragment: 0x80, KeepAlive: 0x08 };
const BINDING_80211 = 1;
const WLAN_DATA = 0x08; // frame control octet: version 0, type 2
const WLAN_TYPE_BITS = 0x0f;

/** CAPWAP: header length in words, wireless binding, flags. */
export function decodeCapwap(p: PacketView): number {
  if (!p.has(8)) return p.short(Layer.Capwap, 8);
  const { bytes, at } = p;
  if ((u8(bytes, at) & 0xf) !== CLEAR_HEADER) return p.halt(Stop.Opaque, Layer.Capwap, -1);
  const bits = u24(bytes, at + 1);
  const len = (bits >>> 19) << 2;
  if (len < 8 || !p.has(len)) return p.short(Layer.Capwap, Math.max(8, len));
  p.enter(Layer.Capwap, len);
  if ((bits & Flag.Fragment) !== 0) return p.halt(Stop.FragmentAlone, Layer.Capwap, -1);
  if ((bits & Flag.KeepAlive) !== 0) return p.halt(Stop.NotIp, Layer.Capwap, -1);
  if ((bits & Flag.Native) === 0) return Layer.Ethernet;
  const binding = (bits >>> 9) & 0x1f;
  if (binding !== BINDING_80211) return p.halt(Stop.NotIp, Layer.Capwap, binding);
  // Cisco's access points send the two octets of the frame control the other way round.
  const swapped = p.has(2) && (u8(bytes, p.at) & WLAN_TYPE_BITS) !== WLAN_DATA;
  return swapped ? Layer.WlanSwapped : Layer.Wlan;
}
