// Frames that hold several packets: every segment in them counts, and one of a frame has the row.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../src/analyze.ts';
import { writePcap, type CraftedRecord } from '../src/craft/capture-writer.ts';
import { layerNames } from '../src/decode/layer.ts';
import {
  analyzeBytes,
  analyzeFile,
  CaptureReader,
  explainAnalysis,
  fromBytes,
  renderMarkdown,
} from '../src/index.ts';
import { readSockets } from '../src/sockets/read-sockets.ts';
import { socketRows } from '../src/sockets/snapshot.ts';
import { SummaryTally } from '../src/streams/summary-tally.ts';
import { evidenceOf } from './check/lab-captures.ts';
import { LABEL_NAMES } from '../src/tcp/label.ts';
import { LABEL_CASES, labelTrace } from './classify/label-cases.ts';
import { be16, be32, decode, ipv4, MAC_A, MAC_B, tcp, text, udp, zeros } from './decode/frames.ts';
import { tcpexplain } from './cli/program-run.ts';
import { wiresharkTranscripts } from './follow/transcripts.ts';
import { aggregated, amsdu, sflow } from './support/aggregate.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { trace, type Trace } from './support/trace.ts';
import { noTshark, tsharkFields } from './support/tshark.ts';
import { followBytes } from './tcp/follow.ts';

const folder = temporaryFolder();
const SIZES = [2, 3, 7];

/** A talk of two connections with a loss, and a third that is asked for at the end. */
function talk(): Trace {
  const t = trace().handshake();
  const other = t.connection({ client: { port: 40_001 } });
  other.client.syn();
  t.client.data('one ');
  other.server.synAck();
  t.client.data('two ');
  other.client.ack();
  t.client.data('three');
  t.server.ack();
  other.client.data('also');
  t.server.ack();
  t.server.data('answer');
  t.client.fin();
  t.server.fin();
  t.client.ack();
  t.connection({ client: { port: 40_002 } }).client.syn();
  return t;
}

/** The records, each at the time of the last of its group: what aggregates of `size` keep of the times. */
const atTimesOfGroups = (records: readonly CraftedRecord[], size: number): CraftedRecord[] =>
  records.map((record, i) => {
    const group = i - (i % size);
    return { ...record, timeNs: records[Math.min(group + size, records.length) - 1]!.timeNs };
  });

