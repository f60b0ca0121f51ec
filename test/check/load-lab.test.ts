// A mistake in a lab file is told with its line and column, and with what was meant.

import { describe, expect, test } from 'vitest';
import { loadLab } from '../../src/check/load-lab.ts';
import { mistakesOf } from './english.ts';

const HEAD = `lab: Chat
connections:
  eliad: { to: 192.168.0.186:10000, order: 1 }
expect:
`;

test('the example of the guide is right', () => {
  const text = `lab: Chat through a server
connections:
  eliad:  { to: 192.168.0.186:10000, order: 1 }
  laptop: { to: 192.168.0.186:10000, order: 2 }
expect:
  - handshake: complete            # every connection unless \`on:\` names some
  - clients: { min: 2, server: ":10000" }
    points: 2
  - message: { from: laptop, text: "@eliad hello" }
  - relayed: { from: laptop, to: eliad, only: true, text: hello, within: 1s }
    hint: Follow the server's other connection after row 13.
  - not: { reset: any }
  - then: [ { handshake: laptop }, { message: { from: laptop } } ]
`;
  expect(loadLab(text).places.map(({ line }) => line)).toEqual([6, 7, 9, 10, 12, 13]);
});

describe('says where and what was meant', () => {
  test.each([
    ['an unknown key', '  - clints: { min: 2 }', '5:5', 'did you mean "clients"?'],
    ['an unknown key inside', '  - relayed: { onyl: true }', '5:16', 'did you mean "only"?'],
    [
      'a key two levels down',
      '  - any: [ { not: { reest: any } } ]',
      '5:21',
      'did you mean "reset"?',
    ],
    ['a wrong word', '  - close: gracefull', '5:12', 'did you mean "graceful"?'],
    [
      'a link type with a slip',
      '  - capture: { link: Ethrenet }',
      '5:22',
      'did you mean "Ethernet"?',
    ],
    [
      'a link type by another name',
      '  - capture: { link: LinuxSll }',
      '5:22',
      'expected: a link type, as reports and Wireshark name it',
    ],
    ['a connection with a slip', '  - handshake: elaid', '5:16', 'did you mean "eliad"?'],
    [
      'a connection nobody declared',
      '  - message: { from: walter }',
      '5:22',
      'declare it under "connections:"',
    ],
    ['a number where words go', '  - message: { text: 5 }', '5:22', 'the words, in quotes'],
    ['a duration without unit', '  - relayed: { within: 1 }', '5:24', 'for example 1s'],
    ['a port out of range', '  - clients: { min: 1, server: ":70000" }', '5:32', '0 to 65535'],
    ['no assertion', '  - points: 3', '5:5', 'there is no assertion here'],
    ['two assertions', '  - reset: any\n    refused: true', '6:5', 'put both into "all:"'],
    ['a pattern with a look-ahead', '  - message: { pattern: "(?=a)" }', '5:25', 'no look-around'],
    ['bounds that cannot be', '  - bytes: { min: 9, max: 3 }', '5:19', 'at least 9 and at most 3'],
    [
      'durations that cannot be',
      '  - rtt: { min: 1s, max: 900ms }',
      '5:17',
      'at least 1s and at most 900ms',
    ],
    ['bounds without bounds', '  - packets: {}', '5:14', '"min" or "max" is missing'],
    [
      'text and pattern at once',
      '  - message: { text: a, pattern: b }',
      '5:25',
      'text, equals or pattern',
    ],
    ['a list that is none', '  handshake: complete', '5:3', 'a list'],
    ['nothing', '  -', '5:4', 'expected'],
  ])('%s', (_, lines, place, words) => {
    const mistakes = mistakesOf(`${HEAD}${lines}\n`);
    expect(mistakes.length).toBeGreaterThan(0);
    expect(mistakes[0]).toContain(words);
    expect(mistakes[0]!.split(' ')[0]).toBe(place);
  });

  test('every mistake of the file at once, in its order', () => {
    const mistakes = mistakesOf(`lab: 3\nexpect:\n  - close: never\n  - rset: any\n`);
    expect(mistakes.map((mistake) => mistake.split(' ')[0])).toEqual(['1:6', '3:12', '4:5']);
  });

  test('a name that means something already', () => {
    expect(
      mistakesOf('lab: x\nconnections:\n  server: { order: 1 }\nexpect: [{ reset: any }]\n'),
    ).toEqual(['3:3 "server" means something already; choose another name']);
  });

  test('what is missing', () => {
    expect(mistakesOf('expect: [{ reset: any }]\n')).toEqual(['1:1 "lab" is missing']);
  });
});

describe('is not YAML', () => {
  test.each([
    ['an open quote', 'lab: "x\nexpect: []', /^\d+:\d+ not YAML: /],
    ['a key twice', 'lab: x\nlab: y\nexpect: []', /^2:1 not YAML: .*unique/],
    ['tabs for spaces', 'lab: x\nexpect:\n\t- reset: any', /^3:1 not YAML: /],
  ])('%s', (_, text, mistake) => {
    expect(mistakesOf(text)[0]).toMatch(mistake);
  });

  test('an empty file', () => {
    expect(mistakesOf('')[0]).toMatch(/^1:1 /);
  });

  test('aliases that grow without end are refused', () => {
    const bomb = `lab: x\na: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`;
    expect(mistakesOf(bomb)[0]).toMatch(/alias/i);
  });
});
