// HTTP/1 in byte streams (RFC 9112), and the proxies that pass it on.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import type { Conversation } from '../../src/stitch/conversation.ts';
import { trace, type Trace } from '../support/trace.ts';

const conversationOf = async (tape: Trace): Promise<Conversation> =>
  (await analyzeBytes(tape.capture(), 'made')).conversation;

/** Bodies of the answers, with how their end was found. */
async function answers(requests: string, response: string, end?: (t: Trace) => unknown) {
  const t = trace().handshake();
  t.client.data(requests);
  t.server.data(response);
  end?.(t);
  const { messages } = await conversationOf(t);
  return messages
    .filter(({ http }) => http?.kind === 'response')
    .map(
      ({ http }) => `${http?.status} ${http?.bodyFraming} ${Buffer.from(http!.body).toString()}`,
    );
}

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const HEAD = 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\n';

describe('the body of an answer', () => {
  test.each<[string, string, string, string[]]>([
    [
      'has the length it says',
      GET,
      `${OK}Content-Length: 5\r\n\r\nhello`,
      ['200 content-length hello'],
    ],
    [
      'comes in chunks',
      GET,
      `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: 1\r\n\r\n`,
      ['200 chunked hello'],
    ],
    [
      'is not there after HEAD, whatever the length says',
      HEAD + GET,
      `${OK}Content-Length: 5\r\n\r\n${OK}Content-Length: 2\r\n\r\nhi`,
      ['200 none ', '200 content-length hi'],
    ],
    [
      'is not there with 204 and 304',
      GET + GET + GET,
      `HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n${OK}Content-Length: 1\r\n\r\nx`,
      ['204 none ', '304 none ', '200 content-length x'],
    ],
    [
      'follows the interim answer',
      GET,
      `HTTP/1.1 100 Continue\r\n\r\n${OK}Content-Length: 1\r\n\r\nx`,
      ['100 none ', '200 content-length x'],
    ],
    [
      'is incomplete when it is cut',
      GET,
      `${OK}Content-Length: 50\r\n\r\nhello`,
      ['200 incomplete hello'],
    ],
    [
      'is incomplete in a broken chunk',
      GET,
      `${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\nhel`,
      ['200 incomplete '],
    ],
  ])('%s', async (_, requests, response, expected) => {
    expect(await answers(requests, response)).toEqual(expected);
  });

  test('ends with the connection where nothing else ends it', async () => {
    expect(await answers(GET, `${OK}\r\nhello`, (t) => t.server.fin())).toEqual([
      '200 close hello',
    ]);
    expect(await answers(GET, `${OK}\r\nhello`)).toEqual(['200 incomplete hello']);
  });
});

describe('with bytes missing', () => {
  test('in a head, what follows is another message, and the next head is found', async () => {
    const t = trace().handshake();
    t.client.data('GET /one HTTP/1.1\r\nConnect');
    t.unseen(() => t.client.data('ion: keep-alive\r\n\r\n'));
    t.client.data('GET /two HTTP/1.1\r\nHost: a\r\n\r\n');
    t.server.ack();
    const { messages } = await conversationOf(t);
    expect(messages.map(({ text, incomplete }) => [text, incomplete])).toEqual([
      ['GET /one HTTP/1.1\r\nConnect', true],
      ['GET /two HTTP/1.1\r\nHost: a\r\n\r\n', false],
    ]);
  });

  test('in a body, the next head ends it, whatever its length says', async () => {
    const t = trace().handshake();
    t.client.data(GET + GET);
    t.server.data(`${OK}Content-Length: 100\r\n\r\nhello`);
    t.unseen(() => t.server.data('x'.repeat(95)));
    t.server.data(`${OK}Content-Length: 3\r\n\r\nbye`);
    t.client.ack();
    const { messages } = await conversationOf(t);
    expect(
      messages
        .filter(({ fromClient }) => !fromClient)
        .map(({ http }) => `${http?.bodyFraming} ${Buffer.from(http!.body).toString()}`),
    ).toEqual(['incomplete hello', 'content-length bye']);
  });
});

test('pipelined requests are answered in their order (RFC 9112 9.3.2)', async () => {
  const t = trace().handshake();
  t.client.data(GET + HEAD + GET);
  t.server.data(`${OK}Content-Length: 1\r\n\r\na${OK}\r\n${OK}Content-Length: 1\r\n\r\nb`);
  const { messages, exchanges } = await conversationOf(t);
  expect(messages.map(({ answers: one }) => one)).toEqual([null, null, null, 'm1', 'm2', 'm3']);
  expect(exchanges.every(({ certainty }) => certainty === 'certain')).toBe(true);
});

