// Wireshark's labels: each fires, does not fire in the nearest other case, and gives way to what supersedes it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writePcap } from '../../src/craft/capture-writer.ts';
import { LABEL_NAMES } from '../../src/tcp/label.ts';
import { follow, followBytes } from '../tcp/follow.ts';
import { LABEL_CASES, labelTrace } from './label-cases.ts';

/**
 * No segment of a case ends at number 0 with these. Wireshark takes 0 for "not seen yet", and so do we: the tests
 * against tshark have such a number too.
 */
const AWAY_FROM_ZERO = [1000, 0x7fff_fff0, 0xffff_fff0, 0xffff_fffa];

describe.each(AWAY_FROM_ZERO)("Wireshark's labels, the client counting from %i", (isn) => {
  test.each(LABEL_CASES)('$label: $name', async (one) => {
    const { steps } = await follow(labelTrace(one, isn));
    expect([...(steps.at(-1)?.labels ?? [])].sort()).toEqual([...one.want].sort());
  });
});

test('every label has a case where it fires and one where it does not', () => {
  for (const label of LABEL_NAMES) {
    const cases = LABEL_CASES.filter((one) => one.label === label);
    expect(cases.map(({ want }) => want.includes(label))).toEqual(
      expect.arrayContaining([true, false]),
    );
  }
});

const LINK_ETHERNET = 1;
const noTshark = spawnSync('tshark', ['--version']).status !== 0;

/** Labels of every frame of a capture as tshark's first pass gives them. */
function tsharkLabels(capture: Uint8Array): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tcpexplain-'));
  try {
    const file = join(folder, 'cases.pcap');
    writeFileSync(file, capture);
    const fields = LABEL_NAMES.flatMap((name) => ['-e', `tcp.analysis.${name}`]);
    const text = execFileSync('tshark', ['-n', '-r', file, '-T', 'fields', ...fields], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return text
      .trimEnd()
      .split(/\n/)
      .map((line) => LABEL_NAMES.filter((_, i) => (line.split('\t')[i] ?? '') !== '').join(' '));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(noTshark)('tshark itself (skipped where it is not installed)', () => {
  test.each([1000, 0xffff_fffe])(
    'gives the segments of all these cases the same labels, counting from %i',
    async (isn) => {
      const records = LABEL_CASES.flatMap((one, i) => labelTrace(one, isn, 20_000 + i).records);
      const capture = writePcap(records, { linkType: LINK_ETHERNET });
      const { steps } = await followBytes(capture);
      const told = tsharkLabels(capture);
      expect(steps.map(({ frame, labels }) => `${frame}: ${labels.join(' ')}`)).toEqual(
        told.map((labels, i) => `${i + 1}: ${labels}`),
      );
    },
  );
});
