// Unrelated traffic: in hundreds of captures of other people's networks no relay is claimed that is none.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CaptureError } from '../../src/capture/capture-error.ts';
import { foundPairs, stitched } from '../labs/stitched.ts';
import { CORPUS, corpusIsThere } from '../streams/corpus.ts';

/** Here a proxy that was asked to CONNECT hands on what comes, both ways: 8 frames of HTTP/2. */
const TUNNEL = 'OISF__http2-errorcode__input.pcap';

const folder = join(CORPUS, 'captures');

describe.skipIf(!corpusIsThere)('the captures of the corpus (skipped where it is absent)', () => {
  test('hold no relay that is claimed as certain or likely, and no cache or lost upstream', async () => {
    const claimed: string[] = [];
    let handedOn = 0;
    let read = 0;
    for (const name of readdirSync(folder).sort()) {
      if (name.endsWith('.tsv')) continue;
      try {
        const { conversation } = await stitched(join(folder, name));
        read++;
        const { sure } = foundPairs(conversation);
        if (name === TUNNEL) handedOn = sure.size;
        else for (const pair of sure) claimed.push(`${name}: ${pair}`);
        for (const { answer } of conversation.caches) claimed.push(`${name}: cache ${answer}`);
        for (const { request } of conversation.upstreams) claimed.push(`${name}: down ${request}`);
      } catch (error) {
        if (!(error instanceof CaptureError)) throw error;
      }
    }
    expect(claimed).toEqual([]);
    expect(handedOn).toBe(8);
    expect(read).toBeGreaterThan(100);
  }, 240_000);
});
