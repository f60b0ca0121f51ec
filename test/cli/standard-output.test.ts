// Standard output that takes nothing more: a full disk is told, a closed pipe is not.
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { endOfOutput } from '../../src/cli/standard-output.ts';
import { processSession } from '../../src/cli/session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'dist/cli.cjs');
const LAB = join(ROOT, 'captures/server-client-messages.pcap');
const folder = temporaryFolder();
writeFileSync(join(folder, 'lab.yaml'), 'lab: fine\nexpect:\n  - capture: { clock: sane }\n');

const placed = (arg: string): string => (arg === 'LAB' ? LAB : arg);

const isBuilt = existsSync(PROGRAM);
const hasFull = existsSync('/dev/full');

/** Runs the built program with these files as standard output and error; null: a pipe. */
function runInto(
  args: readonly string[],
  stdout: number | null,
  stderr: number | null = null,
): SpawnSyncReturns<string> {
  const stdio = ['ignore' as const, stdout ?? ('pipe' as const), stderr ?? ('pipe' as const)];
  return spawnSync(process.execPath, [PROGRAM, ...args], { stdio, cwd: folder, encoding: 'utf8' });
}

function withFull<T>(use: (full: number) => T): T {
  const full = openSync('/dev/full', 'w');
  try {
    return use(full);
  } finally {
    closeSync(full);
  }
}

const LINE =
  'tcpexplain: standard output cannot be written: no space is left (ENOSPC); what is there is incomplete: ' +
  'make room, or send it elsewhere\n';

describe.skipIf(!isBuilt || !hasFull)(
  'a full disk (skipped where dist/ is not built, or /dev/full is missing)',
  () => {
    test.each<[string, readonly string[]]>([
      ['packets', ['LAB']],
      ['report', ['LAB', '--format', 'terminal']],
      ['report', ['LAB', '-o', '-', '--format', 'markdown']],
      ['follow', ['LAB', '--stream', '0']],
      ['follow', ['LAB', '--session']],
      ['summary', ['LAB']],
      ['sockets', ['LAB']],
      ['messages', ['LAB']],
      ['streams', ['LAB']],
      ['check', ['LAB']],
      ['check', ['LAB', '--init']],
      ['craft', ['--message', 'hi', '--show']],
      ['--help', []],
    ])('%s %j: one line and a status of its own', (command, args) => {
      const { status, stderr } = withFull((full) => runInto([command, ...args.map(placed)], full));
      expect({ status, stderr }).toEqual({ status: 74, stderr: LINE });
    });

    test('for standard error changes no status', () => {
      const gone = join(folder, 'gone.pcap');
      expect(withFull((full) => runInto(['summary', gone], null, full)).status).toBe(3);
    });
  },
);

test.skipIf(!isBuilt || process.platform === 'win32')(
  'a reader that has what it wanted (skipped where dist/ is not built, and without a shell): silence, status 0',
  () => {
    const script = '{ "$0" "$1" packets "$2"; echo "status $?" >&2; } | head -n 1';
    const { stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, PROGRAM, LAB], {
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^ *frame .*\n$/);
    expect(stderr).toBe('status 0\n');
  },
);

test.each([
  ['EBADF', 'it is not open for writing (EBADF)'],
  ['EIO', 'made'],
])('%s is told too', (code, reason) => {
  let said = '';
  const stderr = Object.assign(Object.create(process.stderr) as typeof process.stderr, {
    write: (text: string) => ((said += text), true),
  });
  const error = Object.assign(new Error('made'), { code });
  expect(endOfOutput(error, { ...processSession(), stderr })).toBe(74);
  expect(said).toContain(`standard output cannot be written: ${reason}; `);
});
