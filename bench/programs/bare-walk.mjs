// The least any reader in Node can do: read the file in chunks and step from record header to record header.
// No decoding.
import { argv, stdout } from 'node:process';
import { eachRecord } from './each-record.mjs';

let records = 0;
eachRecord(argv[2], () => records++);
stdout.write(`${records} records\n`);
