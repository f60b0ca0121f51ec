// From messages to frames: the CSV, the conversation, the step-by-step text, and the command over them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { craftCommand } from '../../src/cli/craft.ts';
import { UsageError } from '../../src/cli/exit-codes.ts';
import { MessagesError, parseMessages } from '../../src/craft/messages-csv.ts';
import { madeSession, tcpexplain } from '../cli/program-run.ts';
import { segmentRows } from '../support/segment-rows.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HEADER = 'src_port,dst_port,message,timestamp';
const folder = temporaryFolder();

/** Runs the command; its text, and the rows of what it wrote. */
async function craft(csv: string | null, args: string): Promise<{ text: string; rows: string[] }> {
  const [input, output] = [join(folder, 'messages.csv'), join(folder, 'out.pcap')];
  const { session, stdout } = madeSession();
  const command = craftCommand(session)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  if (csv !== null) writeFileSync(input, csv);
  const given = args === '' ? [] : args.split(' ');
  await command.parseAsync([...(csv === null ? [] : [input]), '-o', output, ...given], {
    from: 'user',
  });
  const rows = segmentRows(new Uint8Array(readFileSync(output))).map((r) => {
    expect(r.ipChecksum === 'good' || r.ipChecksum === 'absent').toBe(true);
    return `${r.time} ${r.ports} ${r.flags} ${r.seq} ${r.ack} ${r.len} ${r.checksum}`;
  });
  return { text: stdout.text, rows };
}

const TWO = `${HEADER}\n5000,80,ask,0.010\n80,5000,answer,0.025\n`;

describe('messages.csv', () => {
  test('a message is the bytes of its cell: quotes, commas, line breaks and UTF-8 as they stand', () => {
    const [message] = parseMessages(
      `\ufeff${HEADER},more\r\n1,2,"a ""b"", c\nשלום",0.000000001,x\r\n`,
    );
    expect(new TextDecoder().decode(message?.payload)).toBe('a "b", c\nשלום');
    expect(message).toMatchObject({ src: { port: 1 }, dst: { port: 2 }, timeNs: 1 });
  });

  test.each([
    ['', 'line 1: no messages; a header line and one line a message are needed'],
    ['a,b\n1,2\n', 'line 1: no column "src_port"; there are: a, b'],
    [
      `${HEADER}\n1,2,x,0\n1,65536,x,0\n`,
      'line 3, column "dst_port": "65536" is not a port from 0 to 65535',
    ],
    [
      `${HEADER}\n1,2,x,soon\n`,
      'line 2, column "timestamp": "soon" is not a time in seconds, such as 0.025',
    ],
    [`${HEADER},src_ip\n1,2,x,0,1.2.3\n`, 'line 2, column "src_ip": "1.2.3" is not an IP address'],
    [`${HEADER}\n1,2,x\n`, 'line 2: not as many cells as the header line has columns'],
    [`${HEADER}\n1,2,"x,0\n`, 'a quotation mark is left open'],
  ])('%j is refused with one line that says where', (csv, message) => {
    expect(() => parseMessages(csv)).toThrow(MessagesError);
    expect(() => parseMessages(csv)).toThrow(message);
  });
});

