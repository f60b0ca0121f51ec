// The link headers that encode-link.ts writes, field by field, for show.ts. VLAN tags are not taken apart.
import { formatMac } from '../decode/address.ts';
import { u8, u16, u32 } from '../decode/bytes.ts';
import type { LinkKind } from './encode-link.ts';
import { fieldsFrom, type HeaderField, hex } from './header-fields.ts';

const field = fieldsFrom(0);
const etherType = (b: Uint8Array, at: number): string => `${hex(u16(b, at), 4)} = IP`;

const FIELDS: Record<LinkKind, (b: Uint8Array) => HeaderField[]> = {
  raw: () => [],
  null: () => [field('address family', 0, 4, "AF_ number in the capturing machine's byte order")],
  loop: (b) => [field('address family', 0, 4, `AF_ number ${u32(b, 0)}`)],
  ethernet: (b) => [
    field('destination MAC', 0, 6, formatMac(b, 0)),
    field('source MAC', 6, 6, formatMac(b, 6)),
    field('type', 12, 2, etherType(b, 12)),
  ],
  sll: (b) => [
    field('packet type', 0, 2, `${u16(b, 0)}`),
    field('device type', 2, 2, `ARPHRD ${u16(b, 2)}`),
    field('address length', 4, 2, `${u16(b, 4)}`),
    field('address', 6, 8, formatMac(b, 6)),
    field('protocol', 14, 2, etherType(b, 14)),
  ],
  sll2: (b) => [
    field('protocol', 0, 2, etherType(b, 0)),
    field('reserved', 2, 2, `${u16(b, 2)}`),
    field('interface index', 4, 4, `${u32(b, 4)}`),
    field('device type', 8, 2, `ARPHRD ${u16(b, 8)}`),
    field('packet type', 10, 1, `${u8(b, 10)}`),
    field('address length', 11, 1, `${u8(b, 11)}`),
    field('address', 12, 8, formatMac(b, 12)),
  ],
};

/** Octets of each link header, without VLAN tags. */
export const LINK_HEADER_LEN: Record<LinkKind, number> = {
  raw: 0,
  null: 4,
  loop: 4,
  ethernet: 14,
  sll: 16,
  sll2: 20,
};

/** The fields in front of the IP packet of a frame. */
export const linkHeaderFields = (kind: LinkKind, frame: Uint8Array): HeaderField[] =>
  FIELDS[kind](frame);
