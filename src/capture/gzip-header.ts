// The header of one gzip member (RFC 1952 2.3): how long it is. Names and comments in it are passed over.

const OFFSET = { magic: 0, method: 2, flags: 3, fixedLen: 10 } as const;
const MAGIC = 0x1f8b;
const DEFLATE = 8;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 } as const;

/** CRC-32 and length (mod 2^32) of the member's content, both little-endian. */
export const GZIP_TRAILER = { crc: 0, size: 4, len: 8 } as const;

export const HeaderLen = { NeedsMore: 0, Bad: -1 } as const;

/** Length in bytes of the header at `[pos, end)`, or one of `HeaderLen`. */
export function gzipHeaderLen(view: DataView, pos: number, end: number): number {
  // Garbage may be shorter than a header: its first byte is enough to tell.
  if (end > pos && view.getUint8(pos) !== MAGIC >>> 8) return HeaderLen.Bad;
  if (end - pos < OFFSET.fixedLen) return HeaderLen.NeedsMore;
  const flags = view.getUint8(pos + OFFSET.flags);
  if (
    view.getUint16(pos + OFFSET.magic) !== MAGIC ||
    view.getUint8(pos + OFFSET.method) !== DEFLATE ||
    (flags & FLAG.reserved) !== 0
  ) {
    return HeaderLen.Bad;
  }
  let at = pos + OFFSET.fixedLen;
  if ((flags & FLAG.extra) !== 0) {
    if (at + 2 > end) return HeaderLen.NeedsMore;
    at += 2 + view.getUint16(at, true);
  }
  for (const text of [FLAG.name, FLAG.comment]) {
    if ((flags & text) === 0) continue;
    while (at < end && view.getUint8(at) !== 0) at++;
    at++;
  }
  if ((flags & FLAG.headerCrc) !== 0) at += 2;
  return at <= end ? at - pos : HeaderLen.NeedsMore;
}
