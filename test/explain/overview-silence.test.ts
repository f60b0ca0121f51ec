// What the overview says of requests that nothing answers, of ICMP errors, of a side that falls silent, and of doubles.
import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/explain/rich-text.ts';
import { explainAnalysis } from '../../src/explained.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';

async function overviewOf(t: Trace) {
  const model = explainAnalysis(await analyzeBytes(t.capture(), 'trace'));
  const words = (sentences: typeof model.story): string => sentences.map(plainText).join(' ');
  return {
    story: words(model.story),
    limits: words(model.limits),
    vantage: words(model.vantage),
    connections: model.connections.map(({ handshake, ending, sentences }) => ({
      handshake,
      ending,
      words: words(sentences),
    })),
  };
}

/** A SYN that comes again twice. */
function unanswered(): Trace {
  const t = trace();
  for (const ms of [0, 1000, 2000]) t.undelivered(() => t.wait(ms).client.syn({ seq: 0 }));
  return t;
}

describe('a request that nothing answers', () => {
  test('is no open connection', async () => {
    const { story, limits, connections } = await overviewOf(unanswered());
    expect(story).toContain(
      '10.0.0.1 asks 3 times to open a connection to port 80 of 10.0.0.2, and nothing answers.',
    );
    expect(story).not.toContain('Nobody closes');
    expect(limits).not.toContain('still open');
    expect(limits).not.toContain('handshake');
    expect(connections).toMatchObject([
      { handshake: 'partial (unanswered)', ending: 'not opened' },
    ]);
    expect(connections[0]!.words).toContain('nothing answers the request in this capture');
    expect(connections[0]!.words).not.toContain('Only part of its handshake');
  });

  test('but ICMP', async () => {
    const t = unanswered().icmpError(3, 13);
    const { story, connections } = await overviewOf(t);
    expect(story).toContain('and nothing but ICMP answers.');
    expect(story).toContain('By ICMP 10.0.0.254 reports of row 3 that passing it on is forbidden.');
    expect(connections[0]).toMatchObject({ handshake: 'partial (unreachable)' });
  });

  test('among others that are open is told apart from these', async () => {
    const t = unanswered();
    t.connection({ client: { port: 41_000 } }).handshake();
    const { story, limits } = await overviewOf(t);
    expect(story).toContain('One connection is still open at the end');
    expect(limits).toContain('How the connection that is still open ended');
  });

  test('many are counted', async () => {
    const t = trace({ stepMs: 0.01 });
    for (let i = 0; i < 700; i++) {
      const one = t.connection({ client: { port: 1024 + i } });
      t.undelivered(() => one.client.syn());
    }
    const { story } = await overviewOf(t);
    expect(story).toContain('700 requests to open connections stay without an answer.');
  });

  test('one whose answer is missing from the capture was answered', async () => {
    const t = trace();
    t.client.syn();
    t.unseen(() => t.server.synAck());
    t.client.ack();
    const { story } = await overviewOf(t);
    expect(story).not.toContain('nothing answers');
    expect(story).toContain('Nobody closes the connection');
  });
});

test('a refused one has the word that commands have for it, and that it was refused', async () => {
  const t = trace();
  t.client.syn();
  t.server.raw({ flags: 0x14, seq: -5000, ack: 1 });
  const { connections } = await overviewOf(t);
  expect(connections).toMatchObject([{ handshake: 'partial (refused)', ending: 'reset' }]);
});

test('packets too big are told as path MTU discovery', async () => {
  const t = trace().handshake();
  t.undelivered(() => t.client.data(1400));
  const { story } = await overviewOf(t.icmpError(3, 4));
  expect(story).toContain('reports of row 4 that the packet is too big');
  expect(story).toContain('path MTU discovery');
});

