// What a listing holds besides the states: TIME_WAIT's end, ports used again, half-open connections, listeners,
// Send-Q, hosts, and the notes.
import { describe, expect, test } from 'vitest';
import { type Trace, trace } from '../support/trace.ts';
import { afterFrame, atNs, END, lineOf, linesAt, rowsAt, statesAt } from './netstat.ts';

const S = 1e9;
const MS = 1e6;

/** Closed by the client at 5 ms, its TIME_WAIT from frame 6 on. */
function closed(): Trace {
  const t = trace().handshake();
  t.client.fin();
  t.server.ack();
  t.server.fin();
  t.client.ack();
  return t;
}

describe('TIME_WAIT', () => {
  const begins = 5 * MS;
  test.each([
    ['lasts 60 s on Linux', begins + 60 * S - 1, 60 * S, true],
    ['and not longer', begins + 60 * S, 60 * S, false],
    ['lasts as long as it is told to', begins + 240 * S - 1, 240 * S, true],
    ['0 s are none', begins, 0, false],
  ])('%s', async (_, timeNs, timeWaitNs, there) => {
    const lines = await linesAt(closed(), atNs(timeNs), timeWaitNs);
    expect(lines.some((line) => line.includes('TIME_WAIT'))).toBe(there);
  });

  test('says when it ends', async () => {
    const [, row] = await rowsAt(closed().capture(), END);
    expect(row).toMatchObject({ state: 'TIME_WAIT', frame: 6, since: 0.005, expires: 60.005 });
  });

  test('is restarted by the FIN when it comes again (RFC 9293 3.10.7.4)', async () => {
    const t = closed();
    t.at(30_000).server.raw({ flags: 0x11, seq: 1 });
    const rows = await rowsAt(t.capture(), END);
    expect(rows.find(({ state }) => state === 'TIME_WAIT')).toMatchObject({
      local: '10.0.0.1',
      since: 30,
      expires: 90,
    });
  });
});

const again = (t: Trace): Trace =>
  t.connection({ client: { isn: 900_000 }, server: { isn: 700_000 } });

describe('a connection on the same addresses and ports', () => {
  test('takes over from a TIME_WAIT of its own end when it opens, and of the other when that answers', async () => {
    const t = trace().handshake();
    t.server.fin();
    t.client.fin();
    t.server.ack();
    const second = again(t);
    second.client.syn();
    second.server.synAck();
    const time = async (frame: number): Promise<string> => statesAt(t, afterFrame(frame));
    expect(await time(6)).toBe('L none · TIME_WAIT');
    expect(await time(7)).toBe('L SYN_SENT · TIME_WAIT');
    expect(await time(8)).toBe('L ESTABLISHED not-yet-acknowledged · SYN_RECV');
  });

  test('names its stream, and the other end’s its own until then', async () => {
    const t = trace().handshake();
    again(t).client.syn();
    const rows = await rowsAt(t.capture(), END);
    expect(rows.map(({ state, stream }) => `${state} ${stream}`)).toEqual([
      'LISTEN null',
      'ESTABLISHED 0',
      'SYN_SENT 1',
    ]);
  });

  test('figure 9: the old one is half open until the client resets it, and the client goes on waiting', async () => {
    const t = trace().handshake();
    const second = again(t);
    t.undelivered(() => second.client.syn());
    t.server.ack({ ack: 1 });
    expect(await statesAt(t, END)).toBe('L SYN_SENT · ESTABLISHED half-open');
    // The reset carries what the old connection expected: the client's first number there plus one.
    second.client.raw({ flags: 0x04, seq: 1001 - 900_000 });
    expect(await statesAt(t, END)).toBe('L SYN_SENT · none');
    second.client.raw({ flags: 0x02, seq: 0 });
    second.server.synAck();
    second.client.ack();
    expect(await statesAt(t, END)).toBe('L ESTABLISHED · ESTABLISHED');
  });

  test('asked for again and again, keeps what the other end still holds', async () => {
    const t = trace().handshake();
    for (const isn of [10, 20, 30]) t.connection({ client: { isn } }).client.syn();
    expect(await statesAt(t, END)).toBe('L SYN_SENT · ESTABLISHED half-open');
  });

  test('with the roles changed, keeps the sides apart', async () => {
    const t = closed();
    const back = t.connection({
      client: { address: '10.0.0.2', port: 80, isn: 1 },
      server: { address: '10.0.0.1', port: 40_000, isn: 2 },
    });
    back.client.syn();
    expect(await statesAt(t, END)).toBe('L TIME_WAIT · SYN_SENT');
  });
});

