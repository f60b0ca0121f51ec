// Accounts made from connections that are lent are those made from connections that are kept (Connection.keep).

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { summaryRecord } from '../../src/export/summary-record.ts';
import type { Sink } from '../../src/sink.ts';
import { StreamCollector } from '../../src/streams/stream-collector.ts';
import { SummaryTally } from '../../src/streams/summary-tally.ts';
import { trace } from '../support/trace.ts';
import { CORPUS, corpusIsThere } from './corpus.ts';

/** More pairs of endpoints than there are objects for lent ones, and ports used again by either end. */
function manyConnections(): Uint8Array {
  const t = trace();
  const PAIRS = 1100;
  for (const round of [0, 1]) {
    for (let pair = 0; pair < PAIRS; pair++) {
      const one = t.connection({ client: { port: 20_000 + pair, isn: 1 + round * 70_000 + pair } });
      one.handshake();
      one.client.data('hello');
      if (pair % 3 === 0) one.server.rst();
      if (pair % 7 === 0) one.client.fin();
    }
  }
  return t.capture();
}

/** What `summary` and `streams` tell while `further` sinks keep connections or do not. */
async function accounts(bytes: Uint8Array, further: readonly Sink[]): Promise<string> {
  const reader = await CaptureReader.open(fromBytes(bytes, 'capture'));
  const tally = new SummaryTally();
  const collector = new StreamCollector();
  await analyze(reader, [tally, collector, ...further]);
  return JSON.stringify([summaryRecord('capture', tally, reader), [...collector.facts()]]);
}

/** Keeps every connection, or every third. */
const keeping = (every: number): Sink => ({
  segment({ connection }) {
    if (connection.stream % every === 0) connection.keep();
  },
});

describe('streams asked for by number', () => {
  test('are those of the list, and numbers that no stream has are none', async () => {
    const reader = await CaptureReader.open(fromBytes(manyConnections(), 'capture'));
    const collector = new StreamCollector();
    await analyze(reader, [collector]);
    const all = [...collector.facts()];
    const factsOf = collector.factsByStream();
    expect(all.map(({ stream }) => factsOf(stream))).toEqual(all);
    expect([factsOf(all.length), factsOf(1_000_000)]).toEqual([undefined, undefined]);
  });
});

describe('summary and streams', () => {
  test('are the same whether connections are lent or kept, for thousands on ports used again', async () => {
    const bytes = manyConnections();
    const lent = await accounts(bytes, []);
    expect(lent).toContain('"total":2200');
    expect(lent === (await accounts(bytes, [keeping(1)]))).toBe(true);
    expect(lent === (await accounts(bytes, [keeping(3)]))).toBe(true);
  });

  test.skipIf(!corpusIsThere)(
    'are the same whether connections are lent or kept, over the corpus (needs ../shared/corpus)',
    async () => {
      const differing: string[] = [];
      for (const name of readdirSync(`${CORPUS}/captures`)) {
        if (name === 'MANIFEST.tsv') continue;
        const bytes = readFileSync(`${CORPUS}/captures/${name}`);
        if ((await accounts(bytes, [])) !== (await accounts(bytes, [keeping(3)])))
          differing.push(name);
      }
      expect(differing).toEqual([]);
    },
  );

  test('are told of every connection once, when it takes no more', async () => {
    const segments = new Map<number, number>();
    const over = new Set<number>();
    const reader = await CaptureReader.open(fromBytes(manyConnections(), 'capture'));
    await analyze(reader, [
      {
        segment({ connection }) {
          expect(over.has(connection.stream)).toBe(false);
          segments.set(connection.stream, (segments.get(connection.stream) ?? 0) + 1);
        },
        over(connection) {
          expect(over.has(connection.stream)).toBe(false);
          over.add(connection.stream);
          expect(connection.packets).toBe(segments.get(connection.stream));
        },
      },
    ]);
    expect([...over].sort((a, b) => a - b)).toEqual([...segments.keys()]);
  });
});
