// Asks tshark what it prints of a followed stream. `node --import tsx test/follow/tshark-follow.ts` records it anew
// in test/follow/tshark/ for all of traces.ts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writePcap } from '../../src/craft/capture-writer.ts';
import { CAPTURES, CLIENT_PORT, recordingName, TRACES } from './traces.ts';

const MODES = ['ascii', 'hex', 'raw', 'yaml'];

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

/**
 * Of every trace what tshark prints when it is alone in a capture, by name. One capture holds them all, for tshark takes
 * half a second to start; stream, port and frame numbers are then those that each has alone.
 */
export function tsharkFollowOfTraces(folder: string): ReadonlyMap<string, string> {
  const names = Object.keys(TRACES);
  const tapes = names.map((name, i) => TRACES[name]!(CLIENT_PORT + i).records);
  const path = join(folder, 'traces.pcap');
  writeFileSync(path, writePcap(tapes.flat(), { linkType: 1 }));
  const texts = tsharkFollow(path, names.length).split(/(?=\n=+\nFollow: tcp,ascii\n)/);
  let framesBefore = 0;
  return new Map(
    names.map((name, i) => {
      const before = framesBefore;
      framesBefore += tapes[i]!.length;
      const alone = texts[i]!.replaceAll(
        `Filter: tcp.stream eq ${i}\n`,
        'Filter: tcp.stream eq 0\n',
      )
        .replaceAll(
          new RegExp(`(?<=^(?:Node|    port).*:.*)${CLIENT_PORT + i}$`, 'gm'),
          `${CLIENT_PORT}`,
        )
        .replaceAll(/(?<=^  - packet: )\d+$/gm, (frame) => `${Number(frame) - before}`);
      return [name, alone];
    }),
  );
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
    writeFileSync(path, trace().capture());
    record(name, path, 1);
  }
  rmSync(folder, { recursive: true });
}
