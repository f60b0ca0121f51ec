// Big-endian (network order) and little-endian reads. No bounds checks: each caller has checked
// the length of its header once, so a read can only lie inside the array.

/** Octet at `at`. */
export function u8(b: Uint8Array, at: number): number {
  return b[at] as number;
}

/** 16 bits in network order. */
export function u16(b: Uint8Array, at: number): number {
  return ((b[at] as number) << 8) | (b[at + 1] as number);
}

/** 24 bits in network order. */
export function u24(b: Uint8Array, at: number): number {
  return ((b[at] as number) << 16) | ((b[at + 1] as number) << 8) | (b[at + 2] as number);
}

/** 32 bits in network order, as an unsigned number. */
export function u32(b: Uint8Array, at: number): number {
  return (
    (((b[at] as number) << 24) |
      ((b[at + 1] as number) << 16) |
      ((b[at + 2] as number) << 8) |
      (b[at + 3] as number)) >>>
    0
  );
}

/** 16 bits, least significant octet first. */
export function u16le(b: Uint8Array, at: number): number {
  return (b[at] as number) | ((b[at + 1] as number) << 8);
}

/** 32 bits, least significant octet first, as an unsigned number. */
export function u32le(b: Uint8Array, at: number): number {
  return (
    ((b[at] as number) |
      ((b[at + 1] as number) << 8) |
      ((b[at + 2] as number) << 16) |
      ((b[at + 3] as number) << 24)) >>>
    0
  );
}
