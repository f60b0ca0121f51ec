// States where a segment was dropped: a damaged one moves its sender alone, one without ACK nobody (RFC 9293 3.1, 3.10.7.4).
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NO_DROPS } from '../../src/classify/rules/dropped.ts';
import { type DraftRow, draftRow } from '../../src/collect/draft-row.ts';
import { statesOf } from '../../src/collect/states-without-drops.ts';
import { analyze, analyzeBytes, CaptureReader, openFile } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';

const DAMAGED = { checksum: 0x1234 };

interface Case {
  readonly name: string;
  readonly script: (t: Trace) => void;
  /** From the row with this number on. */
  readonly from: number;
  /** Client and server behind each row. */
  readonly states: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'a damaged FIN leaves its receiver as it was until the FIN comes again',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.fin(DAMAGED));
      t.server.data(7);
      t.client.fin({ seq: 1, ack: 8 });
      t.server.ack({ ack: 2 });
    },
    from: 4,
    states: [
      'FIN-WAIT-1 ESTABLISHED',
      'FIN-WAIT-1 ESTABLISHED',
      'FIN-WAIT-1 CLOSE-WAIT',
      'FIN-WAIT-2 CLOSE-WAIT',
    ],
  },
  {
    name: 'who asks has not got a SYN that came before, though his own is damaged',
    script: (t) => {
      t.undelivered(() => t.client.syn());
      t.undelivered(() => t.server.syn(DAMAGED));
      t.wait(1000);
      t.undelivered(() => t.server.syn({ seq: 0 }));
      t.client.synAck({ seq: 0, ack: 1 });
      t.server.synAck({ seq: 0, ack: 1 });
      t.client.ack({ seq: 1, ack: 1 });
    },
    from: 1,
    states: [
      'SYN-SENT unknown',
      'SYN-SENT SYN-SENT',
      'SYN-RECEIVED SYN-SENT',
      'SYN-RECEIVED SYN-RECEIVED',
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED ESTABLISHED',
    ],
  },
  {
    name: 'an end that closes behind a damaged FIN has not seen it',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.fin(DAMAGED));
      t.server.fin({ ack: 1 });
      t.client.fin({ seq: 1, ack: 2 });
      t.server.ack({ ack: 2 });
    },
    from: 4,
    states: [
      'FIN-WAIT-1 ESTABLISHED',
      'CLOSING FIN-WAIT-1',
      'CLOSING TIME-WAIT',
      'TIME-WAIT TIME-WAIT',
    ],
  },
  {
    name: 'a damaged FIN that crosses another',
    script: (t) => {
      t.handshake();
      t.server.fin();
      t.undelivered(() => t.client.fin({ ...DAMAGED, ack: 1 }));
      t.client.fin({ seq: 1, ack: 2 });
    },
    from: 4,
    // Who does not confirm the other's FIN closes from ESTABLISHED (figure 5).
    states: ['ESTABLISHED FIN-WAIT-1', 'FIN-WAIT-1 FIN-WAIT-1', 'CLOSING TIME-WAIT'],
  },
  {
    name: 'a damaged SYN asks nobody',
    script: (t) => {
      t.undelivered(() => t.client.syn(DAMAGED));
      t.wait(1000).client.syn({ seq: 0 });
      t.server.synAck();
    },
    from: 1,
    states: ['SYN-SENT unknown', 'SYN-SENT SYN-RECEIVED', 'ESTABLISHED SYN-RECEIVED'],
  },
  {
    name: 'a damaged SYN-ACK answers nobody',
    script: (t) => {
      t.client.syn();
      t.undelivered(() => t.server.synAck(DAMAGED));
      t.wait(1000).server.synAck({ seq: 0 });
      t.client.ack();
    },
    from: 1,
    states: [
      'SYN-SENT SYN-RECEIVED',
      'SYN-SENT SYN-RECEIVED',
      'ESTABLISHED SYN-RECEIVED',
      'ESTABLISHED ESTABLISHED',
    ],
  },
  {
    name: 'a damaged confirmation of a FIN confirms nothing, but its sender has seen the FIN',
    script: (t) => {
      t.handshake().server.ack();
      t.client.fin();
      t.undelivered(() => t.server.ack(DAMAGED));
      t.client.fin({ seq: 1 });
      t.server.ack();
    },
    from: 5,
    states: [
      'FIN-WAIT-1 CLOSE-WAIT',
      'FIN-WAIT-1 CLOSE-WAIT',
      'FIN-WAIT-1 CLOSE-WAIT',
      'FIN-WAIT-2 CLOSE-WAIT',
    ],
  },
  {
    name: 'a damaged reset ends its own end alone',
    script: (t) => {
      t.handshake().server.ack();
      t.undelivered(() => t.server.rst(DAMAGED));
      t.client.data(5);
      t.server.rst();
    },
    from: 5,
    states: ['ESTABLISHED CLOSED', 'ESTABLISHED CLOSED', 'CLOSED CLOSED'],
  },
  {
    name: 'nor that, where its end goes on: then it was forged',
    script: (t) => {
      t.handshake().server.ack();
      t.undelivered(() => t.server.rst(DAMAGED));
      t.server.data(5);
    },
    from: 5,
    states: ['ESTABLISHED ESTABLISHED', 'ESTABLISHED ESTABLISHED'],
  },
  {
    name: 'a FIN behind damaged bytes waits for them',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.data(5, DAMAGED));
      t.undelivered(() => t.client.fin());
      t.client.data(5, { seq: 1 });
      t.server.ack({ ack: 7 });
    },
    from: 5,
    states: ['FIN-WAIT-1 ESTABLISHED', 'FIN-WAIT-1 ESTABLISHED', 'FIN-WAIT-2 CLOSE-WAIT'],
  },
  {
    name: 'what is confirmed though its sum is wrong was not damaged',
    script: (t) => {
      t.handshake().client.fin(DAMAGED);
      t.server.ack();
    },
    from: 4,
    states: ['FIN-WAIT-1 CLOSE-WAIT', 'FIN-WAIT-2 CLOSE-WAIT'],
  },
  {
    name: 'where every sum is wrong, none tells of damage',
    script: (t) => {
      t.client.syn(DAMAGED);
      t.server.synAck(DAMAGED);
      t.client.ack(DAMAGED);
      t.client.fin(DAMAGED);
    },
    from: 3,
    states: ['ESTABLISHED ESTABLISHED', 'FIN-WAIT-1 CLOSE-WAIT'],
  },
  {
    name: 'a FIN scan ends nothing',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.raw({ flags: 0x01, seq: 1 }));
      t.client.data(5, { seq: 1 });
      t.server.ack({ ack: 6 });
      t.client.fin({ seq: 6 });
    },
    from: 4,
    states: [
      'ESTABLISHED ESTABLISHED',
      'ESTABLISHED ESTABLISHED',
      'ESTABLISHED ESTABLISHED',
      'FIN-WAIT-1 CLOSE-WAIT',
    ],
  },
  {
    name: 'a null scan opens nothing',
    script: (t) => void t.client.raw({ flags: 0 }),
    from: 1,
    states: ['unknown unknown'],
  },
  {
    name: 'a FIN without ACK that is confirmed all the same was taken',
    script: (t) => {
      t.handshake().client.raw({ flags: 0x01 });
      t.server.ack();
      t.server.fin();
      t.client.ack();
    },
    from: 4,
    states: [
      'FIN-WAIT-1 CLOSE-WAIT',
      'FIN-WAIT-2 CLOSE-WAIT',
      'TIME-WAIT LAST-ACK',
      'TIME-WAIT CLOSED',
    ],
  },
];

