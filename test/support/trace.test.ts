// The segment builder itself: what a script says is what the capture shows.
import { describe, expect, test } from 'vitest';
import { segmentRows } from './segment-rows.ts';
import { trace, type Trace } from './trace.ts';

const shown = (t: Trace): string[] =>
  segmentRows(t.capture(), 3).map(
    (r) => `${r.time} ${r.ports} ${r.flags} ${r.seq} ${r.ack} ${r.len}`,
  );

describe.each([1000, 0xffffffff, 0xfffffffc])('with the client counting from %i', (isn) => {
  const script = (): Trace => {
    const t = trace({ client: { isn }, timestamps: true });
    return t.handshake({ mss: 1460, windowShift: 7, sackPermitted: true });
  };

  test('a connection opens, carries data both ways and closes', () => {
    const t = script();
    t.client.data('hello');
    t.at(250).server.ack();
    t.server.data(1460);
    t.client.ack();
    t.client.fin();
    t.server.fin();
    t.client.ack();
    expect(shown(t)).toEqual([
      '0.000 40000>80 SYN 0 0 0',
      '0.001 80>40000 SYN,ACK 0 1 0',
      '0.002 40000>80 ACK 1 1 0',
      '0.003 40000>80 PSH,ACK 1 1 5',
      '0.250 80>40000 ACK 1 6 0',
      '0.251 80>40000 PSH,ACK 1 6 1460',
      '0.252 40000>80 ACK 6 1461 0',
      '0.253 40000>80 FIN,ACK 6 1461 0',
      '0.254 80>40000 FIN,ACK 1461 7 0',
      '0.255 40000>80 ACK 7 1462 0',
    ]);
    expect(segmentRows(t.capture()).every(({ checksum }) => checksum === 'good')).toBe(true);
  });

  test('a lost segment is not seen and not acknowledged until its retransmission, which has the same bytes', () => {
    const t = script();
    let lost = t.client.data(10);
    t.lose(() => {
      lost = t.client.data(10);
    });
    t.client.data(10);
    t.server.ack({ sack: [[21, 31]] });
    t.client.retransmit(lost);
    t.server.ack();
    expect(shown(t).slice(3)).toEqual([
      '0.003 40000>80 PSH,ACK 1 1 10',
      '0.005 40000>80 PSH,ACK 21 1 10',
      '0.006 80>40000 ACK 1 11 0',
      '0.007 40000>80 PSH,ACK 11 1 10',
      '0.008 80>40000 ACK 1 31 0',
    ]);
    const payloads = segmentRows(t.capture())
      .filter(({ len }) => len > 0)
      .map(({ payload }) => payload);
    expect(payloads).toEqual(['abcdefghij', 'uvwxyzabcd', 'klmnopqrst']);
  });

  test('unseen is received, undelivered is captured, reorder turns round, duplicate repeats the frame', () => {
    const t = script();
    t.unseen(() => t.client.data('a'));
    t.undelivered(() => t.client.data('b'));
    t.server.ack();
    t.reorder(() => [t.client.data('c'), t.client.data('d')]);
    t.duplicate();
    expect(
      shown(t)
        .slice(3)
        .map((row) => row.slice(6)),
    ).toEqual([
      '40000>80 PSH,ACK 2 1 1',
      '80>40000 ACK 1 2 0',
      '40000>80 PSH,ACK 4 1 1',
      '40000>80 PSH,ACK 3 1 1',
      '40000>80 PSH,ACK 3 1 1',
    ]);
    const ids = segmentRows(t.capture()).map(({ ipId }) => ipId);
    expect(ids.at(-1)).toBe(ids.at(-2));
  });

  test('keep-alive lies one below the next number; raw fields override; connections interleave', () => {
    const t = script();
    const other = t.connection({ client: { port: 40_001 } });
    other.client.syn();
    t.client.keepAlive();
    t.client.raw({ seq: 500, ack: 7, flags: 0x04, window: 9 });
    expect(
      shown(t)
        .slice(3)
        .map((row) => row.slice(6)),
    ).toEqual(['40001>80 SYN 0 0 0', '40000>80 ACK 0 1 0', '40000>80 RST 500 0 0']);
  });
});
