// A report masks passwords in every row it shows, also where the memory for messages was used up before the row came.
import { describe, expect, test } from 'vitest';
import {
  analyze,
  analyzeBytes,
  CaptureReader,
  explainAnalysis,
  fromBytes,
  lookAgain,
  renderHtml,
  renderMarkdown,
  RowCollector,
} from '../../src/index.ts';
import type { CollectOptions } from '../../src/collect/row-collector.ts';
import { trace, type Trace } from '../support/trace.ts';

const PASSWORD = 'kitten99';
const BASE64 = Buffer.from(`ann:${PASSWORD}`).toString('base64');
const HEX = Buffer.from(PASSWORD)
  .toString('hex')
  .replaceAll(/..(?!$)/g, '$& ');

/** A tape, and the script that sends the password; it is the last thing on the tape. */
interface Scene {
  readonly tape: Trace;
  readonly signIn: () => void;
}

/** More than all connections together may keep, on another connection. */
function afterDownload(signIn: (t: Trace) => void): Scene {
  const tape = trace();
  for (let port = 40_000; port < 40_020; port++) {
    const one = tape.connection({ client: { port }, server: { port: 8080 } }).handshake();
    for (let i = 0; i < 60; i++) one.server.data(4_000);
  }
  const other = tape.connection({ client: { port: 50_000 }, server: { port: 21 } });
  return { tape, signIn: () => signIn(other.handshake()) };
}

/** More than one direction may keep. */
function afterUpload(signIn: (t: Trace) => void): Scene {
  const tape = trace({ server: { port: 21 } }).handshake();
  for (let i = 0; i < 6; i++) {
    tape.client.data(60_000);
    tape.server.ack();
  }
  return { tape, signIn: () => signIn(tape) };
}

/** More messages than are told. */
function afterTalk(signIn: (t: Trace) => void): Scene {
  const tape = trace({ server: { port: 6667 } }).handshake();
  for (let i = 0; i < 5_200; i++) tape.client.data(`so the ${i}th line goes\n`);
  return { tape, signIn: () => signIn(tape) };
}

/** More payloads at one sequence number than are kept. */
function afterRepeats(signIn: (t: Trace) => void): Scene {
  const tape = trace({ server: { port: 4000 } }).handshake();
  tape.client.data(`${'the first of all these payloads '.repeat(4)}\n`);
  for (let i = 0; i < 70; i++)
    tape.client.data(`payload ${1000 + i}, no number counted\n`, { seq: 1 });
  return { tape, signIn: () => signIn(atStart(tape)) };
}

/** The client says everything at one sequence number. */
const atStart = (tape: Trace): Trace =>
  ({
    client: { data: (text: string) => tape.client.data(text, { seq: 1 }) },
    server: { data: () => {} },
  }) as unknown as Trace;

const BEFORE = { afterDownload, afterUpload, afterTalk, afterRepeats };

const SIGN_INS: Readonly<Record<string, (t: Trace) => void>> = {
  'USER and PASS': (t) => {
    t.client.data('USER ann\r\n');
    t.server.data('331 Password required\r\n');
    t.client.data(`PASS ${PASSWORD}\r\n`);
  },
  'HTTP Basic': (t) => {
    t.client.data(`GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${BASE64}\r\n\r\n`);
  },
};

async function reports(tape: Trace, options: CollectOptions): Promise<string> {
  const model = explainAnalysis(await analyzeBytes(tape.capture(), 'made', options));
  return renderMarkdown(model) + renderHtml(model);
}

describe.each(Object.entries(BEFORE))('%s', (_, before) => {
  test.each(Object.entries(SIGN_INS))('%s in the last rows is masked', async (_name, signIn) => {
    const { tape, signIn: run } = before(signIn);
    const last = (await analyzeBytes(tape.capture(), 'made', { maxRows: Infinity })).rows.length;
    run();
    const selection = { frames: [[last + 1, Infinity] as const], streams: null };
    const masked = await reports(tape, { selection });
    for (const secret of [PASSWORD, BASE64, HEX]) expect(masked).not.toContain(secret);
    expect(masked).toContain('what may be one, is masked here');
    const shown = await reports(tape, { selection, showSecrets: true });
    expect(shown).not.toContain('what may be one, is masked here');
    expect(shown).toMatch(/PASS kitten99|Authorization: Basic/);
  });
});

/** A prompt, then more segments of others than are remembered, then its answer, which is sent again: an example. */
function farBehindItsPrompt(between: (t: Trace) => void): Trace {
  const { tape } = afterDownload(() => undefined);
  const other = tape.connection({ client: { port: 50_000 }, server: { port: 23 } }).handshake();
  other.server.data('Password: ');
  other.client.ack();
  const busy = tape.connection({ client: { port: 50_001 }, server: { port: 8080 } }).handshake();
  for (let i = 0; i < 9_000; i++) busy.server.data('x');
  between(other);
  const sent = other.client.data(`${PASSWORD}\r\n`);
  other.client.retransmit(sent);
  other.server.ack();
  return tape;
}

const keptAlive = (t: Trace): void => {
  for (let i = 0; i < 30; i++) {
    t.client.keepAlive();
    t.server.ack();
  }
};

describe('the answer to a prompt that is not among the rows is masked', () => {
  test.each([
    ['from a file', () => undefined, true],
    ['from a pipe', () => undefined, false],
    ['behind keep-alives, from a file', keptAlive, true],
    ['behind keep-alives, from a pipe', keptAlive, false],
  ] as const)(
    '%s',
    async (_, between, isFile) => {
      const file = farBehindItsPrompt(between).capture();
      const open = () => CaptureReader.open(fromBytes(file, 'made'));
      const collector = new RowCollector();
      const reader = await open();
      await analyze(reader, [collector]);
      if (isFile) await lookAgain(collector, async (use) => use(await open()));
      const model = explainAnalysis(collector.analysis('made', reader));
      const masked = renderMarkdown(model) + renderHtml(model);
      expect(masked).toContain('**Wireshark calls it.** TCP Retransmission');
      for (const secret of [PASSWORD, HEX]) expect(masked).not.toContain(secret);
    },
    20_000,
  );
});

test('what is said to a direction that is full is not told, be it a password', async () => {
  const t = trace({ server: { port: 23 } }).handshake();
  for (let i = 0; i < 70; i++) t.server.data(`${'output '.repeat(600)}\r\n`);
  t.server.data('Password: ');
  t.client.data(`${PASSWORD}\r\n`);
  expect(await reports(t, {})).not.toContain(PASSWORD);
});

test('rows that the conversation holds are not searched again', async () => {
  const t = trace({ server: { port: 21 } }).handshake();
  SIGN_INS['USER and PASS']!(t);
  const { conversation, secretsBeyond } = await analyzeBytes(t.capture(), 'made');
  expect(conversation.credentials).toHaveLength(1);
  expect(secretsBeyond).toEqual([]);
});
