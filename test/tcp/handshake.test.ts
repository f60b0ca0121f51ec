// What the opening segments agree on: window scaling (RFC 7323 2), the round trip, and the numbers both count from.
import { describe, expect, test } from 'vitest';
import { Completeness } from '../../src/tcp/connection.ts';
import { type Trace, trace } from '../support/trace.ts';
import { analyzeBytes } from '../../src/index.ts';
import { reduced } from '../support/reduced.ts';
import { noTshark, serverOfCase, tsharkFieldsOfCases } from '../support/tshark.ts';
import type { SynOptions } from '../support/trace-side.ts';
import { completenessOf, follow, followBytes, ISNS } from './follow.ts';

/** Windows of the segments, as shown. */
const windows = async (t: Trace): Promise<number[]> =>
  (await follow(t)).steps.map(({ scaledWindow }) => scaledWindow);

describe('window scaling (RFC 7323 2.2)', () => {
  const side = { window: 100 };
  const script = (): Trace => trace({ client: side, server: side });

  test('holds when both SYNs offer it, each side with its own shift, and never for the window of a SYN', async () => {
    const t = script();
    t.client.syn({ windowShift: 3 });
    t.server.synAck({ windowShift: 7 });
    t.client.ack();
    t.server.ack();
    expect(await windows(t)).toEqual([100, 100, 800, 12_800]);
  });

  test.each([
    ['the SYN alone', { windowShift: 3 }, {}],
    ['the SYN-ACK alone', {}, { windowShift: 7 }],
    ['neither', {}, {}],
  ])('is not used when %s offers it', async (_, syn, synAck) => {
    const t = script();
    t.client.syn(syn);
    t.server.synAck(synAck);
    t.client.ack();
    t.server.ack();
    expect(await windows(t)).toEqual([100, 100, 100, 100]);
  });

  test('is not in force where the SYN-ACK alone offers it; unknown where another SYN did', async () => {
    const shifts = async (...syns: readonly SynOptions[]): Promise<(number | null)[]> => {
      const t = script();
      for (const syn of syns) t.client.syn({ ...syn, seq: 0 });
      t.server.synAck({ windowShift: 7 });
      t.client.ack();
      t.server.ack();
      const { rows } = await analyzeBytes(t.capture(), 'made');
      return rows.slice(-2).map(({ tcp }) => tcp.windowShift);
    };
    expect(await shifts({})).toEqual([0, 0]);
    expect(await shifts({ windowShift: 3 }, {})).toEqual([null, null]);
  });

  test('by a shift of 0 is scaling too: it lets the other side scale', async () => {
    const t = script();
    t.client.syn({ windowShift: 0 });
    t.server.synAck({ windowShift: 7 });
    t.client.ack();
    t.server.ack();
    expect(await windows(t)).toEqual([100, 100, 100, 12_800]);
  });

  test('counts a shift above 14 as 14 (2.3)', async () => {
    const t = script();
    t.client.syn({ windowShift: 15 });
    t.server.synAck({ windowShift: 255 });
    t.client.ack();
    t.server.ack();
    expect(await windows(t)).toEqual([100, 100, 100 * 2 ** 14, 100 * 2 ** 14]);
  });

  test('is kept when a SYN is sent again without the option', async () => {
    const t = script();
    t.client.syn({ windowShift: 3 });
    t.client.syn({ seq: 0 });
    t.server.synAck({ windowShift: 7 });
    t.client.ack();
    t.server.ack();
    expect(await windows(t)).toEqual([100, 100, 100, 800, 12_800]);
  });

  test('is shown, as by Wireshark, from an option on any segment; no report vouches for it', async () => {
    const t = script();
    t.unseen(() => t.handshake());
    t.client.ack({ options: Uint8Array.of(3, 3, 5, 0) });
    t.client.ack();
    expect(await windows(t)).toEqual([100, 3200]);
    const { rows } = await analyzeBytes(t.capture(), 'stray');
    expect(rows.map(({ tcp }) => tcp.windowShift)).toEqual([null, null]);
  });

  test('is not denied by a SYN whose options were not captured', async () => {
    const t = script().handshake({ windowShift: 2 });
    t.server.ack();
    const snapLen = (frame: number): number => (frame === 1 ? 54 : Infinity);
    const { steps } = await followBytes(reduced(t.capture(), () => true, snapLen).file);
    expect(steps.map(({ scaledWindow }) => scaledWindow)).toEqual([100, 100, 100, 400]);
  });

  test('is unknown where the handshake was not captured: the field is shown as it stands', async () => {
    const t = script();
    t.unseen(() => t.handshake({ windowShift: 7 }));
    t.client.data('x');
    const { steps, connections } = await follow(t);
    expect(steps[0]?.scaledWindow).toBe(100);
    expect(connections[0]?.halves.map(({ windowShift }) => windowShift)).toEqual([-1, -1]);
  });
});

