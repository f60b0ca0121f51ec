// How much memory a Zstandard frame asks for (RFC 8878 3.1.1.1), known before anything is expanded.

const DESCRIPTOR = 4;
const FLAG = { singleSegment: 0x20, contentSizeShift: 6, dictionaryId: 3 } as const;
const DICTIONARY_LEN: readonly number[] = [0, 1, 2, 4];
const MAGIC = 0xfd2fb528;

/** Window size in bytes of the frame that `bytes` begins with; 0 for a skippable or cut header. */
export function zstdWindowLen(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 18 || view.getUint32(0, true) !== MAGIC) return 0;
  const descriptor = view.getUint8(DESCRIPTOR);
  if ((descriptor & FLAG.singleSegment) === 0) {
    const window = view.getUint8(DESCRIPTOR + 1);
    const base = 2 ** (10 + (window >>> 3));
    return base + (base / 8) * (window & 7);
  }
  const at = DESCRIPTOR + 1 + (DICTIONARY_LEN[descriptor & FLAG.dictionaryId] ?? 0);
  switch (descriptor >>> FLAG.contentSizeShift) {
    case 0:
      return view.getUint8(at);
    case 1:
      return view.getUint16(at, true) + 256;
    case 2:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
