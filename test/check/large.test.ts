// A class's captures are longer than what a report keeps: what is counted, found or excluded is decided over all rows.

import { beforeAll, describe, expect, test } from 'vitest';
import { forbiddenWords } from '../../src/check/assertions/never-in-clear.ts';
import { judge } from '../../src/check/evaluate.ts';
import type { Evidence, EvidenceOptions } from '../../src/check/evidence.ts';
import { loadLab } from '../../src/check/load-lab.ts';
import type { Lab } from '../../src/check/schema/lab.ts';
import { trace, type Trace } from '../support/trace.ts';
import { told, type ToldOutcome } from './english.ts';
import { evidenceOf } from './lab-captures.ts';

/** Twice as many rows: each line is acknowledged. */
const LINES = 10_200;
const LINE_BYTES = 8;

const labOf = (lines: readonly string[]): Lab =>
  loadLab(`lab: x\nexpect:\n${lines.map((line) => `  - ${line}\n`).join('')}`).lab;

function longTalk(end: (t: Trace) => void): Uint8Array {
  const t = trace().handshake({ mss: 1460 });
  for (let i = 0; i < LINES; i++) {
    t.client.data(`${String(i).padStart(LINE_BYTES - 1, '0')}\n`);
    t.server.ack();
  }
  end(t);
  return t.capture();
}

const close = (t: Trace): void => {
  t.client.fin();
  t.server.fin();
  t.client.ack();
};

const outcomes = (lab: Lab, evidence: Evidence): ToldOutcome[] =>
  lab.expect.map((one) => told(judge({ evidence, declared: {} }, one, undefined)));

/** Said of the good capture with true, of the bad one with false. */
const LAB = labOf([
  'handshake: complete',
  'close: graceful',
  'reset: none',
  'resends: none',
  'loss: none',
  'gaps: none',
  `bytes: { max: ${LINES * LINE_BYTES}, by: client }`,
  `packets: { max: ${2 * LINES + 6} }`,
  'idle: { max: 1s }',
  'duration: { max: 30s }',
  'neverInClear: { text: swordfish }',
  'neverInClear: { pattern: "sw[o0]rd *fish" }',
  'not: { message: { text: swordfish } }',
]);

describe(`${2 * LINES} rows`, () => {
  let good: ToldOutcome[] = [];
  let bad: ToldOutcome[] = [];
  beforeAll(async () => {
    const options: EvidenceOptions = { words: forbiddenWords(LAB) };
    good = outcomes(LAB, await evidenceOf(longTalk(close), options));
    const end = (t: Trace): void => {
      const first = t.client.data('the word is sword');
      t.client.data('fish\n');
      t.wait(40_000).client.retransmit(first);
      t.unseen(() => t.server.data('unseen'));
      t.server.data('seen');
      t.client.ack();
      t.server.rst();
    };
    bad = outcomes(LAB, await evidenceOf(longTalk(end), options));
  }, 60_000);

  test('everything that holds is told to hold: nothing is left open', () => {
    expect(good.map(({ verdict, expected, why }) => [expected, verdict, why])).toEqual(
      good.map(({ expected }) => [expected, 'holds', null]),
    );
  });

  test('what is wrong in the last rows is found, and named', () => {
    const holding = new Set(['a complete handshake on every connection']);
    expect(
      bad.filter(({ verdict, expected }) => (verdict === 'fails') === holding.has(expected)),
    ).toEqual([]);
    const late = bad.filter(({ frames }) => frames.some((frame) => frame > 2 * LINES));
    expect(late.map(({ expected }) => expected)).toEqual(
      expect.arrayContaining([
        'no reset on every connection',
        'no re-send on every connection',
        'no gap on every connection',
        'the words "swordfish" never in clear text',
      ]),
    );
  });
});

describe('more connections than a report lists', () => {
  const COUNT = 700;
  const many = (): Uint8Array => {
    const first = trace().handshake();
    for (let i = 1; i < COUNT; i++) {
      const t = first.connection({ client: { port: 20_000 + i, isn: i } }).handshake();
      t.client.data('hello\n');
      t.server.ack();
    }
    return first.capture();
  };
  const lab = labOf(['handshake: complete', `clients: { min: ${COUNT} }`, 'reset: none']);

  test('all of them are looked at', async () => {
    const found = outcomes(lab, await evidenceOf(many()));
    expect(found.map(({ verdict }) => verdict)).toEqual(['holds', 'holds', 'holds']);
  });

  test('beyond the bound it is left open, and says so', async () => {
    const found = outcomes(lab, await evidenceOf(many(), { mostConnections: 100 }));
    expect(found.map(({ verdict }) => verdict)).toEqual(['undecided', 'undecided', 'undecided']);
    for (const { why } of found)
      expect(why).toBe('600 connections beyond what a check keeps were not looked at');
  });
});

test('bytes that are no longer kept for comparing were sent again all the same', async () => {
  const t = trace().handshake();
  const first = t.client.data(1000);
  for (let i = 0; i < 20; i++) t.client.data(1000);
  t.client.retransmit(first);
  const lab = labOf(['resends: none']);
  const [found] = outcomes(lab, await evidenceOf(t.capture(), { budgetBytes: 4000 }));
  expect([found!.verdict, found!.shows]).toEqual(['fails', '1 re-send (row 25)']);
});
