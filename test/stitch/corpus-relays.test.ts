// Unrelated traffic: in hundreds of captures of other people's networks no relay is claimed that is none.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CaptureError } from '../../src/capture/capture-error.ts';
import { foundPairs, stitched } from '../labs/stitched.ts';
import { CORPUS, corpusIsThere } from '../streams/corpus.ts';

const folder = join(CORPUS, 'captures');

describe.skipIf(!corpusIsThere)('the captures of the corpus (skipped where it is absent)', () => {
  test('hold no relay that is claimed as certain or likely, and no cache or lost upstream', async () => {
    const claimed: string[] = [];
    let read = 0;
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith('.tsv')) continue;
      try {
        const { conversation } = await stitched(join(folder, name));
        read++;
        for (const pair of foundPairs(conversation).sure) claimed.push(`${name}: ${pair}`);
        for (const { answer } of conversation.caches) claimed.push(`${name}: cache ${answer}`);
        for (const { request } of conversation.upstreams) claimed.push(`${name}: down ${request}`);
      } catch (error) {
        if (!(error instanceof CaptureError)) throw error;
      }
    }
    expect(claimed).toEqual([]);
    expect(read).toBeGreaterThan(100);
  }, 240_000);
});
