// Real captures of all sorts: a first lab file made from each holds on it, and no relay or cache is claimed where none is.
// Needs ../shared/corpus (or TCPEXPLAIN_CORPUS); skipped where it is not.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../src/check/evaluate.ts';
import { initialLab } from '../../src/check/init.ts';
import { loadLab } from '../../src/check/load-lab.ts';
import { english, unmetWords } from './english.ts';
import { evidenceOf } from './lab-captures.ts';

const CORPUS =
  process.env['TCPEXPLAIN_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus');
const FOLDER = join(CORPUS, 'captures');
const isHere = existsSync(FOLDER);

const MOST_BYTES = 1 << 20;
/** Every so many-th capture: all of them take half a minute. */
const STEP = 4;

const files = isHere
  ? readdirSync(FOLDER)
      .filter((name) => /\.(?:pcap|pcapng|cap|dmp|trace)$/.test(name))
      .filter((name) => statSync(join(FOLDER, name)).size <= MOST_BYTES)
      .filter((_, i) => i % STEP === 0)
  : [];

const BETWEEN = `lab: x
expect:
  - relayed: { to: others }
  - cache: hit
  - upstream: down
`;

describe.skipIf(!isHere)('captures that are no labs (needs ../shared/corpus)', () => {
  test('there are enough of them', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  test.each(files)('%s', async (name) => {
    const evidence = await evidenceOf(readFileSync(join(FOLDER, name)));
    const made = evaluate(loadLab(initialLab(evidence, name, english)).lab, evidence);
    expect(made.filter(({ status }) => status !== 'pass').map(unmetWords)).toEqual([]);
    const claimed = evaluate(loadLab(BETWEEN).lab, evidence);
    expect(claimed.filter(({ outcome }) => outcome.verdict === 'holds')).toEqual([]);
  });
});
