// States that later rows correct: of what was refused, nobody was there to take one; of who asks again, no answer came yet;
// a FIN behind a hole is not looked at.
import { describe, expect, test } from 'vitest';
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

test('a reset in the name of an end that lives on', async () => {
  const states = await statesOf((t) => {
    t.handshake().client.data('x');
    t.server.ack();
    t.undelivered(() => t.client.data('y'));
    t.undelivered(() => t.server.raw({ flags: 0x04, seq: 1 }));
    t.wait(500).server.fin();
    t.client.raw({ flags: 0x04, seq: 3 });
  });
  expect(states.slice(5)).toEqual([
    'ESTABLISHED ESTABLISHED',
    'CLOSED ESTABLISHED',
    'CLOSED FIN-WAIT-1',
    'CLOSED CLOSED',
  ]);
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

/** An older connection, and a SYN on its ports after `script`; the SYN counts from `isn`. */
function again(isn: number, script: (t: Trace) => unknown): Trace {
  const t = trace().handshake();
  script(t);
  return t.connection({ client: { isn } });
}

test('a SYN that meets an older connection finds that in its state', async () => {
  const t = again(900_000, (old) => old.client.data(50));
  t.undelivered(() => t.client.syn());
  t.undelivered(() => t.server.ack({ seq: 1, ack: 51 - 899_000 }));
  t.undelivered(() => t.client.rst({ seq: 51 - 899_000 }));
  t.client.syn({ seq: 0 });
  t.server.synAck({ seq: 70_000, ack: 1 });
  const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
  const states = rows.slice(4).map((row) => `${row.clientState} ${row.serverState}`);
  expect(states).toEqual([
    'SYN-SENT ESTABLISHED',
    'SYN-SENT ESTABLISHED',
    'SYN-SENT CLOSED',
    'SYN-SENT SYN-RECEIVED',
    'ESTABLISHED SYN-RECEIVED',
  ]);
  expect(connections[1]).toMatchObject({ ending: 'open', endedBy: null });
});

test('also in TIME-WAIT', async () => {
  const t = again(900_000, (old) => {
    old.server.fin();
    old.client.fin();
    old.server.ack();
  });
  t.undelivered(() => t.client.syn());
  t.undelivered(() => t.server.ack({ seq: 2, ack: 2 - 899_000 }));
  const { rows } = await analyzeBytes(t.capture(), 'trace');
  expect(rows.slice(-2).map(({ serverState }) => serverState)).toEqual(['TIME-WAIT', 'TIME-WAIT']);
});

test('a number a little ahead is that of an older connection where the asking end refuses it', async () => {
  const states = await statesOf((t) => {
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.raw({ flags: 0x10, seq: 500, ack: 700 }));
    t.undelivered(() => t.client.rst({ seq: 700 }));
  });
  expect(states).toEqual(['SYN-SENT ESTABLISHED', 'SYN-SENT ESTABLISHED', 'SYN-SENT CLOSED']);
});

test('but not where it goes on as though it were confirmed', async () => {
  const states = await statesOf((t) => {
    t.client.syn();
    t.unseen(() => [t.server.synAck(), t.client.ack(), t.client.data(699)]);
    t.server.ack();
    t.client.data(5);
  });
  expect(states[1]).toBe('ESTABLISHED SYN-RECEIVED');
});

test('RFC 9293 3.5, figure 7: both ends go from SYN-SENT over SYN-RECEIVED to ESTABLISHED', async () => {
  const states = await statesOf((t) => {
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.syn());
    t.undelivered(() => t.client.synAck({ seq: 0, ack: 1 }));
    t.undelivered(() => t.server.synAck({ seq: 0, ack: 1 }));
    t.client.data(5, { seq: 1, ack: 1 });
  });
  expect(states).toEqual([
    'SYN-SENT unknown',
    'SYN-RECEIVED SYN-SENT',
    'SYN-RECEIVED SYN-RECEIVED',
    'ESTABLISHED SYN-RECEIVED',
    'ESTABLISHED ESTABLISHED',
  ]);
});

