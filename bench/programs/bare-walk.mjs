// The least any reader in Node can do: read the file in chunks and step from record header to record header.
// Little-endian pcap only, no decoding, no checks beyond the chunk's end.
import { closeSync, openSync, readSync } from 'node:fs';
import { argv, stdout } from 'node:process';

const FILE_HEADER_LEN = 24;
const RECORD_HEADER_LEN = 16;
const CAP_LEN = 8;

const bytes = new Uint8Array(1024 * 1024);
const view = new DataView(bytes.buffer);
const file = openSync(argv[2]);
let records = 0;
let at = FILE_HEADER_LEN;
let end = readSync(file, bytes, 0, bytes.length, null);
for (;;) {
  while (at + RECORD_HEADER_LEN <= end) {
    const next = at + RECORD_HEADER_LEN + view.getUint32(at + CAP_LEN, true);
    if (next > end) break;
    records++;
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
stdout.write(`${records} records\n`);
