// No output overwrites an input or another output: one line, status 2, and every file as it was.
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';
import { isBuilt, PROGRAM } from './built-program.ts';
import { tcpexplain } from './program-run.ts';

const root = temporaryFolder();
const CAPTURE = Buffer.from(trace().handshake().capture());
const LAB = 'lab: fine\nexpect:\n  - capture: { clock: sane }\n';
const CSV = 'src_port,dst_port,message,timestamp\n1,2,x,0\n';

/** What `follow -o` calls the one stream of the capture. */
const STREAM = 'stream-0-10.0.0.1_40000-to-10.0.0.2_80.txt';
const CAPTURES = ['a.pcap', 'a.md', 'a', STREAM];

let count = 0;
let folder = '';
const at = (name: string): string => join(folder, name);
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(folder);
  for (const name of CAPTURES) writeFileSync(at(name), CAPTURE);
  writeFileSync(at('l.yaml'), LAB);
  writeFileSync(at('m.csv'), CSV);
  linkSync(at('a.pcap'), at('hard.pcap'));
  symlinkSync(at('a.pcap'), at('soft.pcap'));
  symlinkSync(folder, at('same'));
});

/** Names stand behind a colon. */
const placed = (arg: string): string => arg.replace(/:(\S*)$/, (_, name: string) => at(name));

const CHECK = ['check', ':a.pcap', '--lab', ':l.yaml'];

describe('refused', () => {
  test.each<[string, string[], RegExp]>([
    [
      'a reporter on the capture',
      [...CHECK, '--reporter', 'json=:a.pcap'],
      /--reporter json=\S*a\.pcap would overwrite what is read/,
    ],
    [
      'a reporter on the lab file',
      [...CHECK, '--reporter', 'json=:l.yaml'],
      /--reporter json=\S*l\.yaml would overwrite what is read/,
    ],
    [
      'two reporters with one file',
      [...CHECK, '--reporter', 'junit=:r', '--reporter', 'json=:r'],
      /--reporter json=\S*r would overwrite --reporter junit=\S*r:/,
    ],
    [
      'two reporters with one file by two names',
      [...CHECK, '--reporter', 'junit=:r', '--reporter', 'json=:same/r'],
      /would overwrite --reporter junit=/,
    ],
    [
      'another name of the capture',
      [...CHECK, '--reporter', 'json=:hard.pcap'],
      /would overwrite what is read/,
    ],
    [
      'a link to the capture',
      [...CHECK, '--reporter', 'json=:soft.pcap'],
      /would overwrite what is read/,
    ],
    [
      'the messages of craft',
      ['craft', ':m.csv', '-o', ':m.csv'],
      /-o \S*m\.csv would overwrite what is read/,
    ],
    ['a report on its capture', [':a.md', '-o', ':a.md'], /would overwrite what is read/],
    [
      'a report in a folder on another capture',
      [':a', ':a.md', '-o', ':'],
      /-o \S*: \S*a\.md would overwrite what is read/,
    ],
    [
      'a stream on its capture',
      ['follow', `:${STREAM}`, '-o', ':'],
      /-o \S*: \S*stream-0\S*\.txt would overwrite what is read/,
    ],
  ])('%s', async (_, args, message) => {
    const { status, stdout, stderr } = await tcpexplain(args.map(placed));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^tcpexplain: [^\n]*: name another place\n$/);
    expect(stderr).toMatch(message);
    for (const name of CAPTURES) expect(readFileSync(at(name))).toEqual(CAPTURE);
    expect(readFileSync(at('l.yaml'), 'utf8')).toBe(LAB);
    expect(readFileSync(at('m.csv'), 'utf8')).toBe(CSV);
    expect(existsSync(at('r'))).toBe(false);
  });

  test.skipIf(!isBuilt)('a file that is standard input (skipped where dist/ is not built)', () => {
    const stdin = openSync(at('a.pcap'), 'r');
    const args = ['check', '-', '--lab', at('l.yaml'), '--reporter', `json=${at('a.pcap')}`];
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
      stdio: [stdin, 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    closeSync(stdin);
    expect(status).toBe(2);
    expect(stderr).toMatch(/would overwrite what is read/);
    expect(readFileSync(at('a.pcap'))).toEqual(CAPTURE);
  });
});

describe('fine', () => {
  test.each<[string, string[]]>([
    ['two reporters with two files', [...CHECK, '--reporter', 'junit=:r', '--reporter', 'json=:s']],
    [
      'what keeps nothing, twice',
      [...CHECK, '--reporter', 'junit=/dev/null', '--reporter', 'json=/dev/null'],
    ],
    ['two reporters on standard output', [...CHECK, '--reporter', 'pretty,tap']],
    ['a capture twice', [...CHECK, ':a.pcap']],
    ['a report beside its capture', [':a.pcap', '-o', ':other']],
  ])('%s', async (_, args) => {
    expect((await tcpexplain(args.map(placed))).status).toBe(0);
  });

  test('the results of an earlier run are replaced', async () => {
    const args = ['craft', ':m.csv', '-o', ':out.pcap'].map(placed);
    await tcpexplain(args);
    expect(await tcpexplain(args)).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
