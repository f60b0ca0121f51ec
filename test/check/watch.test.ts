// What check counts in one bounded pass agrees with what the rules find over all rows.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FindingKind } from '../../src/classify/finding.ts';
import type { PacketRow } from '../../src/classify/packet-row.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { CAPTURES, evidenceOf } from './lab-captures.ts';

const CORPUS =
  process.env['TCPEXPLAIN_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus');
const FOLDER = join(CORPUS, 'captures');
const isHere = existsSync(FOLDER);
const MOST_BYTES = 512 << 10;
/** Every so many-th capture of the corpus: comparing all rows takes a minute. */
const STEP = Number(process.env['TCPEXPLAIN_STEP'] ?? 6);

const GAPS: readonly FindingKind[] = ['gap-before', 'acked-unseen'];

const framesWith = (rows: readonly PacketRow[], kinds: readonly FindingKind[]): number[] =>
  rows
    .filter(({ findings }) => findings.some(({ kind }) => kinds.includes(kind)))
    .map(({ frame }) => frame);

/** What is told of a capture in both ways, by stream. */
async function bothWays(file: Uint8Array): Promise<[watched: object, ruled: object]> {
  const { rows, connections } = await analyzeBytes(file, 'capture', { maxRows: Infinity });
  const evidence = await evidenceOf(file);
  const watched: Record<number, object> = {};
  const ruled: Record<number, object> = {};
  for (const { stream } of connections) {
    const own = rows.filter((row) => row.stream === stream);
    const notes = evidence.notes.get(stream)!;
    const resets = own.filter(({ kind, findings }) => kind === 'rst' && !isTwin(findings));
    watched[stream] = {
      resends: notes.resends.frames,
      gaps: notes.gaps.frames,
      twins: notes.twins[0] + notes.twins[1],
      causes: (evidence.resets.get(stream) ?? []).map(({ frame, findings }) => [
        frame,
        causeIn(findings),
      ]),
    };
    ruled[stream] = {
      resends: framesWith(own, ['retransmission']).slice(0, 64),
      gaps: framesWith(own, GAPS).slice(0, 64),
      twins: framesWith(own, ['captured-twice']).length,
      causes: resets.slice(0, 16).map(({ frame, findings }) => [frame, causeIn(findings)]),
    };
  }
  return [watched, ruled];
}

const isTwin = (findings: PacketRow['findings']): boolean =>
  findings.some(({ kind }) => kind === 'captured-twice');

const causeIn = (findings: PacketRow['findings']): string =>
  findings
    .filter(({ kind }) => kind === 'closed-port' || kind === 'reset-cause')
    .map(({ kind, evidence }) => JSON.stringify([kind, evidence['cause']]))
    .join();

const labs = readdirSync(CAPTURES).filter((name) => name.endsWith('.pcap'));

test.each(labs)('captures/%s', async (name) => {
  const [watched, ruled] = await bothWays(readFileSync(join(CAPTURES, name)));
  expect(watched).toEqual(ruled);
});