test('an end that only answers the SYN that came has not crossed it', async () => {
  const states = await statesOf((t) => {
    t.client.syn();
    t.server.raw({ flags: 0x14, seq: 0, ack: 1 });
    t.undelivered(() => t.server.syn());
  });
  expect(states[0]).toBe('SYN-SENT CLOSED');
});

test('a socket that is connected with itself has one state', async () => {
  const t = trace({
    client: { address: '127.0.0.1', port: 40_000, isn: 1000 },
    server: { address: '127.0.0.1', port: 40_000, isn: 1000 },
  });
  const send = (flags: number, seq: number, payload = 0): void => {
    t.undelivered(() => t.client.raw({ flags, seq, ack: seq === 0 ? 1 : seq, payload }));
  };
  send(0x02, 0);
  send(0x12, 0);
  send(0x10, 1);
  send(0x18, 1, 2);
  send(0x11, 3);
  send(0x10, 4);
  const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
  expect(connections[0]).toMatchObject({
    ending: 'closed',
    client: { state: 'TIME-WAIT' },
    server: { state: 'TIME-WAIT' },
  });
  expect(rows.map((row) => `${row.clientState} ${row.serverState}`)).toEqual([
    'SYN-SENT SYN-RECEIVED',
    'SYN-RECEIVED ESTABLISHED',
    'ESTABLISHED ESTABLISHED',
    'ESTABLISHED ESTABLISHED',
    'FIN-WAIT-1 CLOSING',
    'TIME-WAIT TIME-WAIT',
  ]);
  expect(rows.map(({ links }) => links.acknowledges)).toEqual([[], [1], [2], [], [4], [5]]);
});

