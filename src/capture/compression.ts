// Which compression a file's first bytes announce, and the source that expands it.
import type { ByteSource } from './byte-source.ts';
import type { CaptureInfo } from './capture-info.ts';
import { GzipSource } from './gzip.ts';
import { ZstdSource } from './zstd.ts';

/** RFC 1952 2.3.1. */
const GZIP_MAGIC = 0x1f8b;
/** RFC 8878 3.1.1 and 3.1.2: a frame, and the sixteen skippable ones. */
const ZSTD = { frame: 0xfd2fb528, skippable: 0x184d2a50, skippableMask: 0xfffffff0 } as const;

/** Bytes that `sniffCompression` looks at. */
export const COMPRESSION_MAGIC_LEN = 4;

export function sniffCompression(view: DataView, pos: number): CaptureInfo['compression'] {
  if (view.getUint16(pos) === GZIP_MAGIC) return 'gzip';
  const magic = view.getUint32(pos, true);
  const isSkippable = (magic & ZSTD.skippableMask) >>> 0 === ZSTD.skippable;
  return magic === ZSTD.frame || isSkippable ? 'zstd' : 'none';
}

/** `source` expanded; `head` is what was already read of it. */
export function expand(
  compression: 'gzip' | 'zstd',
  head: Uint8Array,
  source: ByteSource,
): ByteSource {
  const whole = withHead(head, source);
  return compression === 'gzip' ? new GzipSource(whole) : new ZstdSource(whole);
}

function withHead(head: Uint8Array, source: ByteSource): ByteSource {
  let given = 0;
  return {
    name: source.name,
    sizeBytes: source.sizeBytes,
    read(into, at) {
      if (given === head.length) return source.read(into, at);
      const lenBytes = Math.min(head.length - given, into.length - at);
      into.set(head.subarray(given, given + lenBytes), at);
      given += lenBytes;
      return Promise.resolve(lenBytes);
    },
    close: () => source.close(),
  };
}
