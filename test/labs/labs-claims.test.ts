// What each lab was run to show is really in its committed files: the hard cases of stitching, one by one.
// Completeness and truth of the logs are held by labs-complete.test.ts.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { LinkType } from '../../src/capture/link-type.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { bytesOf, CAPTURES, listingsOf, logOf } from './lab-files.ts';
import { readLabCapture, type Segment, streamsOf } from './lab-streams.ts';

const segmentsOf = async (file: string): Promise<readonly Segment[]> =>
  (await readLabCapture(join(CAPTURES, file))).segments;
const has = (segment: Segment, flag: number): boolean => (segment.flags & flag) !== 0;
const carrying = (segments: readonly Segment[], text: string): Segment[] =>
  segments.filter(({ payload }) => payload.includes(text));
const timesOf = (name: string, text: string): bigint[] =>
  logOf(name)
    .filter((entry) => entry.text === text && ['private', 'broadcast'].includes(entry.kind))
    .map(({ time }) => BigInt(time));
const msBetween = ([a = 0n, b = 0n]: bigint[]): number => Number(b - a) / 1e6;

describe('two people say the same at the same moment', () => {
  test.each([
    ['chat-relay-live', 'shalom'],
    ['chatroom-broadcast-live', 'خوبم'],
    ['chat-nick-live', 'me too'],
    ['group-chat-rooms-live', 'same words'],
    ['chat-nat', 'hello'],
    ['chat-gre', 'yes'],
  ])('%s: %s', (name, text) => {
    const times = timesOf(name, text).slice(-2);
    expect(times).toHaveLength(2);
    expect(msBetween(times)).toBeLessThan(10);
  });
});

describe('chat-relay-live', () => {
  test('the server refuses what the protocol refuses', () => {
    const answers = logOf('chat-relay-live').map(({ sent }) => sent);
    expect(answers).toContain('INVALID_NAME');
    expect(answers).toContain('The name eliad is taken, choose another');
    expect(answers).toContain('User nobody was not found');
    expect(answers).toContain('CANT_MESSAGE_SELF');
    expect(answers).toContain('WRONG USAGE');
  });

  test('a server that takes one read for one message relays half of one sent in two segments', () => {
    const log = logOf('chat-relay-live');
    const half = log.findIndex(({ text }) => text === 'first hal');
    expect(log[half]?.kind).toBe('private');
    expect(log[half + 1]?.received).toBe('f then second half');
    expect(log[half + 1]?.sent).toBe('WRONG USAGE');
  });
});

describe('chatroom-broadcast-live', () => {
  test('a message goes to everybody else; who leaves sends the first FIN of the connection', async () => {
    const all = logOf('chatroom-broadcast-live').filter(({ kind }) => kind === 'broadcast');
    for (const { from, to } of all) {
      expect(to.map(({ address }) => address)).not.toContain(from?.address);
    }
    const segments = await segmentsOf('chatroom-broadcast-live.pcap');
    const fin = segments.find((segment) => has(segment, TcpFlag.FIN));
    const soheil = all.find(({ from }) => from?.name === 'سهیل')?.from;
    expect(fin?.src).toBe(soheil?.address);
  });
});

describe('chat-nick-live', () => {
  test('every broadcast comes back to its sender, and two people are called bob', () => {
    const log = logOf('chat-nick-live');
    const broadcasts = log.filter(({ kind }) => kind === 'broadcast');
    for (const { from, text } of broadcasts) {
      const echo = log.find(
        (e) => e.kind === 'echo' && e.text === text && e.from?.name === from?.name,
      );
      expect(echo?.to[0]?.name).toBe(from?.name);
    }
    const bobs = broadcasts.filter(({ from }) => from?.name === 'bob');
    expect(new Set(bobs.map(({ from }) => from?.address)).size).toBe(2);
  });

  test('who closes with unread bytes, which ss saw waiting, resets the connection (RFC 2525 2.17)', async () => {
    const unread = listingsOf('chat-nick-live')
      .flatMap(({ sockets }) => sockets)
      .find(({ recvQ, state }) => recvQ > 0 && state === 'ESTAB');
    const segments = await segmentsOf('chat-nick-live.pcap');
    const reset = segments.find((segment) => has(segment, TcpFlag.RST));
    expect(reset?.src).toBe(unread?.local);
  });
});

