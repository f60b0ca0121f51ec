// States that later rows correct: of what was refused, nobody was there to take one; of who asks again, no answer came yet;
// a FIN behind a hole is not looked at.
import { expect, test } from 'vitest';
import { analyzeBytes, analyzeFile } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';

async function statesOf(script: (t: Trace) => unknown): Promise<string[]> {
  const t = trace();
  script(t);
  const { rows } = await analyzeBytes(t.capture(), 'trace');
  return rows.map(({ clientState, serverState }) => `${clientState} ${serverState}`);
}

const refusal = { flags: 0x14, seq: 0 };

test('a SYN to a closed port', async () => {
  const states = await statesOf((t) => [t.client.syn(), t.server.raw(refusal)]);
  expect(states).toEqual(['SYN-SENT CLOSED', 'CLOSED CLOSED']);
});

test('a SYN that is answered', async () => {
  const states = await statesOf((t) => t.handshake());
  expect(states[0]).toBe('SYN-SENT SYN-RECEIVED');
});

test('a SYN whose answer is not among the rows', async () => {
  const t = trace({ stepMs: 0.01 });
  const on = Array.from({ length: 600 }, (_, i) => t.connection({ client: { port: 1024 + i } }));
  for (const one of on) one.client.syn();
  for (const one of on) one.server.raw(refusal);
  const { rows, selected } = await analyzeBytes(t.capture(), 'scan');
  const asked = rows.filter(({ frame, kind }) => kind === 'syn' && selected!.has(frame));
  expect(new Set(asked.map(({ serverState }) => serverState))).toEqual(
    new Set(['CLOSED', 'unknown']),
  );
});

test('data to nobody: its sender need not have a connection either', async () => {
  const { rows } = await analyzeFile('captures/crafted-http-rst.pcap');
  expect([rows[0]!.clientState, rows[0]!.serverState]).toEqual(['unknown', 'CLOSED']);
  expect([rows[1]!.clientState, rows[1]!.serverState]).toEqual(['CLOSED', 'CLOSED']);
});

test('a reset of a connection that there is', async () => {
  const states = await statesOf((t) => {
    t.handshake().client.data(10);
    t.server.rst();
  });
  expect(states[3]).toBe('ESTABLISHED ESTABLISHED');
});

test('who asks again had not been answered', async () => {
  const states = await statesOf((t) => {
    t.client.syn();
    t.undelivered(() => t.server.synAck());
    t.wait(1000).client.syn({ seq: 0 });
    t.server.synAck({ seq: 0 });
    t.client.ack();
  });
  expect(states[1]).toBe('SYN-SENT SYN-RECEIVED');
  expect(states[3]).toBe('ESTABLISHED SYN-RECEIVED');
});

test('a FIN behind a hole at its receiver waits until that is filled', async () => {
  const states = await statesOf((t) => {
    t.handshake();
    t.undelivered(() => t.client.data(4));
    t.undelivered(() => t.client.fin());
    t.server.ack();
    t.client.raw({ flags: 0x18, seq: 1, payload: 4 });
    t.server.ack({ ack: 6 });
  });
  expect(states.slice(4)).toEqual([
    'FIN-WAIT-1 ESTABLISHED',
    'FIN-WAIT-1 ESTABLISHED',
    'FIN-WAIT-1 CLOSE-WAIT',
    'FIN-WAIT-2 CLOSE-WAIT',
  ]);
});

test('a SACK block shows the hole as well', async () => {
  const states = await statesOf((t) => {
    t.handshake();
    t.undelivered(() => t.client.data(4));
    t.undelivered(() => t.client.fin());
    t.server.raw({ flags: 0x10, window: 500, sack: [[5, 6]] });
    t.client.raw({ flags: 0x19, seq: 1, payload: 4 });
  });
  expect(states.slice(4)).toEqual([
    'FIN-WAIT-1 ESTABLISHED',
    'FIN-WAIT-1 ESTABLISHED',
    'FIN-WAIT-1 CLOSE-WAIT',
  ]);
});

test('an acknowledgement on its way when the FIN is sent shows no hole', async () => {
  const states = await statesOf((t) => {
    t.handshake();
    t.client.data(4);
    t.client.data(4);
    t.client.fin();
    t.server.ack({ ack: 5 });
    t.server.ack({ ack: 10 });
  });
  expect(states.slice(5)).toEqual([
    'FIN-WAIT-1 CLOSE-WAIT',
    'FIN-WAIT-1 CLOSE-WAIT',
    'FIN-WAIT-2 CLOSE-WAIT',
  ]);
});

test('nor does one that asks for the bytes in its own segment', async () => {
  const states = await statesOf((t) => {
    t.handshake();
    t.server.ack();
    t.undelivered(() => t.client.raw({ flags: 0x19, payload: 4 }));
    t.server.ack();
    t.server.ack({ ack: 6 });
  });
  expect(states.slice(4, 6)).toEqual(['FIN-WAIT-1 CLOSE-WAIT', 'FIN-WAIT-1 CLOSE-WAIT']);
});

test('a reset that is refuted changes nothing, whatever follows it', async () => {
  const t = trace().handshake();
  t.undelivered(() => t.client.rst({ seq: 50_000 }));
  t.client.data(5, { seq: 1 });
  t.server.ack({ ack: 6 });
  t.undelivered(() => t.client.rst({ seq: 50 }));
  t.client.fin({ seq: 6 });
  t.server.fin({ ack: 7 });
  t.client.ack({ seq: 7, ack: 2 });
  const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
  const states = rows.map(({ clientState, serverState }) => `${clientState} ${serverState}`);
  expect(states.slice(3)).toEqual([
    'ESTABLISHED ESTABLISHED',
    'ESTABLISHED ESTABLISHED',
    'ESTABLISHED ESTABLISHED',
    'ESTABLISHED ESTABLISHED',
    'FIN-WAIT-1 CLOSE-WAIT',
    'TIME-WAIT LAST-ACK',
    'TIME-WAIT CLOSED',
  ]);
  expect(connections[0]).toMatchObject({
    ending: 'closed',
    endedBy: 'client',
    client: { state: 'TIME-WAIT' },
    server: { state: 'CLOSED' },
  });
});

test('a connection that is opened behind a reset does not end with it', async () => {
  const t = trace();
  t.client.syn();
  t.undelivered(() => t.server.raw({ flags: 0x10, seq: 500, ack: 700 }));
  t.undelivered(() => t.client.rst({ seq: 700 }));
  t.wait(1000).client.syn({ seq: 0 });
  t.server.synAck({ seq: 0, ack: 1 });
  t.client.ack({ seq: 1, ack: 1 });
  t.client.data(5, { seq: 1, ack: 1 });
  t.server.ack({ seq: 1, ack: 6 });
  const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
  expect(connections[0]).toMatchObject({ ending: 'open', endedBy: null });
  expect(rows.at(-1)).toMatchObject({ clientState: 'ESTABLISHED', serverState: 'ESTABLISHED' });
});
