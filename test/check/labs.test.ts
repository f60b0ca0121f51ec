// The contracts of the project's own labs: all hold on the captures, and each expectation is worth having, because some
// worse capture breaks it.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CaptureError } from '../../src/capture/capture-error.ts';
import { evaluate, type Result } from '../../src/check/evaluate.ts';
import type { EvidenceOptions } from '../../src/check/evidence.ts';
import { forbiddenWords } from '../../src/check/assertions/never-in-clear.ts';
import type { PacketRow } from '../../src/classify/packet-row.ts';
import { analyzeBytes } from '../../src/index.ts';
import { english, unmetWords } from './english.ts';
import { loadLab } from '../../src/check/load-lab.ts';
import type { Lab } from '../../src/check/schema/lab.ts';
import {
  CAPTURES,
  captureBytes,
  contract,
  evidenceOf,
  LAB_CAPTURES,
  LAB_NAMES,
} from './lab-captures.ts';
import {
  connectionMutants,
  Film,
  orderMutants,
  rowMutants,
  saysMutant,
  type Mutant,
} from './mutants.ts';

test('every lab that has a capture has a contract', () => {
  const folders = readdirSync(join(CAPTURES, 'labs'));
  const captured = folders.filter(
    (lab) =>
      existsSync(join(CAPTURES, `${lab}.pcap`)) || existsSync(join(CAPTURES, `${lab}-inside.pcap`)),
  );
  expect(captured.length).toBeGreaterThan(10);
  expect(captured.sort()).toEqual(LAB_NAMES);
});

describe.each(LAB_CAPTURES)('$capture', ({ lab, capture }) => {
  const { lab: asked } = loadLab(contract(lab));

  test('meets every expectation of its lab', async () => {
    const results = evaluate(asked, await evidenceOf(captureBytes(capture), wordsOf(asked)));
    const unmet = results.filter(({ status }) => status !== 'pass');
    expect(unmet.map(unmetWords)).toEqual([]);
  });

  test('each expectation is broken by some worse capture', async () => {
    const film = new Film(captureBytes(capture));
    const { rows } = await analyzeBytes(captureBytes(capture), capture, { maxRows: Infinity });
    const evidence = await evidenceOf(captureBytes(capture), wordsOf(asked));
    const survivors = await survivorsOf(asked, film, rows, evaluate(asked, evidence));
    expect(survivors).toEqual([]);
  });
});

const wordsOf = (lab: Lab): EvidenceOptions => ({ words: forbiddenWords(lab) });

/** Mutants tried for one expectation before it is given up. */
const MOST_TRIED = 160;

/** Titles of the expectations that no mutant broke. */
async function survivorsOf(
  lab: Lab,
  film: Film,
  rows: readonly PacketRow[],
  results: readonly Result[],
): Promise<string[]> {
  const alive = new Set(results.map(({ number }) => number));
  const tried = new Set<string>();
  for (const result of results) {
    let count = 0;
    for (const mutant of mutantsFor(lab, film, rows, result)) {
      if (!alive.has(result.number) || count >= MOST_TRIED) break;
      if (tried.has(mutant.how)) continue;
      tried.add(mutant.how);
      count++;
      for (const number of await brokenBy(lab, mutant)) alive.delete(number);
    }
  }
  return results.filter(({ number }) => alive.has(number)).map(({ title }) => english(title));
}

async function brokenBy(lab: Lab, mutant: Mutant): Promise<number[]> {
  try {
    const results = evaluate(lab, await evidenceOf(mutant.file(), wordsOf(lab)));
    return results.filter(({ status }) => status !== 'pass').map(({ number }) => number);
  } catch (error) {
    if (error instanceof CaptureError) return [];
    throw error;
  }
}

/** The likeliest to break it first: the rows it rests on, then connections, then order, then any row. */
function* mutantsFor(
  lab: Lab,
  film: Film,
  rows: readonly PacketRow[],
  { outcome, number }: Result,
): Generator<Mutant> {
  const restsOn = rows.filter(({ frame }) => outcome.frames.includes(frame));
  const words = JSON.stringify(lab.expect[number - 1]).match(
    /"neverInClear":\{"text":"([^"]*)"/,
  )?.[1];
  const long = rows.find(({ tcp }) => tcp.len >= (words?.length ?? Infinity));
  if (words !== undefined && long !== undefined) yield saysMutant(film, long, words);
  for (const row of restsOn) yield* rowMutants(film, row);
  yield* orderMutants(film, outcome.frames.slice(0, 4));
  for (const stream of new Set(rows.map((row) => row.stream)))
    yield* connectionMutants(
      film,
      rows.filter((row) => row.stream === stream),
    );
  const withText = rows.filter(({ tcp }) => tcp.len > 0);
  for (const row of [...withText.slice(0, 10), ...rows.slice(-6)]) yield* rowMutants(film, row);
}
