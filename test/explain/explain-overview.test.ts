import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/collect/analysis.ts';
import { explainOverview } from '../../src/explain/explain-overview.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import type { RichText } from '../../src/explain/rich-text.ts';
import { buildStory } from '../../src/explain/story.ts';
import { analysis, connection, english, finding, row, SERVER } from './made-rows.ts';

const DATA = { frame: 1, kind: 'data', flags: ['ACK'], payload: 'x' } as const;

const text = (sentences: readonly RichText[]): string => sentences.map(plainText).join(' ');

function overview(facts: Partial<Analysis> = {}): Record<string, string> {
  const whole = analysis([row(DATA)], facts);
  const told = explainOverview(whole, buildStory(whole), english);
  return {
    story: text(told.story),
    connections: [...told.connections.values()].flat().map(plainText).join(' '),
    vantage: text(told.vantage),
    limits: text(told.limits),
  };
}

describe('the story of a capture', () => {
  test('a capture without TCP says so and nothing else', () => {
    const capture = { ...analysis([]).capture, segments: 0 };
    expect(overview({ capture })['story']).toBe(
      'There is no TCP segment in this capture that can be explained.',
    );
  });
  test.each([
    ['from the server', []],
    ['in the name of the server', [finding('reset-cause', 1, { cause: 'middlebox', livesOn: 2 })]],
  ])('a reset %s', (whose, findings) => {
    const reset = row({ frame: 1, kind: 'rst', flags: ['RST'], fromClient: false, findings });
    const whole = analysis([reset], {
      connections: [connection({ ending: 'reset', endedBy: 'server' })],
    });
    const { connections } = explainOverview(whole, buildStory(whole), english);
    expect([...connections.values()].flat().map(plainText).join(' ')).toContain(
      `A RST ${whose} ends it.`,
    );
  });
  const ENDINGS = {
    open: 'Nobody closes',
    closed: 'closed by both sides',
    reset: 'is ended by a RST',
    'half-closed': 'closed in one direction only',
  } as const;
  test.each(Object.keys(ENDINGS) as (keyof typeof ENDINGS)[])('%s is told, no other', (ending) => {
    const { story } = overview({ connections: [connection({ ending, endedBy: 'client' })] });
    const told = Object.values(ENDINGS).filter((words) => story?.includes(words));
    expect(told).toEqual([ENDINGS[ending]]);
  });
  test('what was never open may have been refused', () => {
    const refused = connection({ ending: 'reset', endedBy: 'server', handshake: 'absent' });
    expect(overview({ connections: [refused] })['story']).toContain('ended or refused by a RST');
  });
  test('endings are those of all connections, also of those left out', () => {
    const endings = { open: 1, 'half-closed': 0, closed: 4, reset: 1, continued: 0 };
    const totals = {
      count: 6,
      endings,
      resetOpened: 1,
      midstream: 2,
      unanswered: 0,
      unconfirmed: 0,
      unsettled: 0,
      scans: 0,
    };
    const capture = { ...analysis([]).capture, segments: 900 };
    const { story, limits } = overview({ capture, connectionsLeftOut: 5, totals });
    expect(story).toContain('4 connections are closed by both sides');
    expect(story).toContain('One connection is ended by a RST');
    expect(limits).toContain('5 connections are not told about one by one');
    expect(limits).toContain('2 connections began before the capture');
  });
  test.each([
    ['Nobody listens on port 8080', []],
    ['From row 10 on nobody listens on port 8080', [5]],
    ['Up to row 20 nobody listens on port 8080', [25]],
    ['At times nobody listens on port 8080', [15]],
    ['At times nobody listens on port 8080', [5, 25]],
  ])('%s: connections that came about begin in rows %j', (words, begun) => {
    const refusal = (frame: number) =>
      row({
        frame,
        kind: 'rst',
        flags: ['RST'],
        fromClient: false,
        findings: [finding('closed-port', frame)],
      });
    const others = begun.map((firstFrame, i) => connection({ stream: i + 1, firstFrame }));
    const told = overview({
      rows: [refusal(10), refusal(20)],
      connections: [connection({ handshake: 'absent', ending: 'reset' }), ...others],
    });
    expect(told['story']).toContain(words);
  });
  test.each([
    ['its SYN', { synSeen: true, payloadBytes: 0 }, 'From row 4 on nobody'],
    ['its bytes', { synSeen: false, payloadBytes: 9 }, 'From row 4 on nobody'],
    ['neither', { synSeen: false, payloadBytes: 0 }, 'Nobody listens'],
  ])('a port took a connection, as %s shows', (_, sent, words) => {
    const refusal = row({
      frame: 4,
      kind: 'rst',
      flags: ['RST'],
      fromClient: false,
      findings: [finding('closed-port', 4)],
    });
    const server = { ...SERVER, ...sent };
    const connections = [
      connection({ handshake: 'absent', ending: 'reset' }),
      connection({ stream: 1, firstFrame: 2, handshake: 'partial', server }),
    ];
    expect(overview({ rows: [refusal], connections })['story']).toContain(words);
  });
  test('refused segments belong to no connection', () => {
    const refusal = row({
      frame: 2,
      kind: 'rst',
      flags: ['RST'],
      fromClient: false,
      findings: [finding('closed-port', 2)],
    });
    const told = overview({
      rows: [row(DATA), refusal],
      connections: [connection({ ending: 'reset', endedBy: 'server', handshake: 'absent' })],
    });
    expect(told['story']).toContain('Nobody listens on port 8080');
    expect(told['connections']).toContain('There is no connection');
    expect(told['limits']).not.toContain('began before the capture');
  });
});

