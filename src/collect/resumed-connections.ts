// Connections that go on behind a SYN of other numbers (RFC 9293 3.10.7.4, fourth; RFC 5961 4.2): it was forged or late, was
// refused, and its sender goes on with the numbers of before. Wireshark counts what follows it as a stream of its own.

import type { PacketRow } from '../classify/packet-row.ts';
import { type ConnectionFacts, isUnanswered } from '../tcp/connection-facts.ts';
import { grouped } from '../tcp/grouped.ts';
import { segmentEnd, seqLeq, seqMax } from '../tcp/seq.ts';
import type { ConnectionTotals } from './connection-totals.ts';
import type { LedgerEntry, LedgerKind } from './ledger.ts';

export interface ResumedFacts {
  /** The stream that the SYN opens for Wireshark. */
  readonly stream: number;
  /** The stream before it, of the same connection. */
  readonly continues: number;
  readonly synFrame: number;
  /** Where the end in whose name the SYN was sent goes on with the numbers of before. */
  readonly frame: number;
}

/** By stream; `rows` in capture order. */
export function resumedConnections(
  rows: readonly PacketRow[],
  connections: readonly Pick<ConnectionFacts, 'stream' | 'reuses'>[],
): ReadonlyMap<number, ResumedFacts> {
  const resumed = new Map<number, ResumedFacts>();
  const reuses = new Map(connections.map((facts) => [facts.stream, facts.reuses]));
  if ([...reuses.values()].every((earlier) => earlier === null)) return resumed;
  const byStream = grouped(rows, ({ stream }) => stream);
  for (const [stream, own] of byStream) {
    const [syn] = own;
    if (syn?.kind !== 'syn' || isAccepted(own)) continue;
    const chain = chainBefore(stream, reuses, byStream);
    if (chain.length === 0) continue;
    const earlier = chain.toReversed().flatMap((one) => byStream.get(one) ?? []);
    const row = goesOn(own, syn, earlier);
    if (row === undefined) continue;
    const isVain = (one: number): boolean => one === stream || one !== chain.at(-1);
    const all = [stream, ...chain].filter(isVain);
    for (const one of all) {
      const continues = reuses.get(one);
      const [opener] = byStream.get(one) ?? [];
      if (typeof continues === 'number' && opener !== undefined)
        resumed.set(one, { stream: one, continues, synFrame: opener.frame, frame: row.frame });
    }
  }
  return resumed;
}

const isAccepted = (own: readonly PacketRow[]): boolean =>
  own.some(({ kind }) => kind === 'syn-ack');

/** Streams on the same ports before it, latest first, up to the first that is more than a refused SYN. */
function chainBefore(
  stream: number,
  reuses: ReadonlyMap<number, number | null>,
  byStream: ReadonlyMap<number, readonly PacketRow[]>,
): number[] {
  const chain: number[] = [];
  for (let at = reuses.get(stream) ?? null; at !== null; at = reuses.get(at) ?? null) {
    chain.push(at);
    const own = byStream.get(at) ?? [];
    const isSynOnly = own.every(({ kind, fromClient }) => kind === 'syn' || !fromClient);
    if (!isSynOnly || isAccepted(own)) break;
  }
  return chain;
}

/** The first row of the SYN's sender with the next numbers of the connection before. */
function goesOn(
  own: readonly PacketRow[],
  syn: PacketRow,
  earlier: readonly PacketRow[],
): PacketRow | undefined {
  if (earlier.some(({ kind }) => kind === 'rst')) return undefined;
  const isSame = ({ src, tcp }: PacketRow): boolean =>
    src === syn.src && tcp.srcPort === syn.tcp.srcPort;
  const sent = earlier.filter(isSame);
  const later = sent.filter(({ kind }) => kind !== 'syn');
  const [first = sent[0]] = later;
  if (first === undefined) return undefined;
  const end = [first, ...later].map(({ tcp }) => segmentEnd(tcp)).reduce(seqMax);
  const heard = earlier.findLast((row) => !isSame(row) && row.tcp.flagNames.includes('ACK'));
  const from = heard?.tcp.ack ?? end;
  return own.find(
    (row) =>
      isSame(row) &&
      row.kind !== 'syn' &&
      row.kind !== 'rst' &&
      row.tcp.flagNames.includes('ACK') &&
      seqLeq(from, row.tcp.seq) &&
      seqLeq(row.tcp.seq, end),
  );
}

type Resumed = ReadonlyMap<number, ResumedFacts>;

const continuedBy = (resumed: Resumed): ReadonlySet<number> =>
  new Set([...resumed.values()].map(({ continues }) => continues));

/** What goes on in another stream has not ended, nor is it still open. */
export function withContinued(
  connections: readonly ConnectionFacts[],
  resumed: Resumed,
): readonly ConnectionFacts[] {
  const continued = continuedBy(resumed);
  if (continued.size === 0) return connections;
  return connections.map((facts) =>
    continued.has(facts.stream) ? { ...facts, ending: 'continued' } : facts,
  );
}

/** The same, counted; `connections` with the endings of before. */
export function countedOnce(
  totals: ConnectionTotals,
  connections: readonly ConnectionFacts[],
  resumed: Resumed,
): ConnectionTotals {
  const continued = continuedBy(resumed);
  const endings = { ...totals.endings };
  let { unanswered } = totals;
  for (const facts of connections) {
    if (!continued.has(facts.stream)) continue;
    endings[facts.ending]--;
    endings.continued++;
    if (isUnanswered(facts)) unanswered--;
  }
  return { ...totals, endings, unanswered };
}

const OF_ENDS: ReadonlySet<LedgerKind> = new Set<LedgerKind>(['no-handshake', 'ends-inside']);

/** Neither beginning nor end is missing where Wireshark cuts. */
export function withoutCuts(
  ledger: readonly LedgerEntry[],
  resumed: Resumed,
): readonly LedgerEntry[] {
  const continued = continuedBy(resumed);
  if (continued.size === 0) return ledger;
  return ledger
    .map((entry) => {
      if (!OF_ENDS.has(entry.kind)) return entry;
      const isCut = (stream: number): boolean =>
        entry.kind === 'no-handshake' ? resumed.has(stream) : continued.has(stream);
      return { ...entry, streams: entry.streams.filter((stream) => !isCut(stream)) };
    })
    .filter(({ kind, streams }) => !OF_ENDS.has(kind) || streams.length > 0);
}
