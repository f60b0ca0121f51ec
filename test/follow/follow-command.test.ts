// `tcpexplain follow` through the program: which stream, which output, which exit status.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tcpexplain } from '../cli/program-run.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';

const LAB = join(import.meta.dirname, '../../captures/server-client-messages.pcap');
const folder = temporaryFolder();

const one = join(folder, 'one.pcap');
const talk = trace().handshake();
talk.client.data('ping');
talk.server.data('pong');
writeFileSync(one, talk.capture());

/** SOCKS 4, asked for port 80: the tunnel takes number 1, which no segment has; the connection after it has 2. */
const socks = join(folder, 'socks.pcap');
const proxied = trace({ server: { port: 1080 } }).handshake();
proxied.client.data(Uint8Array.of(4, 1, 0, 80, 192, 0, 2, 1, 0));
proxied.server.data(Uint8Array.of(0, 90, 0, 0, 0, 0, 0, 0));
proxied.client.data('through');
proxied.connection({ client: { port: 41_000 }, server: { port: 80 } }).handshake();
writeFileSync(socks, proxied.capture());

describe('which stream', () => {
  test('the only one needs no number', async () => {
    const { status, stdout, stderr } = await tcpexplain(['follow', one]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').slice(0, -1)).toEqual([
      'Stream 0: client 10.0.0.1:40000, server 10.0.0.2:80',
      '   row          time  side    text',
      '     4      0.003000  client  ping',
      '     5      0.004000  server  pong',
    ]);
  });

  test('of several one is to be chosen: one line that names them, status 2', async () => {
    const { status, stdout, stderr } = await tcpexplain(['follow', LAB]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^tcpexplain: .* has 2 streams, choose one with --stream[^\n]*\n$/);
    expect(stderr).toContain('0 (192.168.0.165:55841 and 192.168.0.186:10000), 1 (');
  });

  test.each([
    [
      'a stream that is not there',
      [LAB, '--stream', '7'],
      /there is no stream 7: its streams are 0 to 1\n$/,
    ],
    [
      'a number without segments',
      [socks, '--stream', '1'],
      /stream 1 has no segments: Wireshark counts what a SOCKS proxy was asked to connect to/,
    ],
    [
      'a stream after it that is not there',
      [socks, '--stream', '3'],
      /there is no stream 3: its streams are 0 to 2\n$/,
    ],
    [
      'two streams on standard output',
      [LAB, '--stream', '0,1'],
      /standard output takes one stream/,
    ],
    ['no number', [LAB, '--stream', 'x'], /"x" is no stream number/],
    ['an unknown charset', [one, '--charset', 'klingon'], /some that are: utf-8/],
    ['standard input without a number', ['-'], /standard input can be read once/],
  ])('%s: status 2', async (_, args, message) => {
    const { status, stdout, stderr } = await tcpexplain(['follow', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('a number without segments, as tshark prints it: its frame, and a remark', async () => {
    const args = ['follow', socks, '--as', 'ascii', '--stream', '1'];
    const { status, stdout, stderr } = await tcpexplain(args);
    const line = '='.repeat(67);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: `\n${line}\nFollow: tcp,ascii\nFilter: tcp.stream eq 1\nNode 0: :0\nNode 1: :0\n${line}\n`,
    });
    expect(stderr).toMatch(/^tcpexplain: [^\n]*socks\.pcap: stream 1 has no segments: [^\n]*\n$/);
    const beyond = await tcpexplain([...args.slice(0, -1), '3']);
    expect([beyond.status, beyond.stdout]).toEqual([2, '']);
    const toFiles = await tcpexplain([...args, '--output', join(folder, 'none')]);
    expect([toFiles.status, toFiles.stdout]).toEqual([2, '']);
  });

  test('a file that is no capture: one line, status 3', async () => {
    const { status, stderr } = await tcpexplain(['follow', import.meta.filename]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^tcpexplain: [^\n]*\n$/);
  });

  describe('a capture without a TCP connection', () => {
    const [none, nothing] = [join(folder, 'none.pcap'), join(folder, 'undecoded.pcap')];
    writeFileSync(none, talk.capture().subarray(0, 24));
    const otherLink = talk.capture();
    // LINKTYPE_USER0, in the file header.
    otherLink.set([147, 0, 0, 0], 20);
    writeFileSync(nothing, otherLink);

    test('has nothing to print: one line, status 0', async () => {
      const { status, stdout, stderr } = await tcpexplain(['follow', none]);
      expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
      expect(stderr).toBe(`tcpexplain: ${none}: the capture holds no TCP connection\n`);
    });

    test('has no stream that could be asked for: status 2', async () => {
      const { status, stderr } = await tcpexplain(['follow', none, '--stream', '0']);
      expect(status).toBe(2);
      expect(stderr).toBe(`tcpexplain: ${none}: the capture holds no TCP connection\n`);
    });

    test('because nothing in it can be decoded: status 3', async () => {
      const { status, stdout, stderr } = await tcpexplain(['follow', nothing]);
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toMatch(/^tcpexplain: [^\n]* is a link type that is not decoded [^\n]*\n$/);
    });
  });

  test('damage is told once', async () => {
    const cut = join(folder, 'cut.pcap');
    writeFileSync(cut, talk.capture().subarray(0, -5));
    const { status, stdout, stderr } = await tcpexplain(['follow', cut, '--strict']);
    expect(status).toBe(4);
    expect(stdout).toContain('ping');
    expect(stderr).toMatch(/^tcpexplain: [^\n]*\n$/);
  });
});

describe('how it is shown', () => {
  test.each([
    ['relative', ['0.003000', '0.004000']],
    ['delta', ['0.000000', '0.001000']],
    ['absolute', [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.003000 UTC/, /\.004000 UTC/]],
  ])('--time %s', async (kind, times) => {
    const { stdout } = await tcpexplain(['follow', one, '--time', kind]);
    const rows = stdout.split('\n').slice(2);
    for (const [i, time] of times.entries()) expect(rows[i]).toMatch(time);
  });

  test('colour on a terminal, none with NO_COLOR or into a pipe', async () => {
    const terminal = { terminal: true, env: { TERM: 'xterm' } };
    expect((await tcpexplain(['follow', one], terminal)).stdout).toContain('\u001b[36mping');
    const quiet = { terminal: true, env: { TERM: 'xterm', NO_COLOR: '1' } };
    expect((await tcpexplain(['follow', one], quiet)).stdout).not.toContain('\u001b');
    expect((await tcpexplain(['follow', one])).stdout).not.toContain('\u001b');
  });

  test('standard input, by number', async () => {
    const world = { stdin: readFileSync(LAB) };
    const { status, stdout } = await tcpexplain(['follow', '-', '--stream', '1'], world);
    expect(status).toBe(0);
    expect(stdout).toContain('@eliad hello');
  });

  test('--side keeps one side of what tshark prints', async () => {
    const { stdout } = await tcpexplain(['follow', one, '--as', 'raw', '--side', 'server']);
    expect(stdout.split('\n').slice(6, -1)).toEqual(['\t706f6e67', '='.repeat(67)]);
  });
});

describe('options that do not go together: one line that names both, status 2, and nothing done', () => {
  const out = join(folder, 'none');
  test.each<[string[], RegExp]>([
    [['--session', '--stream', '1'], /--stream has no effect with --session/],
    [['--session', '--as', 'raw'], /--as has no effect with --session/],
    [['--session', '--side', 'client'], /--side has no effect with --session/],
    [['--session', '--charset', 'latin1'], /--charset has no effect with --session/],
    [['--session', '--time', 'delta'], /--time has no effect with --session/],
    [['--session', '-o', out], /-o has no effect with --session/],
    [['--session', '--color'], /--color has no effect with --session/],
    [['--as', 'raw', '--charset', 'latin1'], /--charset has no effect with --as raw/],
    [['--as', 'yaml', '--time', 'delta'], /--time has no effect with --as yaml/],
    [['--as', 'hex', '--color'], /--color has no effect with --as hex/],
  ])('%j', async (options, message) => {
    const { status, stdout, stderr } = await tcpexplain(['follow', one, ...options]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^tcpexplain: [^\n]*\n$/);
    expect(stderr).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });

  test.each([
    [['--session', '--show-secrets', '--no-color', '--strict']],
    [['--as', 'raw', '--side', 'client', '--no-color']],
    [['--as', 'text', '--charset', 'latin1', '--time', 'delta', '--color']],
  ])('%j do', async (options) => {
    const { status, stderr } = await tcpexplain(['follow', one, ...options]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('--output', () => {
  test('writes every stream to a file that names its ends', async () => {
    const out = join(folder, 'all');
    const { status, stdout, stderr } = await tcpexplain(['follow', LAB, '-o', out]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toBe(`tcpexplain: wrote 2 files into ${out}\n`);
    expect(readdirSync(out)).toEqual([
      'stream-0-192.168.0.165_55841-to-192.168.0.186_10000.txt',
      'stream-1-192.168.0.165_55877-to-192.168.0.186_10000.txt',
    ]);
  });

  test('with --stream only those, in the mode asked for, replacing what was there', async () => {
    const out = join(folder, 'some');
    const args = ['follow', LAB, '--stream', '1', '--as', 'yaml', '-o', out];
    await tcpexplain(args);
    await tcpexplain(args);
    const [name, ...others] = readdirSync(out);
    expect(others).toEqual([]);
    const { stdout } = await tcpexplain(args.slice(0, -2));
    expect(readFileSync(join(out, name!), 'utf8')).toBe(stdout);
  });
});
