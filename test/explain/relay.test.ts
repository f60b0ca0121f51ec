// A message taken in on one connection and passed on in another, told on all four rows it touches.

import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/collect/analysis.ts';
import type { RelayFacts } from '../../src/stitch/relay-facts.ts';
import { analysis, CLIENT, connection, explained, headlineOf, row, textOf } from './made-rows.ts';

const RELAY: RelayFacts = {
  inFrame: 13,
  outFrame: 14,
  inStream: 1,
  outStream: 0,
  delayNs: 100_000,
  removed: '@eliad ',
  removedBehind: '',
  added: 'Message from laptop: ',
  addedBehind: '',
  common: 'hello',
  certainty: 'certain',
  isHistory: false,
};

const named = (stream: number, name: string, introducedIn: number) =>
  ({
    stream,
    side: 'client',
    name,
    introducedIn,
    confirmedIn: 14,
    certainty: 'certain',
  }) as const;

function chat(facts: Partial<Analysis> = {}): Analysis {
  const rows = [
    row({ frame: 4, kind: 'data', flags: ['ACK'], payload: 'eliad', links: { acknowledgedBy: 5 } }),
    row({
      frame: 5,
      kind: 'data',
      flags: ['ACK'],
      fromClient: false,
      relAck: 6,
      payload: 'Welcome, eliad!',
      links: { previousInStream: 4 },
    }),
    row({ frame: 10, kind: 'data', flags: ['ACK'], stream: 1, payload: 'laptop' }),
    row({
      frame: 13,
      kind: 'data',
      flags: ['ACK'],
      stream: 1,
      payload: '@eliad hello',
      links: { acknowledgedBy: 15 },
    }),
    row({
      frame: 14,
      kind: 'data',
      flags: ['ACK'],
      fromClient: false,
      payload: 'Message from laptop: hello',
    }),
    row({
      frame: 15,
      kind: 'ack',
      flags: ['ACK'],
      stream: 1,
      fromClient: false,
      links: { acknowledges: [13] },
    }),
    row({ frame: 16, kind: 'ack', flags: ['ACK'], links: { acknowledges: [14] } }),
  ];
  return analysis(rows, {
    connections: [
      connection(),
      connection({ stream: 1, firstFrame: 7, client: { ...CLIENT, port: 50001 } }),
    ],
    participants: [named(0, 'eliad', 4), named(1, 'laptop', 10)],
    relays: [RELAY],
    ...facts,
  });
}

const said = (frame: number, facts: Partial<Analysis> = {}): string =>
  textOf(explained(chat(facts), frame));

describe('a message passed on', () => {
  test('the row in names giver, taker, the row out and what is changed, with the sum', () => {
    expect(headlineOf(explained(chat(), 13))).toBe('laptop hands over a message for eliad');
    const text = said(13);
    expect(text).toContain('passes it on in row 14, 0.10 ms later, on the connection of eliad');
    expect(text).toContain('Cut off in front: @eliad  (7 bytes)');
    expect(text).toContain('Put in front: Message from laptop:  (21 bytes)');
    expect(text).toContain('12 − 7 + 21 = 26');
    expect(text).toContain('All that happens before row 15 confirms it');
  });
  test('the row out points back', () => {
    expect(headlineOf(explained(chat(), 14))).toBe('The message of row 13 is passed on to eliad');
    expect(said(14)).toContain('which laptop handed over 0.10 ms before');
  });
  test('the late confirmation and the relay are told apart as kernel and program', () => {
    expect(said(15)).toContain('had been passed on in row 14 already');
    expect(said(15, { relays: [{ ...RELAY, outFrame: 16 }] })).not.toContain('already');
  });
  test('the taker confirms that it arrived', () => {
    expect(said(16)).toContain('has reached the computer of eliad');
    expect(said(16, { relays: [] })).not.toContain('reached the computer of');
  });
  test('a sum that does not come out is not shown', () => {
    expect(said(13, { relays: [{ ...RELAY, removed: '@el' }] })).not.toContain('lengths agree');
  });
  test('likely is said to be likely', () => {
    expect(said(13, { relays: [{ ...RELAY, certainty: 'likely' }] })).toContain('not proven');
    expect(said(13)).not.toContain('not proven');
  });
  test('nothing is built on what is only possible', () => {
    const relays = [{ ...RELAY, certainty: 'possible' as const }];
    expect(headlineOf(explained(chat({ relays }), 13))).not.toContain('hands over');
    expect(said(13, { relays })).toContain('may be chance');
    expect(said(15, { relays })).not.toContain('passed on');
  });
  test('a broadcast names all takers', () => {
    const relays = [RELAY, { ...RELAY, outFrame: 5 }];
    expect(headlineOf(explained(chat({ relays }), 13))).toBe(
      'laptop hands over a message that goes to eliad and eliad',
    );
  });
  test('two messages in one row are told one by one', () => {
    const relays = [RELAY, { ...RELAY, outFrame: 5, common: 'and this' }];
    const whole = chat({ relays });
    expect(headlineOf(explained(whole, 13))).toBe('laptop hands over messages that go to eliad');
    expect(textOf(explained(whole, 13))).not.toContain('The same message also goes out');
  });
  test('whom it was told later is no taker', () => {
    const relays = [RELAY, { ...RELAY, outFrame: 5, isHistory: true }];
    expect(headlineOf(explained(chat({ relays }), 13))).toBe(
      'laptop hands over a message for eliad',
    );
  });
  test('without names it is still a message passed on', () => {
    expect(headlineOf(explained(chat({ participants: [] }), 13))).toBe(
      'A message that is passed on to somebody else',
    );
  });
});

describe('who is who', () => {
  test('a name is introduced, and later rows are known by the port', () => {
    expect(headlineOf(explained(chat(), 4))).toBe('The client introduces itself as eliad');
    expect(said(13)).toContain('We know it is laptop by the port, 50001');
    expect(said(10)).not.toContain('We know it is');
  });
  test('the answer repeats the name: so many bytes are the name, so many the program’s own', () => {
    expect(said(5)).toContain('of its 15 bytes 5 bytes are eliad, the other 10 are the program');
  });
});