describe('a conversation', () => {
  test('by default is a whole connection: handshake, messages with ACKs, FIN from the side that spoke first', async () => {
    const { rows } = await craft(TWO, '');
    expect(rows).toEqual([
      '0.000000 5000>80 SYN 0 0 0 good',
      '0.000050 80>5000 SYN,ACK 0 1 0 good',
      '0.000100 5000>80 ACK 1 1 0 good',
      '0.000150 5000>80 PSH,ACK 1 1 3 good',
      '0.000200 80>5000 ACK 1 4 0 good',
      '0.015150 80>5000 PSH,ACK 1 4 6 good',
      '0.015200 5000>80 ACK 4 7 0 good',
      '0.015250 5000>80 FIN,ACK 4 7 0 good',
      '0.015300 80>5000 FIN,ACK 7 5 0 good',
      '0.015350 5000>80 ACK 5 8 0 good',
    ]);
  });

  test('--answer none sends the messages alone, and numbers still advance', async () => {
    const { rows } = await craft(TWO, '--answer none');
    expect(rows).toEqual([
      '0.000000 5000>80 PSH,ACK 1 1 3 good',
      '0.015000 80>5000 PSH,ACK 1 4 6 good',
    ]);
  });

  test.each([
    ['--same-seq', [1, 1]],
    ['--advance', [1, 4]],
  ])(
    '--src and --dst with ports send everything one way; with %s the numbers are %j',
    async (how, seqs) => {
      const { rows } = await craft(TWO, `--src 10.0.0.1:7 --dst 10.0.0.2:8 --answer rst ${how}`);
      const sent = rows.filter((row) => row.includes('7>8'));
      expect(sent.map((row) => Number(row.split(' ')[3]))).toEqual(seqs);
      expect(rows.filter((row) => row.includes('8>7 RST 1 0 0'))).toHaveLength(2);
    },
  );

  test('a segment without ACK is refused with RST,ACK', async () => {
    const { rows } = await craft(
      null,
      '--message x --flags SYN --ack 0 --answer rst --src 10.0.0.1:7 --dst 10.0.0.2:8',
    );
    expect(rows).toEqual(['0.000000 7>8 SYN 0 0 1 good', '0.000050 8>7 RST,ACK 1 2 0 good']);
  });

  test('a message longer than --mss takes several segments, PSH only on the last', async () => {
    const { rows } = await craft(null, '--message abcdefg --mss 3');
    expect(rows.map((row) => row.split(' ').slice(2, 6).join(' '))).toEqual([
      'ACK 1 1 3',
      'ACK 4 1 3',
      'PSH,ACK 7 1 1',
    ]);
  });

  test.each(['null', 'loop', 'ethernet', 'sll', 'sll2', 'raw'])(
    '--link %s carries it, over IPv6 too',
    async (link) => {
      const { rows } = await craft(TWO, `--link ${link} --src ::1 --dst ::2 --checksum offloaded`);
      expect(rows).toHaveLength(10);
      expect(rows.every((row) => row.endsWith('offloaded'))).toBe(true);
    },
  );
});

describe('--show', () => {
  const PREVIEW =
    '--link raw --src 127.0.0.1:63588 --dst 127.0.0.1:12345 --flags SYN --seq 0xe664e0c2 --ack 0 --window 65535 --ip-id 0x3b03 --message';

  test('shows the known preview packet: its fields, both checksums worked out, its bytes', async () => {
    const args = [...PREVIEW.split(' '), 'Hello Packet (preview)', '--show'];
    const { stdout: text } = await tcpexplain(['craft', ...args]);
    const dump = text.slice(text.indexOf('The whole frame'));
    const octets = dump
      .match(/(?<=^ {2}[0-9a-f]{4} {2})([0-9a-f]{2} ?){1,16}/gm)
      ?.join('')
      .replaceAll(' ', '');
    expect(octets).toBe(
      '4500003e3b030000400641b57f0000017f000001f8643039e664e0c2000000005002ffffae31000048656c6c6f205061636b657420287072657669657729',
    );
    for (const step of ['sum 951c5', '51c5 + 9 = 51ce', 'ffff - 51ce = ae31', 'ffff - be4a = 41b5'])
      expect(text).toContain(step);
  });

  test('a message cannot steer the terminal', async () => {
    const { text } = await craft(`${HEADER}\n1,2,"a\u001b[2J\u202eb",0\n`, '--show');
    expect(text).toContain('"a\\x1b[2J\\u202eb"');
    // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test('an offloaded checksum is shown as not the sum', async () => {
    const { text } = await craft(null, '--message x --show --checksum offloaded');
    expect(text).toContain('left for the network card to replace');
  });
});

describe('wrong usage is one line', () => {
  test.each([
    ['--src 1.2.3.4:5', '--src and --dst belong together'],
    ['--src 1.2.3.4:5 --dst 1.2.3.5', 'both with a port or both without'],
    ['--src 1.2.3.4 --dst ::1', 'cannot be mixed'],
    ['--message x', 'either a CSV file or --message'],
    ['--time-column nix', 'no column "nix"'],
  ])('%s', async (args, message) => {
    const failed = craft(TWO, args);
    await expect(failed).rejects.toThrow(UsageError);
    await expect(failed).rejects.toThrow(message);
  });

  test.each([
    '--src 1.2.3',
    '--flags FOO',
    '--seq 4294967296',
    '--ttl x',
    '--start later',
    '--src-mac 1',
    '--link token-ring',
  ])('%s', async (args) => {
    await expect(craft(TWO, args)).rejects.toThrow(/^error: option .* is invalid\. /);
  });

  test('control characters of the file do not reach the terminal', async () => {
    const input = join(folder, 'hostile.csv');
    writeFileSync(input, `${HEADER}\n1,\u001b[2J,x,0\n`);
    const { status, stderr } = await tcpexplain(['craft', input, '--show']);
    expect(status).toBe(2);
    expect(stderr).toContain('"\\x1b[2J" is not a port');
    expect(stderr).not.toContain('\u001b');
  });
});
