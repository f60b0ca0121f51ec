// `tcpexplain FILE...` from the outside: what it prints where, what it writes, and how it ends.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';
import { run } from '../../src/cli/run.ts';
import { madeSession, tcpexplain } from './program-run.ts';

const root = temporaryFolder();

const conversation = (() => {
  const t = trace().handshake({ mss: 1460 });
  t.client.data('hello');
  t.server.ack();
  const other = t.connection({ client: { port: 40_001 } });
  other.client.syn();
  return t.capture();
})();

let folder = root;
let count = 0;
let lab = '';
let out = '';
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(folder);
  lab = join(folder, 'lab.pcap');
  out = join(folder, 'out');
  writeFileSync(lab, conversation);
});

const file = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '');

const lengthOf = async (detail: string): Promise<number> =>
  (await tcpexplain([lab, '-o', '-', '--format', 'markdown', '--detail', detail])).stdout.length;

describe('a capture that is fine', () => {
  test('is explained on standard output, written as Markdown and HTML, and ends with status 0', async () => {
    const { status, stdout, stderr } = await tcpexplain([lab, '-o', out]);
    expect(status).toBe(0);
    expect(stdout).toContain('lab.pcap');
    expect(stdout).toContain('Row 4');
    expect(readdirSync(out).sort()).toEqual(['lab.html', 'lab.md']);
    expect(stderr).toBe(`tcpexplain: wrote ${join(out, 'lab.md')} and ${join(out, 'lab.html')}\n`);
  });

  test('names no folder in any output: reports hold no absolute path', async () => {
    const { stdout } = await tcpexplain([lab, '-o', out]);
    for (const text of [
      stdout,
      ...readdirSync(out).map((name) => readFileSync(join(out, name), 'utf8')),
    ]) {
      expect(text).not.toContain(folder);
    }
  });

  test('is the default command: `report` in front changes nothing', async () => {
    const plain = await tcpexplain([lab, '-o', out]);
    expect(await tcpexplain(['report', lab, '-o', out])).toEqual(plain);
  });

  test('comes from standard input as -', async () => {
    const { status, stdout } = await tcpexplain(['-', '-o', out], { stdin: conversation });
    expect(status).toBe(0);
    expect(stdout).toContain('Row 4');
    expect(readdirSync(out).sort()).toEqual(['stdin.html', 'stdin.md']);
  });

  test.each([
    [[], '# '],
    [['--format', 'markdown'], '# '],
    [['--format', 'html'], '<!doctype html>'],
    [['--format', 'terminal'], 'lab.pcap\n'],
  ])(
    'with -o - and %j one format goes to standard output, no file is written',
    async (options, begin) => {
      const { stdout, stderr } = await tcpexplain([lab, '-o', '-', ...options]);
      expect(stdout.slice(0, begin.length)).toBe(begin);
      expect(stdout.includes('<!doctype')).toBe(begin.startsWith('<'));
      expect(stderr).toBe('');
      expect(readdirSync(folder)).toEqual(['lab.pcap']);
    },
  );

  test.each([
    ['html', ['lab.html'], false],
    ['markdown', ['lab.md'], false],
    ['markdown,html', ['lab.html', 'lab.md'], false],
    ['html,md,html,markdown', ['lab.html', 'lab.md'], false],
    ['terminal,md', ['lab.md'], true],
  ])('--format %s makes that and nothing else', async (format, files, printed) => {
    const { stdout, stderr } = await tcpexplain([lab, '-o', out, '--format', format]);
    expect(stderr.match(/out\/\S+/g) ?? []).toHaveLength(files.length);
    expect(existsSync(out) ? readdirSync(out).sort() : []).toEqual(files);
    expect(stdout !== '').toBe(printed);
  });

  test.each([
    [
      ['--frames', '4-5'],
      ['Row 4', 'Row 5'],
      ['Row 1:', 'Row 3', 'Row 6'],
    ],
    [['--frames', '-2,6'], ['Row 1', 'Row 2', 'Row 6'], ['Row 4']],
    [['--stream', '1'], ['Row 6'], ['Row 4']],
    [['--stream', '0', '--frames', '1-6'], ['Row 1', 'Row 5'], ['Row 6']],
  ])('%j explains these rows and no others', async (options, shown, hidden) => {
    const { stdout } = await tcpexplain([lab, '-o', '-', '--format', 'markdown', ...options]);
    const headings = stdout
      .split('\n')
      .filter((line) => /^#+ .*Row \d/.test(line))
      .join('\n');
    for (const row of shown) expect(headings).toContain(row);
    for (const row of hidden) expect(headings).not.toContain(row);
  });

  test('a terminal that says 0 columns of itself is one whose width is not known', async () => {
    const printed = async (columns: Record<string, number>): Promise<string> => {
      const { session, stdout } = madeSession();
      Object.assign(session.stdout, columns);
      await run([lab, '--format', 'terminal'], session);
      return stdout.text;
    };
    expect(await printed({ columns: 0 })).toBe(await printed({}));
    expect(await printed({ columns: 60 })).not.toBe(await printed({}));
  });

  test('--detail brief says less than full', async () => {
    expect(await lengthOf('brief')).toBeLessThan((await lengthOf('full')) * 0.9);
  });

  test('--max-rows leaves rows out and says how many', async () => {
    const { stdout, status } = await tcpexplain([
      lab,
      '-o',
      '-',
      '--format',
      'markdown',
      '--max-rows',
      '4',
    ]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\b2 (?:rows|segments|packets|TCP segments)\b|\b2\b[^\n]*left out/);
  });

  test('a large capture is told by its beginning and what stands out, from a file and from a pipe', async () => {
    const t = trace().handshake({ mss: 1460 });
    const sent = Array.from({ length: 700 }, () => t.client.data(10));
    t.server.ack();
    t.wait(400).client.retransmit(sent[699]!);
    const large = file('large.pcap', t.capture());
    const args = ['-o', '-', '--format', 'terminal'];
    const read = await tcpexplain([large, ...args]);
    const piped = await tcpexplain(['-', ...args], { stdin: t.capture() });
    for (const { stdout, status } of [read, piped]) {
      expect(status).toBe(0);
      expect(stdout).toMatch(/1 +TCP Spurious Retransmission +705/);
      expect(stdout).toMatch(/left\s+out/);
      expect(stdout).toContain('Row 50 ');
      expect(stdout).toContain('Row 705 ');
    }
    const behindTitle = (text: string): string => text.slice(text.indexOf('\n'));
    expect(behindTitle(piped.stdout)).toBe(behindTitle(read.stdout));
  });

  test('is the same every time', async () => {
    const once = await tcpexplain([lab, '-o', '-']);
    expect(await tcpexplain([lab, '-o', '-'])).toEqual(once);
  });
});

describe('several captures', () => {
  test('of one name in different folders have reports of their own', async () => {
    mkdirSync(join(folder, 'b'));
    const other = join(folder, 'b', 'lab.pcap');
    writeFileSync(other, conversation);
    const { status } = await tcpexplain([lab, other, '-o', out]);
    expect(status).toBe(0);
    expect(readdirSync(out).sort()).toEqual(['lab-2.html', 'lab-2.md', 'lab.html', 'lab.md']);
  });

  test('named twice are explained once', async () => {
    const { status, stderr } = await tcpexplain([lab, lab, '-o', out, '--format', 'md']);
    expect(status).toBe(0);
    expect(stderr).toBe(`tcpexplain: wrote ${join(out, 'lab.md')}\n`);
  });

  test('are all read, though one of them is none; the status is the worst', async () => {
    const { status, stderr } = await tcpexplain([join(folder, 'gone.pcap'), lab, '-o', out]);
    expect(status).toBe(3);
    expect(readdirSync(out)).toContain('lab.md');
    expect(lines(stderr)).toHaveLength(2);
  });

  test('compressed endings are no part of a report name', async () => {
    await tcpexplain([file('x.pcapng.gz', conversation), '-o', out]);
    expect(readdirSync(out).sort()).toEqual(['x.html', 'x.md']);
  });
});

describe('what cannot be read ends with status 3 and one line: file, what, where, what to do', () => {
  test.each([
    [
      'a file that is not there',
      'gone.pcap',
      null,
      /cannot be read: there is no such file; check the path/,
    ],
    ['an empty file', 'empty.pcap', '', /empty.*\(file offset 0\); /],
    ['a text', 'note.txt', 'this is no capture at all, only text', /\(file offset \d+\); /],
    ['a folder', '.', null, /cannot be read: it is a directory; /],
  ])('%s', async (_, name, content, message) => {
    const path = content === null ? join(folder, name) : file(name, content);
    const { status, stdout, stderr } = await tcpexplain([path, '-o', out]);
    expect(status).toBe(3);
    expect(stdout).toBe('');
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr.startsWith(`tcpexplain: ${path}: `)).toBe(true);
    expect(stderr).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });
});

