// Of very many lines in rows that the conversation had no room for, few are made into messages; passwords are found all the
// same.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import type { Analysis } from '../../src/collect/analysis.ts';
import type { CollectOptions } from '../../src/collect/row-collector.ts';
import { maskSecrets } from '../../src/explain/mask-secrets.ts';
import { trace, type Trace } from '../support/trace.ts';

const PASSWORD = 'kitten99';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const LINES = 'a\n'.repeat(20_000);
/** More than may become messages, and more than the conversation holds of one direction. */
const ROWS_BEFORE = 7;

const opened = (): Trace => {
  const t = trace({ server: { port: 4000 } }).handshake();
  for (let i = 0; i < ROWS_BEFORE; i++) t.client.data(LINES);
  return t;
};

interface Seen {
  /** What the rows say once they are masked, a character a byte. */
  readonly said: string;
  readonly analysis: Analysis;
}

async function seen(t: Trace, options: CollectOptions = {}): Promise<Seen> {
  const analysis = await analyzeBytes(t.capture(), 'made', options);
  const said = maskSecrets(analysis).analysis.rows.map(({ bytes, payloadStart, payloadEnd }) =>
    Buffer.from(bytes.subarray(payloadStart, payloadEnd)).toString('latin1'),
  );
  return { said: said.join(''), analysis };
}

const asterisks = (said: string): number => said.split('*').length - 1;

const TALKS: Readonly<Record<string, (t: Trace) => void>> = {
  'in the middle of a row': ({ client }) => {
    client.data(`${LINES}PASS ${PASSWORD}\n${LINES.slice(20_000)}`.slice(-60_000));
  },
  'in the first line of a row': ({ client }) => {
    client.data(`PASS ${PASSWORD}\n${LINES}`);
  },
  'in the last line of a row': ({ client }) => {
    client.data(`${LINES}PASS ${PASSWORD}\n`);
  },
  'in a line that two rows bring': ({ client }) => {
    client.data(`${LINES}PA`);
    client.data(`SS ${PASSWORD}\n${LINES}`);
  },
  'itself in two rows': ({ client }) => {
    client.data(`${LINES}PASS kit`);
    client.data(`ten99\n${LINES}`);
  },
  'in the answer to a question': ({ client, server }) => {
    server.data('Password: ');
    client.data(`${PASSWORD}\n${LINES}`);
  },
  'in the answer to a question behind many lines': ({ client, server }) => {
    server.data(`${LINES}Password: `);
    client.data(`${PASSWORD}\n${LINES}`);
  },
  'in the answer to a question in two sends, of a terminal in colours': ({ client, server }) => {
    server.data(LINES);
    server.data('Pass\x1b[1m');
    server.data('word: ');
    client.data(`${PASSWORD}\n${LINES}`);
  },
  'in the answer to a question in another language': ({ client, server }) => {
    server.data(`${LINES}Пароль: `);
    client.data(`${PASSWORD}\n${LINES}`);
  },
};

