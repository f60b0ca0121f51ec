// Writes the reports of every capture in captures/ into this folder, by the command itself; `npm run reports`.
import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const CAPTURES = join(HERE, '../captures');

/** Names of the captures, without their ending, in the order of the folder. */
export const captureNames = (): string[] =>
  readdirSync(CAPTURES)
    .filter((name) => name.endsWith('.pcap'))
    .map((name) => name.slice(0, -'.pcap'.length))
    .sort();

const nowhere = (): Writable => new Writable({ write: (_, __, done) => done() });

/**
 * Writes X.md and X.html for every capture X into `folder`.
 * @throws Error with what the command said when it does not end well
 */
export async function rebuild(folder: string): Promise<void> {
  let said = '';
  const stderr = new Writable({
    write(chunk, _, done) {
      said += String(chunk);
      done();
    },
  });
  const files = captureNames().map((name) => join(CAPTURES, `${name}.pcap`));
  // Imported late: from the command line, the sources load only after the hook below.
  const { run } = await import('../src/cli/run.ts');
  const status = await run([...files, '-o', folder, '--format', 'markdown,html'], {
    stdin: Readable.from([]) as unknown as NodeJS.ReadStream,
    stdout: nowhere(),
    stderr,
    env: {},
    exitCode: 0,
  });
  if (status !== 0) throw new Error(`status ${status}: ${said}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  register('./raw-text.mjs', import.meta.url);
  // Reports do not show it.
  Object.assign(globalThis, { TCPEXPLAIN_VERSION: '0.0.0' });
  await rebuild(HERE);
  process.stdout.write(
    `reports of ${captureNames().length} captures are in ${relative('', HERE)}\n`,
  );
}
