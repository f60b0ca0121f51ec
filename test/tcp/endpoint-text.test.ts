// An IPv6 address is in brackets where a port follows it (RFC 5952 6), wherever an endpoint is told.

import { expect, test } from 'vitest';
import { ConversationNotes } from '../../src/export/message-notes.ts';
import { analyzeBytes, explainAnalysis } from '../../src/index.ts';
import { transcript } from '../../src/stitch/transcript.ts';
import { endpointText } from '../../src/tcp/endpoint-text.ts';
import { trace } from '../support/trace.ts';

test.each<[string, number | '*', string]>([
  ['10.0.0.1', 80, '10.0.0.1:80'],
  ['::1', 80, '[::1]:80'],
  ['::ffff:10.0.0.1', 80, '[::ffff:10.0.0.1]:80'],
  ['::', '*', '[::]:*'],
])('%s and %s', (address, port, text) => {
  expect(endpointText(address, port)).toBe(text);
});

test('a talk over IPv6 is told with brackets: its lines, its notes, its upstreams, its report', async () => {
  const tape = trace({ server: { address: 'fd00::2', port: 10_000 } });
  const [ann, bob] = [1, 2].map((n) =>
    tape
      .connection({
        client: { address: `fd00::1${n}`, port: 40_000 + n, isn: 1000 * n },
        server: { address: 'fd00::2', port: 10_000, isn: 9000 * n },
      })
      .handshake(),
  );
  ann!.client.data('ann');
  bob!.client.data('bob');
  bob!.server.data('welcome to the room');
  ann!.client.data('@bob are you there');
  bob!.server.data('ann: are you there');
  const web = tape.connection({
    client: { address: 'fd00::1', port: 40_003 },
    server: { address: 'fd00::3', port: 8080 },
  });
  web.handshake();
  web.client.data('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  const up = tape.connection({
    client: { address: 'fd00::3', port: 50_000 },
    server: { address: 'fd00::4', port: 80 },
  });
  up.client.syn();
  up.server.rst();
  web.server.data('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
  const analysis = await analyzeBytes(tape.capture(), 'made');
  const { conversation } = analysis;
  const notes = new ConversationNotes(false);
  notes.add(conversation);
  const told = [
    ...transcript(conversation).flatMap(({ from, to, program }) => [from, ...to, program]),
    ...notes.lines(),
    JSON.stringify(explainAnalysis(analysis)),
  ].join('\n');
  expect(told).toContain('ann is at [fd00::11]:40001');
  expect(told).toContain('[fd00::4]:80 could not be reached');
  expect(told).toContain('[fd00::1]:40003');
  expect(told).not.toMatch(/[0-9a-f]::[0-9a-f]+:\d/);
});
