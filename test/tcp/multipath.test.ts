// Subflows of Multipath TCP share the operations that Wireshark keeps (RFC 8684 4: they may make acknowledgements come
// again). What is wanted here is what tshark 4.0.17 says, which is asked again where it is installed.

import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { writePcap } from '../../src/craft/capture-writer.ts';
import { tokenOf } from '../../src/tcp/multipath-token.ts';
import { trace, type Trace } from '../support/trace.ts';
import { noTshark, serverOfCase, tsharkFieldsOfCases } from '../support/tshark.ts';
import { icmpError } from './icmp-error.ts';
import { followBytes } from './follow.ts';

const SYN = 0x02;
const SYN_ACK = 0x12;
const ACK = 0x10;

/** MP_CAPABLE (RFC 8684 3.1): checksums, and the hash of the version. */
const capable = (version: number, ...keys: Uint8Array[]): Uint8Array =>
  Uint8Array.of(30, 4 + 8 * keys.length, version, 0x81, ...keys.flatMap((key) => [...key]));

/** MP_JOIN of a SYN (RFC 8684 3.2). */
const join = (version: 0 | 1, key: Uint8Array): Uint8Array => {
  const hash = createHash(version === 0 ? 'sha1' : 'sha256')
    .update(key)
    .digest();
  return Uint8Array.of(30, 12, 0x10, 1, ...hash.subarray(0, 4), 9, 9, 9, 9);
};

/** An option of that subtype, long enough for all. */
const shows = (subtype: number): Uint8Array =>
  Uint8Array.of(30, 12, subtype << 4, 1, 0, 0, 0, 1, 0, 0, 0, 0);
const DSS = shows(2);
const ADD_ADDR = shows(3);

interface Case {
  readonly t: Trace;
  /** The keys of both hosts, and one of neither: of no other case. */
  readonly keys: readonly [client: Uint8Array, server: Uint8Array, other: Uint8Array];
  /** What the script sends is quoted by ICMP errors. */
  readonly quoted: (script: () => unknown) => void;
}

/** Another connection between the same hosts. */
const beside = ({ t }: Case, port = 41_000): Trace => t.connection({ client: { port } });

function opened(one: Case, version: 0 | 1): void {
  const { t, keys } = one;
  const [ours, theirs] = keys;
  t.client.raw({
    flags: SYN,
    options: version === 0 ? capable(version, ours) : capable(version),
  });
  t.server.raw({ flags: SYN_ACK, options: capable(version, theirs) });
  t.client.raw({ flags: ACK, options: capable(version, ours, theirs) });
}

/** The server acknowledges the same bytes twice, and meanwhile something happens. */
function acknowledgedTwice({ t }: Case, meanwhile: () => unknown): void {
  t.client.data(10);
  t.server.ack();
  meanwhile();
  t.server.ack();
}