describe('a side that falls silent', () => {
  const asking = (times: number): Trace => {
    const t = trace().handshake();
    t.client.data('x');
    t.server.ack();
    for (let i = 0; i < times; i++) t.undelivered(() => t.wait(1000).client.keepAlive());
    return t;
  };

  test('is told, with the rows that ask in vain', async () => {
    const { story } = await overviewOf(asking(3));
    expect(story).toContain(
      'After row 5 nothing more comes from 10.0.0.2, the server, though it is asked again and again (rows 6, 7 and 8).',
    );
  });

  test('not: asked less often, or heard of again', async () => {
    expect((await overviewOf(asking(2))).story).not.toContain('nothing more comes');
    const t = asking(3);
    t.server.ack();
    expect((await overviewOf(t)).story).not.toContain('nothing more comes');
  });
});

test('bytes that were sent again count each time, and the words say so', async () => {
  const t = trace().handshake();
  const sent = t.client.data(100);
  t.wait(300).client.retransmit(sent);
  t.server.ack();
  const [one] = (await overviewOf(t)).connections;
  expect(one!.words).toContain('200 bytes of payload');
  expect(one!.words).toContain('what was sent again counted each time');
  const once = trace().handshake();
  once.client.data(100);
  once.server.ack();
  expect((await overviewOf(once)).connections[0]!.words).not.toContain('counted each time');
});

describe('two FINs', () => {
  const end = async (script: (t: Trace) => unknown) => {
    const t = trace();
    script(t);
    const { story, connections } = await overviewOf(t);
    return `${story} ${connections[0]!.words}`;
  };

  test('in good order, also where the last acknowledgement is missing', async () => {
    const text = await end((t) => {
      t.handshake().client.data(10);
      t.server.ack();
      t.client.fin();
      t.server.fin();
    });
    expect(text).toContain('closed by both sides, in good order.');
    expect(text).not.toContain('Nothing shows that all');
  });

  test('bytes that the other side never confirms', async () => {
    const text = await end((t) => {
      t.handshake();
      t.undelivered(() => t.server.data(1000));
      t.undelivered(() => t.server.fin());
      t.client.fin({ ack: 1 });
      t.server.ack();
    });
    expect(text).toContain('The connection is closed by both sides, with FIN.');
    expect(text).toContain('Nothing shows that all that was said in it arrived.');
    expect(text).toContain('Nothing shows that all that the server said had arrived by then.');
  });
});

describe('packets that are recorded twice', () => {
  /** A connection of which every packet is seen again with that TTL. */
  async function vantageOf(ttl: number): Promise<string> {
    const t = trace();
    const both = (send: (over: { id: number; ttl?: number }) => unknown, id: number): void => {
      send({ id });
      t.undelivered(() => send({ id, ttl }));
    };
    both((over) => t.client.syn({ seq: 0, ...over }), 100);
    both((over) => t.server.synAck({ seq: 0, ack: 1, ...over }), 200);
    both((over) => t.client.data('hello', { seq: 1, ack: 1, ...over }), 101);
    return (await overviewOf(t)).vantage;
  }

  test('on both sides of a router say where the capture was taken', async () => {
    const vantage = await vantageOf(63);
    expect(vantage).toContain('3 rows record a packet a second time (the first is row 2)');
    expect(vantage).toContain('on both sides of a router. --dedup leaves such rows out.');
    expect(vantage).not.toContain('Nothing in the frames shows');
  });

  test('with no router between may have been doubled by the network', async () => {
    expect(await vantageOf(64)).toContain('or something doubles packets');
  });

  test('are not said of what was sent again', async () => {
    const t = trace().handshake();
    t.wait(300).client.retransmit(t.client.data('x'));
    expect((await overviewOf(t)).vantage).not.toContain('--dedup');
  });
});

test('a segment of no connection, to a port that has others', async () => {
  const t = trace().handshake();
  const stray = t.connection({ client: { port: 41_000 } });
  stray.client.data('late', { ack: 1 });
  stray.server.raw({ flags: 0x04, seq: 1 });
  const { story } = await overviewOf(t);
  expect(story).toContain('Not all that goes to port 80 of 10.0.0.2 belongs to a connection there');
  expect(story).not.toContain('There is no connection to port');
});
