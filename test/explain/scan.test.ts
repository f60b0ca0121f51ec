// Segments that no TCP sends, what belongs to no connection, and requests whose answer nobody confirms: no open connections.
import { describe, expect, test } from 'vitest';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { explainOverview } from '../../src/explain/explain-overview.ts';
import { buildStory } from '../../src/explain/story.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { english, explained, headlineOf, textOf } from './made-rows.ts';

const XMAS = TcpFlag.FIN | TcpFlag.PSH | TcpFlag.URG;

const analysisOf = (t: Trace) => analyzeBytes(t.capture(), 'trace');

const overviewOf = async (t: Trace) => {
  const whole = await analysisOf(t);
  const { story, limits, connections } = explainOverview(whole, buildStory(whole), english);
  const text = (parts: typeof story): string => parts.map(plainText).join(' ');
  return {
    story: text(story),
    limits: text(limits),
    connections: [...connections.values()].map((words) => text(words)),
  };
};

/** FIN, null and Xmas segments to a port that drops them. */
function silentScan(): Trace {
  const t = trace();
  const flags = [TcpFlag.FIN, 0, XMAS];
  for (const [i, one] of flags.entries())
    t.connection({ client: { port: 40_000 + i } }).client.raw({ seq: 0, flags: one });
  return t;
}

describe('segments without ACK and SYN alone', () => {
  test('are no open connections', async () => {
    const { story, limits, connections } = await overviewOf(silentScan());
    expect(story).toContain(
      '3 segments from 10.0.0.1 to one port of 10.0.0.2 have flags that no correct TCP sends (the first is row 1)',
    );
    expect(story).not.toContain('open');
    expect(limits).not.toMatch(/still open|began before/);
    for (const one of connections) expect(one).toContain('There is no connection');
  });

  test('belong to none, as far as the capture shows', async () => {
    const text = textOf(explained(await analysisOf(silentScan()), 2));
    expect(text).toContain('most likely there is no connection to which it could belong');
    expect(text).not.toContain('begins in the middle');
  });

  test('in a connection that is open they are a part of it', async () => {
    const t = trace().handshake();
    t.client.raw({ flags: XMAS });
    const { story } = await overviewOf(t);
    expect(story).toContain('One segment from 10.0.0.1 to 10.0.0.2 has flags that no correct TCP');
    expect(story).toContain('Nobody closes the connection');
  });

  test('one that is refused was not dropped', async () => {
    const t = trace();
    t.client.raw({ seq: 0, flags: TcpFlag.FIN });
    t.server.raw({ seq: 0, ack: 1, flags: TcpFlag.RST | TcpFlag.ACK });
    const whole = await analysisOf(t);
    expect(headlineOf(explained(whole, 2))).toContain('row 1 is refused');
    expect(textOf(explained(whole, 1))).not.toContain('Its receiver drops it');
    expect(textOf(explained(await analysisOf(silentScan()), 1))).toContain('Its receiver drops it');
  });
});

describe('what a reset refuses that carries ACK and belongs to no connection', () => {
  const refused = async (flags: number) => {
    const t = trace();
    t.client.raw({ seq: 1, ack: 1, flags });
    t.server.raw({ seq: 1, flags: TcpFlag.RST });
    return explained(await analysisOf(t), 1);
  };

  test('an acknowledgement proves nothing', async () => {
    const explanation = await refused(TcpFlag.ACK);
    expect(headlineOf(explanation)).toContain('of a connection that the server does not have');
    expect(textOf(explanation)).toContain('(ACK scan)');
    expect(textOf(explanation)).not.toContain('proves that the bytes reached');
  });

  test('a FIN is no normal end', async () => {
    const explanation = await refused(TcpFlag.ACK | TcpFlag.FIN);
    expect(headlineOf(explanation)).toContain('ends a connection that the server does not have');
    expect(textOf(explanation)).not.toMatch(/normal end|close\(\)/);
  });
});

test('no program calls connect() for a SYN with FIN', async () => {
  const t = trace();
  t.client.syn({ flags: TcpFlag.SYN | TcpFlag.FIN });
  const text = textOf(explained(await analysisOf(t), 1));
  expect(text).toContain('Most likely a program built the packet by hand');
  expect(text).not.toContain('connect()');
});

describe('requests that are accepted, and whose clients fall silent', () => {
  const flood = (count: number): Trace => {
    const t = trace();
    for (let i = 0; i < count; i++) {
      const one = t.connection({ client: { address: `10.0.1.${i + 1}` } });
      one.client.syn();
      one.server.synAck();
    }
    return t;
  };

  test('are no open connections', async () => {
    const { story, limits, connections } = await overviewOf(flood(5));
    expect(story).toContain('5 requests for connections are accepted');
    expect(story).toContain('They come from 5 addresses: so does a SYN flood');
    expect(`${story} ${limits}`).not.toContain('open at the end');
    expect(limits).not.toContain('still open');
    for (const one of connections) expect(one).toContain('It is not opened in this capture');
  });

  test('a few are no flood', async () => {
    const { story } = await overviewOf(flood(1));
    expect(story).toContain('One request for a connection is accepted');
    expect(story).not.toContain('flood');
  });

  test('whether the answer arrived does not show', async () => {
    const said = textOf(explained(await analysisOf(flood(1)), 2));
    expect(said).toContain('Whether it arrived does not show');
    const open = textOf(explained(await analysisOf(trace().handshake()), 2));
    expect(open).not.toContain('Whether it arrived does not show');
  });

  test('one that is confirmed is open', async () => {
    const t = flood(1);
    t.connection({ client: { port: 40_001 } }).handshake();
    expect((await overviewOf(t)).story).toContain('One connection is still open at the end');
  });
});
