// Puts a link-layer header before an IP packet: Ethernet, NULL, LOOP, Linux cooked v1 and v2, or none (raw).
// Formats: IEEE 802.3, https://www.tcpdump.org/linktypes.html. No frame check sequence is written.
import { LinkType } from '../capture/link-type.ts';

/** Which header; the names `--link` takes. */
export const LINK_KINDS = ['ethernet', 'null', 'loop', 'sll', 'sll2', 'raw'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Header fields by kind; what is left out is zero, as on a loopback device. */
export interface LinkFields {
  kind: LinkKind;
  srcMac?: Uint8Array | undefined;
  dstMac?: Uint8Array | undefined;
  /** Ethernet: 802.1Q VLAN identifiers, outermost first. */
  vlans?: readonly number[] | undefined;
  /**
   * Ethernet: bytes after the IP packet. `minimum` fills with zeros to the 60 bytes a network card sends,
   * `none` leaves the frame as the sending stack hands it over, before its card pads it.
   */
  padding?: 'none' | 'minimum' | Uint8Array | undefined;
  /** Linux cooked: 0 to us, 4 sent by us. */
  packetType?: number | undefined;
  /** Linux cooked: ARPHRD_ number, 772 loopback, 1 Ethernet. */
  arphrd?: number | undefined;
  /** NULL: the byte order of the capturing machine. */
  bigEndian?: boolean | undefined;
  /** NULL and LOOP: AF_INET6 of the capturing system: 24 NetBSD, 28 FreeBSD, 30 macOS, 23 Windows. */
  afInet6?: number | undefined;
}

/** LINKTYPE_ number of each kind. */
export const LINK_TYPE_OF: Record<LinkKind, number> = {
  ethernet: LinkType.Ethernet,
  null: LinkType.Null,
  loop: LinkType.Loop,
  sll: LinkType.LinuxSll,
  sll2: LinkType.LinuxSll2,
  raw: LinkType.Raw,
};

const ETHERTYPE = { 4: 0x0800, 6: 0x86dd, vlan: 0x8100 } as const;
const AF_INET = 2;
const MACOS_AF_INET6 = 30;
const ARPHRD_LOOPBACK = 772;
/** IEEE 802.3 minimum frame of 64 bytes, less the 4 of the frame check sequence that captures leave out. */
const ETHERNET_MINIMUM = 60;
/** The address field has 8 octets, a MAC 6. */
const COOKED_ADDRESS_FILL = [0, 0];
const FIRST_INTERFACE = [0, 0, 0, 1];
const NO_MAC = new Uint8Array(6);

const u16 = (n: number): number[] => [(n >>> 8) & 0xff, n & 0xff];

/** The frame around `packet`, an IPv4 or IPv6 packet: its own bytes. */
export function encodeFrame(link: LinkFields, packet: Uint8Array): Uint8Array {
  const version = (packet[0] ?? 0) >>> 4 === 6 ? 6 : 4;
  const header = HEADER[link.kind](link, version);
  const bare = header.length + packet.length;
  const frame = new Uint8Array(bare + paddingLen(link, bare));
  frame.set(header);
  frame.set(packet, header.length);
  if (link.padding instanceof Uint8Array) frame.set(link.padding, bare);
  return frame;
}

function paddingLen(link: LinkFields, bare: number): number {
  if (link.kind !== 'ethernet' || link.padding === undefined || link.padding === 'none') return 0;
  return link.padding === 'minimum' ? Math.max(0, ETHERNET_MINIMUM - bare) : link.padding.length;
}

type HeaderWriter = (link: LinkFields, version: 4 | 6) => number[];

const familyOf = (link: LinkFields, version: 4 | 6): number =>
  version === 4 ? AF_INET : (link.afInet6 ?? MACOS_AF_INET6);

const HEADER: Record<LinkKind, HeaderWriter> = {
  raw: () => [],
  null: (link, version) => {
    const family = familyOf(link, version);
    return link.bigEndian === true ? [0, 0, ...u16(family)] : [family, 0, 0, 0];
  },
  loop: (link, version) => [0, 0, ...u16(familyOf(link, version))],
  ethernet: ({ dstMac = NO_MAC, srcMac = NO_MAC, vlans = [] }, version) => {
    const tags = vlans.flatMap((vlan) => [...u16(ETHERTYPE.vlan), ...u16(vlan)]);
    return [...dstMac, ...srcMac, ...tags, ...u16(ETHERTYPE[version])];
  },
  sll: ({ packetType = 0, arphrd = ARPHRD_LOOPBACK, srcMac = NO_MAC }, version) => [
    ...u16(packetType),
    ...u16(arphrd),
    ...u16(srcMac.length),
    ...srcMac,
    ...COOKED_ADDRESS_FILL,
    ...u16(ETHERTYPE[version]),
  ],
  sll2: ({ packetType = 0, arphrd = ARPHRD_LOOPBACK, srcMac = NO_MAC }, version) => [
    ...u16(ETHERTYPE[version]),
    ...u16(0),
    ...FIRST_INTERFACE,
    ...u16(arphrd),
    packetType,
    srcMac.length,
    ...srcMac,
    ...COOKED_ADDRESS_FILL,
  ],
};
