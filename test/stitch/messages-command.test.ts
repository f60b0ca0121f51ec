// `tcpexplain messages` and `follow --session`, as docs/schema/messages.v1.json and the guide say.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tcpexplain } from '../cli/program-run.ts';
import { CAPTURE_NAMES, CAPTURES, rowSchema, rowsOf, rowValidator } from '../support/row-schema.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { clients, says } from './conversation.ts';

const isMessage = rowValidator(rowSchema('messages.v1.json'));
const folder = temporaryFolder();

const rows = async (...args: string[]): Promise<Record<string, unknown>[]> => {
  const { stdout } = await tcpexplain(['messages', ...args, '--format', 'ndjson']);
  return rowsOf(stdout);
};

describe('NDJSON', () => {
  test.each(CAPTURE_NAMES)('is what the schema says: %s', async (name) => {
    const found = await rows(join(CAPTURES, name));
    for (const row of found) {
      expect({ row, errors: isMessage(row) ? [] : isMessage.errors }).toEqual({ row, errors: [] });
    }
    expect(found.length).toBeGreaterThan(0);
  });

  test('tells the message of lab 1 and what it was passed on as', async () => {
    const found = await rows(join(CAPTURES, 'server-client-messages.pcap'));
    expect(found.slice(-2)).toMatchObject([
      {
        id: 'm5',
        stream: 1,
        sender: 'laptop',
        receiver: 'eliad',
        frames: [13],
        text: '@eliad hello',
        len: 12,
        relayOf: [],
      },
      {
        id: 'm6',
        stream: 0,
        sender: 'laptop',
        receiver: 'eliad',
        frames: [14],
        text: 'Message from laptop: hello',
        relayOf: [
          { id: 'm5', certainty: 'certain', added: 'Message from laptop: ', removed: '@eliad ' },
        ],
      },
    ]);
  });

  test('gives Base64 where there is no text, and says which capture where there are several', async () => {
    const found = await rows(
      join(CAPTURES, 'group-chat-rooms-live.pcap'),
      join(CAPTURES, 'server-client-messages.pcap'),
    );
    expect(new Set(found.map(({ capture }) => capture)).size).toBe(2);
    const upload = found.find(({ base64 }) => base64 !== undefined);
    expect(Buffer.from(String(upload?.['base64']), 'base64').subarray(0, 4)).toEqual(
      Buffer.from([0, 1, 2, 3]),
    );
  });
});

test('passwords are masked unless asked for', async () => {
  const path = join(CAPTURES, 'group-chat-rooms-live.pcap');
  for (const args of [
    ['messages', path],
    ['messages', path, '--format', 'markdown'],
    ['messages', path, '--format', 'ndjson'],
    ['follow', path, '--session'],
  ]) {
    const { stdout } = await tcpexplain(args);
    expect(stdout).not.toMatch(/laptop123|sisma-shel-tal|parol1|bluesky/);
    expect((await tcpexplain([...args, '--show-secrets'])).stdout).toMatch(/laptop123/);
  }
});

test('a session reads as a chat: the message and its copy on one line, with their rows', async () => {
  const { stdout, status } = await tcpexplain([
    'follow',
    join(CAPTURES, 'server-client-messages.pcap'),
    '--session',
  ]);
  expect(status).toBe(0);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
    /^\d\d:04:51\.45 laptop > eliad: hello \(rows 13, 14\)$/,
  );
});

test('both sides of a translation are one connection seen twice, each of the three', async () => {
  const { stdout } = await tcpexplain([
    'messages',
    ...['chat-nat-inside.pcap', 'chat-nat-outside.pcap'].map((name) => join(CAPTURES, name)),
  ]);
  expect(stdout.match(/are one connection seen twice/g)).toHaveLength(3);
  expect(stdout).toContain('192.168.7.22:40000');
});

test('what was seen twice is told by the right names, also after a file that cannot be read', async () => {
  const [inside, outside] = ['chat-nat-inside.pcap', 'chat-nat-outside.pcap'].map((name) =>
    join(CAPTURES, name),
  );
  const { stdout } = await tcpexplain(['messages', join(folder, 'gone.pcap'), inside!, outside!]);
  expect(stdout).toMatch(
    /^stream 0 of chat-nat-inside\.pcap \(.*\) and stream \d of chat-nat-outside\.pcap \(/m,
  );
});

test('a flood is told with its limit, and none below it', async () => {
  const path = join(CAPTURES, 'group-chat-rooms-live.pcap');
  expect((await tcpexplain(['messages', path])).stdout).toContain(
    'sent 30 messages, 30 within a second (limit 20); 20 went on',
  );
  expect((await tcpexplain(['messages', path, '--flood-limit', '40'])).stdout).not.toContain(
    'Flood',
  );
});

test('captured text changes no structure: not of a terminal, not of a Markdown table', async () => {
  const { tape, on } = clients(2);
  says(on[0], 'client', 'a | b \u001b[31m `x` <script> \u202e www.example.org\n');
  says(on[1], 'server', 'x\n| y\n');
  const path = join(folder, 'hostile.pcap');
  writeFileSync(path, tape.capture());
  for (const command of [
    ['messages', path],
    ['follow', path, '--session'],
    ['messages', path, '--format', 'markdown'],
  ]) {
    const { stdout } = await tcpexplain(command);
    for (const bad of ['\u001b', '\u202e']) expect(stdout.includes(bad)).toBe(false);
  }
  const { stdout } = await tcpexplain(['messages', path, '--format', 'markdown']);
  expect(stdout).not.toContain('<script>');
  const table = stdout.split('\n').filter((line) => line.startsWith('|'));
  expect(new Set(table.map((line) => line.replaceAll('\\|', '').split('|').length)).size).toBe(1);
});
