// Options that hold less than they announce: Wireshark breaks off there. Lengths are those of RFC 8684 3 and RFC 2018 3;
// tshark 4.0.17 is asked about all of them where it is installed.

import { describe, expect, test } from 'vitest';
import { writePcap } from '../../src/craft/capture-writer.ts';
import { breaksOff } from '../../src/decode/broken-option.ts';
import { trace, type Trace } from '../support/trace.ts';
import { noTshark, tsharkFields } from '../support/tshark.ts';
import { followBytes } from '../tcp/follow.ts';

const SACK = 5;
const SNACK = 21;
const MPTCP = 30;
const SYN = 0x02;

const optionOf = (kind: number, length: number, ...content: number[]): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => [kind, length, ...content][i] ?? 0);

const isBroken = (option: Uint8Array): boolean =>
  breaksOff(new DataView(option.buffer), 0, option[0]!, option.length);

/** Kind, what is in octets 2 and 3, and the least length that Wireshark reads; 0 for any. */
const NEEDED: readonly [name: string, kind: number, content: readonly number[], least: number][] = [
  ['Maximum Segment Size', 2, [], 0],
  ['Timestamps', 8, [], 0],
  ['TCP Fast Open', 34, [], 0],
  ['SACK', SACK, [], 10],
  ['MP_CAPABLE', MPTCP, [0x01, 0x81], 4],
  ['MP_JOIN', MPTCP, [0x10], 3],
  ['DSS that says nothing', MPTCP, [0x20, 0x00], 4],
  ['DSS with a data ACK', MPTCP, [0x20, 0x01], 8],
  ['DSS with a data ACK of 8 octets', MPTCP, [0x20, 0x03], 12],
  ['DSS with a mapping', MPTCP, [0x20, 0x04], 14],
  ['DSS with a mapping of 8 octets', MPTCP, [0x20, 0x0c], 18],
  ['DSS with both', MPTCP, [0x20, 0x05], 18],
  ['DSS with both of 8 octets', MPTCP, [0x20, 0x1f], 26],
  ['DSS with sizes alone', MPTCP, [0x20, 0x0a], 4],
  ['ADD_ADDR', MPTCP, [0x30], 4],
  ['REMOVE_ADDR', MPTCP, [0x40], 3],
  ['MP_PRIO', MPTCP, [0x50], 3],
  ['MP_FAIL', MPTCP, [0x60], 12],
  ['MP_FASTCLOSE', MPTCP, [0x70], 12],
  ['MP_TCPRST', MPTCP, [0x80], 4],
  ['a subtype nobody has', MPTCP, [0x90], 3],
];
const LENGTHS = Array.from({ length: 29 }, (_, i) => i + 2);

test.each(NEEDED)('%s', (_, kind, content, least) => {
  const broken = LENGTHS.filter((length) => isBroken(optionOf(kind, length, ...content)));
  expect(broken).toEqual(LENGTHS.filter((length) => length < least));
});

test('Wireshark reads no SNACK of the right length', () => {
  expect(LENGTHS.filter((length) => isBroken(optionOf(SNACK, length)))).toEqual([6]);
});

const padded = (option: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(Math.ceil(option.length / 4) * 4);
  whole.set(option);
  return whole;
};

/** A SYN of which the window scale comes behind an option that is broken; both sides offer it. */
function scaleBehind(t: Trace): Trace {
  t.client.raw({ flags: SYN, options: Uint8Array.of(SACK, 2, 3, 3, 7, 0, 0, 0) });
  t.server.synAck({ windowShift: 3 });
  t.client.ack();
  t.server.data(10);
  return t;
}

test('what stands behind a broken option is not read: whether windows are scaled is not known', async () => {
  const { steps } = await followBytes(scaleBehind(trace()).capture());
  expect(steps.map(({ scaledWindow }) => scaledWindow)).toEqual([65535, 65535, 65535, 65535 << 3]);
});

describe.skipIf(noTshark)('tshark (skipped where it is not installed)', () => {
  test('breaks off at the same options: a repeated SYN has no label', () => {
    const options = [...NEEDED, ['SNACK', SNACK, [], 0] as const].flatMap(([, kind, content]) =>
      LENGTHS.map((length) => optionOf(kind, length, ...content)),
    );
    const records = options.flatMap((option, i) => {
      const t = trace({ client: { port: 10_000 + i } });
      t.client.raw({ flags: SYN });
      t.client.raw({ flags: SYN, seq: 0, options: padded(option) });
      return t.records;
    });
    const told = tsharkFields(writePcap(records, { linkType: 1 }), ['tcp.analysis.retransmission']);
    const theirs = options.filter((_, i) => told[2 * i + 1]![0] === '');
    expect(options.filter(isBroken)).toEqual(theirs);
  });

  test('does not know the scale behind one either', () => {
    const told = tsharkFields(scaleBehind(trace()).capture(), ['tcp.window_size']);
    expect(told.flat()).toEqual(['65535', '65535', '65535', String(65535 << 3)]);
  });
});
