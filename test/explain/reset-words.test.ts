// What a reset means to the program at the other end: that depends on how far its connection had got.
import { expect, test } from 'vitest';
import { explainOverview } from '../../src/explain/explain-overview.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { buildStory } from '../../src/explain/story.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { english, explained, textOf } from './made-rows.ts';

async function said(t: Trace, frame: number): Promise<string> {
  return textOf(explained(await analyzeBytes(t.capture(), 'trace'), frame));
}

const NOBODY = 'accept() had not returned for it';
const READER = 'the next recv() or send() fails with "connection reset"';

test('where the third step was expected, no program has the connection yet', async () => {
  const t = trace();
  t.client.syn();
  t.server.synAck();
  t.client.rst();
  const text = await said(t, 3);
  expect(text).toContain(NOBODY);
  expect(text).not.toContain(READER);
});

test('a number further on follows bytes that the capture does not have', async () => {
  const t = trace();
  t.client.syn();
  t.server.synAck();
  t.client.rst({ seq: 20 });
  expect(await said(t, 3)).toContain(READER);
});

test('a program that was given the bytes of the SYN learns of it', async () => {
  const t = trace();
  t.client.raw({ flags: 0x02, payload: 20 });
  t.server.synAck({ ack: 21 });
  t.client.rst({ seq: 21 });
  expect(await said(t, 3)).toContain(READER);
});

test('behind the third step the program learns of it', async () => {
  const t = trace().handshake();
  t.client.rst();
  expect(await said(t, 4)).toContain(READER);
});

test('a refused request whose port accepts the next one: connect() fails', async () => {
  const t = trace();
  t.client.syn();
  t.server.raw({ flags: 0x14, seq: 0, ack: 1 });
  t.wait(500).server.synAck({ seq: 100 });
  const text = await said(t, 2);
  expect(text).toContain('connect() fails with "connection refused"');
  expect(text).not.toContain(READER);
});

test('a reset that ends nothing, and why', async () => {
  const t = trace().handshake();
  t.undelivered(() => t.client.rst({ seq: 500 }));
  t.server.ack();
  t.client.data('on', { seq: 1 });
  t.server.ack({ ack: 3 });
  t.undelivered(() => t.client.rst({ seq: 3 }));
  t.client.data('on', { seq: 3 });
  t.server.ack({ ack: 5 });
  t.client.data('on', { seq: 5 });
  t.undelivered(() => t.client.rst({ seq: 7 }));
  t.client.data('on', { seq: 7 });
  t.server.ack({ ack: 9 });
  expect(await said(t, 5)).toContain('Most likely it answers the reset in row 4');
  expect(await said(t, 5)).not.toContain('behind a hole');
  const text = await said(t, 4);
  expect(text).toContain('this one did not: row 7 confirms bytes that were sent after it');
  expect(text).toContain('it stands for 1,500 in the frame, and with row 2 the other side waited');
  expect(text).toContain('No program learns of it');
  expect(text).not.toContain(READER);
  expect(text).not.toContain('hard close');
  for (const frame of [8, 12])
    expect(await said(t, frame)).toContain('most likely it did not arrive, or arrived damaged');
});

test('of damaged segments only those that take numbers are sent again', async () => {
  const t = trace().handshake();
  t.client.data(5);
  t.undelivered(() => t.server.ack({ checksum: 0x1234 }));
  t.undelivered(() => t.server.data(5, { checksum: 0x1234 }));
  t.server.data(5, { seq: 1 });
  t.client.rst({ checksum: 0x1234 });
  const again = 'its sender must send it again';
  expect(await said(t, 5)).toContain('throws such a segment away without an answer.');
  expect(await said(t, 5)).not.toContain(again);
  expect(await said(t, 6)).toContain(again);
  expect(await said(t, 8)).not.toContain(again);
});

test('what comes with a reset is told, and returned by no recv()', async () => {
  const t = trace().handshake();
  t.client.data(5);
  t.server.raw({ flags: 0x14, payload: 'No listener' });
  const text = await said(t, 5);
  expect(text).toContain('It carries 11 bytes of payload: No listener.');
  expect(text).toContain('No recv() returns them.');
});

test('its first line, its first bytes, or that the capture has none of them', async () => {
  const t = trace();
  t.client.syn();
  t.server.raw({ flags: 0x14, seq: 0, payload: 'closed\r\nby a firewall' });
  expect(await said(t, 2)).toContain('It carries 21 bytes of payload. They begin: closed.');
  const binary = trace().handshake();
  binary.server.raw({ flags: 0x14, payload: Uint8Array.of(0, 1, 255, 2) });
  expect(await said(binary, 4)).toContain('They begin with the bytes 00 01 ff 02.');
  const cut = trace().handshake();
  cut.server.raw({ flags: 0x14, payload: 'No listener' });
  cut.cutFragment(54);
  const last = cut.records.at(-1)!;
  last.bytes[20] = 0x40; // no fragment after all
  expect(await said(cut, 4)).toContain('11 bytes of payload, but none of them were captured.');
});