describe('the round trip of the handshake', () => {
  test('goes from the SYN to the ACK that ends it', async () => {
    const t = trace();
    t.client.syn();
    t.at(30).server.synAck();
    t.at(31).client.ack();
    const { connections } = await follow(t);
    expect(connections[0]).toMatchObject({ initialRttNs: 31e6, handshakeAckFrame: 3 });
  });

  test('counts from the last SYN when it was sent again', async () => {
    const t = trace();
    const syn = t.client.syn();
    t.at(1000).client.retransmit(syn);
    t.at(1030).server.synAck();
    t.at(1031).client.ack();
    expect((await follow(t)).connections[0]?.initialRttNs).toBe(31e6);
  });

  test('ends with the first data where no bare ACK comes before it', async () => {
    const t = trace();
    t.client.syn();
    t.server.synAck();
    t.client.data('x');
    const { steps, connections } = await follow(t);
    expect(connections[0]?.handshakeAckFrame).toBe(3);
    expect(steps[2]?.kind).toBe('data');
  });

  test.each<[string, (t: Trace) => unknown]>([
    ['a reset', (t) => t.client.rst({ flags: 0x14 })],
    ['an ACK of something else', (t) => t.client.ack({ ack: 2 })],
    ['an ACK of the server', (t) => t.server.ack()],
  ])('is not ended by %s', async (_, send) => {
    const t = trace();
    t.client.syn();
    t.server.synAck();
    send(t);
    const { connections } = await follow(t);
    expect(connections[0]).toMatchObject({ handshakeAckFrame: 0 });
  });

  test('is ended by data behind some that is late', async () => {
    const t = trace();
    t.client.syn();
    t.server.synAck();
    t.reorder(() => [t.client.data(100), t.client.data(50)]);
    expect((await follow(t)).connections[0]).toMatchObject({ handshakeAckFrame: 3 });
  });

  test('as Wireshark has it goes to the first acknowledgement, whoever’s', async () => {
    const t = trace();
    t.client.syn();
    t.at(30).server.synAck();
    t.at(31).server.ack();
    t.at(50).client.ack();
    const { connections } = await follow(t);
    expect(connections[0]).toMatchObject({ initialRttNs: 31e6, handshakeAckFrame: 4 });
  });
});

const numbers = async (t: Trace): Promise<string[]> =>
  (await follow(t)).steps.map(({ relSeq, relAck }) => `${relSeq}/${relAck}`);

describe.each(ISNS)('the numbers both sides count from, the client from %i', (isn) => {
  const script = (): Trace => trace({ client: { isn }, server: { isn: isn ^ 0x1234_5678 } });
  test('are the initial sequence numbers where the SYNs were captured', async () => {
    const t = script().handshake();
    t.client.data(40);
    t.server.ack();
    t.server.data(7);
    expect(await numbers(t)).toEqual(['0/0', '0/1', '1/1', '1/1', '1/41', '1/41']);
  });

  test('make the first byte seen number 1 where they were not, on either side', async () => {
    const t = script();
    t.unseen(() => t.handshake().client.data(500));
    t.client.data(40);
    t.server.ack();
    t.server.data(7);
    expect(await numbers(t)).toEqual(['1/1', '1/41', '1/41']);
  });

  test('are implied by the acknowledgement where only the SYN-ACK was captured', async () => {
    const t = script();
    t.unseen(() => t.client.syn());
    t.server.synAck();
    t.client.ack();
    expect(await numbers(t)).toEqual(['0/1', '1/1']);
  });
});

test("completeness has Wireshark's bits", async () => {
  const t = trace().handshake();
  t.client.data('x');
  t.server.ack();
  const bits = async (): Promise<number> => (await follow(t)).connections[0]?.completeness ?? 0;
  const { Syn, SynAck, Ack, Data, Fin, Rst } = Completeness;
  expect(await bits()).toBe(Syn | SynAck | Ack | Data);
  t.client.fin();
  expect(await bits()).toBe(Syn | SynAck | Ack | Data | Fin);
  t.server.rst();
  expect(await bits()).toBe(Syn | SynAck | Ack | Data | Fin | Rst);
});

describe('Wireshark counts in tcp.completeness', () => {
  const SYN = 0x02;
  const RST = 0x04;
  const ACK = 0x10;
  const CASES: readonly (readonly [name: string, bits: number, script: (t: Trace) => unknown])[] = [
    ['a lone SYN', 1, (t) => t.client.raw({ flags: SYN })],
    ['a lone SYN with data', 9, (t) => t.client.raw({ flags: SYN, payload: 'x' })],
    ['not the reset of a lone SYN', 1, (t) => t.client.raw({ flags: SYN | RST })],
    ['nothing else of a lone segment', 0, (t) => t.client.raw({ flags: RST | ACK, payload: 'x' })],
    [
      'no data without ACK',
      4,
      (t) => {
        t.client.raw({ flags: 0, payload: 'x' });
        t.server.ack();
      },
    ],
    [
      'no data of a SYN on ports used again, but its reset',
      33,
      (t) => {
        t.client.raw({ flags: SYN });
        t.client.raw({ flags: SYN | RST, payload: 'x', seq: 4000 });
      },
    ],
  ];

  test.each(CASES)('%s', async (_, bits, script) => {
    const t = trace({});
    script(t);
    expect((await completenessOf(t.capture())).at(-1)).toBe(bits);
  });

  let told: string[][][] | null = null;
  /** What tshark tells of all cases, asked once. */
  const tsharkTells = (): string[][][] =>
    (told ??= tsharkFieldsOfCases(
      CASES.map(([, , script], i) => {
        const t = trace({ server: serverOfCase(i) });
        script(t);
        return t.records;
      }),
      ['tcp.completeness'],
      ['-2'],
    ));

  test.skipIf(noTshark).each(CASES.map(([name, bits], i) => [name, bits, i] as const))(
    '%s: tshark does (needs tshark)',
    (_, bits, i) => {
      expect(Number(tsharkTells()[i]!.at(-1)![0])).toBe(bits);
    },
  );
});