describe('LISTEN', () => {
  test('is there from the first SYN,ACK, once for a port, until a SYN is refused', async () => {
    const t = trace().handshake();
    const second = t.connection({ client: { port: 40_001 } }).handshake();
    const third = t.connection({ client: { port: 40_002 } });
    third.client.syn();
    const listening = async (): Promise<string[]> =>
      (await linesAt(t, END)).filter((line) => line.includes('LISTEN'));
    expect(await listening()).toEqual(['10.0.0.2:80 > *:* LISTEN - inferred']);
    third.server.raw({ flags: 0x14, seq: -5000, ack: 1 });
    expect(await listening()).toEqual([]);
    second.server.data('the old ones stay');
    expect((await linesAt(t, END)).filter((line) => line.includes('ESTABLISHED'))).toHaveLength(4);
  });

  test('stays when a connection is reset', async () => {
    const t = trace().handshake();
    t.server.rst();
    expect(await linesAt(t, END)).toEqual(['10.0.0.2:80 > *:* LISTEN - inferred']);
  });

  test('has the frame that shows it', async () => {
    const t = trace().handshake();
    t.connection({ client: { port: 40_001 } }).handshake();
    const [row] = await rowsAt(t.capture(), END);
    expect(row).toMatchObject({ state: 'LISTEN', frame: 2, since: 0.001, stream: null });
  });
});

describe('Send-Q counts what was sent and not acknowledged, as Linux does', () => {
  type Case = readonly [name: string, script: (t: Trace) => unknown, client: string];
  const CASES: readonly Case[] = [
    ['a SYN is one', (t) => t.client.syn(), 'SYN_SENT 1'],
    ['nothing after the handshake', (t) => t.handshake(), 'ESTABLISHED 0'],
    ['data', (t) => t.handshake().client.data(100), 'ESTABLISHED 100'],
    [
      'less what was acknowledged',
      (t) => {
        t.handshake().client.data(100);
        t.server.ack({ ack: 61 });
      },
      'ESTABLISHED 40',
    ],
    [
      'data sent twice once',
      (t) => t.client.retransmit(t.handshake().client.data(100)),
      'ESTABLISHED 100',
    ],
    [
      'an old ACK takes nothing back',
      (t) => {
        t.handshake().client.data(100);
        t.server.ack();
        t.server.ack({ ack: 1 });
      },
      'ESTABLISHED 0',
    ],
    [
      'what the capture missed and the other end acknowledged was sent',
      (t) => {
        t.handshake().unseen(() => t.client.data(100));
        t.server.ack();
        t.client.data(10);
      },
      'ESTABLISHED 10',
    ],
    [
      'a hole in what was captured counts',
      (t) => {
        t.handshake().lose(() => t.client.data(100));
        t.client.data(10);
      },
      'ESTABLISHED 110',
    ],
    [
      'a number beyond the largest window is not the connection’s (RFC 7323 2.3)',
      (t) => t.handshake().client.raw({ seq: 1 + 2 ** 30, payload: 'x' }),
      'ESTABLISHED 0',
    ],
    [
      'one at its end is',
      (t) => t.handshake().client.raw({ seq: 2 ** 30, payload: 'x' }),
      `ESTABLISHED ${2 ** 30}`,
    ],
    ['a FIN is one', (t) => t.handshake().client.data(5, { flags: 0x11 }), 'FIN_WAIT1 6'],
    ['a keep-alive is none', (t) => t.handshake().client.keepAlive(1), 'ESTABLISHED 0'],
    [
      'in the middle of a connection from the first byte seen on',
      (t) => t.client.data(7),
      'ESTABLISHED 7',
    ],
    [
      'unknown where it has shown no number',
      (t) => t.server.raw({ flags: 0, payload: 'x' }),
      'ESTABLISHED -',
    ],
  ];
  test.each(CASES)('%s', async (_, script, client) => {
    for (const isn of [1000, 0xffff_fffe]) {
      const t = trace({ client: { isn } });
      script(t);
      const lines = await linesAt(t, END);
      const line = lines.find((one) => one.startsWith('10.0.0.1:40000 '));
      expect(line?.replace(/^.* > \S+ /, '')).toMatch(new RegExp(`^${client}(?: |$)`));
    }
  });

  test('a SYN,ACK is none', async () => {
    const t = trace();
    t.client.syn();
    t.server.synAck();
    expect(await linesAt(t, END)).toContain('10.0.0.2:80 > 10.0.0.1:40000 SYN_RECV 0');
  });
});

