// The loop of tcpexplain as built, with no report: everything is decoded, followed and labelled, and only counted.
import { argv, stderr, stdout } from 'node:process';
import { analyze, CaptureReader, openFile } from '../../dist/index.js';

const begin = performance.now();
const reader = await CaptureReader.open(await openFile(argv[2]));
let segments = 0;
let streams = 0;
const counter = {
  segment(context) {
    segments++;
    if (context.opened) streams++;
  },
};
await analyze(reader, [counter]);
await reader.close();
// For the bench: the loop without the start of Node and the loading of the bundle.
stderr.write(`loop ${((performance.now() - begin) / 1000).toFixed(3)}\n`);
stdout.write(`${segments} segments, ${streams} streams\n`);