/** A client, a proxy on 10.0.0.2 and its origin: each connection on the one tape. */
function proxied(): { tape: Trace; client: Trace; upstream: (port: number) => Trace } {
  const PROXY = '10.0.0.2';
  const tape = trace({
    client: { address: '10.0.0.1', port: 40_000 },
    server: { address: PROXY, port: 8080 },
  });
  tape.handshake();
  const upstream = (port: number): Trace =>
    tape.connection({
      client: { address: PROXY, port, isn: port * 7 },
      server: { address: '10.0.0.3', port: 80, isn: port * 11 },
    });
  return { tape, client: tape, upstream };
}
const ANSWER = `${OK}Content-Length: 12\r\n\r\nsome content`;
const NEWS = 'GET /news HTTP/1.1\r\nHost: a\r\n\r\n';

describe('a proxy', () => {
  test('asks what it was asked, passes the answer back, and answers from its cache without asking', async () => {
    const { tape, client, upstream } = proxied();
    client.client.data(NEWS);
    const up = upstream(50_000).handshake();
    up.client.data('GET /news HTTP/1.1\r\nHost: a\r\nVia: 1.1 p\r\n\r\n');
    up.server.data(ANSWER);
    client.server.data(ANSWER);
    tape.wait(3000);
    client.client.data(NEWS);
    client.server.data(ANSWER);
    const { messages, relays, caches } = await conversationOf(tape);
    expect(
      messages.map(({ relayOf }) =>
        relayOf.map((one) => `${one.id} ${one.certainty} +${one.added}`),
      ),
    ).toEqual([[], ['m1 certain +Via: 1.1 p\r\n'], [], ['m3 certain +'], [], ['m3 certain +']]);
    expect(relays.map(({ kinds }) => kinds)).toEqual([['proxy-request'], ['proxy-answer']]);
    expect(caches).toEqual([
      { node: '10.0.0.2', request: 'm5', answer: 'm6', origin: 'm3', certainty: 'certain' },
    ]);
  });

  test('that gives other bytes did not take them from there', async () => {
    const { tape, client, upstream } = proxied();
    client.client.data(NEWS);
    const up = upstream(50_000).handshake();
    up.client.data(NEWS);
    up.server.data(ANSWER);
    client.server.data(ANSWER);
    client.client.data(NEWS);
    client.server.data(ANSWER.replace('some', 'SOME'));
    expect((await conversationOf(tape)).caches).toEqual([]);
  });

  test('whose origin refuses tells the client', async () => {
    const { tape, client, upstream } = proxied();
    client.client.data(NEWS);
    const up = upstream(50_001);
    up.client.syn();
    up.server.rst();
    client.server.data('HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n');
    const { upstreams } = await conversationOf(tape);
    expect(upstreams).toMatchObject([
      { upstream: '10.0.0.3:80', reason: 'refused', status: 502, request: 'm1', answer: 'm2' },
    ]);
  });

  test('asking twice at once for the same: which question is whose is not guessed', async () => {
    const { tape, client, upstream } = proxied();
    const other = tape.connection({
      client: { address: '10.0.0.1', port: 40_001, isn: 77 },
      server: { address: '10.0.0.2', port: 8080, isn: 78 },
    });
    other.handshake();
    const [one, two] = [upstream(50_000).handshake(), upstream(50_001).handshake()];
    client.client.data(NEWS);
    other.client.data(NEWS);
    one.client.data(NEWS);
    two.client.data(NEWS);
    const { messages, relays } = await conversationOf(tape);
    expect(
      messages
        .slice(2)
        .map(({ relayOf, ambiguous }) => [
          relayOf.map(({ id, certainty }) => `${id} ${certainty}`),
          ambiguous,
        ]),
    ).toEqual([
      [['m1 possible', 'm2 possible'], true],
      [['m1 possible', 'm2 possible'], true],
    ]);
    expect(relays).toEqual([]);
  });
});

test('an origin that answers the same request twice is no cache', async () => {
  const t = trace().handshake();
  for (let i = 0; i < 2; i++) {
    t.client.data(NEWS);
    t.server.data(ANSWER);
  }
  expect((await conversationOf(t)).caches).toEqual([]);
});
