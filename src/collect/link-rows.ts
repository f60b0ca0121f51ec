// How rows stand to each other inside their connection: who acknowledges whom, who answers whom.

import { arrivedOf, type Drops, isUnheard, NO_DROPS } from '../classify/rules/dropped.ts';
import { directionKey } from '../tcp/direction-key.ts';
import { seqAdd, seqLeq } from '../tcp/seq.ts';
import { isToItself } from '../tcp/simultaneous-open.ts';
import { answeredRow, askedBefore } from './answer-links.ts';
import {
  type DirectionLedger,
  endOf,
  newLedger,
  noteAhead,
  noteSent,
  occupies,
  sameSequence,
} from './direction-ledger.ts';
import { linkEarly } from './early-links.ts';
import { foreignAnswersIn } from './foreign-answers.ts';
import { newestWith, overtaker } from './overtaken-acks.ts';
import { type Doubt, doubtResets, refusedRow } from './reset-links.ts';
import type { UnlinkedRow } from './unlinked-row.ts';

/** Fills the links of rows given in capture order. What is dropped is confirmed by nothing, and confirms nothing. */
export function linkRows(rows: readonly UnlinkedRow[], drops: Drops = NO_DROPS): void {
  const ledgers = new Map<number, DirectionLedger>();
  const lastInStream = new Map<number, UnlinkedRow>();
  const doubts = new Map<number, Doubt>();
  const foreign = foreignAnswersIn(arrivedOf(rows, drops));
  const ledgerOf = (row: UnlinkedRow, fromClient: boolean): DirectionLedger => {
    const key = directionKey(row.stream, fromClient);
    const known = ledgers.get(key);
    if (known !== undefined) return known;
    const ledger = newLedger();
    ledgers.set(key, ledger);
    return ledger;
  };

  for (const row of rows) {
    const own = ledgerOf(row, row.fromClient);
    const peer = isToItself(row) ? own : ledgerOf(row, !row.fromClient);
    const previous = lastInStream.get(row.stream) ?? null;
    const { links } = row;
    links.previousInStream = previous?.frame ?? null;
    links.previousFromSender = own.last?.frame ?? null;
    links.sameSequenceAs = sameSequence(row, own)?.frame ?? null;
    if (previous) previous.links.nextInStream = row.frame;
    lastInStream.set(row.stream, row);
    own.last = row;
    const isLost = isUnheard(drops.get(row.frame));
    if (row.kind === 'rst' || !isLost) doubtResets(row, own, peer, doubts);
    const isOpen = (other: UnlinkedRow): boolean => other.links.answeredBy === null;
    if (isLost) {
      // It was sent for a reason, though nobody learns of it.
      if (row.kind === 'rst') links.answers = refusedRow(row, own, peer, isOpen)?.frame ?? null;
      noteSent(row, own, false);
      continue;
    }
    links.overtakenBy = overtaker(row, own.newest)?.frame ?? null;
    const refusing = foreign.get(row.frame) ?? null;
    const asked = refusing ?? askedBefore(row, own, peer);
    const acknowledged =
      refusing === null ? takeAcknowledged(peer, row, asked, drops, foreign) : [];
    const answers =
      row.kind === 'rst'
        ? refusedRow(row, own, peer, isOpen)
        : (answeredRow(row, own, peer, acknowledged, drops) ??
          (asked !== null && (asked === refusing || isOpen(asked)) && saysNothingElse(row)
            ? asked
            : null));
    // The receiver has thrown away what it had no room for: no later row confirms that copy.
    if (asked?.kind === 'zero-window-probe' && row.tcp.ack === asked.tcp.seq)
      peer.unacked = peer.unacked.filter((other) => other !== asked);
    links.acknowledges = acknowledged.map((other) => other.frame);
    links.answers = answers?.frame ?? null;
    linkEarly(row, own, peer, drops);
    if (refusing === null) noteAhead(row, peer);
    for (const other of acknowledged) other.links.acknowledgedBy = row.frame;
    if (answers) answers.links.answeredBy ??= row.frame;
    own.lastHeard = row;
    own.newest = newestWith(row, own.newest);
    noteSent(row, own, links.acknowledgedBy === null);
  }
}

/** What brings bytes, or SYN or FIN, is sent for these. */
const saysNothingElse = (row: UnlinkedRow): boolean => !occupies(row);

/** It takes the SYN alone: the bytes that came with that must come again, and no later row confirms that copy (RFC 7413 4.2.2). */
const leavesBytes = (row: UnlinkedRow, other: UnlinkedRow): boolean =>
  row.kind === 'syn-ack' && other.kind === 'syn' && row.tcp.ack === seqAdd(other.tcp.seq, 1);

/** Takes out of the peer's ledger what this row's acknowledgement number covers. */
function takeAcknowledged(
  peer: DirectionLedger,
  row: UnlinkedRow,
  asked: UnlinkedRow | null,
  drops: Drops,
  foreign: ReadonlyMap<number, UnlinkedRow>,
): UnlinkedRow[] {
  if (!row.tcp.flagNames.includes('ACK') || row.kind === 'rst' || row.kind === 'malformed')
    return [];
  // An end that has its connection already takes no SYN for it, and answers what it would answer to anything old.
  if (asked?.kind === 'syn') peer.unacked = peer.unacked.filter((other) => other !== asked);
  // A SYN-ACK confirms the SYN, even where something else took the same number.
  const covered = peer.unacked.filter(
    (other) =>
      (seqLeq(endOf(other), row.tcp.ack) && (row.kind !== 'syn-ack' || other.kind === 'syn')) ||
      leavesBytes(row, other),
  );
  if (covered.length > 0) peer.unacked = peer.unacked.filter((other) => !covered.includes(other));
  // What has no ACK, or is of another connection, can be refused, but not taken.
  if (drops.size + foreign.size === 0) return covered;
  return covered.filter(({ frame }) => !drops.has(frame) && !foreign.has(frame));
}
