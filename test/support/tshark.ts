// Asks tshark, where it is installed, for fields of a made capture.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const noTshark = spawnSync('tshark', ['--version']).status !== 0;

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