/** Whether the last acknowledgement is a duplicate. */
const CASES: readonly [name: string, duplicate: boolean, script: (one: Case) => unknown][] = [
  ...([0, 1] as const).flatMap((version): typeof CASES => [
    [
      `a subflow that joins by the token of the server shows an operation for the first time (version ${version})`,
      false,
      (one) => {
        opened(one, version);
        acknowledgedTwice(one, () =>
          beside(one).client.raw({ flags: SYN, options: join(version, one.keys[1]) }),
        );
      },
    ],
    [
      `a subflow joins by a token of nobody (version ${version})`,
      true,
      (one) => {
        opened(one, version);
        acknowledgedTwice(one, () =>
          beside(one).client.raw({ flags: SYN, options: join(version, one.keys[2]) }),
        );
      },
    ],
    [
      `the server opens the subflow, by the token of the client (version ${version})`,
      false,
      (one) => {
        opened(one, version);
        acknowledgedTwice(one, () =>
          beside(one).server.raw({ flags: SYN, options: join(version, one.keys[0]) }),
        );
      },
    ],
  ]),
  [
    'the connection shows on the subflow what the subflow has not shown',
    false,
    (one) => {
      opened(one, 1);
      const other = beside(one);
      other.client.raw({ flags: SYN, options: join(1, one.keys[1]) });
      acknowledgedTwice({ ...one, t: other }, () => one.t.client.ack({ options: ADD_ADDR }));
    },
  ],
  [
    'both subflows have shown it',
    true,
    (one) => {
      opened(one, 1);
      const other = beside(one);
      other.client.raw({ flags: SYN, options: join(1, one.keys[1]) });
      other.client.ack({ options: ADD_ADDR });
      acknowledgedTwice(one, () => other.client.ack({ options: ADD_ADDR }));
    },
  ],
  [
    'two subflows of a connection that was opened before the capture began',
    false,
    (one) => {
      one.t.client.raw({ flags: SYN, options: join(1, one.keys[1]) });
      const other = beside(one);
      other.client.raw({ flags: SYN, options: join(1, one.keys[1]) });
      acknowledgedTwice(one, () => other.client.ack({ options: DSS }));
    },
  ],
  [
    'another connection of Multipath TCP shows it',
    true,
    (one) => {
      opened(one, 1);
      acknowledgedTwice(one, () => beside(one).client.ack({ options: DSS }));
    },
  ],
  [
    'the SYN of version 1 has no key: its operation was not kept when the server spoke',
    false,
    ({ t, keys }) => {
      t.client.raw({ flags: SYN, options: capable(1) });
      t.server.raw({ flags: SYN_ACK, options: capable(1, keys[1]) });
      t.server.ack();
    },
  ],
  [
    'the SYN of version 0 has one',
    true,
    ({ t, keys }) => {
      t.client.raw({ flags: SYN, options: capable(0, keys[0]) });
      t.server.raw({ flags: SYN_ACK, options: capable(0, keys[1]) });
      t.server.ack();
    },
  ],
  [
    'MP_FASTCLOSE is the last that counts',
    false,
    (one) => {
      opened(one, 1);
      acknowledgedTwice(one, () => one.t.client.ack({ options: shows(7) }));
    },
  ],
  [
    'MP_TCPRST does not',
    true,
    (one) => {
      opened(one, 1);
      acknowledgedTwice(one, () => one.t.client.ack({ options: shows(8) }));
    },
  ],
  [
    'a lone fragment shows it',
    false,
    (one) => {
      opened(one, 1);
      acknowledgedTwice(one, () => {
        one.t.undelivered(() => one.t.client.data(10, { options: DSS }));
        one.t.cutFragment(14 + 20 + 32);
      });
    },
  ],
  [
    'a header that is too short speaks for its sender',
    true,
    (one) => {
      opened(one, 1);
      acknowledgedTwice(one, () => {
        one.t.client.ack({ options: DSS });
        one.t.server.raw({ flags: ACK, dataOffset: 4 });
      });
      one.t.server.raw({ flags: ACK, seq: 5 });
    },
  ],
  [
    'an ICMP error quotes what shows it',
    false,
    (one) => {
      opened(one, 1);
      acknowledgedTwice(one, () => one.quoted(() => one.t.client.ack({ options: DSS })));
    },
  ],
  [
    'of the connection an ICMP error had quoted the key, sent by the other side',
    false,
    (one) => {
      one.quoted(() => one.t.server.raw({ flags: SYN_ACK, options: capable(1, one.keys[1]) }));
      acknowledgedTwice(one, () =>
        beside(one).client.raw({ flags: SYN, options: join(1, one.keys[1]) }),
      );
    },
  ],
  [
    'an option that is too short shows nothing',
    true,
    (one) => {
      opened(one, 1);
      acknowledgedTwice(one, () => one.t.client.ack({ options: Uint8Array.of(30, 4, 0x20, 1) }));
    },
  ],
  [
    'a key behind an operation that needed none: Wireshark fails, and the segment has no label',
    false,
    ({ t, keys }) => {
      t.handshake();
      t.client.data(10);
      t.server.ack({ options: DSS });
      t.server.ack();
      t.server.ack({ options: capable(1, keys[1]) });
    },
  ],
  [
    'what such a segment shows does not count',
    true,
    ({ t, keys }) => {
      t.handshake();
      t.client.data(10);
      t.server.ack({ options: DSS });
      t.server.ack({ options: capable(1, keys[1]) });
      t.server.ack();
    },
  ],
];

/** The frames of case `index`. */
function recordsOf(index: number) {
  const t = trace({ server: serverOfCase(index) });
  const quoted = new Set<number>();
  const key = (who: number): Uint8Array => Uint8Array.of(index, who, 3, 4, 5, 6, 7, 8);
  CASES[index]![2]({
    t,
    keys: [key(0), key(1), key(2)],
    quoted: (script) => {
      const from = t.records.length;
      script();
      for (let i = from; i < t.records.length; i++) quoted.add(i);
    },
  });
  return t.records.map((record, i) =>
    quoted.has(i) ? { ...record, bytes: icmpError(record.bytes) } : record,
  );
}

describe('of two acknowledgements the second is no duplicate if meanwhile', () => {
  test.each(CASES.map(([name, duplicate], i) => [name, duplicate, i] as const))(
    '%s: %s',
    async (_, duplicate, i) => {
      const { steps } = await followBytes(writePcap(recordsOf(i), { linkType: 1 }));
      expect(steps.at(-1)!.labels).toEqual(duplicate ? ['duplicate_ack'] : []);
    },
  );

  test.skipIf(noTshark)('tshark says so too (needs tshark)', () => {
    const told = tsharkFieldsOfCases(
      CASES.map((_, i) => recordsOf(i)),
      ['tcp.analysis.duplicate_ack'],
    );
    expect(CASES.map(([name], i) => [name, told[i]!.at(-1)![0] !== ''])).toEqual(
      CASES.map(([name, duplicate]) => [name, duplicate]),
    );
  });
});

// tshark's mptcp.expected_token of these keys.
test.each([
  [0, 1, 0xc0357a32],
  [0, 2, 0xc088da70],
  [1, 1, 0x04abc882],
  [1, 2, 0x10ae0fdb],
  [2, 1, 0],
])('the token of version %i and a key of eight octets %i is %i', (version, octet, token) => {
  expect(tokenOf(version, new Uint8Array(8).fill(octet))).toBe(token);
});