describe('a password is masked, and nothing else,', () => {
  test.each(Object.entries(TALKS))('%s', async (_, talk) => {
    const t = opened();
    talk(t);
    for (let i = 0; i < 2; i++) t.client.data(LINES);
    const { said, analysis } = await seen(t);
    expect(said.includes(PASSWORD)).toBe(false);
    expect(asterisks(said)).toBe(PASSWORD.length);
    expect(analysis.secretsBeyond).toHaveLength(1);
  });

  test.each([
    `PASS ${PASSWORD}`,
    `/login ann ${PASSWORD}`,
    `Sign-In ann ${PASSWORD}`,
    `IDENTIFY ann ${PASSWORD}`,
    `logon ann ${PASSWORD}`,
    `a1 LOGIN ann ${PASSWORD}`,
    `tag LOGIN ann ${PASSWORD}`,
    `/register ann ${PASSWORD}`,
    `sign_up ann ${PASSWORD}`,
    `create-account ann ${PASSWORD}`,
    `adduser ann ${PASSWORD}`,
    `/set_password ${PASSWORD}`,
    `passwd ${PASSWORD}`,
    `user=ann&pwd=${PASSWORD}`,
    `{"user":"ann","password":"${PASSWORD}"}`,
  ])('in %s', async (line) => {
    const t = opened();
    t.client.data(`${LINES}${line}\n${LINES.slice(30_000)}`);
    const { said } = await seen(t);
    expect(said.includes(PASSWORD)).toBe(false);
    expect(asterisks(said)).toBe(PASSWORD.length);
  });

  test('in what follows AUTH LOGIN, with lines of nothing between', async () => {
    const t = opened();
    t.client.data(`${LINES}AUTH LOGIN\n\n\n\n\n\n${base64('ann')}\n${base64(PASSWORD)}\n`);
    t.client.data(LINES);
    const { said } = await seen(t);
    expect(said.includes(base64(PASSWORD))).toBe(false);
    expect(said.includes(base64('ann'))).toBe(true);
    expect(asterisks(said)).toBe(base64(PASSWORD).length);
  });

  test('where it is said again, by the other side too and before it was known', async () => {
    const t = opened();
    t.client.data(`${LINES}is it ${PASSWORD}?\n`);
    t.client.data(`${LINES}PASS ${PASSWORD}\n`);
    for (let i = 0; i < 2; i++) t.client.data(LINES);
    t.server.data(`${LINES}so it is ${PASSWORD}\n${LINES.slice(30_000)}`);
    const { said } = await seen(t);
    expect(said.includes(PASSWORD)).toBe(false);
    expect(asterisks(said)).toBe(3 * PASSWORD.length);
  });
});

test('the lines around it, and what is said of passwords, stay', async () => {
  const t = opened();
  t.client.data(
    `${LINES}before\nPASS ${PASSWORD}\nbehind\nno password here, none\n${LINES}`.slice(-50_000),
  );
  const { said } = await seen(t);
  expect(said.includes('before\nPASS ********\nbehind\nno password here, none\n')).toBe(true);
});

test('lines that answer nothing that is shown are masked, all of them', async () => {
  const busy = trace({ client: { port: 50_001 }, server: { port: 8080 } }).handshake();
  for (let i = 0; i < 2_000; i++) busy.server.data('x');
  const t = busy.connection({ client: { port: 50_002 }, server: { port: 4000 } }).handshake();
  for (let i = 0; i < ROWS_BEFORE; i++) t.client.data(LINES);
  t.server.data('Password: ');
  t.client.ack();
  for (let i = 0; i < 9_000; i++) busy.server.data('x');
  for (let i = 0; i < 30; i++) {
    t.client.keepAlive();
    t.server.ack();
  }
  const answer = `${'\n'.repeat(55_000)}${PASSWORD}\n`;
  const sent = t.client.data(answer);
  t.client.retransmit(sent);
  t.server.ack();
  const { said } = await seen(busy);
  expect(said.includes(PASSWORD)).toBe(false);
  expect(asterisks(said)).toBeGreaterThanOrEqual(2 * answer.length);
});

test('rows with very many passwords are masked whole', async () => {
  const t = opened();
  const many = Array.from({ length: 300 }, (_, i) => `PASS kitten${i}\n`).join('');
  t.client.data(many);
  t.client.data(LINES);
  const { said, analysis } = await seen(t);
  expect(said.includes('PASS')).toBe(false);
  expect(asterisks(said)).toBe(many.length);
  expect(analysis.secretsBeyond).toHaveLength(1);
});

test('where more lines may be passwords than become messages, no row of those that were missed is shown', async () => {
  const t = opened();
  for (let row = 0; row < 20; row++)
    t.client.data(Array.from({ length: 3_000 }, (_, i) => `PASS kit${row}x${i}\n`).join(''));
  t.server.data('hello kit3x3\n');
  const { said, analysis } = await seen(t);
  expect(said.includes('kit')).toBe(false);
  expect(analysis.secretsBeyond.length).toBeLessThanOrEqual(analysis.rows.length);
});
