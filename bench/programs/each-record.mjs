// Steps from record header to record header of a little-endian pcap, with no checks beyond the chunk's end.
import { closeSync, openSync, readSync } from 'node:fs';

const FILE_HEADER_LEN = 24;
const RECORD_HEADER_LEN = 16;
const CAP_LEN = 8;

/** Calls `visit` with the chunk, as bytes and as a view, and where in it each frame begins. */
export function eachRecord(path, visit) {
  const bytes = new Uint8Array(1024 * 1024);
  const view = new DataView(bytes.buffer);
  const file = openSync(path);
  let at = FILE_HEADER_LEN;
  let end = readSync(file, bytes, 0, bytes.length, null);
  for (;;) {
    while (at + RECORD_HEADER_LEN <= end) {
      const next = at + RECORD_HEADER_LEN + view.getUint32(at + CAP_LEN, true);
      if (next > end) break;
      visit(bytes, view, at + RECORD_HEADER_LEN);
      at = next;
    }
    bytes.copyWithin(0, at, end);
    const kept = end - at;
    const read = readSync(file, bytes, kept, bytes.length - kept, null);
    if (read === 0) break;
    at = 0;
    end = kept + read;
  }
  closeSync(file);
}
