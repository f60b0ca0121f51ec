// Whether a payload is text, and how it begins: one verdict, so that a row's sentence never calls binary what the
// packet list beside it prints.

import { describe, expect, test } from 'vitest';
import { payloadText } from '../../src/explain/payload.ts';
import { analyzeBytes, explainAnalysis } from '../../src/index.ts';
import { trace } from '../support/trace.ts';
import { madeRow } from '../report/made-analysis.ts';

const beginningOf = (payload: string | Uint8Array): string | null =>
  payloadText(madeRow(1, payload))?.beginning ?? null;

describe('as text', () => {
  test.each([
    ['text', '@eliad hello', '@eliad hello'],
    ['Hebrew', 'שלום', 'שלום'],
    ['an empty line', '\r\n', '\r\n'],
    ['nothing', '', null],
    ['binary', new Uint8Array([0, 1, 2, 0xff, 0xfe]), null],
    ['a number of four bytes', new Uint8Array([0x41, 0, 0, 0]), null],
    ['zeros alone', new Uint8Array(1), null],
    ['a string of C', 'hi\0', 'hi\0'],
    ['coloured text', '\u001b[31mno such user\u001b[0m', '\u001b[31mno such user\u001b[0m'],
    [
      'text that begins within a letter',
      Buffer.from('ש two halves').subarray(1),
      '\ufffd two halves',
    ],
    ['text that ends within a letter', Buffer.from('two halves ש').subarray(0, -1), 'two halves …'],
    ['a long text', 'a'.repeat(61), `${'a'.repeat(60)}…`],
    ['a long text of letters of two bytes', 'ש'.repeat(200), `${'ש'.repeat(60)}…`],
  ])('%s', (_, payload, text) => {
    expect(beginningOf(payload)).toBe(text);
  });
});

test.each([
  ['hello\n', 'hello', true],
  ['\r\n', '\r\n', true],
  ['\nhello\nyou', 'hello', false],
  [`hello${'\n'.repeat(300)}more`, 'hello', false],
  ['a'.repeat(61), 'a'.repeat(60), false],
])('the excerpt of %j', (payload, excerpt, whole) => {
  expect(payloadText(madeRow(1, payload))).toMatchObject({ excerpt, whole });
});

test.each(['hi\0', '\r\n', '\u001b[1mhello\u001b[0m'])(
  'sentence and packet list agree on %j',
  async (payload) => {
    const t = trace().handshake();
    t.client.data(payload);
    const model = explainAnalysis(await analyzeBytes(t.capture(), 'made'));
    const row = [...model.rows].at(-1)!;
    expect(row.payload).toBe(payload);
    expect(JSON.stringify(row.parts)).not.toContain('do not read as text');
    expect(row.headline.some((span) => span.kind === 'captured')).toBe(true);
  },
);
