// Rows with holes between them: what follows what, and what is known of the connections.
import { describe, expect, test } from 'vitest';
import { stretchesOf, shownOf } from '../../src/collect/stretches.ts';
import { connection } from '../explain/made-rows.ts';

/** "0:1" is the first segment of stream 0. */
const rows = (...places: string[]) =>
  places.map((text) => {
    const [stream = 0, nth = 0] = text.split(':').map(Number);
    return { stream, nth };
  });

describe('stretches', () => {
  test.each<[string, string[], string[][]]>([
    ['one connection without a hole', ['0:1', '0:2', '0:3'], [['0:1', '0:2', '0:3']]],
    [
      'a hole',
      ['0:1', '0:2', '0:9', '0:10'],
      [
        ['0:1', '0:2'],
        ['0:9', '0:10'],
      ],
    ],
    ['two holes', ['0:4', '0:6', '0:8'], [['0:4'], ['0:6'], ['0:8']]],
    [
      'a hole in one of two connections',
      ['0:1', '1:1', '1:5', '0:2', '1:6'],
      [
        ['0:1', '1:1', '0:2'],
        ['1:5', '1:6'],
      ],
    ],
  ])('%s', (_, places, expected) => {
    const told = stretchesOf(rows(...places)).map((list) =>
      list.map(({ stream, nth }) => `${stream}:${nth}`),
    );
    expect(told).toEqual(expected);
  });

  test('number the holes before each row', () => {
    const told = stretchesOf(rows('0:1', '0:3', '1:1'));
    expect(told.map((list) => list.map(({ stream }) => stream))).toEqual([[0, 1], [0]]);
  });
});

describe('what a stretch shows of its connection', () => {
  const whole = connection({ packets: 9, ending: 'closed', endedBy: 'client' });
  test.each([
    ['all', ['0:1', '0:9'], { handshake: 'complete', ending: 'closed', endedBy: 'client' }, false],
    ['no beginning', ['0:2', '0:9'], { handshake: 'absent', ending: 'closed' }, false],
    ['no end', ['0:1', '0:8'], { handshake: 'complete', ending: 'open', endedBy: null }, true],
  ])('%s', (_, places, facts, goesOn) => {
    const shown = shownOf(rows(...places), [whole]);
    expect(shown.connections[0]).toMatchObject(facts);
    expect(shown.beginBefore.has(0)).toBe(places[0] !== '0:1');
    expect(shown.goOn.has(0)).toBe(goesOn);
  });

  test('of others, nothing', () => {
    expect(shownOf(rows('1:2'), [whole]).connections).toEqual([]);
  });
});
