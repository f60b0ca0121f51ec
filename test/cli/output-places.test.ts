// Places that take no output: one line that says where and why, status 2, and no waiting.
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeFolder } from '../../src/cli/output-folder.ts';
import { cannotWrite } from '../../src/cli/write-fault.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';
import { tcpexplain } from './program-run.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const lab = at('lab.pcap');
writeFileSync(lab, trace().handshake().capture());
writeFileSync(at('file'), '');
mkdirSync(at('locked'));
chmodSync(at('locked'), 0o555);

const hasProc = existsSync('/proc/self/stat');
const isRoot = process.getuid?.() === 0;

const PLACES: readonly [place: string, why: RegExp, isThere: boolean][] = [
  [at('file'), /a file of that name is in the way \(EEXIST, /, true],
  [at('file/in/it'), /a file is in the place of a folder \(ENOTDIR, /, true],
  [
    '/dev/null',
    /a file of that name is in the way \(EEXIST, \/dev\/null\)/,
    existsSync('/dev/null'),
  ],
  ['/proc/foo', /no folder can be made there \(ENOENT, \/proc\/foo\)/, hasProc],
  ['/proc/foo/in/it', /no folder can be made there \(ENOENT, \/proc\/foo\)/, hasProc],
  [at('locked/in'), /permission is denied \(EACCES, /, !isRoot],
];

describe.each(PLACES)('-o %s (skipped where there is none, or for root)', (place, why, isThere) => {
  test.skipIf(!isThere).each([
    ['report', 'reports', ['--format', 'markdown']],
    ['follow', 'streams', []],
  ])('%s', async (command, what, options) => {
    const { status, stdout, stderr } = await tcpexplain([command, lab, '-o', place, ...options]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^[^\n]*; name another place\n$/);
    expect(stderr).toContain(`tcpexplain: -o ${place}: the ${what} cannot be written there: `);
    expect(stderr).toMatch(why);
  });
});

test.skipIf(!hasProc)('a reporter of check (skipped where there is no /proc)', async () => {
  writeFileSync(at('lab.yaml'), 'lab: fine\nexpect:\n  - capture: { clock: sane }\n');
  const reporter = ['--reporter', 'json=/proc/foo/result.json'];
  const { status, stderr } = await tcpexplain(['check', lab, '--lab', at('lab.yaml'), ...reporter]);
  expect(status).toBe(2);
  expect(stderr).toBe('tcpexplain: /proc/foo/result.json cannot be written (ENOENT)\n');
});

describe('a folder', () => {
  test('is made with those it lies in, and may be there already', () => {
    makeFolder(at('a/b/c'));
    makeFolder(at('a/b/c'));
    makeFolder('.');
    expect(existsSync(at('a/b/c'))).toBe(true);
  });
});

test("a fault that is none of the file system's is no wrong usage", () => {
  expect(() => cannotWrite('out', 'reports', new TypeError('made'))).toThrow(TypeError);
});
