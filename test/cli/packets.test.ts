// `tcpexplain packets`: machine-readable rows, as docs/schema/packets.v1.json describes them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SEGMENT_KINDS } from '../../src/classify/kind.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { FLAG_NAMES } from '../../src/tcp/flag-names.ts';
import { LABEL_NAMES } from '../../src/tcp/label.ts';
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
import { tcpexplain } from './program-run.ts';

const folder = temporaryFolder();
const schema = rowSchema('packets.v1.json');
const isRow = rowValidator(schema);

const script = (() => {
  const t = trace({ client: { isn: 0xffff_fffe } }).handshake({ windowShift: 2 });
  t.client.data('hello');
  t.server.ack({ dataOffset: 4 });
  t.client.retransmit(t.client.data('x'));
  return t;
})();
const lab = join(folder, 'lab.pcap');
writeFileSync(lab, script.capture());

describe('NDJSON', () => {
  test.each([...CAPTURE_NAMES.map((name) => join(CAPTURES, name)), lab])(
    'rows are what the schema says: %s',
    async (path) => {
      const { status, stdout, stderr } = await tcpexplain(['packets', path, '--format', 'ndjson']);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      for (const row of rowsOf(stdout)) {
        expect({ row, errors: isRow(row) ? [] : isRow.errors }).toEqual({ row, errors: [] });
      }
    },
  );

  test('a row has every field, as Wireshark counts', async () => {
    const { stdout } = await tcpexplain(['packets', lab, '--format', 'ndjson']);
    expect(rowsOf(stdout)[3]).toEqual({
      frame: 4,
      time: 0.003,
      stream: 0,
      src: '10.0.0.1',
      srcPort: 40_000,
      dst: '10.0.0.2',
      dstPort: 80,
      flags: ['PSH', 'ACK'],
      seq: 1,
      ack: 1,
      seqRaw: 0xffff_ffff,
      ackRaw: 5001,
      window: 0xffff * 4,
      len: 5,
      kind: 'data',
      labels: [],
    });
  });

  test('without the ACK flag `ack` is 0, whatever the field holds', async () => {
    const path = join(folder, 'no-ack.pcap');
    const t = trace();
    t.client.raw({ flags: TcpFlag.PSH, ack: 7, payload: 'hi' });
    writeFileSync(path, t.capture());
    const { stdout } = await tcpexplain(['packets', path, '--format', 'ndjson']);
    expect(rowsOf(stdout)[0]).toMatchObject({ flags: ['PSH'], ack: 0, ackRaw: 5007 });
  });

  test('a length nobody can tell is null', async () => {
    const { stdout } = await tcpexplain(['packets', lab, '--format', 'ndjson']);
    expect(rowsOf(stdout)[4]).toMatchObject({ frame: 5, len: null });
  });

  test('the file is named only when there are several', async () => {
    const { stdout } = await tcpexplain(['packets', lab, '-', '--format', 'ndjson'], {
      stdin: script.capture(),
    });
    const named = rowsOf(stdout).map(({ capture, frame }) => `${String(capture)} ${String(frame)}`);
    expect(named.slice(0, 2)).toEqual(['lab.pcap 1', 'lab.pcap 2']);
    expect(named.at(-1)).toBe('standard input 7');
    expect(rowsOf(stdout).every((row) => isRow(row))).toBe(true);
  });
});

describe('the schema', () => {
  test('describes every field, and names what the program can say and nothing else', () => {
    expect(undescribed(schema)).toEqual([]);
    expect(schema.properties['kind']?.enum).toEqual([...SEGMENT_KINDS]);
    expect(schema.properties['labels']?.items?.enum).toEqual([...LABEL_NAMES]);
    expect(schema.properties['flags']?.items?.enum).toEqual([...FLAG_NAMES]);
    expect(Object.keys(schema.properties).filter((name) => name !== 'capture')).toEqual(
      schema.required,
    );
  });

  test.each([
    ['frame', 0],
    ['flags', ['XXX']],
    ['seq', -1],
    ['seq', 2 ** 32],
    ['len', -1],
    ['kind', 'other'],
    ['labels', ['tcp.analysis.retransmission']],
    ['srcPort', '80'],
  ])('refuses a row whose %s is %j', async (name, value) => {
    const { stdout } = await tcpexplain(['packets', lab, '--format', 'ndjson']);
    expect(isRow({ ...rowsOf(stdout)[0], [name]: value })).toBe(false);
  });
});