test('a reset that does not confirm the SYN changes nothing', async () => {
  const t = trace();
  t.client.syn();
  t.undelivered(() => t.server.raw({ flags: 0x14, seq: 0, ack: 77 }));
  t.server.synAck({ seq: 0, ack: 1 });
  t.client.ack();
  const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
  expect(rows.map((row) => `${row.clientState} ${row.serverState}`)).toEqual([
    'SYN-SENT SYN-RECEIVED',
    'SYN-SENT SYN-RECEIVED',
    'ESTABLISHED SYN-RECEIVED',
    'ESTABLISHED ESTABLISHED',
  ]);
  expect(connections[0]).toMatchObject({ ending: 'open', endedBy: null });
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

const FROM_SERVER = [10, 0, 0, 2];

test('a SYN of which nothing is heard: whether it arrived does not show', async () => {
  const states = await statesOf((t) => {
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.wait(1000).client.syn({ seq: 0 }));
  });
  expect(states).toEqual(['SYN-SENT unknown', 'SYN-SENT unknown']);
});

test('the states of the last row are those of the connection', async () => {
  const t = trace();
  t.undelivered(() => t.client.syn());
  const { connections } = await analyzeBytes(t.capture(), 'trace');
  expect(connections[0]).toMatchObject({ server: { state: 'unknown' } });
});

test('who confirms what is not here was answered', async () => {
  const states = await statesOf((t) => {
    t.client.syn();
    t.unseen(() => t.server.synAck());
    t.client.ack();
  });
  expect(states).toEqual(['SYN-SENT SYN-RECEIVED', 'ESTABLISHED ESTABLISHED']);
});

test('a SYN that its computer refuses by ICMP, and one that got no farther than a router', async () => {
  const refused = await statesOf((t) => [t.client.syn(), t.icmpError(3, 3, FROM_SERVER)]);
  expect(refused).toEqual(['SYN-SENT CLOSED']);
  const stopped = await statesOf((t) => [t.client.syn(), t.icmpError(3, 1)]);
  expect(stopped).toEqual(['SYN-SENT unknown']);
});

test('a SYN that is refused by ICMP, and accepted when it comes again', async () => {
  const states = await statesOf((t) => {
    t.undelivered(() => t.client.syn());
    t.icmpError(3, 3, FROM_SERVER);
    t.wait(1000).client.syn({ seq: 0 });
    t.server.synAck();
    t.client.ack();
  });
  expect(states).toEqual([
    'SYN-SENT CLOSED',
    'SYN-SENT SYN-RECEIVED',
    'ESTABLISHED SYN-RECEIVED',
    'ESTABLISHED ESTABLISHED',
  ]);
});

test('a reset that got no further ends the connection of its sender alone', async () => {
  const t = trace().handshake();
  t.undelivered(() => t.client.rst());
  t.icmpError(3, 1);
  const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
  expect(rows.at(-1)).toMatchObject({ clientState: 'CLOSED', serverState: 'ESTABLISHED' });
  expect(connections[0]).toMatchObject({
    client: { state: 'CLOSED' },
    server: { state: 'ESTABLISHED' },
  });
});

test('a FIN that got no further is learnt of when it comes again', async () => {
  const states = await statesOf((t) => {
    t.handshake();
    t.undelivered(() => t.client.fin());
    t.icmpError(3, 1);
    t.wait(300).client.raw({ flags: 0x11, seq: 1 });
  });
  expect(states.slice(3)).toEqual(['FIN-WAIT-1 ESTABLISHED', 'FIN-WAIT-1 CLOSE-WAIT']);
});

test('a FIN that crosses another has not been seen by who sends that (figure 13)', async () => {
  const states = await statesOf((t) => {
    t.handshake();
    t.undelivered(() => t.client.fin());
    t.server.fin();
    t.client.raw({ flags: 0x10, seq: 2, ack: 2 });
    t.server.raw({ flags: 0x10, seq: 2, ack: 2 });
  });
  expect(states.slice(3)).toEqual([
    'FIN-WAIT-1 ESTABLISHED',
    'CLOSING FIN-WAIT-1',
    'CLOSING TIME-WAIT',
    'TIME-WAIT TIME-WAIT',
  ]);
});

test('a FIN that is confirmed before the other comes does not cross it', async () => {
  const states = await statesOf((t) => {
    t.handshake().client.fin();
    t.server.data(5);
    t.server.fin();
    t.client.ack();
  });
  expect(states.slice(3)).toEqual([
    'FIN-WAIT-1 CLOSE-WAIT',
    'FIN-WAIT-2 CLOSE-WAIT',
    'TIME-WAIT LAST-ACK',
    'TIME-WAIT CLOSED',
  ]);
});

describe('one direction only', () => {
  async function ofServer(finAck: number): Promise<string[]> {
    return statesOf((t) => {
      t.unseen(() => t.client.syn());
      t.server.synAck();
      t.unseen(() => t.client.data('six', { seq: 1, ack: 1 }));
      t.server.ack({ ack: 4 });
      t.server.data('answer', { ack: 4 });
      t.server.fin({ ack: finAck });
    });
  }

  test('who confirms and answers is past its handshake', async () => {
    expect((await ofServer(4)).slice(1)).toEqual([
      'ESTABLISHED ESTABLISHED',
      'ESTABLISHED ESTABLISHED',
      'CLOSE-WAIT FIN-WAIT-1',
    ]);
  });

  test('who closed first does not show where the FIN confirms more', async () => {
    expect((await ofServer(5)).at(-1)).toBe('unknown unknown');
  });
});

test('bytes of a server whose third step is not in the capture', async () => {
  const states = await statesOf((t) => {
    t.client.syn();
    t.server.synAck();
    t.unseen(() => t.client.ack());
    t.server.data('banner');
  });
  expect(states[2]).toBe('ESTABLISHED ESTABLISHED');
});

test('bytes that answer those of a SYN', async () => {
  const states = await statesOf((t) => {
    t.client.raw({ flags: 0x02, payload: 'early' });
    t.server.synAck();
    t.server.data('answer');
  });
  expect(states[2]).toBe('ESTABLISHED SYN-RECEIVED');
});
