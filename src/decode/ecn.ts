// The ECN field of an IP header (RFC 3168 5, figure 1): whether its sender can be told of congestion, and whether it is.

import { u16, u8 } from './bytes.ts';
import { Ipv4Field } from './ipv4.ts';
import { Ipv6Field } from './ipv6.ts';
import type { PacketView } from './packet-view.ts';

/** Congestion experienced: a router that runs full sets it instead of dropping the packet. */
export const CE = 3;
/** In the first 16 bits of an IPv6 header the flow label's beginning stands behind the field. */
const IPV6_SHIFT = 4;

/** Of the innermost IP header: 0 not capable, 1 and 2 capable, CE. */
export const ecnOf = ({ ipVersion, bytes, ipStart }: PacketView): number =>
  ipVersion === 4
    ? u8(bytes, ipStart + Ipv4Field.TrafficClass) & CE
    : (u16(bytes, ipStart + Ipv6Field.VersionAndClass) >>> IPV6_SHIFT) & CE;