test('a reset without bytes says nothing of them', async () => {
  const t = trace().handshake();
  t.server.rst();
  expect(await said(t, 4)).not.toContain('It carries');
});

test('a reset outside the window ends nothing, and a later one is not called another', async () => {
  const t = trace().handshake();
  t.client.data('one');
  t.server.ack();
  t.undelivered(() => t.client.rst({ seq: 200_000_000 }));
  t.client.rst({ seq: 4 });
  const ignored = await said(t, 6);
  expect(ignored).toContain('its number lies outside what the server has room for');
  expect(ignored).toContain('the other side waited for 1,004');
  expect(ignored).not.toContain('did not arrive');
  expect(ignored).not.toContain(READER);
  const obeyed = await said(t, 7);
  expect(obeyed).toContain(READER);
  expect(obeyed).not.toContain('the connection had ended before');
});

test('a reset that most likely a device sent says nothing of the program in whose name it came', async () => {
  const t = trace().handshake();
  t.client.data('one');
  t.server.ack();
  t.client.data('two');
  t.server.ack();
  t.undelivered(() => t.client.raw({ flags: 0x14, ttl: 200 }));
  const text = await said(t, 8);
  expect(text).toContain('a device on the way');
  expect(text).toContain('if the client did not send it, nothing changes there');
  expect(text).not.toContain('called close()');
  const { rows } = await analyzeBytes(t.capture(), 'trace');
  expect(rows[7]).toMatchObject({ clientState: 'ESTABLISHED', serverState: 'CLOSED' });
});

test('a refusal in the name of a host that stands behind a router says nothing of its port', async () => {
  const t = trace({ server: { ttl: 63 } }).handshake();
  t.server.data('one');
  t.server.data('two');
  const other = t.connection({ client: { port: 40_001 } });
  other.client.syn();
  other.server.raw({ flags: 0x14, seq: 0, ttl: 64 });
  const text = await said(t, 7);
  expect(text).toContain('it arrives with a TTL of 64, and what 10.0.0.2 sends otherwise with 63');
  expect(text).toContain('rules of the firewall');
  expect(text).not.toContain('no program there waits');
  const analysis = await analyzeBytes(t.capture(), 'trace');
  const { story } = explainOverview(analysis, buildStory(analysis), english);
  const told = story.map(plainText).join(' ');
  expect(told).toContain('most likely a device on the way refuses it');
  expect(told).not.toContain('nobody listens');
});

test('a reset that comes when both sides have closed breaks nothing off', async () => {
  const t = trace().handshake();
  for (let i = 0; i < 3; i++) t.server.data('x');
  t.client.ack();
  t.client.fin();
  t.server.fin();
  t.client.ack();
  t.undelivered(() => t.server.raw({ flags: 0x14, ttl: 200 }));
  t.undelivered(() => t.client.raw({ flags: 0x14, ttl: 200 }));
  const analysis = await analyzeBytes(t.capture(), 'trace');
  const waiting = explained(analysis, 11);
  expect(plainText(waiting.headline)).toBe('The server sends a reset when the connection is over');
  expect(textOf(waiting)).toContain('In TIME-WAIT the client only waits for what may come late');
  expect(textOf(waiting)).toContain('it had closed its socket already');
  expect(textOf(waiting)).not.toContain('in both directions');
});

test('a reset that finds nothing, and none before it', async () => {
  const t = trace().handshake();
  for (let i = 0; i < 3; i++) t.server.data('x');
  t.client.ack();
  t.client.fin();
  t.server.fin();
  t.client.ack();
  t.undelivered(() => t.client.raw({ flags: 0x14, ttl: 200 }));
  const text = await said(t, 11);
  expect(text).toContain('at the server it had ended before: this one changes nothing');
});

test('what a kernel refuses that has no such connection finds it closed there', async () => {
  const t = trace();
  t.unseen(() => t.handshake());
  t.server.fin();
  t.client.rst();
  const { rows } = await analyzeBytes(t.capture(), 'trace');
  const states = rows.map(({ clientState, serverState }) => `${clientState} ${serverState}`);
  expect(states).toEqual(['CLOSED FIN-WAIT-1', 'CLOSED CLOSED']);
  expect(await said(t, 2)).toContain('it has no such connection');
});

test('but not where that end has spoken before', async () => {
  const t = trace();
  t.unseen(() => t.handshake());
  t.client.ack();
  t.server.fin();
  t.client.rst();
  const { rows } = await analyzeBytes(t.capture(), 'trace');
  expect(rows[1]!.clientState).toBe('CLOSE-WAIT');
});
