// What this capture cannot show, each with the connections and rows concerned and the findings it makes less sure.
// Built from the kept rows; what the overview says of it is explain/overview-limits.ts.

import { hasFinding, type Finding, type FindingKind } from '../classify/finding.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { weaker, type Certainty } from '../tcp/certainty.ts';
import { timestampsOf } from '../tcp/option-values.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';

export type LedgerKind =
  | 'begins-inside'
  | 'no-handshake'
  | 'one-side-only'
  | 'ends-inside'
  | 'cut-frames'
  | 'gaps'
  | 'giant-segments'
  | 'checksums-not-verifiable'
  | 'no-timestamps';

export interface LedgerEntry {
  readonly kind: LedgerKind;
  readonly streams: readonly number[];
  /** Rows that show it; empty where it concerns all rows of the streams. */
  readonly frames: readonly number[];
  readonly weakens: readonly FindingKind[];
}

interface Weakness {
  readonly weakens: readonly FindingKind[];
  /** No claim it weakens is surer than this. 'certain': it takes away proof of details only (trigger, need). */
  readonly atMost: Certainty;
  /** It concerns the rows it names, not their whole connections. */
  readonly rowsOnly?: true;
}

const BYTES_COMPARED: readonly FindingKind[] = [
  'same-sequence-other-bytes',
  'conflicting-overlap',
  'retransmission',
  'captured-twice',
];

/** Timing claims rest on having seen everything in between. */
const WAITS: readonly FindingKind[] = ['delayed-ack', 'nagle-wait', 'silly-window'];

export const WEAKNESSES: Readonly<Record<LedgerKind, Weakness>> = {
  'begins-inside': { weakens: WAITS, atMost: 'possible' },
  'no-handshake': { weakens: ['silly-window', 'nagle-wait'], atMost: 'possible' },
  'one-side-only': { weakens: [...WAITS, 'reset-cause', 'closed-port'], atMost: 'possible' },
  'ends-inside': { weakens: ['retransmission'], atMost: 'certain' },
  'cut-frames': { weakens: BYTES_COMPARED, atMost: 'likely', rowsOnly: true },
  gaps: { weakens: [...WAITS, 'reset-cause'], atMost: 'possible' },
  'giant-segments': { weakens: WAITS, atMost: 'possible' },
  'checksums-not-verifiable': {
    weakens: ['same-sequence-other-bytes', 'conflicting-overlap'],
    atMost: 'likely',
    rowsOnly: true,
  },
  'no-timestamps': { weakens: ['retransmission'], atMost: 'certain' },
};

/** The entries that apply, in the order of WEAKNESSES. */
export function ledgerOf(
  rows: readonly PacketRow[],
  connections: readonly ConnectionFacts[],
): LedgerEntry[] {
  const about = (holds: (facts: ConnectionFacts) => boolean): Concerned => ({
    streams: connections.filter(holds).map(({ stream }) => stream),
    frames: [],
  });
  const shown = (holds: (row: PacketRow) => boolean): Concerned => {
    const found = rows.filter(holds);
    return {
      streams: [...new Set(found.map(({ stream }) => stream))],
      frames: found.map(({ frame }) => frame),
    };
  };
  const bySender = new Map(connections.map((facts) => [facts.stream, facts]));
  const streamsWith = (kind: FindingKind): ReadonlySet<number> =>
    new Set(rows.filter((row) => hasFinding(row, kind)).map(({ stream }) => stream));
  const resent = streamsWith('retransmission');
  const refused = streamsWith('closed-port');
  // Where the handshake is missing, the segments show it.
  const stamped = new Set(
    rows.filter((row) => timestampsOf(row) !== null).map(({ stream }) => stream),
  );
  const concerned: Readonly<Record<LedgerKind, Concerned>> = {
    'begins-inside': about(
      ({ handshake, stream }) => handshake === 'absent' && !refused.has(stream),
    ),
    'no-handshake': about(
      ({ handshake, packets, stream, client, server }) =>
        handshake === 'partial' &&
        packets > 2 &&
        !refused.has(stream) &&
        // All that there was of one is here.
        (client.state !== 'SYN-SENT' || server.packets > 0),
    ),
    'one-side-only': shown((row) => answersNobody(row, bySender.get(row.stream))),
    'ends-inside': about(({ ending }) => ending === 'open' || ending === 'half-closed'),
    'cut-frames': shown((row) => row.capLen < row.origLen),
    gaps: shown((row) => hasFinding(row, 'gap-before') || hasFinding(row, 'acked-unseen')),
    'giant-segments': shown((row) => isGiant(row, bySender.get(row.stream))),
    'checksums-not-verifiable': shown((row) => row.tcp.checksum.verdict === 'not-verifiable'),
    'no-timestamps': about(
      ({ stream, client, server }) =>
        resent.has(stream) && !stamped.has(stream) && !(client.timestamps && server.timestamps),
    ),
  };
  return (Object.keys(WEAKNESSES) as LedgerKind[])
    .map((kind) => ({ kind, ...concerned[kind], weakens: WEAKNESSES[kind].weakens }))
    .filter(({ streams }) => streams.length > 0);
}

