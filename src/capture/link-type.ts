// LINKTYPE_ numbers of capture files (https://www.tcpdump.org/linktypes.html): those that can carry
// IP or that a reader may meet by name. Which of them are decoded is the decoder's matter.

export const LinkType = {
  Null: 0,
  Ethernet: 1,
  Ax25: 3,
  Ieee8025: 6,
  ArcnetBsd: 7,
  Slip: 8,
  Ppp: 9,
  Fddi: 10,
  /** DLT_RAW as some systems wrote it into files instead of LINKTYPE_RAW. */
  RawBsd: 12,
  RawOpenBsd: 14,
  PppHdlc: 50,
  PppEther: 51,
  AtmRfc1483: 100,
  Raw: 101,
  CiscoHdlc: 104,
  Ieee80211: 105,
  FrameRelay: 107,
  Loop: 108,
  Enc: 109,
  LinuxSll: 113,
  LocalTalk: 114,
  Pflog: 117,
  Ieee80211Prism: 119,
  IpOverFc: 122,
  SunAtm: 123,
  Ieee80211Radiotap: 127,
  Arcnet: 129,
  AppleIpOverIeee1394: 138,
  Mtp2: 140,
  Docsis: 143,
  Ieee80211Avs: 163,
  PppPppd: 166,
  JuniperEther: 178,
  BluetoothHciH4: 187,
  UsbLinux: 189,
  Ppi: 192,
  Ieee802154Fcs: 195,
  Erf: 197,
  BluetoothHciH4Phdr: 201,
  PppWithDir: 204,
  UsbLinuxMmapped: 220,
  Ipnet: 226,
  CanSocketCan: 227,
  Ipv4: 228,
  Ipv6: 229,
  Dbus: 231,
  Nflog: 239,
  NetAnalyzer: 240,
  NetAnalyzerTransparent: 241,
  IpOverInfiniband: 242,
  Infiniband: 247,
  Usbpcap: 249,
  UsbDarwin: 266,
  Nordic: 272,
  EthernetMpacket: 274,
  LinuxSll2: 276,
  Ebhscr: 279,
} as const;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(LinkType).map(([name, number]) => [number, name]),
);

/** The constant's name with its number, `Ethernet (1)`; `number 4711` when it has none here. */
export function linkTypeName(linkType: number): string {
  const name = NAMES.get(linkType);
  return name === undefined ? `number ${linkType}` : `${name} (${linkType})`;
}
