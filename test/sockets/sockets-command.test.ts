// `tcpexplain sockets`: the table as netstat lays it out, rows as docs/schema/sockets.v1.json describes them, and how
// it ends.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SOCKET_NOTE_NAMES } from '../../src/sockets/socket-note.ts';
import { SOCKET_STATE_NAMES } from '../../src/sockets/socket-state.ts';
import { tcpexplain } from '../cli/program-run.ts';
import {
  CAPTURE_NAMES,
  CAPTURES,
  rowSchema,
  rowsOf,
  rowValidator,
  undescribed,
} from '../support/row-schema.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';

const folder = temporaryFolder();
const schema = rowSchema('sockets.v1.json');
const isRow = rowValidator(schema);

/** Eight frames: opened, five bytes, closed by the client. */
const script = (() => {
  const t = trace().handshake();
  t.client.data('hello');
  t.client.fin();
  t.server.ack();
  t.server.fin();
  t.client.ack();
  return t;
})();
const lab = join(folder, 'lab.pcap');
writeFileSync(lab, script.capture());

describe('the table', () => {
  test('is what netstat -tan prints, host by host, with notes and what they mean', async () => {
    const { status, stdout, stderr } = await tcpexplain(['sockets', lab, '--frame', '4']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`\
Sockets in lab.pcap at 0.003000 s (2025-01-01 00:00:00.003000 UTC), after frame 4

Host 10.0.0.2
Proto Recv-Q Send-Q Local Address           Foreign Address         State       Note
tcp        -      - 10.0.0.2:80             0.0.0.0:*               LISTEN      inferred
tcp        -      0 10.0.0.2:80             10.0.0.1:40000          ESTABLISHED

Host 10.0.0.1
Proto Recv-Q Send-Q Local Address           Foreign Address         State       Note
tcp        -      5 10.0.0.1:40000          10.0.0.2:80             ESTABLISHED

inferred: a SYN was answered here, so something listened; it may listen on other addresses too (0.0.0.0), and may have ended unseen
`);
  });

  test('says how long TIME_WAIT is taken to last', async () => {
    const { stdout } = await tcpexplain(['sockets', lab, '--time-wait', '240']);
    expect(stdout).toMatch(/^tcp .* TIME_WAIT {3}until 240\.006 s$/m);
    expect(stdout).toMatch(/^until: TIME_WAIT is taken to last 240 s \(--time-wait\)$/m);
  });

  test('of IPv6 has brackets, and :: where netstat has it', async () => {
    const t = trace({ client: { address: 'fd00::1' }, server: { address: 'fd00::2' } }).handshake();
    const { stdout } = await tcpexplain(['sockets', '-'], { stdin: t.capture() });
    expect(stdout).toMatch(/^tcp6 +- +- \[fd00::2\]:80 +\[::\]:\* +LISTEN/m);
    expect(stdout).toMatch(/^tcp6 +- +0 \[fd00::1\]:40000 +\[fd00::2\]:80 +ESTABLISHED$/m);
  });

  test.each([
    [['--at', '100'], /at 100\.000000 s .*, after frame 8, where the capture ends: /],
    [
      ['--at', '2024-12-31T23:59:59Z'],
      /at -1\.000000 s .*, before the first frame\n\nNo sockets are known\.\n$/,
    ],
    [['--at', '2025-01-01 00:00:00.001 UTC'], /at 0\.001000 s .*, after frame 2\n/],
    [[], /at 0\.007000 s .*, after frame 8\n/],
  ])('says of what moment it is: %j', async (args, heading) => {
    expect((await tcpexplain(['sockets', lab, ...args])).stdout).toMatch(heading);
  });

  test('shows a hostile file name harmless', async () => {
    const odd = join(folder, 'a\u001b[2Jb.pcap');
    writeFileSync(odd, script.capture());
    const { stdout } = await tcpexplain(['sockets', odd]);
    expect(stdout).toMatch(/^Sockets in a\\x1b\[2Jb\.pcap at /);
    expect(stdout).not.toContain('\u001b');
  });
});

describe('NDJSON', () => {
  test.each(CAPTURE_NAMES)('rows are what the schema says: %s', async (name) => {
    const args = ['sockets', join(CAPTURES, name), '--format', 'ndjson', '--at'];
    for (const at of ['0', '1.5', '7', '100000']) {
      const { status, stdout, stderr } = await tcpexplain([...args, at]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      for (const row of rowsOf(stdout)) {
        expect({ row, errors: isRow(row) ? [] : isRow.errors }).toEqual({ row, errors: [] });
      }
    }
  });

  test('a row has every field', async () => {
    const { stdout } = await tcpexplain(['sockets', lab, '--format', 'ndjson']);
    const end = { host: '10.0.0.1', local: '10.0.0.1', localPort: 40_000 };
    expect(rowsOf(stdout).at(-1)).toEqual({
      ...end,
      proto: 'tcp',
      recvQ: null,
      sendQ: 0,
      foreign: '10.0.0.2',
      foreignPort: 80,
      state: 'TIME_WAIT',
      stream: 0,
      frame: 7,
      since: 0.006,
      expires: 60.006,
      notes: [],
    });
  });

  test('of a moment without sockets is nothing', async () => {
    const { stdout } = await tcpexplain([
      'sockets',
      join(CAPTURES, 'crafted-http-rst.pcap'),
      '--format',
      'ndjson',
    ]);
    expect(stdout).toBe('');
  });
});

describe('the schema', () => {
  test('describes every field, and names what the program can say and nothing else', () => {
    expect(undescribed(schema)).toEqual([]);
    expect(schema.properties['state']?.enum).toEqual([...SOCKET_STATE_NAMES]);
    expect(schema.properties['notes']?.items?.enum).toEqual([...SOCKET_NOTE_NAMES]);
    expect(Object.keys(schema.properties)).toEqual(schema.required);
  });

  test.each([
    ['state', 'CLOSED'],
    ['sendQ', -1],
    ['recvQ', 0],
    ['foreignPort', 65_536],
    ['notes', ['guess']],
    ['proto', 'udp'],
  ])('refuses a row whose %s is %j', async (name, value) => {
    const { stdout } = await tcpexplain(['sockets', lab, '--format', 'ndjson']);
    expect(isRow({ ...rowsOf(stdout)[0], [name]: value })).toBe(false);
  });
});

test('CSV (RFC 4180) has a header line, CRLF, and nothing for null', async () => {
  const { stdout } = await tcpexplain(['sockets', lab, '--format', 'csv', '--frame', '2']);
  expect(stdout.split('\r\n')).toEqual([
    schema.required.join(','),
    '10.0.0.2,tcp,,,10.0.0.2,80,,,LISTEN,,2,0.001,,inferred',
    '10.0.0.2,tcp,,0,10.0.0.2,80,10.0.0.1,40000,SYN_RECV,0,2,0.001,,',
    '10.0.0.1,tcp,,0,10.0.0.1,40000,10.0.0.2,80,ESTABLISHED,0,2,0.001,,not-yet-acknowledged',
    '',
  ]);
});

describe('how it ends', () => {
  const cut = join(folder, 'cut.pcap');
  writeFileSync(cut, script.capture().slice(0, -1));

  test('a cut capture: the sockets before the damage, one line, status 4 with --strict alone', async () => {
    const plain = await tcpexplain(['sockets', cut]);
    expect(plain.status).toBe(0);
    expect(plain.stdout).toMatch(/after frame 7\n/);
    expect(plain.stderr).toMatch(/^tcpexplain: .*cut\.pcap: .*frame 8.*\n$/);
    expect((await tcpexplain(['sockets', cut, '--strict'])).status).toBe(4);
  });

  test('damage behind the moment is not met', async () => {
    const { status, stderr } = await tcpexplain(['sockets', cut, '--strict', '--frame', '7']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('no capture: nothing but the line, status 3', async () => {
    const { status, stdout, stderr } = await tcpexplain(['sockets', join(folder, 'gone')]);
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr).toMatch(/there is no such file/);
  });

  test.each([
    [['sockets'], /missing required argument/],
    [['sockets', lab, '--at', 'noon'], /Give seconds since the first record/],
    [['sockets', lab, '--at', '1', '--frame', '2'], /cannot be used with option '--frame/],
    [['sockets', lab, '--frame', '0'], /Frames are numbered from 1/],
    [['sockets', lab, '--frame', '9'], /has 8 frames, so there is no frame 9/],
    [['sockets', lab, '--time-wait', '-1'], /Give seconds/],
    [['sockets', lab, '--format', 'xml'], /Allowed choices are ndjson, csv, table/],
  ])('wrong usage: %j, status 2', async (args, message) => {
    const { status, stdout, stderr } = await tcpexplain(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