describe('the HTTP labs', () => {
  test.each(['http-direct-live', 'http-proxy-cache-live', 'http-proxy-down-live'])(
    '%s is Linux cooked v1 with nanoseconds',
    async (name) => {
      const { info, segments } = await readLabCapture(join(CAPTURES, `${name}.pcap`));
      expect(info.interfaces[0]?.linkType).toBe(LinkType.LinuxSll);
      expect(info.resolution).toBe('10^-9 s');
      expect(segments.some(({ timeNs }) => timeNs % 1000n !== 0n)).toBe(true);
    },
  );

  test('a cache hit is answered with bytes seen before and without a segment to the origin', async () => {
    const log = logOf('http-proxy-cache-live');
    const segments = await segmentsOf('http-proxy-cache-live.pcap');
    const hits = log.filter(({ kind }) => kind === 'cache-hit');
    expect(hits).toHaveLength(3);
    for (const hit of hits) {
      const asked = segments.find(
        ({ src, payload }) => src === hit.from?.address && payload.length > 0,
      );
      const toOrigin = segments.filter(
        ({ dst, timeNs }) =>
          dst.endsWith(':9999') && timeNs > (asked?.timeNs ?? 0n) && timeNs <= BigInt(hit.time),
      );
      expect(toOrigin).toEqual([]);
      const earlier = log.find(({ kind, sent }) => kind === 'answer' && sent === hit.sent);
      expect(BigInt(earlier?.time ?? hit.time)).toBeLessThan(BigInt(hit.time));
    }
  });

  test('two new requests for one page at once both go to the origin', () => {
    const misses = logOf('http-proxy-cache-live').filter(
      ({ kind, text }) => kind === 'cache-miss' && text === 'GET /shalom',
    );
    expect(new Set(misses.map(({ to }) => to[0]?.local)).size).toBe(2);
  });

  test('with the origin off, RST answers the SYN and the client is told 502', async () => {
    const segments = await segmentsOf('http-proxy-down-live.pcap');
    const refusals = segments.filter((s) => has(s, TcpFlag.RST) && s.src.endsWith(':9999'));
    const told = logOf('http-proxy-down-live').filter(({ kind }) => kind === 'upstream-down');
    expect(told).toHaveLength(2);
    expect(refusals).toHaveLength(2);
    for (const { sent } of told) expect(sent).toContain('HTTP/1.1 502 ');
  });

  test('requests are pipelined, an answer is chunked, and a password is in the clear', async () => {
    const segments = await segmentsOf('http-direct-live.pcap');
    const pipelined = carrying(segments, 'HEAD /news');
    expect(pipelined[0]?.payload.toString()).toMatch(
      /GET \/greeting[^]*HEAD \/news[^]*GET \/shalom/,
    );
    expect(carrying(segments, 'Transfer-Encoding: chunked')).toHaveLength(1);
    expect(carrying(segments, 'Authorization: Basic ')).toHaveLength(1);
  });
});