describe.each([1000, 0xffff_fffe])('states of both ends, the client counting from %i', (isn) => {
  test.each(CASES)('$name', async ({ script, from, states }) => {
    const t = trace({ client: { isn } });
    script(t);
    const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
    const shown = rows.map(({ clientState, serverState }) => `${clientState} ${serverState}`);
    expect(shown.slice(from - 1)).toEqual(states);
    const [{ client, server }] = connections as [(typeof connections)[number]];
    expect(`${client.state} ${server.state}`).toBe(states.at(-1));
  });
});

test('a scan neither ends a connection nor is who ended it', async () => {
  const t = trace().handshake();
  t.undelivered(() => t.client.raw({ flags: 0x29 }));
  t.server.data(5);
  const { connections } = await analyzeBytes(t.capture(), 'trace');
  expect(connections[0]).toMatchObject({ ending: 'open', endedBy: null });
});

test('of two third steps the one that is not damaged is the third step', async () => {
  const t = trace();
  t.client.syn();
  t.server.synAck();
  t.undelivered(() => t.client.ack(DAMAGED));
  t.wait(1000).server.synAck({ seq: 0 });
  t.client.ack();
  t.client.data(5);
  const { rows } = await analyzeBytes(t.capture(), 'trace');
  expect(rows.map(({ kind }) => kind).slice(2)).toEqual([
    'ack',
    'syn-ack',
    'handshake-ack',
    'data',
  ]);
  expect(rows.map(({ serverState }) => serverState).slice(2)).toEqual([
    'SYN-RECEIVED',
    'SYN-RECEIVED',
    'ESTABLISHED',
    'ESTABLISHED',
  ]);
  expect(rows[4]!.links.answers).toBe(2);
});

test('what goes on with the number of a scan is no keep-alive, but what has the number before it', async () => {
  const t = trace().handshake();
  t.client.data(5);
  t.server.ack();
  t.undelivered(() => t.client.raw({ flags: 0x01, seq: 6 }));
  t.client.ack({ seq: 6 });
  t.client.raw({ flags: 0x10, seq: 6, payload: 'x' });
  t.wait(20_000).client.raw({ flags: 0x10, seq: 6 });
  const { rows } = await analyzeBytes(t.capture(), 'trace');
  expect(rows.slice(5).map(({ kind }) => kind)).toEqual(['fin', 'ack', 'data', 'keep-alive']);
  expect(rows[6]!.labels).toEqual(['keep_alive']);
});

const CAPTURES = 'captures';

test.each(readdirSync(CAPTURES).filter((name) => /\.pcap(ng)?$/.test(name)))(
  'without any drop the states of %s are those of the pass',
  async (name) => {
    const connections = new Map<number, DraftRow[]>();
    const reader = await CaptureReader.open(await openFile(join(CAPTURES, name)));
    await analyze(reader, [
      {
        segment: (context) => {
          const { stream } = context.connection;
          const own = connections.get(stream) ?? [];
          connections.set(stream, [...own, draftRow(context)]);
        },
      },
    ]);
    for (const drafts of connections.values()) {
      const again = statesOf(drafts, NO_DROPS, () => false);
      for (const { frame, states, statesWithoutReset } of drafts)
        expect(again.get(frame)).toEqual({ states, statesWithoutReset });
    }
  },
);