const hostsOf = async (client: string, server: string): Promise<string[]> => {
  const t = trace({ client: { address: client }, server: { address: server } }).handshake();
  const rows = await rowsAt(t.capture(), END);
  return rows.map((row) => `${row.host}: ${row.proto} ${lineOf(row)}`);
};

describe('a host', () => {
  test('has all the loopback addresses: both ends are its own', async () => {
    expect(await hostsOf('127.0.0.1', '127.0.0.53')).toEqual([
      'localhost: tcp 127.0.0.53:80 > *:* LISTEN - inferred',
      'localhost: tcp 127.0.0.1:40000 > 127.0.0.53:80 ESTABLISHED 0',
      'localhost: tcp 127.0.0.53:80 > 127.0.0.1:40000 ESTABLISHED 0',
    ]);
    expect((await hostsOf('::1', '::1')).every((row) => row.startsWith('localhost: tcp6 '))).toBe(
      true,
    );
  });

  test('talking to its own address is one', async () => {
    expect(await hostsOf('10.0.0.7', '10.0.0.7')).toEqual([
      '10.0.0.7: tcp 10.0.0.7:80 > *:* LISTEN - inferred',
      '10.0.0.7: tcp 10.0.0.7:40000 > 10.0.0.7:80 ESTABLISHED 0',
      '10.0.0.7: tcp 10.0.0.7:80 > 10.0.0.7:40000 ESTABLISHED 0',
    ]);
  });

  test('with a socket connected to itself has one: a simultaneous open with itself', async () => {
    const t = trace({
      client: { address: '10.0.0.7', port: 9 },
      server: { address: '10.0.0.7', port: 9 },
    });
    t.client.syn();
    t.client.raw({ flags: 0x12, seq: 0, ack: 1001 - 5000 });
    const at = async (frame: number): Promise<string[]> => linesAt(t, afterFrame(frame));
    expect(await at(1)).toEqual(['10.0.0.7:9 > 10.0.0.7:9 SYN_RECV 0']);
    expect(await at(2)).toEqual(['10.0.0.7:9 > 10.0.0.7:9 ESTABLISHED 0']);
  });

  test('is listed in one piece, whatever comes between its segments', async () => {
    const t = trace().handshake();
    t.connection({ client: { address: '10.0.0.3' } }).handshake();
    t.connection({ client: { port: 40_001 } }).handshake();
    const hosts = (await rowsAt(t.capture(), END)).map(({ host }) => host);
    expect(hosts.filter((host, index) => host !== hosts[index - 1])).toEqual([
      '10.0.0.2',
      '10.0.0.1',
      '10.0.0.3',
    ]);
  });
});

