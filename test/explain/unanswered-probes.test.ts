// Questions of a kernel that nobody answers: keep-alives and zero-window probes.
import { expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { explained, textOf } from './made-rows.ts';

const said = async (t: Trace, frame: number): Promise<string> =>
  textOf(explained(await analyzeBytes(t.capture(), 'trace'), frame));

/** Two probes into a closed window, of which the second is answered. */
function probed(): Trace {
  const t = trace().handshake();
  t.client.data('abc');
  t.server.ack({ window: 0 });
  t.undelivered(() => t.wait(500).client.keepAlive());
  t.wait(1000).client.keepAlive();
  t.server.ack({ window: 0 });
  return t;
}

test('a probe before the next one', async () => {
  const text = await said(probed(), 6);
  expect(text).toContain('A zero-window probe');
  expect(text).toContain('No row answers it before row 7 asks the same again.');
});

test('the next one has its answer', async () => {
  const text = await said(probed(), 7);
  expect(text).toContain('Row 8 answers it');
  expect(text).not.toContain('asks the same again');
});

test('a keep-alive is harmless as long as somebody answers later', async () => {
  const t = trace().handshake();
  t.client.data('abc');
  t.server.ack();
  t.undelivered(() => t.wait(1000).client.keepAlive());
  t.undelivered(() => t.wait(1000).client.keepAlive());
  const silent = await said(t, 6);
  expect(silent).toContain('the other side or the way to it is gone');
  expect(silent).toContain('No row of this capture answers it.');
  t.server.ack();
  const later = await said(t, 6);
  expect(later).toContain('Harmless as long as it is answered.');
  expect(later).toContain('No row answers it before row 7 asks the same again.');
});
