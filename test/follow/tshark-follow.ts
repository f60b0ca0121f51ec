// Asks tshark what it prints of a followed stream. `node --import tsx test/follow/tshark-follow.ts` records it anew
// in test/follow/tshark/ for all of traces.ts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CAPTURES, recordingName, TRACES } from './traces.ts';

const MODES = ['ascii', 'hex', 'raw', 'yaml'];

/** The version of tshark on this machine, null without one. */
export const tsharkVersion = ((): string | null => {
  try {
    const words = execFileSync('tshark', ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return /TShark \(Wireshark\) (\S+)/.exec(words.toString())?.[1]?.replace(/\.$/, '') ?? null;
  } catch {
    return null;
  }
})();

/** Streams 0 to `streams` - 1 in all modes, stream by stream. */
export function tsharkFollow(path: string, streams: number): string {
  const questions: string[] = [];
  for (let stream = 0; stream < streams; stream++) {
    for (const mode of MODES) questions.push(`follow,tcp,${mode},${stream}`);
  }
  // tshark answers the last question first.
  const args = ['-n', '-q', '-r', path, ...questions.reverse().flatMap((one) => ['-z', one])];
  return execFileSync('tshark', args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString('latin1');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = join(import.meta.dirname, '../..');
  const folder = mkdtempSync(join(tmpdir(), 'tcpexplain-'));
  const record = (name: string, path: string, streams: number): void =>
    writeFileSync(
      join(root, 'test/follow/tshark', recordingName(name)),
      tsharkFollow(path, streams),
      'latin1',
    );
  for (const [name, streams] of Object.entries(CAPTURES)) {
    record(name, join(root, 'captures', name), streams);
  }
  for (const [name, trace] of Object.entries(TRACES)) {
    const path = join(folder, 'trace.pcap');
    writeFileSync(path, trace.capture());
    record(name, path, 1);
  }
  rmSync(folder, { recursive: true });
}
