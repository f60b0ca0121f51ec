// The pcap-parser package from npm: records only, no decoding.
import { createReadStream } from 'node:fs';
import { argv, stdout } from 'node:process';
import pcapParser from 'pcap-parser';

let records = 0;
const parser = pcapParser.parse(createReadStream(argv[2], { highWaterMark: 1024 * 1024 }));
parser.on('packet', () => records++);
parser.on('end', () => stdout.write(`${records} records\n`));
