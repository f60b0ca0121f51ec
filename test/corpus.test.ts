// Every row of the corpus against what tshark 4.0.17 recorded of it (-2, default preferences), and every odd file read
// or refused. Needs ../shared/corpus beside the repository, or TCPEXPLAIN_CORPUS.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../src/analyze.ts';
import { openFile } from '../src/capture/byte-source.ts';
import { CaptureError } from '../src/capture/capture-error.ts';
import { CaptureReader } from '../src/capture/capture-reader.ts';
import { packetRecord, type PacketRecord } from '../src/export/packet-record.ts';
import { outerAddresses } from './support/outer-addresses.ts';

const CORPUS = process.env['TCPEXPLAIN_CORPUS'] ?? join(import.meta.dirname, '../../shared/corpus');
const present = existsSync(join(CORPUS, 'tshark'));
const filesOf = (folder: string): string[] =>
  existsSync(join(CORPUS, folder)) ? readdirSync(join(CORPUS, folder)).sort() : [];

/** A row of the recorded facts, see `columns` in each file. */
type Fact = [
  frame: number,
  stream: number,
  src: string,
  srcPort: number,
  dst: string,
  dstPort: number,
  flags: number,
  seq: number,
  ack: number,
  window: number,
  len: number | null,
  labels: string[],
];

/** Our row, with the addresses of the outermost IP header, which is where tshark's first ip.src stands. */
type Row = PacketRecord & { outerSrc: string; outerDst: string };

type Field =
  | 'missing'
  | 'extra'
  | 'stream'
  | 'ports'
  | 'addresses'
  | 'flags'
  | 'seq'
  | 'ack'
  | 'window'
  | 'len';

const TWO_PASSES =
  '-2 reads the file twice and counts the first pass from the base number and window scale found at its end';
const NOT_JUDGED =
  'tshark counts the segment but records no facts of it: its header length is below five words';

/** Where we differ from tshark, and know why. */
const KNOWN: Readonly<Record<string, readonly [fields: readonly Field[], why: string]>> = {
  'OISF__drop-protocol-change__input.pcap': [['extra'], NOT_JUDGED],
  'ntop__ip_fragmented_garbage.pcap': [['extra'], NOT_JUDGED],
  'OISF__with_evasion_linux.pcap': [['seq', 'window'], TWO_PASSES],
  'OISF__with_evasion_windows.pcap': [['seq', 'window'], TWO_PASSES],
  'arkime__tcp_handshake_synthetic.pcap': [['seq', 'ack'], TWO_PASSES],
  'kaitoy__TcpPacketTest.pcap': [['window'], TWO_PASSES],
  'kaitoy__udp_tcp_icmp.pcap': [['window'], TWO_PASSES],
  'markofu__evidence05.pcap': [['seq'], TWO_PASSES],
  'ntop__rtsp.pcap': [['seq'], TWO_PASSES],
  'packetpioneer__DisplayFilters.pcapng': [['window'], TWO_PASSES],
  'utilsec__OS_Guess.pcapng': [['window'], TWO_PASSES],
};

const FLAGS = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  PSH: 8,
  ACK: 16,
  URG: 32,
  ECE: 64,
  CWR: 128,
  AE: 256,
} as const;

async function rowsOf(path: string): Promise<Map<number, Row>> {
  const rows = new Map<number, Row>();
  const reader = await CaptureReader.open(await openFile(path));
  await analyze(reader, [
    {
      segment(context) {
        // What was recorded is of the first segment of a frame.
        if (context.isFurther) return;
        const [outerSrc, outerDst] = outerAddresses(context.packet);
        rows.set(context.record.frame, { ...packetRecord(context), outerSrc, outerDst });
      },
    },
  ]);
  await reader.close();
  return rows;
}

const flagBits = (row: Row): number =>
  row.flags.reduce((bits, name) => bits | FLAGS[name], 0) & 0xff;

function differences(row: Row, fact: Fact): Field[] {
  const [, stream, src, srcPort, dst, dstPort, flags, seq, ack, window, len] = fact;
  const equal: Partial<Record<Field, boolean>> = {
    stream: row.stream === stream,
    addresses: row.outerSrc === src && row.outerDst === dst,
    ports: row.srcPort === srcPort && row.dstPort === dstPort,
    flags: flagBits(row) === (flags & 0xff),
    seq: row.seq === seq,
    ack: (flags & FLAGS.ACK) === 0 || row.ack === ack,
    window: row.window === window,
    len: len === null || row.len === len,
  };
  return (Object.keys(equal) as Field[]).filter((field) => equal[field] === false);
}

const sameLabels = (row: Row, fact: Fact): boolean =>
  // TCP Fast Open is not in the analysis yet.
  fact[11]
    .filter((label) => !label.startsWith('tfo'))
    .sort()
    .join() === [...row.labels].sort().join();

describe.skipIf(!present)('the corpus (skipped where it is absent)', () => {
  test('has the fields tshark recorded, save known differences; 99.9 % of segments its labels, 99 % of labelled ones', async () => {
    const surprises: string[] = [];
    const seen = new Map<string, Set<Field>>();
    const note = (name: string, field: Field, what: string): void => {
      seen.set(name, (seen.get(name) ?? new Set()).add(field));
      if (!KNOWN[name]?.[0].includes(field)) surprises.push(`${name} ${what}: ${field}`);
    };
    let segments = 0;
    let wrong = 0;
    let labelled = 0;
    let labelledWrong = 0;
    for (const file of filesOf('tshark')) {
      const name = basename(file, '.json');
      const rows = await rowsOf(join(CORPUS, 'captures', name));
      const { packets } = JSON.parse(readFileSync(join(CORPUS, 'tshark', file), 'utf8')) as {
        packets: Fact[];
      };
      for (const fact of packets) {
        const row = rows.get(fact[0]);
        rows.delete(fact[0]);
        if (row === undefined) {
          note(name, 'missing', `frame ${fact[0]}`);
          continue;
        }
        for (const field of differences(row, fact)) note(name, field, `frame ${fact[0]}`);
        segments++;
        if (fact[11].length > 0) labelled++;
        if (!sameLabels(row, fact)) {
          wrong++;
          if (fact[11].length > 0) labelledWrong++;
        }
      }
      for (const frame of rows.keys()) note(name, 'extra', `frame ${frame}`);
    }
    expect(surprises).toEqual([]);
    expect(segments).toBeGreaterThan(50_000);
    expect(wrong / segments).toBeLessThan(0.001);
    expect(labelledWrong / labelled).toBeLessThan(0.01);
    // A difference that is gone is taken off the list.
    const gone = Object.entries(KNOWN).flatMap(([name, [fields]]) =>
      fields.filter((field) => !seen.get(name)?.has(field)).map((field) => `${name}: ${field}`),
    );
    expect(gone).toEqual([]);
  });

  test('odd files are read, or refused with one clear line, within 5 seconds each', async () => {
    const faults: string[] = [];
    for (const name of filesOf('robust')) {
      const startedMs = performance.now();
      try {
        await rowsOf(join(CORPUS, 'robust', name));
      } catch (error) {
        const clear =
          error instanceof CaptureError &&
          /^[^\n]+ \(file offset \d+[^\n]*\); [^\n]+$/.test(error.message);
        if (!clear) faults.push(`${name}: ${String(error)}`);
      }
      if (performance.now() - startedMs > 5000) faults.push(`${name}: too slow`);
    }
    expect(faults).toEqual([]);
  });
});
