// Asks tshark, where it is installed, for fields of made captures.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CraftedRecord, writePcap } from '../../src/craft/capture-writer.ts';

/** The version of tshark on this machine, null without one. */
export const tsharkVersion = ((): string | null => {
  const { status, stdout } = spawnSync('tshark', ['--version'], { encoding: 'utf8' });
  if (status !== 0) return null;
  return /TShark \(Wireshark\) (\S+)/.exec(stdout)?.[1]?.replace(/\.$/, '') ?? 'unknown';
})();

export const noTshark = tsharkVersion === null;

/** The fields of every frame, '' where it has none. `options` stand before the file, such as -2. */
export function tsharkFields(
  capture: Uint8Array,
  fields: readonly string[],
  options: readonly string[] = [],
): string[][] {
  const folder = mkdtempSync(join(tmpdir(), 'tcpexplain-'));
  try {
    const file = join(folder, 'made.pcap');
    writeFileSync(file, capture);
    const asked = fields.flatMap((name) => ['-e', name]);
    const text = execFileSync('tshark', ['-n', ...options, '-r', file, '-T', 'fields', ...asked], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // A frame without any field is a line of tabs, or an empty one.
    const lines = text.split('\n').slice(0, -1);
    return lines.map((line) => fields.map((_, i) => line.split('\t')[i] ?? ''));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An address for the server of case `index`, so that no case has a connection of another. */
export const serverOfCase = (index: number): { address: string } => ({
  address: `10.0.${index}.2`,
});

/**
 * The same of several cases, whose Ethernet frames must have no connection in common: one capture holds them all, for
 * tshark takes half a second to start and next to none to read.
 */
export function tsharkFieldsOfCases(
  cases: readonly (readonly CraftedRecord[])[],
  fields: readonly string[],
  options: readonly string[] = [],
): string[][][] {
  const rows = tsharkFields(writePcap(cases.flat(), { linkType: 1 }), fields, options);
  return cases.map((records) => rows.splice(0, records.length));
}
