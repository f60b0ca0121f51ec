// A window that stays closed: what the overview says, and what a reset finds at the side that asked for room.
import { describe, expect, test } from 'vitest';
import { plainText } from '../../src/explain/rich-text.ts';
import { explainOverview } from '../../src/explain/explain-overview.ts';
import { buildStory } from '../../src/explain/story.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { english, explained, textOf } from './made-rows.ts';

/** Probes after these ms; the server answers each that it has no room. */
function probed(...times: readonly number[]): Trace {
  const t = trace().handshake();
  t.client.data('abc');
  t.server.ack({ window: 0 });
  for (const time of times) {
    t.at(time).client.keepAlive();
    t.server.ack({ window: 0 });
  }
  return t;
}

const analysisOf = (t: Trace) => analyzeBytes(t.capture(), 'trace');

const story = async (t: Trace): Promise<string> => {
  const whole = await analysisOf(t);
  return explainOverview(whole, buildStory(whole), english).story.map(plainText).join(' ');
};

describe('the overview', () => {
  test('names the side that has no room to the end', async () => {
    expect(await story(probed(200, 600))).toContain(
      'From row 5 to the end 10.0.0.2, the server, has no room for more, though it is asked for some (rows 6 and 8)',
    );
  });

  test('says nothing of a window that opens again', async () => {
    const t = probed(200, 600);
    t.server.ack({ window: 1000 });
    expect(await story(t)).not.toContain('no room');
  });

  test('says nothing where it was asked once', async () => {
    expect(await story(probed(200))).not.toContain('no room');
  });
});

describe('a reset of the side without room', () => {
  const said = async (resetMs: number): Promise<string> => {
    const t = probed(200, 600);
    t.at(resetMs).server.rst({ flags: 0x14 });
    return textOf(explained(await analysisOf(t), 10));
  };

  test('finds nobody where the next probe is overdue', async () => {
    const text = await said(2000);
    expect(text).toContain('its next probe was due 800 ms after row 8 and did not come');
    expect(text).toContain('ETIMEDOUT');
    expect(text).not.toContain('fails with "connection reset"');
  });

  test('is learned of before that', async () => {
    const text = await said(1300);
    expect(text).toContain('fails with "connection reset"');
    expect(text).not.toContain('ETIMEDOUT');
  });
});
