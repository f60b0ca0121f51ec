// A capture that shows less may weaken a claim, never make it false: whatever is `certain` of a capture with records
// or bytes taken away must hold on the whole capture too. Seeds are in the titles.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { FindingKind } from '../src/classify/finding.ts';
import type { PacketRow } from '../src/classify/packet-row.ts';
import type { Analysis } from '../src/collect/analysis.ts';
import { analyzeBytes } from '../src/index.ts';
import { ABOUT_THE_CAPTURE } from './support/about-the-capture.ts';
import { reduced, seededRandom, type Reduced } from './support/reduced.ts';
import { type Trace, trace } from './support/trace.ts';

const whole = (file: Uint8Array): Promise<Analysis> =>
  analyzeBytes(file, 'claims', { maxRows: Infinity });

/** What is found in the rows of a capture, by frame. */
type Found = ReadonlyMap<number, Pick<PacketRow, 'kind' | 'findings'>>;

const foundIn = ({ rows }: Pick<Analysis, 'rows'>): Found =>
  new Map(rows.map((row) => [row.frame, row]));

/** The same of files that several losses are tried on: analyzed once. */
const foundInFiles = new Map<Uint8Array, Promise<Found>>();
function foundInWhole(file: Uint8Array): Promise<Found> {
  const known = foundInFiles.get(file) ?? whole(file).then(foundIn);
  foundInFiles.set(file, known);
  return known;
}

/** A claim of the first kind is sharpened, not contradicted, by one of the others. */
const SHARPENED: Partial<Record<FindingKind, readonly FindingKind[]>> = {
  'same-sequence-other-bytes': ['conflicting-overlap'],
  // Of a packet recorded twice, and late, the first record may be the one that is missing.
  'out-of-order': ['captured-twice'],
};

const SYMMETRIC: ReadonlySet<FindingKind> = new Set([
  'same-sequence-other-bytes',
  'conflicting-overlap',
]);

/** Claims of the reduced capture that the full one does not bear out, "kind frame". */
function contradicted(less: Analysis, frames: readonly number[], full: Found): string[] {
  const kindsOf = (frame: number): FindingKind[] =>
    (full.get(frame)?.findings ?? []).flatMap(({ kind, evidence }) =>
      // The second record of a packet is that packet: what holds of the first holds of it.
      kind === 'captured-twice' ? [kind, ...kindsOf(Number(evidence['earlierFrame']))] : [kind],
    );
  return less.rows.flatMap((row) => {
    const frame = frames[row.frame - 1]!;
    return row.findings
      .filter(({ kind, certainty }) => certainty === 'certain' && !ABOUT_THE_CAPTURE.has(kind))
      .filter(({ kind, evidence }) => {
        // Of a capture that shows more of its connection Wireshark marks it itself.
        if (kind === 'unmarked-keep-alive') return full.get(frame)?.kind !== 'keep-alive';
        // That two rows differ is told on the later one; which that is, a second record may change.
        const other = SYMMETRIC.has(kind) ? frames[Number(evidence['earlierFrame']) - 1]! : frame;
        const held = [...kindsOf(frame), ...kindsOf(other)];
        return ![kind, ...(SHARPENED[kind] ?? [])].some((one) => held.includes(one));
      })
      .map(({ kind }) => `${kind} in frame ${frame}, the whole has: ${kindsOf(frame).join()}`);
  });
}

/** Ways to lose something. */
const LOSSES: Readonly<Record<string, (full: Uint8Array, seed: number) => Reduced>> = {
  'a tenth of the records': (full, seed) => {
    const random = seededRandom(seed);
    return reduced(full, () => random() > 0.1);
  },
  'half of the records': (full, seed) => {
    const random = seededRandom(seed);
    return reduced(full, () => random() > 0.5);
  },
  'the beginning': (full, seed) => {
    const first = 2 + Math.floor(seededRandom(seed)() * 20);
    return reduced(full, (frame) => frame >= first);
  },
  'bytes beyond a snap length': (full, seed) => {
    const snapLen = 54 + Math.floor(seededRandom(seed)() * 60);
    return reduced(
      full,
      () => true,
      () => snapLen,
    );
  },
  'bytes and records': (full, seed) => {
    const random = seededRandom(seed);
    return reduced(
      full,
      () => random() > 0.3,
      () => 40 + Math.floor(random() * 100),
    );
  },
};

const SEEDS = [1, 2, 3];

