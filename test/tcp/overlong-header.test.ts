// A TCP header that says it is longer than its segment: Wireshark judges no numbers of it, but believes its flags and its
// window scale. The numbers here were measured with tshark 4.0.17, which is asked again where it is installed.

import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { type CraftedRecord, writePcap } from '../../src/craft/capture-writer.ts';
import { trace, type Trace } from '../support/trace.ts';
import { noTshark, serverOfCase, tsharkFieldsOfCases } from '../support/tshark.ts';
import { completenessOf } from './follow.ts';

/** Where the total length of the IPv4 header lies in an Ethernet frame. */
const TOTAL_LENGTH = 14 + 2;
/** What the total length leaves out of the TCP header: less than one option. */
const MISSING = 2;

type Script = (t: Trace, overlong: (part: () => unknown) => void) => void;

/** What the script sends; the IP headers of what it sends within `overlong` leave the end of their segment out. */
function recordsOf(script: Script, server = {}): CraftedRecord[] {
  const t = trace({ timestamps: true, server });
  const cut = new Set<number>();
  script(t, (part) => {
    const from = t.records.length;
    part();
    for (let i = from; i < t.records.length; i++) cut.add(i);
  });
  return t.records.map((record, i) => {
    const bytes = Uint8Array.from(record.bytes);
    const view = new DataView(bytes.buffer);
    if (cut.has(i)) view.setUint16(TOTAL_LENGTH, view.getUint16(TOTAL_LENGTH) - MISSING);
    return { ...record, bytes };
  });
}

/** Window of every row, and the completeness of stream 0. */
async function seenIn(capture: Uint8Array): Promise<{ windows: number[]; completeness: number }> {
  const windows: number[] = [];
  const reader = await CaptureReader.open(fromBytes(capture, 'made'));
  await analyze(reader, [
    {
      // The window of a segment whose length is unknown stays raw (export/packet-record.ts).
      segment: ({ verdict, packet: { tcp } }) =>
        windows.push(tcp.len < 0 ? tcp.window : verdict.scaledWindow),
    },
  ]);
  return { windows, completeness: (await completenessOf(capture)).at(-1)! };
}

const SCALED = { mss: 1460, windowShift: 7 };
const CASES: readonly (readonly [
  name: string,
  windows: readonly number[],
  completeness: number,
  script: Script,
])[] = [
  [
    'both SYNs',
    [65_535, 65_535, 8_388_480, 8_388_480],
    15,
    (t, overlong) => {
      overlong(() => t.client.syn(SCALED));
      overlong(() => t.server.synAck(SCALED));
      t.client.ack();
      t.client.data('hello');
    },
  ],
  [
    'the acknowledgement of the handshake',
    [65_535, 65_535, 65_535, 8_388_480],
    15,
    (t, overlong) => {
      t.client.syn(SCALED);
      t.server.synAck(SCALED);
      overlong(() => t.client.ack());
      t.client.data('hello');
    },
  ],
  [
    'a reset and a FIN',
    [65_535, 65_535, 65_535, 65_535, 65_535],
    55,
    (t, overlong) => {
      t.handshake();
      overlong(() => t.client.raw({ flags: 0x11 }));
      overlong(() => t.client.raw({ flags: 0x04 }));
    },
  ],
  ['nothing but a SYN', [65_535], 1, (t, overlong) => overlong(() => t.client.syn(SCALED))],
  ['nothing but an acknowledgement', [65_535], 0, (t, overlong) => overlong(() => t.client.ack())],
];

describe('longer than its segment', () => {
  test.each(CASES)('%s', async (_, windows, completeness, script) => {
    expect(await seenIn(writePcap(recordsOf(script), { linkType: 1 }))).toEqual({
      windows,
      completeness,
    });
  });

  let told: string[][][] | null = null;
  /** What tshark tells of all cases, asked once. */
  const tsharkTells = (): string[][][] =>
    (told ??= tsharkFieldsOfCases(
      CASES.map(([, , , script], i) => recordsOf(script, serverOfCase(i))),
      ['tcp.window_size', 'tcp.completeness'],
      ['-2'],
    ));

  test.skipIf(noTshark).each(CASES.map(([name, ...want], i) => [name, ...want, i] as const))(
    '%s: tshark says so too (needs tshark)',
    (_, windows, completeness, _script, i) => {
      const rows = tsharkTells()[i]!;
      expect(rows.map(([window]) => Number(window))).toEqual(windows);
      expect(Number(rows.at(-1)![1])).toBe(completeness);
    },
  );
});