describe('decoding', () => {
  const segment = (payload: string, seq: number): number[] => ipv4(6, tcp(text(payload), { seq }));

  /** Payloads of the segments in one frame. */
  function payloadsIn(frame: readonly number[], linkType: number): string[] {
    const { decoder, found } = decode([frame], linkType);
    const { packet } = decoder;
    const payloads: string[] = [];
    for (let isHere = found[0]!; isHere; isHere = decoder.decodeNext(1)) {
      const { payloadStart, payloadEnd } = packet.tcp;
      payloads.push(Buffer.from(packet.bytes.subarray(payloadStart, payloadEnd)).toString());
    }
    return payloads;
  }

  test('finds all segments of an A-MSDU, whatever they are filled up with', () => {
    const packets = ['a', 'bc', 'def', 'ghij', 'k'].map((payload, i) => segment(payload, i));
    expect(payloadsIn(amsdu(packets), 105)).toEqual(['a', 'bc', 'def', 'ghij', 'k']);
  });

  test('passes over packets without TCP, also in front', () => {
    const packets = [ipv4(17, udp(9, [1])), segment('x', 1), ipv4(1, zeros(8)), segment('y', 2)];
    expect(payloadsIn(amsdu(packets), 105)).toEqual(['x', 'y']);
    expect(payloadsIn(amsdu([ipv4(1, zeros(8)), ipv4(17, udp(9, [1]))]), 105)).toEqual([]);
  });

  test('ends with a subframe that is cut off, and at one of no length', () => {
    const whole = amsdu([segment('first', 1), segment('second', 2)]);
    expect(payloadsIn(whole.slice(0, -40), 105)).toEqual(['first']);
    const empty = [...MAC_B, ...MAC_A, ...be16(0), 0, 0];
    const from = 26;
    expect(payloadsIn([...whole.slice(0, from), ...empty, ...whole.slice(from)], 105)).toEqual([
      'first',
      'second',
    ]);
  });

  test('finds the segment of every sample', () => {
    const frame = sflow(['a', 'b', 'c'].map((payload, i) => segment(payload, i)));
    const { decoder } = decode([frame]);
    const seqs = [decoder.packet.tcp.seq];
    while (decoder.decodeNext(1)) seqs.push(decoder.packet.tcp.seq);
    expect(seqs).toEqual([0, 1, 2]);
  });

  test('goes on behind samples of other kinds', () => {
    const counters = [...be32(2), ...be32(8), ...zeros(8)];
    const frame = sflow([segment('a', 1), segment('b', 2)]);
    // Ethernet, IPv4, UDP and sFlow headers.
    const from = 14 + 20 + 8 + 28;
    const { decoder } = decode([[...frame.slice(0, from), ...counters, ...frame.slice(from)]]);
    expect(decoder.packet.tcp.seq).toBe(1);
  });

  test('forgets the headers of the packet before, and what came of it', () => {
    const { decoder } = decode([amsdu([segment('a', 1), segment('b', 2)])], 105);
    const layers = (): string[] =>
      Array.from(
        decoder.packet.layerKinds.subarray(0, decoder.packet.layerCount),
        (kind) => layerNames[kind]!,
      );
    const first = layers();
    const { ipStart } = decoder.packet;
    expect(decoder.packet.paddingLen).toBe(0);
    expect(decoder.decodeNext(1)).toBe(true);
    expect(layers()).toEqual(first);
    expect(decoder.packet.ipStart).toBe(ipStart + 64);
    expect(decoder.packet.paddingLen).toBe(0);
    expect(decoder.packet.hasMore).toBe(false);
    expect(decoder.decodeNext(1)).toBe(false);
  });

  test('fragments in an aggregate become whole, and what follows them is where it was', () => {
    const datagram = tcp(text('0123456789abcdef'), { seq: 5 });
    const piece = (from: number, to: number, more: boolean): number[] =>
      ipv4(6, datagram.slice(from, to), {
        id: 3,
        flagsAndOffset: (more ? 0x2000 : 0) | (from / 8),
      });
    const frame = amsdu([piece(0, 24, true), piece(24, 36, false), segment('behind', 9)]);
    expect(payloadsIn(frame, 105)).toEqual(['0123456789abcdef', 'behind']);
  });
});

describe.each(SIZES)('the analysis of frames with %i packets', (size) => {
  const alike = async (t: Trace): Promise<void> => {
    const apart = await followBytes(writePcap(atTimesOfGroups(t.records, size), { linkType: 1 }));
    const together = await followBytes(aggregated(t.records, size, amsdu));
    const frameOf = (i: number): number => Math.floor(i / size) + 1;
    expect(together.steps).toEqual(apart.steps.map((step, i) => ({ ...step, frame: frameOf(i) })));
  };

  test('is that of the same packets in frames of their own', async () => {
    expect.hasAssertions();
    await alike(talk());
    for (const one of LABEL_CASES) await alike(labelTrace(one, 1000));
  });
});