describe('a name that is not what it seems', () => {
  test.each(['report', 'check'])('standard input is called that by %s, not -', async (command) => {
    const rules = ['--lab', file('lab.yaml', 'lab: x\nexpect:\n  - capture: { clock: sane }\n')];
    const options = command === 'check' ? rules : ['-o', out];
    const { status, stderr } = await tcpexplain([command, '-', ...options], {
      stdin: new Uint8Array(),
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^tcpexplain: standard input: is empty \(/);
  });

  test('one that is not UTF-8 reaches no program of Node: that is said, not that there is no file', async () => {
    const { status, stderr } = await tcpexplain([join(folder, 'bad\ufffdname.pcap'), '-o', out]);
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /name\.pcap: cannot be read: the name is not UTF-8; rename the file, or give it on standard input\n$/,
    );
  });

  test('one that holds the character that stands for such bytes is read', async () => {
    const path = file('odd\ufffdname.pcap', conversation);
    expect((await tcpexplain([path, '-o', out])).status).toBe(0);
  });
});

describe('a capture that is cut', () => {
  const cut = conversation.subarray(0, conversation.length - 7);

  test.each([
    [[], 0],
    [['--strict'], 4],
  ])('is reported up to the damage; with %j the status is %i', async (options, want) => {
    const { status, stdout, stderr } = await tcpexplain([
      file('cut.pcap', cut),
      '-o',
      out,
      ...options,
    ]);
    expect(status).toBe(want);
    expect(stdout).toContain('Row 5');
    expect(lines(stderr)[0]).toMatch(/cut\.pcap: .*\(file offset \d+, frame 6\); /);
    expect(readdirSync(out)).toHaveLength(2);
  });

  test('is told in the report too', async () => {
    await tcpexplain([file('cut.pcap', cut), '-o', out]);
    expect(readFileSync(join(out, 'cut.md'), 'utf8')).toMatch(/frame 6/);
  });

  test('--strict has nothing against one that is not', async () => {
    expect((await tcpexplain([lab, '-o', out, '--strict'])).status).toBe(0);
  });
});

describe('a capture with nothing to explain', () => {
  test('is fine, and one line says why there are no rows', async () => {
    const { status, stderr } = await tcpexplain([
      file('none.pcap', conversation.subarray(0, 24)),
      '-o',
      out,
    ]);
    expect(status).toBe(0);
    expect(lines(stderr)[0]).toMatch(/none\.pcap: the capture holds no packets/);
  });
});

describe('a capture without a TCP segment', () => {
  test.each([
    [1, 'its only packet holds no TCP segment: the report says what it is'],
    [2, 'none of its 2 packets holds a TCP segment: the report says what they are'],
  ])('of %i: one line', async (packets, line) => {
    const t = trace();
    for (let i = 0; i < packets; i++) t.client.syn();
    const bytes = t.capture();
    // The protocol of the IPv4 header behind 24 bytes of file, 16 of record and 14 of Ethernet header: UDP.
    const len = (bytes.length - 24) / packets;
    for (let i = 0; i < packets; i++) bytes[24 + i * len + 16 + 14 + 9] = 17;
    const path = file('udp.pcap', bytes);
    const { status, stderr } = await tcpexplain([path, '-o', out]);
    expect(status).toBe(0);
    expect(lines(stderr)[0]).toBe(`tcpexplain: ${path}: ${line}`);
  });
});

describe('a selection that matches no row', () => {
  test.each([
    [['--frames', '99999'], '--frames 99999'],
    [['--frames', '90-'], '--frames 90-'],
    [['--stream', '99'], '--stream 99'],
    [['--frames', '-3,5', '--stream', '1,7'], '--frames -3,5 --stream 1,7'],
  ])('%j is told in one line; the report is written, status 0', async (options, asked) => {
    const { status, stderr } = await tcpexplain([lab, '-o', out, '--format', 'md', ...options]);
    expect(status).toBe(0);
    expect(lines(stderr)).toEqual([
      `tcpexplain: ${lab}: no TCP segment matches ${asked}: the capture has 6 frames and 2 connections; the report has no rows`,
      `tcpexplain: wrote ${join(out, 'lab.md')}`,
    ]);
  });

  test.each([[['--frames', '1,99']], [['--stream', '1', '--max-rows', '1']], [[]]])(
    '%j does match',
    async (options) => {
      const { stderr } = await tcpexplain([lab, '-o', out, '--format', 'md', ...options]);
      expect(stderr).toBe(`tcpexplain: wrote ${join(out, 'lab.md')}\n`);
    },
  );
});

describe('colour', () => {
  const ESC = String.fromCodePoint(0x1b);
  test.each([
    ['no terminal', {}, [], false],
    ['a terminal', { terminal: true }, [], true],
    ['a terminal and NO_COLOR', { terminal: true, env: { NO_COLOR: '1' } }, [], false],
    ['no terminal and FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, [], true],
    ['a dumb terminal', { terminal: true, env: { TERM: 'dumb' } }, [], false],
    ['--no-color on a terminal', { terminal: true }, ['--no-color'], false],
    ['--color without one', {}, ['--color'], true],
    ['--color beats NO_COLOR', { env: { NO_COLOR: '1' } }, ['--color'], true],
  ])('%s', async (_, world, options, coloured) => {
    const { stdout } = await tcpexplain([lab, '--format', 'terminal', ...options], world);
    expect(stdout.includes(ESC)).toBe(coloured);
  });
});

describe('wrong usage ends with status 2, says what is wrong on standard error, and does nothing', () => {
  test.each([
    ['no file', [], /missing required argument 'files'/],
    [
      'an option nobody knows, with the one meant',
      ['LAB', '--frame', '1'],
      /unknown option '--frame' \(did you mean --frames\?\)\n$/,
    ],
    [
      'a format nobody knows',
      ['LAB', '--format', 'pdf'],
      /"pdf" is none of terminal, markdown, html/,
    ],
    [
      'two formats on standard output',
      ['LAB', '-o', '-', '--format', 'terminal,html'],
      /-o - takes one format, but --format names terminal and html: name one, or a folder with -o\n$/,
    ],
    ['a range that is none', ['LAB', '--frames', '9-3'], /"9-3" ends before it begins/],
    ['a frame before the first', ['LAB', '--frames', '0'], /Frames are numbered from 1/],
    ['a range that begins before it', ['LAB', '--frames', '5,0-3'], /Frames are numbered from 1/],
    ['a stream that is none', ['LAB', '--stream', '0,x'], /"x" is no stream number/],
    ['a budget of no rows', ['LAB', '--max-rows', '0'], /"0" is no whole number above 0/],
    ['a budget of words', ['LAB', '--max-rows', 'all'], /"all" is no whole number above 0/],
    ['a language there is not', ['LAB', '--lang', 'xx'], /Allowed choices are .*en/],
    ['a detail there is not', ['LAB', '--detail', 'some'], /Allowed choices are brief, full/],
    ['templates that are not there', ['LAB', '--template', 'no/such/folder'], /no such folder/],
    ['an output folder that is a file', ['LAB', '-o', 'FILE'], /reports cannot be written there/],
    [
      'a file that is no report',
      ['LAB', '-o', 'lab.pdf'],
      /-o lab\.pdf is no name of a report: name a file that ends in \.md or \.html, or a folder\n$/,
    ],
    [
      'a format that has no place in the file',
      ['LAB', '-o', 'lab.md', '--format', 'html,markdown'],
      /--format html has no effect with -o lab\.md, which is one markdown file/,
    ],
    [
      'a place for what is written nowhere',
      ['LAB', '-o', 'OUT', '--format', 'terminal'],
      /-o .* has no effect with --format terminal, which writes no file/,
    ],
  ])('%s', async (_, args, message) => {
    const names: Record<string, string> = { LAB: lab, OUT: out, FILE: file('plain', '') };
    const given = args.map((arg) => names[arg] ?? arg);
    const { status, stderr } = await tcpexplain(
      given.includes('-o') ? given : [...given, '-o', out],
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });

  test("a fault in a template of one's own leaves an earlier report as it is", async () => {
    const mine = join(folder, 'mine', 'html');
    mkdirSync(mine, { recursive: true });
    writeFileSync(join(mine, 'row.hbs'), '{{nothing}}');
    const template = ['--template', join(folder, 'mine'), '--format', 'html'];
    const fresh = await tcpexplain([lab, '-o', out, ...template]);
    expect(fresh.status).toBe(2);
    expect(fresh.stderr).toMatch(/template html\/row\.hbs:1: "nothing" is not in the model here/);
    expect(existsSync(out)).toBe(false);
    const earlier = file('earlier.html', 'as it was');
    expect((await tcpexplain([lab, '-o', earlier, ...template])).status).toBe(2);
    expect(readFileSync(earlier, 'utf8')).toBe('as it was');
  });

  test('a terminal as standard input is a mistake, not a wait', async () => {
    const { processSession } = await import('../../src/cli/session.ts');
    let said = '';
    const stderr = Object.assign(Object.create(process.stderr) as typeof process.stderr, {
      write: (text: string) => ((said += text), true),
    });
    const stdin = { isTTY: true } as NodeJS.ReadStream;
    expect(await run(['-'], { ...processSession(), stdin, stderr })).toBe(2);
    expect(said).toMatch(/standard input is a terminal/);
  });
});

describe('help', () => {
  test('and version go to standard output with status 0', async () => {
    const help = await tcpexplain(['--help']);
    expect(help).toMatchObject({ status: 0, stderr: '' });
    expect(help.stdout).toMatch(
      /Exit status: 0 fine, 1 a check does not hold, 2 wrong usage, 3 .*\n.* 4 .*\n.* 70 .* 74 /,
    );
    expect(await tcpexplain(['--version'])).toMatchObject({ status: 0, stdout: '0.0.0-test\n' });
  });
});