/** What no lab has. */
const MADE: Readonly<Record<string, (t: Trace) => unknown>> = {
  'a confirmation of what was never sent, and one of what the capture missed': (t) => {
    t.handshake().client.data(10);
    t.server.ack({ ack: 5000 });
    t.client.data(10);
    t.server.ack({ ack: 21 });
    t.unseen(() => t.client.data(10));
    t.server.ack({ ack: 31 });
    t.client.data(10);
    t.server.ack({ ack: 41 });
  },
  'an acknowledgement that came late, by its clock': (t) => {
    t.handshake().client.data(10);
    t.unseen(() => t.client.data(20));
    t.server.ack({ ack: 31, tsVal: 500, tsEcr: 0 });
    t.client.raw({ seq: 11, payload: 10, flags: 0x18 });
    t.wait(2).server.ack({ ack: 21, tsVal: 498, tsEcr: 0 });
  },
  'a SYN-ACK that confirms bytes of a SYN that is missing': (t) => {
    t.unseen(() => t.client.raw({ flags: 0x02, payload: 10 }));
    t.undelivered(() => t.client.syn({ seq: 0 }));
    t.server.synAck({ ack: 11 });
    t.client.ack({ seq: 11 });
    t.client.data(5);
    t.server.ack();
  },
  'refusals that say why': (t) => {
    for (let i = 0; i < 20; i++) {
      t.wait(500);
      t.undelivered(() => t.client.syn({ seq: 0 }));
      t.undelivered(() =>
        t.server.raw({ flags: 0x14, seq: -5000, ack: 1, payload: 'No listener' }),
      );
    }
  },
  'a SYN that nobody can read, then a good one': (t) => {
    t.client.raw({ flags: 0x02, seq: 0, dataOffset: 15 });
    t.wait(20).client.syn();
    t.server.synAck();
    t.client.ack();
  },
  'data and FIN that nobody can read, then good ones': (t) => {
    t.handshake().client.data('x', { dataOffset: 4 });
    t.wait(20).client.raw({ flags: 0x18, seq: 1, payload: 'x' });
    t.client.raw({ flags: 0x11, dataOffset: 15 });
    t.client.fin();
    t.server.ack();
  },
  'a first fragment that the capture cut, and what is confirmed behind it': (t) => {
    t.handshake().client.data(100);
    t.cutFragment(70);
    t.client.data(10);
    t.server.ack();
    t.lose(() => t.client.data(10));
    t.client.data(10);
    t.server.ack();
  },
  'two SYNs that cross, and their answers, one of them twice': (t) => {
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.syn());
    t.undelivered(() => t.client.synAck({ seq: 0, ack: 1 }));
    t.undelivered(() => t.server.synAck({ seq: 0, ack: 1 }));
    t.wait(1000).client.synAck({ seq: 0, ack: 1 });
    t.client.data('x', { seq: 1, ack: 1 });
  },
  'an older connection, refused with a reset': (t) => {
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.ack({ seq: 31, ack: -5000 }));
    t.undelivered(() => t.client.rst({ seq: -5000 }));
    t.client.syn({ seq: 0 });
    t.server.synAck({ seq: 70_000, ack: 1 });
    t.client.data('x', { seq: 1, ack: 70_001 });
    t.server.raw({ flags: 0x14, seq: 70_001, ack: 2 });
  },
  'resets that do not confirm the SYN, then one that does': (t) => {
    t.client.syn();
    t.undelivered(() => t.server.rst());
    t.undelivered(() => t.server.raw({ flags: 0x14, seq: 0, ack: 77 }));
    t.wait(1000).client.syn({ seq: 0 });
    t.server.raw({ flags: 0x14, seq: 0, ack: 1 });
  },
  'a damaged refusal, and one that arrives': (t) => {
    t.client.syn();
    t.server.raw({ flags: 0x14, seq: 0, ack: 1, checksum: 0x1234 });
    t.wait(1000).client.syn({ seq: 0 });
    t.server.raw({ flags: 0x14, seq: 0, ack: 1 });
  },
  'a damaged reset, damaged data, and a reset that arrives': (t) => {
    t.handshake().client.data(5);
    t.undelivered(() => t.server.ack({ checksum: 0x1234 }));
    t.client.data(5, { seq: 1 });
    t.server.ack();
    t.undelivered(() => t.server.rst({ checksum: 0x1234 }));
    t.client.data(5, { checksum: 0x1234 });
    t.server.rst();
  },
  'scans into a connection, and what refuses them': (t) => {
    t.handshake().client.raw({ flags: 0x01 });
    t.server.raw({ flags: 0x14, seq: 0, ack: 2 });
    t.client.raw({ flags: 0 });
    t.server.raw({ flags: 0x14, seq: 0, ack: 1 });
  },
  'a keep-alive with which the capture begins': (t) => {
    t.unseen(() => t.handshake().client.data('xyz'));
    t.wait(5000).client.keepAlive();
    t.server.ack();
    t.client.data('more');
  },
};

test.each(Object.entries(MADE))('%s', async (_, script) => {
  const t = trace();
  script(t);
  const [watched, ruled] = await bothWays(t.capture());
  expect(watched).toEqual(ruled);
});

const files = isHere
  ? readdirSync(FOLDER)
      .filter((name) => /\.(?:pcap|pcapng|cap|dmp|trace)(?:\.gz)?$/.test(name))
      .filter((name) => statSync(join(FOLDER, name)).size <= MOST_BYTES)
      .filter((_, i) => i % STEP === 0)
  : [];

describe.skipIf(!isHere)('captures of all sorts (needs ../shared/corpus)', () => {
  test.each(files)('%s', async (name) => {
    const [watched, ruled] = await bothWays(readFileSync(join(FOLDER, name)));
    expect(watched).toEqual(ruled);
  });
});