test('what may be passed on is counted apart', () => {
  const relay = {
    inFrame: 1,
    outFrame: 2,
    inStream: 0,
    outStream: 1,
    delayNs: 1e6,
    removed: '',
    removedBehind: '',
    added: '',
    addedBehind: '',
    common: 'noon',
    certainty: 'possible',
    isHistory: false,
  } as const;
  expect(overview({ relays: [relay] })['story']).toContain('One row may pass something on');
  expect(overview()['story']).not.toContain('may pass something on');
});

describe('where it was taken and what it cannot show', () => {
  test('short frames without padding give the place away', () => {
    const vantage = {
      host: SERVER.address,
      reason: 'unpadded-short-frames',
      certainty: 'certain',
      frames: [15],
    } as const;
    expect(overview({ vantage })['vantage']).toContain('taken on 192.0.2.2');
    expect(overview({ vantage: { ...vantage, certainty: 'likely' } })['vantage']).toContain(
      'most likely taken',
    );
    const nearness = { host: '192.0.2.2', ownNs: 40_000, otherNs: 20e6, frames: [2, 3] as const };
    expect(overview({ nearness })['vantage']).toContain('most likely on 192.0.2.2');
    expect(overview({ nearness })['vantage']).toContain(
      'after 40 µs, by the other side after 20 ms',
    );
    expect(overview()['vantage']).toContain('Nothing in the frames shows');
  });
  test('a connection that began before the capture has unknown numbers', () => {
    expect(overview({ connections: [connection({ handshake: 'absent' })] })['limits']).toContain(
      'began before the capture',
    );
    expect(overview()['limits']).not.toContain('began before');
  });
  test('programs and timers are never claimed to be seen', () => {
    expect(overview()['limits']).toContain('it was not observed');
  });

  test.each([
    ['all at one time', [0, 0, 0], 0, true],
    ['the last one later', [0, 0, 5], 5, false],
    ['written backward', [0, -5, -9], 0, false],
    ['a pair that may be true', [0, 0], 0, false],
  ])('whether the capture holds times: %s', (_, times, durationNs, lacks) => {
    const rows = times.map((timeNs, i) => ({ ...row({ ...DATA, frame: i + 1 }), timeNs }));
    const capture = { ...analysis([]).capture, durationNs };
    const { limits } = overview({ capture, rows });
    expect(limits?.includes('All frames have the same time stamp')).toBe(lacks);
  });

  test('IP fragments that never became whole', () => {
    const openFragments = [
      { src: '10.0.0.1', dst: '10.0.0.2', count: 2 },
      { src: '10.0.0.2', dst: '10.0.0.1', count: 1 },
    ];
    const capture = { ...analysis([]).capture, openFragments };
    expect(overview({ capture })['limits']).toContain(
      '3 IP fragments of TCP segments are in the capture without the rest of the datagram',
    );
    expect(overview()['limits']).not.toContain('IP fragment');
  });
});

test.each([
  ['router', false],
  ['same-hop', true],
])('recorded twice (%s), a capture is before a router or on both sides of it', (place, told) => {
  const vantage = {
    host: '10.0.0.1',
    reason: 'unrouted',
    certainty: 'possible',
    frames: [1, 2],
  } as const;
  const second = row({ ...DATA, findings: [finding('captured-twice', 1, { place })] });
  const whole = analysis([second], { vantage });
  const said = text(explainOverview(whole, buildStory(whole), english).vantage);
  expect(said).toContain('a packet a second time');
  expect(said.includes('in its network')).toBe(told);
});
