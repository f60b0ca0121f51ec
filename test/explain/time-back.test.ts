// Time stamps that go backward: a clock that was set, or records out of order.
import { expect, test } from 'vitest';
import { analyzeBytes, explainAnalysis } from '../../src/index.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { trace } from '../support/trace.ts';

test('a row that is stamped before the one above it says so, and shows it', async () => {
  const t = trace().handshake();
  t.at(500).client.data('one');
  t.at(20).server.ack();
  const { rows } = explainAnalysis(await analyzeBytes(t.capture(), 'made'));
  const [before, back] = [...rows].slice(3);
  expect(before?.delta).toBe('+498 ms');
  expect(back?.delta).toBe('−480 ms');
  const words = back!.parts.flatMap(({ sentences }) => sentences.map(plainText)).join(' ');
  expect(words).toContain('Its time stamp is 480 ms before that of row 4');
});
