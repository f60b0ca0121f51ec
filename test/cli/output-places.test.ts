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

describe('of other commands', () => {
  writeFileSync(at('lab.yaml'), 'lab: fine\nexpect:\n  - capture: { clock: sane }\n');
  const check = ['check', lab, '--lab', at('lab.yaml')];
  const inFile = at('file/in');

  test.each<[string, string[], Record<string, string>, string]>([
    [
      'a reporter of check',
      [...check, '--reporter', `json=${inFile}`],
      {},
      `--reporter json=${inFile}: the results cannot be written there: a file of that name is in the way (EEXIST, ${at('file')})`,
    ],
    [
      "GitHub's step summary",
      [...check, '--reporter', 'github'],
      { GITHUB_STEP_SUMMARY: inFile },
      `GITHUB_STEP_SUMMARY=${inFile}: the step summary cannot be written there: a file is in the place of a folder (ENOTDIR, ${inFile})`,
    ],
    [
      'the capture of craft',
      ['craft', '--message', 'x', '-o', folder],
      {},
      `-o ${folder}: the capture cannot be written there: a folder of that name is in the way (EISDIR, ${folder})`,
    ],
  ])('%s: the same words', async (_, args, env, line) => {
    const { status, stderr } = await tcpexplain(args, { env });
    expect(status).toBe(2);
    expect(stderr).toBe(`tcpexplain: ${line}; name another place\n`);
  });

  test('craft makes the folder of its capture, as all others do', async () => {
    const made = at('new/folder/x.pcap');
    expect((await tcpexplain(['craft', '--message', 'x', '-o', made])).status).toBe(0);
    expect(existsSync(made)).toBe(true);
  });
});

test('follow -o -: a folder is named, not standard output', async () => {
  const { status, stdout, stderr } = await tcpexplain(['follow', lab, '-o', '-']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^tcpexplain: -o - names no folder: [^\n]*\n$/);
  expect(existsSync('-')).toBe(false);
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
