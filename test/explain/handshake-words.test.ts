// How long a handshake took: from the SYN that was answered, which need not be the last.
import { expect, test } from 'vitest';
import { explainAnalysis } from '../../src/explained.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { analyzeBytes } from '../../src/index.ts';
import { trace } from '../support/trace.ts';
import { explained, textOf } from './made-rows.ts';

test.each([
  [0, 3010],
  [3000, 10],
])('an answer that sends back the clock of %i', async (clock, tookMs) => {
  const t = trace({ timestamps: true });
  t.client.syn({ tsVal: 5000 });
  t.at(3000).client.syn({ seq: 0, tsVal: 8000 });
  t.at(3005).server.synAck({ tsVal: 77, tsEcr: 5000 + clock });
  t.at(3010).client.ack({ seq: 1, tsEcr: 77 });
  const { initialRttNs } = (await analyzeBytes(t.capture(), 'trace')).connections[0]!;
  expect(initialRttNs).toBe(10e6);
  const text = textOf(explained(await analyzeBytes(t.capture(), 'trace'), 4));
  const delay = tookMs > 1000 ? '3.0 s' : `${tookMs} ms`;
  expect(text).toContain(`From the SYN to this third step the handshake took ${delay}`);
});

test('a SYN that came again: one definition in rows, sentences and the table', async () => {
  const t = trace({ timestamps: true });
  t.undelivered(() => t.client.syn());
  t.at(3000).client.syn({ seq: 0 });
  t.at(3005).server.synAck();
  t.at(3010).client.ack();
  const whole = await analyzeBytes(t.capture(), 'trace');
  expect(textOf(explained(whole, 4))).toContain(
    'took 10 ms, counted from row 2, which was answered; from the first, row 1, it is 3.0 s',
  );
  const [line] = explainAnalysis(whole).connections;
  expect(line!.handshakeTime).toBe('3.0 s');
  expect(line!.sentences.map(plainText).join(' ')).toContain(
    'full handshake in 3.0 s, 10 ms after',
  );
});

test('the last SYN need not be the one that was answered', async () => {
  const t = trace({ timestamps: true });
  t.client.syn({ tsVal: 5000 });
  t.at(3000).client.syn({ seq: 0, tsVal: 8000 });
  t.at(3005).server.synAck({ tsVal: 77, tsEcr: 5000 });
  t.at(3010).client.ack({ seq: 1, tsEcr: 77 });
  const [line] = explainAnalysis(await analyzeBytes(t.capture(), 'trace')).connections;
  const text = line!.sentences.map(plainText).join(' ');
  expect(line!.handshakeTime).toBe('3.0 s');
  expect(text).toContain('a full handshake in 3.0 s; the');
});
