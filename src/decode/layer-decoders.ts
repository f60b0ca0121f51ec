// One decoding function a layer. Each takes the packet with the cursor on its header, records the header,
// moves the cursor behind it and answers the layer that follows. None calls another: decoder.ts does.
import * as ethernet from './ethernet.ts';
import * as gre from './gre.ts';
import * as ipv6 from './ipv6.ts';
import * as overlay from './overlay.ts';
import * as ppp from './ppp.ts';
import * as smallHeaders from './null-loop.ts';
import * as wlan from './wlan.ts';
import * as tunnels from './ip-tunnels.ts';
import * as links from './other-links.ts';
import { decodeCapwap } from './capwap.ts';
import { decodeIpComp } from './ipcomp.ts';
import { decodeIpv4 } from './ipv4.ts';
import { LAYER_COUNT, Layer } from './layer.ts';
import { decodeLinuxCooked, decodeLinuxCookedV2 } from './linux-cooked.ts';
import { decodeMpls, decodePseudowire } from './mpls.ts';
import type { PacketView } from './packet-view.ts';
import { decodeSflow, decodeSflowSample } from './sflow.ts';
import { Stop } from './stop.ts';
import { decodeTcp } from './tcp.ts';
import { decodeUdp } from './udp.ts';

/** Decodes the layer at the cursor. `layer` is its own number, for functions that serve several. */
export type LayerDecoder = (packet: PacketView, layer: number) => number;

const ROWS: readonly (readonly [layer: number, decode: LayerDecoder])[] = [
  [Layer.Ethernet, ethernet.decodeEthernet],
  [Layer.Dot1q, ethernet.decodeVlanTag],
  [Layer.Dot1ad, ethernet.decodeVlanTag],
  [Layer.Llc, ethernet.decodeLlc],
  [Layer.ITag, ethernet.decodeITag],
  [Layer.VnTag, ethernet.decodeVnTag],
  [Layer.ETag, ethernet.decodeETag],
  [Layer.LinuxCooked, decodeLinuxCooked],
  [Layer.LinuxCookedV2, decodeLinuxCookedV2],
  [Layer.Null, smallHeaders.decodeNull],
  [Layer.Loop, smallHeaders.decodeLoop],
  [Layer.RawIp, smallHeaders.decodeRawIp],
  [Layer.Enc, smallHeaders.decodeEnc],
  [Layer.Pflog, smallHeaders.decodePflog],
  [Layer.Ipnet, smallHeaders.decodeIpnet],
  [Layer.Nflog, smallHeaders.decodeNflog],
  [Layer.Ipv4, decodeIpv4],
  [Layer.Ipv6, ipv6.decodeIpv6],
  [Layer.HopByHop, ipv6.decodeOptionsHeader],
  [Layer.DestinationOptions, ipv6.decodeOptionsHeader],
  [Layer.Routing, ipv6.decodeRouting],
  [Layer.FragmentHeader, ipv6.decodeFragmentHeader],
  [Layer.AuthenticationHeader, ipv6.decodeAuthenticationHeader],
  [Layer.IpComp, decodeIpComp],
  [Layer.Tcp, decodeTcp],
  [Layer.Udp, decodeUdp],
  [Layer.Mpls, decodeMpls],
  [Layer.PseudowireEthernet, decodePseudowire],
  [Layer.Ppp, ppp.decodePpp],
  [Layer.PppHdlc, ppp.decodePppHdlc],
  [Layer.PppPppd, ppp.decodePppWithDirection],
  [Layer.Pppoe, ppp.decodePppoe],
  [Layer.Bcp, ppp.decodeBcp],
  [Layer.CiscoHdlc, ppp.decodeCiscoHdlc],
  [Layer.FrameRelay, ppp.decodeFrameRelay],
  [Layer.L2tp, ppp.decodeL2tp],
  [Layer.Gre, gre.decodeGre],
  [Layer.Erspan, gre.decodeErspan],
  [Layer.Erspan3, gre.decodeErspan3],
  [Layer.Wccp, gre.decodeWccp],
  [Layer.EtherIp, gre.decodeEtherIp],
  [Layer.Vxlan, overlay.decodeVxlan],
  [Layer.VxlanGpe, overlay.decodeVxlanGpe],
  [Layer.Geneve, overlay.decodeGeneve],
  [Layer.Lisp, overlay.decodeLisp],
  [Layer.Tzsp, overlay.decodeTzsp],
  [Layer.Gtp, tunnels.decodeGtp],
  [Layer.Teredo, tunnels.decodeTeredo],
  [Layer.Ayiya, tunnels.decodeAyiya],
  [Layer.Sflow, decodeSflow],
  [Layer.SflowSample, decodeSflowSample],
  [Layer.Capwap, decodeCapwap],
  [Layer.Wlan, wlan.decodeWlan],
  [Layer.WlanSwapped, wlan.decodeWlan],
  [Layer.WlanSubframe, wlan.decodeSubframe],
  [Layer.Radiotap, wlan.decodeRadiotap],
  [Layer.Ppi, wlan.decodePpi],
  [Layer.Prism, wlan.decodePrism],
  [Layer.Fddi, links.decodeFddi],
  [Layer.TokenRing, links.decodeTokenRing],
  [Layer.Arcnet, links.decodeArcnet],
  [Layer.ArcnetLinux, links.decodeArcnet],
  [Layer.Juniper, links.decodeJuniper],
  [Layer.Mpacket, links.decodeMpacket],
  [Layer.IpOverInfiniband, links.decodeIpOverInfiniband],
  [Layer.IpOverFc, links.decodeIpOverFc],
  [Layer.IpOverIeee1394, links.decodeIpOverIeee1394],
  [Layer.SunAtm, links.decodeSunAtm],
];

function decodeNothing(packet: PacketView, layer: number): number {
  return packet.halt(Stop.NotIp, layer, -1);
}

/** The decoding function of each layer, by layer number. */
export const layerDecoders: readonly LayerDecoder[] = tableOf(ROWS);

function tableOf(rows: typeof ROWS): LayerDecoder[] {
  const table: LayerDecoder[] = Array.from({ length: LAYER_COUNT }, () => decodeNothing);
  for (const [layer, decode] of rows) table[layer] = decode;
  return table;
}