const SCENARIOS: Readonly<Record<string, (t: Trace) => unknown>> = {
  'losses repaired and needless repetitions': (t) => {
    t.handshake({ mss: 1460, sackPermitted: true, windowShift: 7 });
    for (let i = 0; i < 12; i++) {
      const sent = t.client.data(200 + i);
      const next = t.client.data(100);
      if (i % 3 === 0) t.wait(300).client.retransmit(sent);
      t.server.ack();
      if (i % 4 === 1) t.wait(2).client.retransmit(next);
      if (i % 5 === 2) t.client.raw({ seq: 1 + i * 10, payload: 40, flags: 0x18 });
    }
    t.client.fin();
    t.wait(400).client.retransmit(t.server.fin());
  },
  'packets recorded twice, one of them a repetition': (t) => {
    t.handshake().client.data('first');
    t.duplicate();
    const sent = t.client.data('second');
    t.duplicate();
    t.server.ack();
    t.duplicate();
    t.wait(250).client.retransmit(sent);
    t.duplicate();
    t.server.data('answer');
    t.duplicate();
  },
  'a sender that never advances, to a closed port': (t) => {
    for (const text of ['one', 'two', 'three', 'three', 'one', 'f']) {
      t.client.raw({ seq: 1, payload: text, flags: 0x18 });
      t.server.raw({ flags: 0x04, seq: 0 });
    }
  },
  'conflicting overlaps': (t) => {
    t.handshake().client.data('abcdefgh');
    t.client.data('ijklmnop');
    t.client.raw({ seq: 5, payload: 'efGHij', flags: 0x18 });
    t.client.raw({ seq: 9, payload: 'IJKL', flags: 0x18, checksum: 0x1234 });
    t.server.ack();
    t.client.raw({ seq: 1, payload: 'abcdefgh', flags: 0x18 });
    t.client.raw({ seq: 5, payload: 'efGHij', flags: 0x18 });
  },
  'keep-alives and window probes': (t) => {
    t.handshake().client.data('abc');
    t.client.keepAlive(1);
    t.server.ack({ window: 0 });
    t.client.data('d');
    t.server.ack({ window: 0, ack: 4 });
    t.wait(500).client.raw({ seq: 4, payload: 'defg', flags: 0x18 });
    t.server.ack();
    t.client.keepAlive();
    t.client.keepAlive(1);
  },
  'ports used again, and flags that conflict': (t) => {
    t.handshake().client.data('x');
    t.client.rst();
    t.client.raw({ flags: 0x02, seq: 70_000 });
    t.client.raw({ flags: 0x03, seq: 90_000 });
    t.client.syn({ options: Uint8Array.of(2, 8, 5, 180) });
  },
};

describe.each([1000, 0xfffffff0])('scenarios, the client counting from %i', (isn) => {
  describe.each([true, false])('with timestamps: %s', (timestamps) => {
    describe.each(Object.keys(SCENARIOS))('%s', (name) => {
      const t = trace({ client: { isn }, timestamps });
      SCENARIOS[name]!(t);
      const file = t.capture();
      test.each(Object.keys(LOSSES))('losing %s', async (loss) => {
        const full = await foundInWhole(file);
        for (const seed of SEEDS) {
          const less = LOSSES[loss]!(file, seed);
          expect(contradicted(await whole(less.file), less.frames, full), `seed ${seed}`).toEqual(
            [],
          );
        }
      });
    });
  });
});

const CAPTURES = fileURLToPath(new URL('../captures/', import.meta.url));

describe.each(readdirSync(CAPTURES).filter((name) => name.endsWith('.pcap')))(
  'captures/%s',
  (name) => {
    const file = readFileSync(`${CAPTURES}${name}`);
    test.each(Object.keys(LOSSES))('losing %s', async (loss) => {
      const full = await foundInWhole(file);
      for (const seed of SEEDS.slice(0, 1)) {
        const less = LOSSES[loss]!(file, seed);
        expect(contradicted(await whole(less.file), less.frames, full), `seed ${seed}`).toEqual([]);
      }
    });
  },
);

const CORPUS =
  process.env['TCPEXPLAIN_CORPUS'] ??
  fileURLToPath(new URL('../../shared/corpus', import.meta.url));
const LARGEST = 100_000;

/** Those of the corpus, by name: read when first asked for. */
let classicPcaps: ReadonlyMap<string, Uint8Array> | null = null;
const corpusFiles = (): ReadonlyMap<string, Uint8Array> =>
  (classicPcaps ??= new Map(
    readdirSync(`${CORPUS}/captures`)
      .filter((name) => !/\.(?:tsv|md|zst)$/.test(name))
      .sort()
      .flatMap((name) => {
        const file = classicPcap(name);
        return file === null ? [] : [[name, file] as const];
      }),
  ));

/** A classic pcap file of the corpus, unpacked; null when it is something else, or large. */
function classicPcap(name: string): Uint8Array | null {
  const stored = readFileSync(`${CORPUS}/captures/${name}`);
  const file = name.endsWith('.gz') ? gunzipSync(stored) : stored;
  const magic = file.readUInt32BE(0);
  const isPcap = [0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1].includes(magic);
  // Before version 2.4 the two lengths of a record stand in the other order.
  const minor = magic === 0xa1b2c3d4 || magic === 0xa1b23c4d ? file[7] : file[6];
  return isPcap && minor === 4 && file.length <= LARGEST ? file : null;
}

describe.skipIf(!existsSync(`${CORPUS}/captures`))('the corpus (needs ../shared/corpus)', () => {
  test.each(Object.keys(LOSSES))('losing %s, seed 1', { timeout: 300_000 }, async (loss) => {
    const wrong: string[] = [];
    let tried = 0;
    for (const [name, file] of corpusFiles()) {
      tried++;
      const less = LOSSES[loss]!(file, 1);
      const full = await foundInWhole(file);
      const found = contradicted(await whole(less.file), less.frames, full);
      wrong.push(...found.map((line) => `${name}: ${line}`));
    }
    expect(wrong).toEqual([]);
    expect(tried).toBeGreaterThan(100);
  });
});

test('the check itself would see a false claim', async () => {
  const t = trace();
  t.client.retransmit(t.handshake().client.data('hello'));
  const full = await whole(t.capture());
  const silent = foundIn({ rows: full.rows.map((row) => ({ ...row, findings: [] })) });
  expect(contradicted(full, [1, 2, 3, 4, 5], silent)).toHaveLength(1);
});
