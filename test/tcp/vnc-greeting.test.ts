// After VNC's greeting on a port that does not tell it Wireshark counts another stream. The numbers here were measured with
// tshark 4.0.17.

import { expect, test } from 'vitest';
import { analyzeBytes, explainAnalysis } from '../../src/index.ts';
import { streamsOf } from '../streams/streams-of.ts';
import { trace, type Trace } from '../support/trace.ts';

const GREETING = 'RFB 003.008\n';

function sessionOn(port: number, greeting = GREETING, answer = GREETING): Trace {
  const t = trace({ server: { port } });
  t.handshake({ windowShift: 7 });
  t.server.data(greeting);
  t.client.data(answer);
  t.server.data('\u0001\u0002');
  t.client.data('\u0002');
  return t;
}

/** Stream and relative sequence number of each row, and the labels there are. */
async function rowsOf(t: Trace): Promise<{ numbers: string[]; labels: string[] }> {
  const { rows } = await analyzeBytes(t.capture(), 'made');
  return {
    numbers: rows.map(({ stream, tcp }) => `${stream}:${tcp.relSeq}`),
    labels: rows.flatMap(({ labels }) => labels),
  };
}

test('what comes after the greeting is another stream, with numbers of its own', async () => {
  const { numbers, labels } = await rowsOf(sessionOn(5902));
  expect(numbers).toEqual(['0:0', '0:0', '0:1', '0:1', '1:1', '1:1', '1:13']);
  expect(labels).toEqual([]);
});

test.each([
  ['its own port', 5900, GREETING],
  ['a byte more', 5902, 'RFB 003.008\n\u0000'],
  ['no line break', 5902, 'RFB 003.008 '],
  ['another word', 5902, 'RFC 003.008\n'],
])('%s: one stream', async (_, port, greeting) => {
  const { numbers } = await rowsOf(sessionOn(port, greeting, 'no'));
  expect(new Set(numbers.map((number) => number[0]))).toEqual(new Set(['0']));
});

test('the number is taken when the connection goes on, and once a connection', async () => {
  const t = sessionOn(5902);
  const other = t.connection({ client: { port: 41_000 }, server: { port: 5903 } });
  other.handshake();
  other.server.data(GREETING);
  t.client.data('more');
  t.connection({ client: { port: 42_000 }, server: { port: 80 } }).client.syn();
  other.client.data(GREETING);
  other.server.data(GREETING);
  other.client.data('x');
  const { numbers } = await rowsOf(t);
  expect(
    numbers
      .slice(7)
      .map((number) => number[0])
      .join(''),
  ).toBe('222213444');
});

test('the report says where the beginning is, and claims no late capture', async () => {
  const analysis = await analyzeBytes(sessionOn(5902).capture(), 'made');
  const model = JSON.stringify(explainAnalysis(analysis));
  expect(model).toContain("Wireshark counts what follows VNC's greeting as a stream of its own");
  expect(model).not.toContain('The capture begins in the middle');
  expect(model).not.toContain('began before the capture');
  expect(model).not.toContain('Nobody closes either connection');
});

test('the first part goes on elsewhere, unless the capture ends with the greeting', async () => {
  const endingsOf = async (t: Trace): Promise<string[]> =>
    (await analyzeBytes(t.capture(), 'made')).connections.map(({ ending }) => ending);
  const streamEndingsOf = async (t: Trace): Promise<string[]> =>
    (await streamsOf(t.capture())).map(({ ending }) => ending);
  expect(await endingsOf(sessionOn(5902))).toEqual(['continued', 'open']);
  expect(await streamEndingsOf(sessionOn(5902))).toEqual(['continued', 'open']);
  const short = trace({ server: { port: 5902 } });
  short.handshake();
  short.server.data(GREETING);
  expect(await endingsOf(short)).toEqual(['open']);
  expect(await streamEndingsOf(short)).toEqual(['open']);
});
