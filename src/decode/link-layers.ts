// Link types of capture files and the layer each record begins with. A new one is one line here.
import { LinkType } from '../capture/link-type.ts';
import { Layer } from './layer.ts';
import type { PacketView } from './packet-view.ts';
import { Stop } from './stop.ts';

type NamedLinkType = (typeof LinkType)[keyof typeof LinkType];

const ROWS: readonly (readonly [linkType: NamedLinkType, layer: number])[] = [
  [LinkType.Null, Layer.Null],
  [LinkType.Ethernet, Layer.Ethernet],
  [LinkType.Ieee8025, Layer.TokenRing],
  [LinkType.ArcnetBsd, Layer.Arcnet],
  [LinkType.Slip, Layer.RawIp],
  [LinkType.Ppp, Layer.PppHdlc],
  [LinkType.Fddi, Layer.Fddi],
  [LinkType.RawBsd, Layer.RawIp],
  [LinkType.RawOpenBsd, Layer.RawIp],
  [LinkType.PppHdlc, Layer.PppHdlc],
  [LinkType.PppEther, Layer.Pppoe],
  [LinkType.AtmRfc1483, Layer.Llc],
  [LinkType.Raw, Layer.RawIp],
  [LinkType.CiscoHdlc, Layer.CiscoHdlc],
  [LinkType.Ieee80211, Layer.Wlan],
  [LinkType.FrameRelay, Layer.FrameRelay],
  [LinkType.Loop, Layer.Loop],
  [LinkType.Enc, Layer.Enc],
  [LinkType.LinuxSll, Layer.LinuxCooked],
  [LinkType.Pflog, Layer.Pflog],
  [LinkType.Ieee80211Prism, Layer.Prism],
  [LinkType.IpOverFc, Layer.IpOverFc],
  [LinkType.SunAtm, Layer.SunAtm],
  [LinkType.Ieee80211Radiotap, Layer.Radiotap],
  [LinkType.Arcnet, Layer.ArcnetLinux],
  [LinkType.AppleIpOverIeee1394, Layer.IpOverIeee1394],
  [LinkType.Ieee80211Avs, Layer.Prism],
  [LinkType.PppPppd, Layer.PppPppd],
  [LinkType.JuniperEther, Layer.Juniper],
  [LinkType.Ppi, Layer.Ppi],
  [LinkType.PppWithDir, Layer.PppPppd],
  [LinkType.Ipnet, Layer.Ipnet],
  [LinkType.Ipv4, Layer.Ipv4],
  [LinkType.Ipv6, Layer.Ipv6],
  [LinkType.Nflog, Layer.Nflog],
  [LinkType.IpOverInfiniband, Layer.IpOverInfiniband],
  [LinkType.EthernetMpacket, Layer.Mpacket],
  [LinkType.LinuxSll2, Layer.LinuxCookedV2],
];

const layerByLinkType = new Uint8Array(512);
for (const [linkType, layer] of ROWS) layerByLinkType[linkType] = layer;

/** Whether frames of this link type are decoded at all. */
export function isLinkTypeSupported(linkType: number): boolean {
  return (layerByLinkType[linkType] ?? Layer.End) !== Layer.End;
}

/** The first layer of a link type; ends the decoding when there is none. */
export function linkLayer(p: PacketView, linkType: number): number {
  const layer =
    linkType < layerByLinkType.length ? (layerByLinkType[linkType] as number) : Layer.End;
  return layer === Layer.End ? p.halt(Stop.UnsupportedLinkType, Layer.End, linkType) : layer;
}
