// A connection whose ports are used again while the other end still has it (RFC 9293 3.5.1, figure 9): the reset that clears
// it away stands in the next one, and ends it in every account.
import { expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { explainOverview } from '../../src/explain/explain-overview.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { buildStory } from '../../src/explain/story.ts';
import { analyzeBytes } from '../../src/index.ts';
import { SummaryTally } from '../../src/streams/summary-tally.ts';
import { english } from '../explain/made-rows.ts';
import { type Trace, trace } from '../support/trace.ts';
import { streamsOf } from './streams-of.ts';

/** A connection, a SYN on its ports, the challenge of the other end, and a reset with that number, or another. */
function halfOpen(seq = 51): Trace {
  const old = trace().handshake();
  old.client.data(50);
  old.server.ack();
  const t = old.connection({ client: { isn: 900_000 } });
  t.undelivered(() => t.client.syn());
  t.undelivered(() => t.server.ack({ seq: 1, ack: 51 - 899_000 }));
  t.undelivered(() => t.client.rst({ seq: seq - 899_000 }));
  t.wait(1000).client.syn({ seq: 0 });
  t.server.synAck({ seq: 70_000, ack: 1 });
  t.client.ack({ seq: 1, ack: 70_001 });
  return t;
}

async function endings(t: Trace) {
  const capture = t.capture();
  const tally = new SummaryTally();
  await analyze(await CaptureReader.open(fromBytes(capture, 'made.pcap')), [tally]);
  const analysis = await analyzeBytes(capture, 'trace');
  return {
    streams: (await streamsOf(capture)).map(({ ending, endedBy }) => [ending, endedBy]),
    summary: [tally.endings.open, tally.endings.reset],
    totals: [analysis.totals.endings.open, analysis.totals.endings.reset],
    opened: analysis.totals.resetOpened,
    analysis,
  };
}

test('the older connection is ended by the reset', async () => {
  const { analysis, ...told } = await endings(halfOpen());
  expect(told).toEqual({
    streams: [
      ['reset', 0],
      ['open', -1],
    ],
    summary: [1, 1],
    totals: [1, 1],
    opened: 1,
  });
  expect(analysis.connections[0]).toMatchObject({ ending: 'reset', endedBy: 'client' });
  const { connections } = explainOverview(analysis, buildStory(analysis), english);
  const text = connections.get(0)!.map(plainText).join(' ');
  expect(text).toContain('its ports are used again, and row 8 clears away');
  expect(text).not.toContain('Nobody closes it');
});

test('but not by one with a number that it does not wait for', async () => {
  const { streams, summary, totals } = await endings(halfOpen(40));
  expect([streams[0], summary[0], totals[0]]).toEqual([['open', -1], 2, 2]);
});

test('nor where it had ended before', async () => {
  const old = trace().handshake();
  old.client.fin();
  old.server.fin();
  old.client.ack();
  const t = old.connection({ client: { isn: 900_000 } });
  t.undelivered(() => t.client.syn());
  t.undelivered(() => t.server.ack({ seq: 2, ack: 2 - 899_000 }));
  t.undelivered(() => t.client.rst({ seq: 2 - 899_000 }));
  const { streams } = await endings(t);
  expect(streams[0]).toEqual(['graceful', 0]);
});
