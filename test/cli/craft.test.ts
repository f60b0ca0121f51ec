// `tcpexplain craft` through the program: exit statuses and streams (what it makes is test/craft's matter).
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CRAFT_ARGUMENTS } from '../../captures/rebuild.ts';
import { run } from '../../src/cli/run.ts';
import { madeSession, tcpexplain } from './program-run.ts';
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
    ['a flag nobody knows', ['--message', 'x', '--show', '--flags', 'ABC'], /FIN SYN RST/],
  ])('wrong usage is one line and status 2: %s', async (_, args, message) => {
    const { status, stdout, stderr } = await tcpexplain(['craft', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  const CSV = 'src_port,dst_port,message,timestamp\n1,2,x,0\n';

  test('a file that is not there is told as a capture would be: status 3, nothing written', async () => {
    const [gone, out] = [join(folder, 'gone.csv'), join(folder, 'none.pcap')];
    const { status, stdout, stderr } = await tcpexplain(['craft', gone, '--show', '-o', out]);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toBe(
      `tcpexplain: ${gone}: cannot be read: there is no such file; check the path and its permissions\n`,
    );
    expect(existsSync(out)).toBe(false);
  });

  test('the messages come from standard input as -, and the capture goes to standard output', async () => {
    const [csv, out] = [join(folder, 'same.csv'), join(folder, 'same.pcap')];
    writeFileSync(csv, CSV);
    await tcpexplain(['craft', csv, '-o', out]);
    const { session, stdout, stderr } = madeSession({ stdin: Buffer.from(CSV) });
    expect(await run(['craft', '-', '-o', '-'], session)).toBe(0);
    expect(stdout.bytes).toEqual(readFileSync(out));
    expect(stderr.text).toBe('');
  });

  test('of standard input the mistakes are told by its name', async () => {
    const { status, stderr } = await tcpexplain(['craft', '-', '--show'], {
      stdin: Buffer.from('a,b\n1,2\n'),
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^tcpexplain: craft: standard input: line 1: no column "src_port"/);
  });

  test.each([
    ['two things on standard output', ['--show'], {}, /-o - and --show both go to standard output/],
    ['a capture on a terminal', [], { terminal: true }, /standard output is a terminal/],
  ])('%s: refused in one line', async (_, options, world, message) => {
    const args = ['craft', '--message', 'x', '-o', '-', ...options];
    const { status, stdout, stderr } = await tcpexplain(args, world);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^tcpexplain: [^\n]*\n$/);
    expect(stderr).toMatch(message);
  });

  test('a message of one byte has one byte', async () => {
    const { stdout } = await tcpexplain(['craft', '--message', 'x', '--show']);
    expect(stdout).toContain('The message, 1 byte: "x"\n');
    const two = await tcpexplain(['craft', '--message', 'xy', '--show']);
    expect(two.stdout).toContain('The message, 2 bytes: "xy"\n');
  });

  test('a mistake in the messages is one line with its place', async () => {
    const csv = join(folder, 'bad.csv');
    writeFileSync(csv, 'src_port,dst_port,message,timestamp\n1,2,x,soon\n');
    const { status, stderr } = await tcpexplain(['craft', csv, '--show']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^tcpexplain: craft: .*bad\.csv: line 2, column "timestamp"[^\n]*\n$/);
  });
});