/** The entries of several ledgers, those of one kind as one. */
export function joined(ledgers: readonly (readonly LedgerEntry[])[]): LedgerEntry[] {
  if (ledgers.length === 1) return [...ledgers[0]!];
  const entries = ledgers.flat();
  return (Object.keys(WEAKNESSES) as LedgerKind[]).flatMap((kind): LedgerEntry[] => {
    const same = entries.filter((entry) => entry.kind === kind);
    if (same.length === 0) return [];
    return [
      {
        kind,
        streams: [...new Set(same.flatMap(({ streams }) => streams))],
        frames: same.flatMap(({ frames }) => frames).sort((a, b) => a - b),
        weakens: WEAKNESSES[kind].weakens,
      },
    ];
  });
}

/** The rows with their findings no surer than the ledger lets them be. */
export function weakened(
  rows: readonly PacketRow[],
  ledger: readonly LedgerEntry[],
): readonly PacketRow[] {
  const ceilings = ledger.map(({ kind, streams, frames, weakens }) => {
    const { atMost, rowsOnly } = WEAKNESSES[kind];
    const concerned = new Set(rowsOnly === true ? frames : streams);
    const concerns = ({ frame, stream }: PacketRow): boolean =>
      concerned.has(rowsOnly === true ? frame : stream);
    return { atMost, weakens, concerns };
  });
  return rows.map((row) => {
    const over = row.findings.length === 0 ? [] : ceilings.filter((one) => one.concerns(row));
    if (over.length === 0) return row;
    const lowered = (finding: Finding): Finding => ({
      ...finding,
      certainty: over
        .filter(({ weakens }) => weakens.includes(finding.kind))
        .reduce((certainty, { atMost }) => weaker(certainty, atMost), finding.certainty),
    });
    return { ...row, findings: row.findings.map(lowered) };
  });
}

interface Concerned {
  readonly streams: readonly number[];
  readonly frames: readonly number[];
}

/** It acknowledges, so there was another side; but no row of that side is here. */
function answersNobody(row: PacketRow, facts: ConnectionFacts | undefined): boolean {
  if (facts === undefined || !row.tcp.flagNames.includes('ACK') || row.kind === 'rst') return false;
  const peer = row.fromClient ? facts.server : facts.client;
  return peer.packets === 0 && row.links.previousFromSender !== null;
}

/** More payload than the other end said it takes: cut up or joined by the network card (offloading). */
function isGiant(row: PacketRow, facts: ConnectionFacts | undefined): boolean {
  const receiver = row.fromClient ? facts?.server : facts?.client;
  const mss = receiver?.mss ?? null;
  return mss !== null && row.tcp.len > mss;
}
