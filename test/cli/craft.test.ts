// `tcpexplain craft` through the program: exit statuses and streams (what it makes is test/craft's matter).
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CRAFT_ARGUMENTS } from '../../captures/rebuild.ts';
import { tcpexplain } from './program-run.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CAPTURES = join(import.meta.dirname, '../../captures');
const folder = temporaryFolder();

describe('tcpexplain craft', () => {
  test('makes the capture of lab 2 from its messages, and says nothing', async () => {
    const made = join(folder, 'lab2.pcap');
    const messages = join(CAPTURES, 'labs/crafted-http-rst/messages.csv');
    const args = ['craft', messages, '-o', made, ...CRAFT_ARGUMENTS.split(' ')];
    expect(await tcpexplain(args)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(made)).toEqual(readFileSync(join(CAPTURES, 'crafted-http-rst.pcap')));
  });

  test('makes what the report reads again', async () => {
    const made = join(folder, 'hello.pcap');
    await tcpexplain(['craft', '--message', 'hello', '-o', made]);
    const { status, stdout } = await tcpexplain(['packets', made, '--format', 'ndjson']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ frame: 1, kind: 'data', len: 5 });
  });

  test('--show goes to standard output and writes nothing', async () => {
    const { status, stdout, stderr } = await tcpexplain(['craft', '--message', 'hello', '--show']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('hello');
  });

  test.each([
    ['nothing to do', ['--message', 'x'], /give -o FILE, --show, or both/],
    ['no messages', ['--show'], /give either a CSV file or --message TEXT/],
    ['a file that is not there', [join(folder, 'gone.csv'), '--show'], /cannot be read \(ENOENT\)/],
    ['a flag nobody knows', ['--message', 'x', '--show', '--flags', 'ABC'], /FIN SYN RST/],
  ])('wrong usage is one line and status 2: %s', async (_, args, message) => {
    const { status, stdout, stderr } = await tcpexplain(['craft', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('a mistake in the messages is one line with its place', async () => {
    const csv = join(folder, 'bad.csv');
    writeFileSync(csv, 'src_port,dst_port,message,timestamp\n1,2,x,soon\n');
    const { status, stderr } = await tcpexplain(['craft', csv, '--show']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^tcpexplain: craft: .*bad\.csv: line 2, column "timestamp"[^\n]*\n$/);
  });
});
