// How rows point at each other: who acknowledges whom, who answers whom, who repeats whom.
import { describe, expect, test } from 'vitest';
import type { RowLinks } from '../../src/classify/packet-row.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { ISNS } from '../tcp/follow.ts';

const linksOf = async (t: Trace): Promise<(frame: number) => RowLinks> => {
  const { rows } = await analyzeBytes(t.capture(), 'trace');
  return (frame) => rows[frame - 1]!.links;
};

describe.each(ISNS)('links between rows, the client counting from %i', (isn) => {
  const script = (): Trace => trace({ client: { isn }, server: { isn: ~isn >>> 0 } });
  test('the handshake: SYN-ACK answers SYN, ACK answers SYN-ACK', async () => {
    const at = await linksOf(script().handshake());
    expect(at(1)).toMatchObject({
      acknowledgedBy: 2,
      answers: null,
      answeredBy: 2,
      previousInStream: null,
      nextInStream: 2,
    });
    expect(at(2)).toMatchObject({
      acknowledges: [1],
      acknowledgedBy: 3,
      answers: 1,
      answeredBy: 3,
    });
    expect(at(3)).toMatchObject({
      acknowledges: [2],
      acknowledgedBy: null,
      answers: 2,
      previousFromSender: 1,
    });
  });

  test('one ACK may confirm several rows, and each row once', async () => {
    const t = script().handshake();
    t.client.data(10);
    t.client.data(10);
    t.server.ack();
    t.server.ack();
    const at = await linksOf(t);
    expect(at(6).acknowledges).toEqual([4, 5]);
    expect(at(7).acknowledges).toEqual([]);
    expect([at(4).acknowledgedBy, at(5).acknowledgedBy]).toEqual([6, 6]);
  });

  test('half a row is not acknowledged', async () => {
    const t = script().handshake();
    t.client.data(10);
    t.server.ack({ ack: 10 });
    t.server.ack({ ack: 11 });
    const at = await linksOf(t);
    expect([at(5).acknowledges, at(6).acknowledges]).toEqual([[], [4]]);
  });

  test('a reset answers the last row of the other side, and acknowledges nothing', async () => {
    const t = script();
    t.client.syn();
    t.server.raw({ flags: 0x14, seq: 0, ack: 1 });
    const at = await linksOf(t);
    expect(at(2)).toMatchObject({ answers: 1, acknowledges: [] });
    expect(at(1)).toMatchObject({ answeredBy: 2, acknowledgedBy: null });
  });

  test('a keep-alive is answered by what its receiver says once more, once', async () => {
    const t = script().handshake();
    t.client.data(5);
    t.server.ack();
    t.wait(20_000).client.keepAlive();
    t.server.ack();
    t.server.ack();
    const at = await linksOf(t);
    expect(at(6)).toMatchObject({ answeredBy: 7 });
    expect([at(7).answers, at(8).answers]).toEqual([6, null]);
  });

  test('an acknowledgement with news answers no keep-alive', async () => {
    const t = script().handshake();
    t.client.data(5);
    t.server.ack();
    t.wait(20_000).client.keepAlive();
    t.server.ack({ window: 4000 });
    const at = await linksOf(t);
    expect([at(6).answeredBy, at(7).answers]).toEqual([null, null]);
  });

  test('a probe that finds no room is answered, and confirmed by no later row', async () => {
    const t = script().handshake();
    t.client.data(5);
    t.server.ack({ window: 0 });
    t.wait(200).undelivered(() => t.client.data(1, { flags: 0x10 }));
    t.server.ack({ window: 0 });
    t.wait(200).server.ack({ window: 5000 });
    t.client.raw({ seq: 6, payload: 20 });
    t.server.ack({ window: 5000 });
    const at = await linksOf(t);
    expect(at(6)).toMatchObject({ answeredBy: 7, acknowledgedBy: null });
    expect(at(10).acknowledges).toEqual([9]);
  });

  test('a SYN that is recorded behind its answer', async () => {
    const t = script();
    t.server.synAck({ ack: 1 });
    t.client.syn();
    t.client.ack();
    t.client.data(5);
    t.server.ack();
    const at = await linksOf(t);
    expect(at(1)).toMatchObject({ answers: 2, acknowledges: [2], answeredBy: 3 });
    expect(at(2)).toMatchObject({ answeredBy: 1, acknowledgedBy: 1 });
    expect(at(5).acknowledges).toEqual([4]);
  });

  test('a SYN that comes again a second after an answer that was lost', async () => {
    const t = script();
    t.unseen(() => t.client.syn());
    t.undelivered(() => t.server.synAck());
    t.wait(1000).client.syn({ seq: 0 });
    t.server.synAck({ seq: 0 });
    const at = await linksOf(t);
    expect([at(1).answers, at(2).answeredBy, at(3).answers]).toEqual([null, 3, 2]);
  });

  test('data that is recorded behind its confirmation', async () => {
    const t = script().handshake();
    t.server.ack({ ack: 11 });
    t.wait(-0.9).client.data(10);
    t.client.data(10);
    t.server.ack();
    const at = await linksOf(t);
    expect([at(4).acknowledges, at(5).acknowledgedBy]).toEqual([[5], 4]);
    expect(at(7).acknowledges).toEqual([6]);
  });

  test('but not what comes later: the first copy may be missing', async () => {
    const t = script().handshake();
    t.server.ack({ ack: 11 });
    t.wait(50).client.data(10);
    t.server.ack();
    const at = await linksOf(t);
    expect([at(4).acknowledges, at(5).acknowledgedBy]).toEqual([[], 6]);
  });

  test('a SYN-ACK confirms the SYN, and no FIN that took its number', async () => {
    const t = script();
    t.client.syn();
    t.client.fin({ seq: 0, flags: 0x01 });
    t.server.synAck({ ack: 1 });
    const at = await linksOf(t);
    expect(at(3).acknowledges).toEqual([1]);
    expect(at(2).acknowledgedBy).toBeNull();
  });

  test('the third step answers what came since its sender asked last', async () => {
    const t = script();
    t.client.syn();
    t.undelivered(() => t.server.synAck());
    t.wait(1000).client.syn({ seq: 0 });
    t.server.synAck({ seq: 0 });
    t.client.ack({ seq: 1 });
    const at = await linksOf(t);
    expect([at(5).answers, at(4).answeredBy, at(2).answeredBy]).toEqual([4, 5, null]);
  });

  test('or the one whose clock it sends back', async () => {
    const t = trace({ client: { isn }, timestamps: true });
    t.client.syn();
    t.undelivered(() => t.server.synAck({ tsVal: 900 }));
    t.wait(1000);
    t.undelivered(() => t.server.synAck({ seq: 0, tsVal: 2000 }));
    t.client.ack({ seq: 1, ack: 1, tsEcr: 2000 });
    expect((await linksOf(t))(4).answers).toBe(3);
  });

  test('what the capture does not show may have been sent before the reset', async () => {
    const t = script().handshake();
    t.client.data(10);
    t.server.ack();
    t.unseen(() => t.client.fin());
    t.undelivered(() => t.client.rst());
    t.server.ack();
    const { rows, connections } = await analyzeBytes(t.capture(), 'trace');
    expect(rows.map(({ links }) => links.refutedBy)).toEqual(Array(7).fill(null));
    expect(connections[0]!.ending).toBe('reset');
  });

  test('who confirms what was sent after a reset refutes it', async () => {
    const t = script().handshake();
    t.client.data(5);
    t.undelivered(() => t.client.rst({ seq: 500 }));
    t.server.ack();
    t.client.data(5, { seq: 6 });
    t.server.ack({ ack: 11 });
    const at = await linksOf(t);
    expect(at(5).refutedBy).toBe(8);
  });

  test('but not one behind which the connection begins anew, nor who confirms what came before it', async () => {
    const t = script();
    t.client.syn();
    t.server.raw({ flags: 0x14, seq: 0, ack: 1 });
    t.wait(500).client.syn({ seq: 0 });
    t.server.synAck({ seq: 0 });
    t.client.ack({ seq: 1 });
    t.client.data(5);
    t.server.ack();
    t.undelivered(() => t.client.data(5));
    t.undelivered(() => t.client.rst());
    t.server.ack({ ack: 11 });
    const at = await linksOf(t);
    expect([at(2).refutedBy, at(9).refutedBy]).toEqual([null, null]);
  });

  test('what has the numbers of another connection answers the SYN and confirms nothing', async () => {
    const t = script();
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.ack({ seq: 31, ack: 100_000_000 }));
    t.undelivered(() => t.client.rst({ seq: 100_000_000 }));
    t.client.syn({ seq: 0 });
    t.server.synAck({ seq: 70_000, ack: 1 });
    const at = await linksOf(t);
    expect(at(1)).toMatchObject({ answeredBy: 2, acknowledgedBy: 5 });
    expect(at(2)).toMatchObject({ answers: 1, answeredBy: 3, acknowledges: [] });
    expect(at(3)).toMatchObject({ answers: 2, refutedBy: null });
    expect(at(5)).toMatchObject({ answers: 4, acknowledges: [1, 4] });
  });

  test('the same number again is of that connection, too', async () => {
    const t = script();
    for (const seq of [0, 0, 0]) {
      t.undelivered(() => t.client.syn({ seq }));
      t.undelivered(() => t.server.ack({ seq: 31, ack: 5000 }));
      t.wait(1000);
    }
    const at = await linksOf(t);
    expect([2, 4, 6].map((frame) => at(frame).answers)).toEqual([1, 3, 5]);
    expect([2, 4, 6].map((frame) => at(frame).acknowledges)).toEqual([[], [], []]);
  });

  test('and so is what answers one SYN twice', async () => {
    const t = script();
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.ack({ seq: 31, ack: 100_000_000 }));
    t.undelivered(() => t.server.ack({ seq: 31, ack: 100_000_000 }));
    const at = await linksOf(t);
    expect([at(2).answers, at(3).answers, at(1).answeredBy]).toEqual([1, 1, 2]);
  });

  test('a SYN-ACK that confirms another SYN answers none of these', async () => {
    const t = script();
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.synAck({ ack: 50 }));
    const at = await linksOf(t);
    expect(at(2)).toMatchObject({ answers: null, acknowledges: [] });
    expect(at(1).answeredBy).toBeNull();
  });

  test('what is a little ahead, and is not refused, confirms the SYN and what the capture misses', async () => {
    const t = script();
    t.client.syn();
    t.unseen(() => [t.server.synAck(), t.client.ack(), t.client.data(699)]);
    t.server.ack();
    t.client.data(5);
    const at = await linksOf(t);
    expect(at(2)).toMatchObject({ answers: null, acknowledges: [1] });
  });

  test('nor is it of another connection where its receiver has sent so much', async () => {
    const t = script();
    t.client.syn();
    t.undelivered(() => t.server.ack({ seq: 1, ack: 100_000_000 }));
    t.client.data(5, { seq: 100_000_000, ack: 1 });
    expect((await linksOf(t))(2).answers).toBeNull();
  });

  test('a late SYN is answered by what was said before, and not confirmed', async () => {
    const t = script().handshake();
    t.client.data(5);
    t.server.ack();
    t.undelivered(() => t.client.syn({ seq: 0 }));
    t.server.ack();
    t.client.data(5, { seq: 6 });
    t.server.ack({ ack: 11 });
    const at = await linksOf(t);
    expect(at(7)).toMatchObject({ answers: 6, acknowledges: [] });
    expect(at(9).acknowledges).toEqual([8]);
  });

  test('a reset answers no reset', async () => {
    const t = script().handshake();
    t.client.data(1);
    t.server.raw({ flags: 0x14 });
    t.client.rst();
    const at = await linksOf(t);
    expect([at(5).answers, at(6).answers]).toEqual([4, null]);
  });

  test('a reset that gives up answers nothing that was heard before', async () => {
    const t = script().handshake();
    t.client.data(5);
    t.server.ack();
    t.wait(20_000).client.keepAlive();
    t.wait(10_000).client.keepAlive();
    t.wait(10_000).client.raw({ flags: 0x14 });
    const at = await linksOf(t);
    expect(at(8).answers).toBeNull();
  });

  test('an acknowledgement alone is refused by its own number only', async () => {
    const t = script().handshake();
    t.client.data(5);
    t.server.ack();
    t.undelivered(() => t.client.rst({ seq: 500 }));
    t.client.rst();
    const at = await linksOf(t);
    expect(at(6).answers).toBeNull();

    const other = script().handshake();
    other.client.data(5);
    other.server.ack();
    other.client.rst();
    expect((await linksOf(other))(6).answers).toBe(5);
  });

  test('a damaged SYN is answered by nothing', async () => {
    const t = script();
    t.undelivered(() => t.client.syn({ checksum: 0x1234 }));
    t.wait(1000).client.syn({ seq: 0 });
    t.server.synAck();
    t.client.ack();
    const at = await linksOf(t);
    expect(at(1)).toMatchObject({ acknowledgedBy: null, answeredBy: null });
    expect(at(3)).toMatchObject({ acknowledges: [2], answers: 2 });
  });

  test('and a damaged answer, or confirmation, is none', async () => {
    const t = script();
    t.client.syn();
    t.undelivered(() => t.server.synAck({ checksum: 0x1234 }));
    t.wait(1000).server.synAck({ seq: 0 });
    t.client.ack();
    t.client.data(5);
    t.server.ack({ checksum: 0x1234 });
    t.server.ack();
    const at = await linksOf(t);
    expect([at(2).acknowledges, at(2).answers, at(2).acknowledgedBy]).toEqual([[], null, null]);
    expect([at(1).answeredBy, at(1).acknowledgedBy]).toEqual([3, 3]);
    expect([at(4).answers, at(6).acknowledges, at(7).acknowledges]).toEqual([3, [], [5]]);
  });

  test('a damaged reset refuses what it refuses, but that is not answered by it', async () => {
    const t = script();
    t.client.syn();
    t.server.raw({ flags: 0x14, seq: -5000, ack: 1, checksum: 0x1234 });
    t.wait(1000).client.syn({ seq: 0 });
    t.server.raw({ flags: 0x14, seq: -5000, ack: 1 });
    const at = await linksOf(t);
    expect([at(2).answers, at(1).answeredBy, at(4).answers]).toEqual([1, null, 3]);
  });

  test('a reset refuses nothing that was damaged', async () => {
    const t = script();
    t.client.data(5);
    t.undelivered(() => t.client.data(5, { checksum: 0x1234 }));
    t.server.raw({ flags: 0x04, seq: 1 });
    const at = await linksOf(t);
    expect([at(3).answers, at(2).answeredBy]).toEqual([1, null]);
  });

  test('bytes that were confirmed confirm no scan with their number', async () => {
    const t = script().handshake();
    t.undelivered(() => t.client.raw({ flags: 0x01, seq: 1 }));
    t.client.data(5, { seq: 1 });
    t.server.ack({ ack: 6 });
    const at = await linksOf(t);
    expect([at(4).acknowledgedBy, at(6).acknowledges]).toEqual([null, [5]]);
  });

  test('what has no flag is refused by its own number', async () => {
    const t = script();
    t.client.raw({ flags: 0, seq: 1 });
    t.server.raw({ flags: 0x14, seq: 0, ack: 1 });
    expect((await linksOf(t))(2).answers).toBe(1);
  });

  test('a reset refuses no SYN behind which its sender went on', async () => {
    const t = script();
    t.client.syn();
    t.unseen(() => t.server.synAck());
    t.client.data(10);
    t.server.raw({ flags: 0x14, ack: 1 });
    const at = await linksOf(t);
    expect(at(3).answers).toBe(2);
  });

  test('a row that brings old numbers points at the row that brought them last', async () => {
    const t = script().handshake();
    const sent = t.client.data(10);
    t.client.data(10);
    t.client.retransmit(sent);
    t.client.retransmit(sent);
    const at = await linksOf(t);
    expect([4, 5, 6, 7].map((frame) => at(frame).sameSequenceAs)).toEqual([null, null, 4, 6]);
  });

  test('what fills a hole repeats nothing', async () => {
    const t = script().handshake();
    let missing = t.client.data(1);
    t.lose(() => (missing = t.client.data(10)));
    t.client.data(10);
    t.client.retransmit(missing);
    const at = await linksOf(t);
    expect(at(6).sameSequenceAs).toBeNull();
  });

  test('rows of different connections never point at each other', async () => {
    const t = script();
    const other = t.connection({ client: { port: 40_001, isn } });
    t.client.syn();
    other.client.syn();
    t.server.synAck();
    const at = await linksOf(t);
    expect(at(3)).toMatchObject({ answers: 1, acknowledges: [1], previousInStream: 1 });
    expect(at(2)).toMatchObject({ answeredBy: null, acknowledgedBy: null, nextInStream: null });
  });
});
