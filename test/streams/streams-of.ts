// The streams of a capture held in memory.

import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { StreamCollector } from '../../src/streams/stream-collector.ts';
import type { StreamFacts } from '../../src/streams/stream-facts.ts';

export async function streamsOf(
  capture: Uint8Array,
  zeekChecksums = false,
): Promise<StreamFacts[]> {
  const collector = new StreamCollector(zeekChecksums);
  await analyze(await CaptureReader.open(fromBytes(capture, 'made.pcap')), [collector]);
  return [...collector.facts()];
}