describe('what is told of a capture with aggregates', () => {
  const capture = aggregated(talk().records, 3, amsdu);
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);
  const frames = Math.ceil(talk().records.length / 3);

  test('totals count a record once, and every segment', async () => {
    const tally = new SummaryTally();
    const reader = await CaptureReader.open(fromBytes(capture, 'made'));
    await analyze(reader, [tally]);
    expect(tally).toMatchObject({
      records: frames,
      segments: talk().records.length,
      streams: 3,
      payloadBytes: 'one two threealsoanswer'.length,
    });
  });

  test('packets has a row for every frame, and says what it leaves out', async () => {
    const args = ['packets', '-', '--format', 'ndjson'];
    const { stdout, stderr } = await tcpexplain(args, { stdin: capture });
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { frame: number });
    expect(rows.map(({ frame }) => frame)).toEqual(upTo(frames));
    expect(stderr).toMatch(/11 TCP segments lie behind another one in their frame/);
    const one = aggregated(talk().records.slice(0, 2), 2, sflow);
    expect((await tcpexplain(args, { stdin: one })).stderr).toMatch(/a second TCP segment/);
  });

  test('a report has a row for every frame, and says what it leaves out', async () => {
    const analysis = await analyzeBytes(capture, 'made');
    expect(analysis.rows.map(({ frame }) => frame)).toEqual(upTo(frames));
    expect(analysis.capture).toMatchObject({ records: frames, segments: talk().records.length });
    expect(analysis.notices.map(({ text: words }) => words)).toEqual([
      expect.stringMatching(/^11 TCP segments lie behind another one in their frame/),
    ]);
    const words = renderMarkdown(explainAnalysis(analysis));
    expect(words).toContain('Behind this packet the frame holds others');
    expect(words).not.toMatch(/a trailer, not payload/);
  });

  test('a second look finds rows of frames, each once', async () => {
    const t = talk();
    for (let i = 0; i < 200; i++) t.client.data(10);
    t.client.retransmit(t.client.data(10));
    const long = aggregated(t.records, 3, amsdu);
    const file = join(folder, 'long.pcap');
    writeFileSync(file, long);
    const { rows } = await analyzeFile(file, { maxRows: 10 });
    const inFrames = rows.map(({ frame }) => frame);
    expect(inFrames).toEqual([...new Set(inFrames)].sort((a, b) => a - b));
    expect(inFrames.length).toBeGreaterThan(20);
  });

  test('a check counts a cut frame once', async () => {
    const t = talk();
    t.client.data(10);
    t.client.rst();
    const bytes = aggregated(t.records, 4, amsdu);
    const whole = await evidenceOf(bytes);
    expect(whole.capture.cut.count).toBe(0);
    // A file that says of its first frame that a byte more was on the wire.
    const cut = bytes.slice();
    new DataView(cut.buffer).setUint32(
      24 + 12,
      new DataView(bytes.buffer).getUint32(24 + 8, true) + 1,
      true,
    );
    const one = await evidenceOf(cut);
    expect(one.capture.cut.count).toBe(1);
  });

  test('nothing that came is told to be missing', async () => {
    const { rows, connections } = await analyzeBytes(capture, 'made');
    const certain = rows.flatMap(({ findings }) =>
      findings.filter(({ certainty }) => certainty !== 'possible').map(({ kind }) => kind),
    );
    expect(certain).toEqual([]);
    expect(connections.map(({ packets }) => packets).reduce((sum, one) => sum + one, 0)).toBe(
      talk().records.length,
    );
  });

  test('a stream has the bytes of all of them', async () => {
    const texts = await wiresharkTranscripts(capture, 'ascii');
    expect(texts[0]).toContain('4\none \n4\ntwo \n5\nthree\n');
    expect(texts[1]).toContain('also');
  });

  test('sockets have taken all of them', async () => {
    const reader = await CaptureReader.open(fromBytes(capture, 'made'));
    const { table, timeNs } = await readSockets(reader, { kind: 'end' });
    const states = socketRows(table, timeNs, 60e9).map(({ state }) => state);
    expect(states).toEqual(['LISTEN', 'ESTABLISHED', 'TIME_WAIT', 'ESTABLISHED', 'SYN_SENT']);
  });
});

describe.skipIf(noTshark)('tshark itself (skipped where it is not installed)', () => {
  test.each([
    ['A-MSDU', amsdu],
    ['sFlow', sflow],
  ])('numbers the segments of %s alike', async (_, into) => {
    const capture = aggregated(talk().records, 3, into);
    const told = tsharkFields(capture, ['tcp.stream', 'tcp.seq_raw']);
    const { steps } = await followBytes(capture);
    const streams = Array.from({ length: told.length }, (_row, i) =>
      steps.flatMap(({ frame, stream }) => (frame === i + 1 ? [stream] : [])).join(),
    );
    expect(streams).toEqual(told.map(([stream]) => stream));
  });

  test('labels the same frames', async () => {
    // It keeps labels by frame and numbers: of two segments with the same numbers in one frame both have those of either.
    const fired = LABEL_NAMES.map((name) =>
      LABEL_CASES.find((one) => one.label === name && one.want.includes(name))!,
    );
    for (const [i, one] of fired.entries()) {
      const capture = aggregated(labelTrace(one, 1000, 20_000 + i).records, 2, amsdu);
      const told = tsharkFields(capture, ['tcp.seq', `tcp.analysis.${one.label}`]);
      const { steps } = await followBytes(capture);
      const inFrames = told.map((_, at) => steps.filter(({ frame }) => frame === at + 1));
      expect(inFrames.map((own) => own.map(({ relSeq }) => relSeq).join())).toEqual(
        told.map(([seqs]) => seqs),
      );
      expect(inFrames.map((own) => own.some(({ labels }) => labels.includes(one.label)))).toEqual(
        told.map(([, labels]) => labels !== ''),
      );
    }
  });
});
