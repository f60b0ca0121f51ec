// The command line that is not understood: one line, status 2, and nothing done. And the help that it points to.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMAND_NAMES } from '../../src/cli/needed-commands.ts';
import { reportCommand } from '../../src/cli/report.ts';
import { processSession } from '../../src/cli/session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';
import { tcpexplain } from './program-run.ts';

const folder = temporaryFolder();
const lab = join(folder, 'lab.pcap');
writeFileSync(lab, trace().handshake().capture());
// A word that is no command is looked for as a file, here.
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => process.chdir(before));

async function refused(args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await tcpexplain(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^tcpexplain: [^\n]*\n$/);
  expect(existsSync('reports')).toBe(false);
  return stderr.slice('tcpexplain: '.length, -1);
}

describe('a complaint of the parser is one line, with what was meant or where to read', () => {
  test.each([
    [['lab.pcap', '--frame', '1'], "unknown option '--frame' (did you mean --frames?)"],
    [['lab.pcap', '--xyz'], "unknown option '--xyz'; see tcpexplain --help"],
    [['packets', 'lab.pcap', '--xyz'], "unknown option '--xyz'; see tcpexplain help packets"],
    [['packets', 'lab.pcap', '--formt'], "unknown option '--formt' (did you mean --format?)"],
    [['report', '--xyz'], "unknown option '--xyz'; see tcpexplain help report"],
    [[], "missing required argument 'files'; see tcpexplain --help"],
    [['streams'], "missing required argument 'files'; see tcpexplain help streams"],
    [
      ['follow', 'a', 'b'],
      "too many arguments for 'follow'. Expected 1 argument but got 2; see tcpexplain help follow",
    ],
    [
      ['summary', 'lab.pcap', '--format', 'xml'],
      "option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json; see tcpexplain help summary",
    ],
    [
      ['lab.pcap', '--frames', '0'],
      "option '--frames <ranges>' argument '0' is invalid. Frames are numbered from 1; see tcpexplain --help",
    ],
    [
      ['lab.pcap', '--stream', 'x\n(Did you mean y?)'],
      String.raw`option '--stream <numbers>' argument 'x\n(Did you mean y?)' is invalid. "x\n(Did you mean y?)" is no stream number; see tcpexplain --help`,
    ],
  ])('%j', async (args, line) => {
    expect(await refused(args)).toBe(line);
  });
});

describe('a mistyped command', () => {
  test.each([
    [['pakcets', 'lab.pcap'], 'pakcets: no such file or command (did you mean packets?)'],
    [['Packets', 'lab.pcap'], 'Packets: no such file or command (did you mean packets?)'],
    [['hlep'], 'hlep: no such file or command (did you mean help?)'],
    [['help', 'chek'], 'chek: no such command (did you mean check?)'],
    [['help', 'nothing'], 'nothing: no such command; see tcpexplain --help'],
  ])('%j: one line, and the capture behind it is not explained', async (args, line) => {
    expect(await refused(args)).toBe(line);
  });

  test.each(['packest', 'x', 'stream.s', './packet'])(
    'is not what %s is taken for: a file that is not there, or is',
    async (name) => {
      if (name === 'packest') writeFileSync(name, trace().handshake().capture());
      const { status, stderr } = await tcpexplain([name, '-o', '-']);
      expect(status).toBe(name === 'packest' ? 0 : 3);
      expect(stderr).not.toContain('command');
    },
  );
});

describe('help', () => {
  test.each([[], ...COMMAND_NAMES.map((name) => [name])])(
    'of %s fits a terminal of 80 columns',
    async (...command) => {
      const { status, stdout } = await tcpexplain([...command, '--help']);
      expect(status).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test('says where the options of the default command are, and names them', async () => {
    const { stdout } = await tcpexplain(['--help']);
    const [, named = ''] = /help report\):\n((?: {2}.*\n)+)/.exec(stdout) ?? [];
    const { options } = reportCommand(processSession());
    const flags = options.flatMap(({ short, long }) => [short, long]);
    const words = named.match(/--?[a-z-]+/g) ?? [];
    expect(words).toEqual(
      expect.arrayContaining(['-o', '--format', '--frames', '--stream', '--detail']),
    );
    expect(words.filter((word) => !flags.includes(word))).toEqual([]);
  });

  test('of a command is what `help` prints', async () => {
    expect(await tcpexplain(['help', 'craft'])).toEqual(await tcpexplain(['craft', '--help']));
    expect(readdirSync(folder)).toContain('lab.pcap');
  });
});
