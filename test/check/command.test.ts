// `tcpexplain check` as it is typed: what goes where, and the exit status scripts rely on.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tcpexplain } from '../cli/program-run.ts';
import { CAPTURES, LAB_CAPTURES } from './lab-captures.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const CHAT = join(CAPTURES, 'server-client-messages.pcap');
const LAB = join(CAPTURES, 'labs/server-client-messages/lab.yaml');

const inFolder = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const UNMET =
  'lab: x\nexpect:\n  - handshake: complete\n  - reset: any\n    hint: There is none.\n';

describe('exit status', () => {
  test('0 when everything holds', async () => {
    const { status, stdout, stderr } = await tcpexplain(['check', CHAT, '--lab', LAB]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('12 passed, 0 failed');
  });

  test('1 when something does not, with the reason', async () => {
    const { status, stdout } = await tcpexplain([
      'check',
      CHAT,
      '--lab',
      inFolder('unmet.yaml', UNMET),
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain('✓ a complete handshake');
    expect(stdout).toContain('✗ a reset on some connection');
    expect(stdout).toContain('Hint: There is none.');
  });

  test('2 for a bad lab file, which is told with line, column and the place itself', async () => {
    const lab = inFolder('bad.yaml', 'lab: x\nexpect:\n  - handshke: complete\n');
    const { status, stdout, stderr } = await tcpexplain(['check', CHAT, '--lab', lab]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(
      'bad.yaml:3:5: "handshke" is not known here; did you mean "handshake"?',
    );
    expect(stderr).toContain('\n      - handshke: complete\n        ^\n');
  });

  test.each([
    ['a lab file that is not there', ['check', CHAT, '--lab', 'nowhere.yaml']],
    ['an unknown reporter', ['check', CHAT, '--lab', LAB, '--reporter', 'junti']],
    ['a reporter that writes nowhere', ['check', CHAT, '--lab', LAB, '--reporter', 'junit=']],
    ['no capture', ['check', '--lab', LAB]],
    ['--init of two captures', ['check', CHAT, CHAT, '--init']],
  ])('2 for %s', async (_, args) => {
    const { status, stderr } = await tcpexplain(args);
    expect(status).toBe(2);
    expect(stderr).not.toBe('');
  });

  test('3 for a capture that cannot be read; the others are judged all the same', async () => {
    const notes = inFolder('notes.txt', 'these are my notes, not a capture file');
    const { status, stdout } = await tcpexplain(['check', notes, CHAT, '--lab', LAB]);
    expect(status).toBe(3);
    expect(stdout).toContain('12 passed, 1 failed');
  });

  test.each([
    ['pass', 0],
    ['skip', 0],
    ['fail', 1],
  ])('what cannot be decided counts as %s when the file says so', async (undecidable, expected) => {
    const lab = inFolder(
      'open.yaml',
      `lab: x\nundecidable: ${undecidable}\nexpect:\n  - close: graceful\n`,
    );
    const { status, stdout } = await tcpexplain(['check', CHAT, '--lab', lab]);
    expect(status).toBe(expected);
    expect(stdout).toContain(
      'Cannot be decided: the connection is open in its last row (row 16), and the capture ends so',
    );
  });
});

describe('the lab file', () => {
  test('that cannot be read is told in the words of captures, with what to do', async () => {
    const gone = join(folder, 'gone.yaml');
    const { stderr } = await tcpexplain(['check', CHAT, '--lab', gone]);
    expect(stderr).toBe(
      `tcpexplain: the lab file ${gone} cannot be read: there is no such file; name it with --lab, or make one with --init\n`,
    );
  });

  test('comes from standard input as -', async () => {
    const args = ['check', CHAT, '--lab', '-', '--reporter', 'pretty,json'];
    const { status, stdout } = await tcpexplain(args, { stdin: Buffer.from(UNMET) });
    expect(status).toBe(1);
    expect(stdout).toContain('✗ a reset on some connection');
    expect(stdout).toContain('"labFile": "standard input"');
  });

  test('from standard input has mistakes by that name', async () => {
    const { status, stderr } = await tcpexplain(['check', CHAT, '--lab', '-'], {
      stdin: Buffer.from('lab: x\nexpect:\n  - handshke: complete\n'),
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^standard input:3:5: /);
  });

  test('and a capture cannot both come from there', async () => {
    const { status, stdout, stderr } = await tcpexplain(['check', CHAT, '-', '--lab', '-'], {
      stdin: Buffer.from(UNMET),
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^tcpexplain: standard input can be read once only: [^\n]*\n$/);
  });
});

describe('reporters', () => {
  test('several at once, each to its place', async () => {
    const junit = join(folder, 'new/out.xml');
    const json = join(folder, 'out.json');
    const reporters = ['--reporter', `tap,junit=${junit}`, '--reporter', `json=${json}`];
    const { status, stdout } = await tcpexplain(['check', CHAT, '--lab', LAB, ...reporters]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^TAP version 14\n1\.\.12\n/);
    expect(readFileSync(junit, 'utf8')).toContain('tests="12" failures="0"');
    expect((JSON.parse(readFileSync(json, 'utf8')) as { points: number }).points).toBe(15);
  });

  test('on GitHub the step summary gets the Markdown report, behind what is there', async () => {
    const summary = inFolder('summary.md', '# Before\n');
    const lab = inFolder('unmet.yaml', UNMET);
    const world = { env: { GITHUB_STEP_SUMMARY: summary } };
    const { stdout } = await tcpexplain(
      ['check', CHAT, '--lab', lab, '--reporter', 'github'],
      world,
    );
    expect(stdout).toMatch(/^::error file=.*line=4,title=/);
    expect(readFileSync(summary, 'utf8')).toMatch(/^# Before\n## x\n/);
  });

  test('a step summary never grows past what GitHub takes', async () => {
    const summary = inFolder('full.md', 'x'.repeat((1 << 20) - 300));
    const world = { env: { GITHUB_STEP_SUMMARY: summary } };
    await tcpexplain(
      ['check', CHAT, '--lab', inFolder('unmet.yaml', UNMET), '--reporter', 'github'],
      world,
    );
    const text = readFileSync(summary);
    expect(text.length).toBeLessThanOrEqual(1 << 20);
    expect(text.toString()).toContain('longer than a step summary may be');
  });

  test('the pretty one is coloured only on a terminal that wants it', async () => {
    const args = ['check', CHAT, '--lab', LAB];
    const [plain, coloured, noColour] = [
      await tcpexplain(args),
      await tcpexplain(args, { terminal: true }),
      await tcpexplain(args, { terminal: true, env: { NO_COLOR: '1' } }),
    ];
    expect(coloured.stdout).toContain('\u001b[');
    expect([plain.stdout, noColour.stdout].filter((text) => text.includes('\u001b'))).toEqual([]);
  });
});

describe('--init', () => {
  test('calls the lab what a report on the capture would be called', async () => {
    const path = join(folder, 'Chat.DMP');
    cpSync(CHAT, path);
    expect((await tcpexplain(['check', '--init', path])).stdout).toMatch(/^lab: Chat$/m);
  });

  test.each(LAB_CAPTURES)('makes a lab file that $capture passes', async ({ capture }) => {
    const path = join(CAPTURES, capture);
    const made = await tcpexplain(['check', '--init', path]);
    expect([made.status, made.stderr]).toEqual([0, '']);
    const lab = inFolder(`${capture}.yaml`, made.stdout);
    const { status, stdout } = await tcpexplain(['check', path, '--lab', lab]);
    expect([status, stdout.match(/✗.*/g)]).toEqual([0, null]);
    expect(made.stdout.match(/^ {2}- /gm)!.length).toBeGreaterThan(5);
  });
});

test('--schema prints what is published', async () => {
  const { status, stdout } = await tcpexplain(['check', '--schema']);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ $id: 'urn:tcpexplain:schema:lab:1' });
});
