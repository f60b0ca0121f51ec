// Wireshark's labels: each fires, does not fire in the nearest other case, and gives way to what supersedes it.
import { describe, expect, test } from 'vitest';
import { writePcap, type CraftedRecord } from '../../src/craft/capture-writer.ts';
import { LABEL_NAMES } from '../../src/tcp/label.ts';
import { trace } from '../support/trace.ts';
import { noTshark, tsharkFields } from '../support/tshark.ts';
import { follow, followBytes } from '../tcp/follow.ts';
import { LABEL_CASES, labelTrace } from './label-cases.ts';

/**
 * No segment of a case ends at number 0 with these. Wireshark takes 0 for "not seen yet", and so do we: the tests
 * against tshark have such a number too.
 */
const AWAY_FROM_ZERO = [1000, 0x7fff_fff0, 0xffff_fff0, 0xffff_fffa];

describe.each(AWAY_FROM_ZERO)("Wireshark's labels, the client counting from %i", (isn) => {
  test.each(LABEL_CASES)('$label: $name', async (one) => {
    const { steps } = await follow(labelTrace(one, isn));
    expect([...(steps.at(-1)?.labels ?? [])].sort()).toEqual([...one.want].sort());
  });
});

test('every label has a case where it fires and one where it does not', () => {
  for (const label of LABEL_NAMES) {
    const cases = LABEL_CASES.filter((one) => one.label === label);
    expect(cases.map(({ want }) => want.includes(label))).toEqual(
      expect.arrayContaining([true, false]),
    );
  }
});

const LINK_ETHERNET = 1;
/** Ethernet, IPv4 and TCP headers and two bytes of options: what a capture may have kept of a frame. */
const CUT_LEN = 14 + 20 + 20 + 2;

/** The same frames, of which the capture kept the beginning only. */
const cut = (records: readonly CraftedRecord[]): CraftedRecord[] =>
  records.map(({ timeNs, bytes }) => ({
    timeNs,
    bytes: bytes.subarray(0, CUT_LEN),
    origLen: bytes.length,
  }));

test('a segment whose options the capture cut has no label, and counts for those behind it all the same', async () => {
  const t = trace();
  t.client.syn({ mss: 1460 });
  t.wait(1000).client.syn({ mss: 1460, seq: 0 });
  t.server.synAck();
  t.client.ack();
  t.lose(() => t.client.data(10));
  t.client.data(10);
  t.client.data(10);
  const whole = await followBytes(t.capture());
  const { steps } = await followBytes(writePcap(cut(t.records), { linkType: LINK_ETHERNET }));
  const labels = ({ steps: rows }: typeof whole): string[] => rows.map((row) => row.labels.join());
  expect(labels(whole)).toEqual(['', 'retransmission', '', '', 'lost_segment', '']);
  // The data behind the cut SYNs has no options, and keeps its label.
  expect(labels({ ...whole, steps })).toEqual(['', '', '', '', 'lost_segment', '']);
});

/**
 * A segment that repeats part of what was sent, 2 ms after it; the handshake took as long. Its SYN is recorded `sinceEpochNs`
 * after the beginning of 1970, as where somebody made a capture and gave no times.
 */
function madeAt(sinceEpochNs: bigint): Uint8Array {
  const t = trace();
  t.handshake().client.data(10);
  t.wait(1).client.data(20, { seq: 1 });
  const [{ timeNs: firstNs }] = t.records as [CraftedRecord];
  return writePcap(
    t.records.map((record) => ({ ...record, timeNs: record.timeNs - firstNs + sinceEpochNs })),
    { linkType: LINK_ETHERNET },
  );
}

/** Without a time of the SYN there is no round trip, and what comes within 3 ms is out of order. */
const MADE_AT: readonly [bigint, string][] = [
  [0n, 'out_of_order'],
  [1_000n, 'retransmission'],
];

test.each(MADE_AT)('a SYN %i ns after 1970: the segment is %s', async (sinceEpochNs, label) => {
  const { steps } = await followBytes(madeAt(sinceEpochNs));
  expect(steps.map(({ labels }) => labels.join())).toEqual(['', '', '', '', label]);
});

/** Labels of every frame of a capture as tshark's first pass gives them. */
const tsharkLabels = (capture: Uint8Array): string[] =>
  tsharkFields(
    capture,
    LABEL_NAMES.map((name) => `tcp.analysis.${name}`),
  ).map((fields) => LABEL_NAMES.filter((_, i) => fields[i] !== '').join(' '));

describe.skipIf(noTshark)('tshark itself (skipped where it is not installed)', () => {
  test.each(MADE_AT)('a SYN %i ns after 1970: the segment is %s', (sinceEpochNs, label) => {
    expect(tsharkLabels(madeAt(sinceEpochNs))).toEqual(['', '', '', '', label]);
  });

  test('gives the segments of all these cases the same labels where the capture cut their options', async () => {
    const records = LABEL_CASES.flatMap((one, i) => labelTrace(one, 1000, 20_000 + i).records);
    const capture = writePcap(cut(records), { linkType: LINK_ETHERNET });
    const { steps } = await followBytes(capture);
    const told = tsharkLabels(capture);
    expect(told.some((labels) => labels !== '')).toBe(true);
    expect(steps.map(({ frame, labels }) => `${frame}: ${labels.join(' ')}`)).toEqual(
      told.map((labels, i) => `${i + 1}: ${labels}`),
    );
  });

  test.each([1000, 0xffff_fffe])(
    'gives the segments of all these cases the same labels, counting from %i',
    async (isn) => {
      const records = LABEL_CASES.flatMap((one, i) => labelTrace(one, isn, 20_000 + i).records);
      const capture = writePcap(records, { linkType: LINK_ETHERNET });
      const { steps } = await followBytes(capture);
      const told = tsharkLabels(capture);
      expect(steps.map(({ frame, labels }) => `${frame}: ${labels.join(' ')}`)).toEqual(
        told.map((labels, i) => `${i + 1}: ${labels}`),
      );
    },
  );
});
