// `follow --as ascii|hex|raw|yaml` against what tshark 4.0.17 printed, recorded in test/follow/tshark/.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WIRESHARK_MODES } from '../../src/follow/wireshark-layout.ts';
import { CAPTURES, recordingName, TRACES } from './traces.ts';
import { wiresharkTranscripts } from './transcripts.ts';
import { tsharkFollowOfTraces } from './tshark-follow.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tsharkVersion } from '../support/tshark.ts';

const root = join(import.meta.dirname, '../..');
const folder = temporaryFolder();

const recorded = (name: string): string =>
  readFileSync(join(root, 'test/follow/tshark', recordingName(name)), 'latin1');

/** All modes of all streams, stream by stream, as the recordings are made. */
async function followed(file: Uint8Array): Promise<string> {
  const byMode = await Promise.all(WIRESHARK_MODES.map((mode) => wiresharkTranscripts(file, mode)));
  return byMode[0]!.flatMap((_, stream) => byMode.map((texts) => texts[stream])).join('');
}

describe('what tshark prints of a followed stream, to the byte', () => {
  test.each(Object.entries(TRACES))('%s', async (name, trace) => {
    expect(await followed(trace().capture())).toBe(recorded(name));
  });

  test.each(Object.keys(CAPTURES))('captures/%s', async (name) => {
    expect(await followed(readFileSync(join(root, 'captures', name)))).toBe(recorded(name));
  });
});

describe.skipIf(tsharkVersion !== '4.0.17')('the recordings (needs tshark 4.0.17)', () => {
  let told: ReadonlyMap<string, string> | null = null;

  test.each(Object.keys(TRACES))('are what tshark prints: %s', (name) => {
    told ??= tsharkFollowOfTraces(folder);
    expect(told.get(name)).toBe(recorded(name));
  });
});