describe('CSV (RFC 4180)', () => {
  test('has a header line, CRLF, and flags joined by a space', async () => {
    const { stdout } = await tcpexplain(['packets', lab, '--format', 'csv']);
    const lines = stdout.split('\r\n');
    expect(lines[0]).toBe(schema.required.join(','));
    expect(lines[2]).toBe(
      '2,0.001,0,10.0.0.2,80,10.0.0.1,40000,SYN ACK,0,1,5000,4294967295,65535,0,syn-ack,',
    );
    expect(lines.at(-1)).toBe('');
    expect(lines).toHaveLength(9);
  });

  test('quotes a file name that needs it', async () => {
    const odd = join(folder, 'a "b", c.pcap');
    writeFileSync(odd, script.capture());
    const { stdout } = await tcpexplain(['packets', odd, lab, '--format', 'csv']);
    expect(stdout.split('\r\n')[1]).toMatch(/^"a ""b"", c\.pcap",1,/);
  });
});

describe('the table', () => {
  test('is the default, with a header over columns that line up', async () => {
    const { stdout } = await tcpexplain(['packets', lab]);
    const [header = '', ...rows] = stdout.trimEnd().split('\n');
    expect(header.trim().split(/ +/)).toEqual(schema.required);
    expect(rows).toHaveLength(7);
    const end = header.indexOf('seq') + 'seq'.length;
    for (const row of rows) expect(row.slice(0, end)).toMatch(/\d$/);
  });
});

describe('how it ends', () => {
  test('a cut capture: the rows before the damage, one line, status 4 with --strict alone', async () => {
    const cut = join(folder, 'cut.pcap');
    writeFileSync(cut, script.capture().slice(0, -1));
    const plain = await tcpexplain(['packets', cut, '--format', 'ndjson']);
    expect(plain.status).toBe(0);
    expect(rowsOf(plain.stdout)).toHaveLength(6);
    expect(plain.stderr).toMatch(/^tcpexplain: .*cut\.pcap: .*frame 7.*\n$/);
    expect((await tcpexplain(['packets', cut, '--strict'])).status).toBe(4);
  });

  test.each([
    ['packets', 'ndjson'],
    ['packets', 'csv'],
    ['packets', 'table'],
    ['streams', 'csv'],
    ['streams', 'table'],
    ['messages', 'table'],
    ['messages', 'markdown'],
  ])(
    'no capture: %s --format %s prints nothing but the line, status 3',
    async (command, format) => {
      const gone = join(folder, 'gone');
      const { status, stdout, stderr } = await tcpexplain([command, gone, '--format', format]);
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toMatch(/^tcpexplain: [^\n]*there is no such file[^\n]*\n$/);
    },
  );

  test.each(['packets', 'streams'])(
    '%s has its header once, with the first capture',
    async (command) => {
      const gone = join(folder, 'gone');
      const { stdout } = await tcpexplain([command, gone, lab, lab, '--format', 'csv']);
      expect(stdout.match(/^capture,/gm)).toHaveLength(1);
      expect(stdout).toMatch(/^capture,/);
    },
  );

  test.each([
    [['packets'], /missing required argument/],
    [['packets', lab, '--format', 'xml'], /Allowed choices are ndjson, csv, table/],
    [['packets', lab, '--formt', 'csv'], /did you mean --format\?/],
  ])('wrong usage: %j, status 2', async (args, message) => {
    const { status, stdout, stderr } = await tcpexplain(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
