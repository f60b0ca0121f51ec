// Options that would have no effect beside another: one line that names both, status 2, and nothing done. Those of
// `follow` are in test/follow, those of a report in report.test.ts.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';
import { tcpexplain } from './program-run.ts';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
writeFileSync(at('a.pcap'), trace().handshake().capture());
writeFileSync(at('l.yaml'), 'lab: fine\nexpect:\n  - capture: { clock: sane }\n');
const [A, L] = [at('a.pcap'), at('l.yaml')];
const ONE = ['craft', '--message', 'x', '--show'];

test.each<[string[], string]>([
  [['check', '--schema', A], 'a capture has no effect with --schema'],
  [['check', '--schema', '--init'], '--init has no effect with --schema'],
  [['check', '--schema', '--reporter', 'json'], '--reporter has no effect with --schema'],
  [['check', '--schema', '--lab', L], '--lab has no effect with --schema'],
  [['check', '--init', A, '--reporter', 'json'], '--reporter has no effect with --init'],
  [['check', '--init', A, '--lab', L], '--lab has no effect with --init'],
  [['report', A, '--template', '.', '--format', 'terminal'], '--template has no effect with'],
  [[...ONE, '--nanoseconds', '-o', 'a.pcapng'], '--nanoseconds has no effect with -o a.pcapng'],
  [[...ONE, '--time-column', 't'], '--time-column has no effect with --message'],
  [[...ONE, '--answer-time-column', 't'], '--answer-time-column has no effect with --message'],
  [[...ONE, '--src-mac', '02:00:00:00:00:01'], '--src-mac has no effect with --link null'],
  [[...ONE, '--dst-mac', '02:00:00:00:00:01'], '--dst-mac has no effect with --link null'],
  [[...ONE, '--no-pad', '--link', 'raw'], '--no-pad has no effect with --link raw'],
])('%j', async (args, words) => {
  const { status, stdout, stderr } = await tcpexplain(args);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^tcpexplain: [^\n]*\n$/);
  expect(stderr).toContain(words);
});

test.each<[string[]]>([
  [['check', '--schema']],
  [['check', '--init', A]],
  [['check', A, '--lab', L, '--reporter', 'json']],
  [[...ONE, '--link', 'ethernet', '--no-pad', '--src-mac', '02:00:00:00:00:09']],
  [[A, '--format', 'terminal']],
  [[A, '--format', 'terminal,md', '-o', at('a.md')]],
])('%j do go together', async (args) => {
  expect((await tcpexplain(args)).status).toBe(0);
});

describe('a folder with the name of a document', () => {
  test.each([
    ['report', 'out.pdf'],
    ['report', 'out.TXT'],
    ['report', 'out.pcapng'],
    ['follow', 'out.txt'],
    ['follow', 'out.md'],
  ])('%s -o %s makes none', async (command, name) => {
    const { status, stdout, stderr } = await tcpexplain([command, A, '-o', at(name)]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^tcpexplain: -o \S+ is no name of a (?:report|folder)[:,] [^\n]*\n$/);
    expect(existsSync(at(name))).toBe(false);
  });

  test.each(['report', 'follow'])('%s takes one that is there, or has dots', async (command) => {
    const [there, dots] = [at(`${command}.d.txt`), at(`${command}.v1.2`)];
    mkdirSync(there);
    for (const place of [there, dots]) {
      expect((await tcpexplain([command, A, '-o', place])).status).toBe(0);
      expect(readdirSync(place)).not.toEqual([]);
    }
  });
});