describe('group-chat-rooms-live', () => {
  const log = logOf('group-chat-rooms-live');

  test('user names and passwords cross in clear text; the third wrong try ends the connection', async () => {
    const segments = await segmentsOf('group-chat-rooms-live.pcap');
    expect(carrying(segments, 'SIGN_IN eliad laptop123\n')).toHaveLength(1);
    expect(log.map(({ sent }) => sent)).toContain('ERROR three wrong tries, goodbye\n');
  });

  test('a line sent in two segments is one message, two lines in one segment are two', async () => {
    const segments = await segmentsOf('group-chat-rooms-live.pcap');
    const halved = log.find(({ text }) => text === 'הודעה אחת בשני חלקים');
    const line = bytesOf(halved?.received ?? '');
    const parts = segments.filter(
      ({ src, payload }) => src === halved?.from?.address && payload.length > 0,
    );
    expect(parts.some(({ payload }) => payload.equals(line))).toBe(false);
    expect(parts.some(({ payload }) => line.subarray(0, payload.length).equals(payload))).toBe(
      true,
    );
    const together = segments.filter(({ payload }) => payload.equals(Buffer.from('one\ntwo\n')));
    expect(together[0]?.src).toBe(log.find(({ text }) => text === 'one')?.from?.address);
    expect(log.filter((e) => e.kind === 'broadcast' && /^(one|two)$/.test(e.text))).toHaveLength(2);
  });

  test('of a flood of 30 messages in under a second, 20 are passed on and 10 refused', () => {
    const passed = log.filter((e) => e.kind === 'broadcast' && e.text.startsWith('spam '));
    const refused = log.filter(({ sent }) => sent === 'ERROR too fast, message not sent\n');
    expect([passed.length, refused.length]).toEqual([20, 10]);
    // Both lists are in order of time; the refusals come after the twentieth.
    const times = [passed[0], refused.at(-1)].map((entry) => BigInt(entry?.time ?? 0));
    expect(msBetween(times)).toBeLessThan(1000);
  });

  test('entering a room brings what was said in it before, each line once logged as said', () => {
    const history = log.filter(({ kind }) => kind === 'history');
    expect(history.length).toBeGreaterThan(20);
    for (const { text, from } of history) {
      const first = log.find((entry) => entry.text === text);
      expect(first?.kind).not.toBe('history');
      expect(log.some((e) => e.text === text && e.from?.address === from?.address)).toBe(true);
    }
  });

  test('the administrator kicks and bans, and the banned is turned away at the door', () => {
    const said = log.map(({ sent }) => sent);
    expect(said).toContain('ERROR not allowed\n');
    expect(said).toContain('* you were kicked\n');
    expect(said).toContain('* you were banned\n');
    expect(said).toContain('BANNED حسن\n');
  });

  test('the upload is length-prefixed: each part says its length in four octets, the last is empty', async () => {
    const { segments } = await readLabCapture(join(CAPTURES, 'group-chat-rooms-live.pcap'));
    const upload = [...streamsOf(segments)].find(([key]) => key.endsWith(':6001'));
    const bytes = upload?.[1].bytes ?? Buffer.alloc(0);
    const lengths: number[] = [];
    for (let at = 0; at < bytes.length; at += 4 + bytes.readUInt32BE(at)) {
      lengths.push(bytes.readUInt32BE(at));
    }
    expect(lengths).toEqual(['UPLOAD eliad results.bin'.length, 1024, 1024, 952, 0]);
  });

  test('the killed server is noticed at the next action, which is answered by RST', async () => {
    const segments = await segmentsOf('group-chat-rooms-live.pcap');
    const [last] = carrying(segments, 'is the server still there?');
    const reset = segments.find((segment) => has(segment, TcpFlag.RST));
    expect([reset?.src, reset?.dst]).toEqual([last?.dst, last?.src]);
    const states = listingsOf('group-chat-rooms-live').flatMap(({ sockets }) => sockets);
    expect(new Set(states.map(({ state }) => state))).toContain('CLOSE-WAIT');
  });
});

/** Every direction's bytes, sorted: what stays the same when only addresses change. */
const bytesOfDirections = async (
  file: string,
  only: (segment: Segment) => boolean,
): Promise<string[]> => {
  const { segments } = await readLabCapture(join(CAPTURES, file));
  const streams = streamsOf(segments.filter(only));
  return [...streams.values()].map(({ bytes }) => bytes.toString('hex')).sort();
};
/** Of a capture that has nothing else. */
const always = (): boolean => true;
/** The clients that use the port both computers chose. */
const clientsOnPort40000 = async (file: string): Promise<string[]> => [
  ...new Set((await segmentsOf(file)).map(({ src }) => src).filter((s) => s.endsWith(':40000'))),
];

describe('the same connection captured twice', () => {
  test('chat-nat: the bytes are equal on both sides of the translation, the addresses are not', async () => {
    const inside = await bytesOfDirections('chat-nat-inside.pcap', always);
    expect(inside).toHaveLength(6);
    expect(inside).toEqual(await bytesOfDirections('chat-nat-outside.pcap', always));
    expect(await clientsOnPort40000('chat-nat-inside.pcap')).toEqual([
      '192.168.7.21:40000',
      '192.168.7.22:40000',
    ]);
    expect(await clientsOnPort40000('chat-nat-outside.pcap')).toEqual(['10.20.0.1:40000']);
  });

  test('chat-gre: the tunnelled connections are those of the tunnel device, others go beside', async () => {
    const tunnelled = await bytesOfDirections(
      'chat-gre-outside.pcap',
      ({ throughGre }) => throughGre,
    );
    expect(tunnelled).toHaveLength(4);
    expect(tunnelled).toEqual(await bytesOfDirections('chat-gre-inside.pcap', always));
    expect(
      await bytesOfDirections('chat-gre-outside.pcap', ({ throughGre }) => !throughGre),
    ).toHaveLength(2);
  });
});