const finWait2 = (): Trace => {
  const t = trace().handshake();
  t.client.fin();
  t.server.ack();
  return t;
};
const halfClosed = (): Trace => {
  const t = finWait2();
  t.at(50_000).server.data('still here');
  return t;
};
const asked = (): Trace => {
  const t = trace();
  t.client.syn();
  return t;
};

describe('past-timer: nothing for longer than Linux waits', () => {
  test.each([
    ['SYN_SENT after 127 s', asked, 127 * S + 1, true],
    ['not before', asked, 127 * S, false],
    ['FIN_WAIT2 after 60 s', finWait2, 60 * S + 4 * MS + 1, true],
    ['not before', finWait2, 60 * S + 4 * MS, false],
    ['not while the other end sends', halfClosed, 100 * S, false],
    ['an established connection has none', () => trace().handshake(), 1e6 * S, false],
  ])('%s', async (_, script, timeNs, noted) => {
    const rows = await rowsAt(script().capture(), atNs(timeNs));
    const client = rows.find(({ local }) => local === '10.0.0.1');
    expect(client?.notes.includes('past-timer')).toBe(noted);
  });
});

describe('a scan without ACK (RFC 9293 3.10.7.4, fifth)', () => {
  test.each([0x00, 0x01, 0x29])('with flags %i makes no socket', async (flags) => {
    const t = trace();
    t.client.raw({ flags });
    expect(await linesAt(t, END)).toEqual([]);
  });

  test('ends no connection', async () => {
    const t = trace().handshake();
    const before = await statesAt(t, END);
    t.undelivered(() => t.client.raw({ flags: 0x29, seq: 1 }));
    t.undelivered(() => t.client.raw({ flags: 0x01, seq: 1, payload: 'x' }));
    expect(await statesAt(t, END)).toBe(before);
  });
});

describe('an ICMP error about a SYN', () => {
  const unanswered = (): Trace => {
    const t = trace();
    t.undelivered(() => t.client.syn());
    return t;
  };

  test('that will not pass ends connect() (RFC 1122 4.2.3.9)', async () => {
    expect(await statesAt(unanswered().icmpError(3, 3), END)).toBe('none · none');
    expect(await statesAt(unanswered().icmpError(3, 13), END)).toBe('none · none');
  });

  test('that may pass, in some kernels only (RFC 5461)', async () => {
    expect(await statesAt(unanswered().icmpError(3, 1), END)).toBe('SYN_SENT icmp-error · none');
  });

  test('does not count where its sender asks again', async () => {
    for (const code of [1, 3]) {
      const t = unanswered().icmpError(3, code);
      t.wait(1000).client.syn({ seq: 0 });
      expect(await statesAt(t, END)).toBe('SYN_SENT · none');
    }
  });

  test('with other numbers is not of this request (RFC 5927 4.1)', async () => {
    const t = trace();
    t.undelivered(() => t.client.syn({ seq: 500 }));
    t.undelivered(() => t.connection({ client: { port: 40_001 } }).client.syn());
    t.icmpError(3, 3);
    expect((await linesAt(t, END)).filter((line) => line.includes('SYN_SENT'))).toHaveLength(1);
    const old = trace();
    old.undelivered(() => old.client.syn());
    const quoted = old.icmpError(3, 3).records.at(-1)!;
    // The number in the quote: behind Ethernet, IP and ICMP headers, the quoted IP header and two ports.
    quoted.bytes[14 + 20 + 8 + 20 + 4]! ^= 1;
    expect(await statesAt(old, END)).toBe('SYN_SENT · none');
  });
});

test('a reset that got no further ended nothing at the other end', async () => {
  const t = trace().handshake();
  t.undelivered(() => t.client.rst());
  expect(await statesAt(t, END)).toBe('L none · none');
  expect(await statesAt(t.icmpError(3, 1), END)).toBe('L none · ESTABLISHED');
});
