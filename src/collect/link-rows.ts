// How rows stand to each other inside their connection: who acknowledges whom, who answers whom.

import type { SegmentKind } from '../classify/kind.ts';
import type { PacketRow, RowLinks } from '../classify/packet-row.ts';
import { arrivedOf, type Drops, NO_DROPS } from '../classify/rules/dropped.ts';
import { echoesClock } from '../tcp/option-values.ts';
import { segmentEnd, seqAdd, seqGt, seqLeq, seqLt } from '../tcp/seq.ts';
import { foreignAnswersIn } from './foreign-answers.ts';

type MutableLinks = { -readonly [K in keyof RowLinks]: RowLinks[K] };

/** A row whose links are still to be told. */
export type UnlinkedRow = Omit<PacketRow, 'links' | 'findings'> & { readonly links: MutableLinks };

export const noLinks = (): MutableLinks => ({
  acknowledges: [],
  acknowledgedBy: null,
  answers: null,
  answeredBy: null,
  refutedBy: null,
  previousInStream: null,
  nextInStream: null,
  previousFromSender: null,
  sameSequenceAs: null,
});

/** What is waiting in one direction of one connection. */
interface DirectionLedger {
  /** Rows with sequence numbers that no row of the peer has acknowledged yet, oldest first. */
  unacked: UnlinkedRow[];
  /** Rows of this sender that carried sequence numbers, oldest first, up to LOOK_BACK. */
  sent: UnlinkedRow[];
  /** Rows of the peer, just recorded, that confirm more than this sender has shown. */
  ahead: UnlinkedRow[];
  last: UnlinkedRow | null;
  /** The same without what was damaged: nobody answers that. */
  lastHeard: UnlinkedRow | null;
  /** Number after the highest segment sent; null before the first. Raw, as all numbers here: the base may change. */
  highest: number | null;
}

/** Rows of one sender searched for the same sequence numbers. */
const LOOK_BACK = 1000;

/** Fills the links of rows given in capture order. What is dropped is confirmed by nothing, and confirms nothing. */
export function linkRows(rows: readonly UnlinkedRow[], drops: Drops = NO_DROPS): void {
  const ledgers = new Map<number, DirectionLedger>();
  const lastInStream = new Map<number, UnlinkedRow>();
  const doubts = new Map<number, Doubt>();
  const foreign = foreignAnswersIn(arrivedOf(rows, drops));
  const ledgerOf = (row: UnlinkedRow, fromClient: boolean): DirectionLedger => {
    const key = 2 * row.stream + (fromClient ? 1 : 0);
    const known = ledgers.get(key);
    if (known !== undefined) return known;
    const ledger = {
      unacked: [],
      sent: [],
      ahead: [],
      last: null,
      lastHeard: null,
      highest: null,
    };
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
    const drop = drops.get(row.frame);
    if (row.kind === 'rst' || drop !== 'damaged') doubtResets(row, own, peer, doubts);
    const isOpen = (other: UnlinkedRow): boolean => other.links.answeredBy === null;
    if (drop === 'damaged') {
      // It was sent for a reason, though nobody learns of it.
      if (row.kind === 'rst') links.answers = refusedRow(row, own, peer, isOpen)?.frame ?? null;
      noteSent(row, own, false);
      continue;
    }
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
    noteSent(row, own, links.acknowledgedBy === null);
  }
}

/** Both ends are one socket: what it sends it receives. */
const isToItself = ({ src, dst, tcp }: UnlinkedRow): boolean =>
  src === dst && tcp.srcPort === tcp.dstPort;

/** What brings bytes, or SYN or FIN, is sent for these. */
const saysNothingElse = (row: UnlinkedRow): boolean => !occupies(row);

/** Resets of a connection of which nothing shows yet that they ended it, and what either end had sent before the first. */
interface Doubt {
  readonly resets: readonly UnlinkedRow[];
  readonly fromClient: number | null;
  readonly fromServer: number | null;
}

/** Who confirms what was sent after a reset has not obeyed it, or it was not the other end that sent it. */
function doubtResets(
  row: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
  doubts: Map<number, Doubt>,
): void {
  const doubt = doubts.get(row.stream);
  if (row.kind === 'rst') {
    const [client, server] = row.fromClient ? [own, peer] : [peer, own];
    const { fromClient, fromServer } = doubt ?? {
      fromClient: client.highest,
      fromServer: server.highest,
    };
    doubts.set(row.stream, { resets: [...(doubt?.resets ?? []), row], fromClient, fromServer });
  } else if (row.kind === 'syn' || row.kind === 'syn-ack') {
    // A new beginning.
    doubts.delete(row.stream);
  } else if (doubt !== undefined && row.tcp.flagNames.includes('ACK')) {
    const sent = row.fromClient ? doubt.fromServer : doubt.fromClient;
    if (sent === null || !seqGt(row.tcp.ack, sent)) return;
    // What nobody has seen since may have been sent before.
    if (peer.highest === null || !seqGt(peer.highest, sent)) return;
    for (const reset of doubt.resets) reset.links.refutedBy = row.frame;
    doubts.delete(row.stream);
  }
}

/** Joins a row with the answer or the confirmation that is recorded before it: some captures do not keep the order of events. */
function linkEarly(
  row: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
  drops: Drops,
): void {
  if (drops.has(row.frame)) return;
  const isSyn = row.kind === 'syn';
  const early = isSyn ? earlyAnswer(row, peer, drops) : earlyConfirmation(row, own);
  if (early === null) return;
  const [link, before] = [row.links, early.links];
  if (isSyn && before.answers !== null) return;
  before.acknowledges = [...before.acknowledges, row.frame];
  link.acknowledgedBy = early.frame;
  if (!isSyn) return;
  before.answers = row.frame;
  link.answeredBy = early.frame;
}

const endOf = ({ tcp }: UnlinkedRow): number => segmentEnd(tcp);

const occupies = (row: UnlinkedRow): boolean => row.tcp.nextRelSeq !== row.tcp.relSeq;

function noteSent(row: UnlinkedRow, own: DirectionLedger, isUnacked: boolean): void {
  if (!occupies(row)) return;
  if (isUnacked) own.unacked.push(row);
  own.sent.push(row);
  if (own.sent.length > LOOK_BACK) own.sent.shift();
  const end = endOf(row);
  if (own.highest === null || seqGt(end, own.highest)) own.highest = end;
}

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
      seqLeq(endOf(other), row.tcp.ack) && (row.kind !== 'syn-ack' || other.kind === 'syn'),
  );
  if (covered.length > 0) peer.unacked = peer.unacked.filter((other) => !covered.includes(other));
  // What has no ACK, or is of another connection, can be refused, but not taken.
  if (drops.size + foreign.size === 0) return covered;
  return covered.filter(({ frame }) => !drops.has(frame) && !foreign.has(frame));
}

/** The row this one answers in the protocol's own sense. */
function answeredRow(
  row: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
  acknowledged: readonly UnlinkedRow[],
  drops: Drops,
): UnlinkedRow | null {
  switch (row.kind) {
    case 'syn-ack':
      return (
        // Of several requests it answers the one whose clock it sends back (RFC 7323 3.2).
        acknowledged.find((other) => other.kind === 'syn' && echoesClock(row, other)) ??
        // What has its answer already, with the numbers of another connection, is not what this one answers.
        acknowledged.find((other) => other.kind === 'syn' && other.links.answeredBy === null) ??
        acknowledged.find((other) => other.kind === 'syn') ??
        // The same answer again, or one that takes not all that came with the SYN (RFC 7413 4.2.2).
        peer.sent.findLast(
          (other) => other.kind === 'syn' && !drops.has(other.frame) && confirmsSyn(row, other),
        ) ??
        null
      );
    case 'handshake-ack':
      return acceptedBefore(row, own, acknowledged);
    default:
      return null;
  }
}

/**
 * Of several SYN-ACKs the third step answers the one whose clock it sends back (RFC 7323 3.2); else the first since its
 * sender asked last: what had come before had not arrived then.
 */
function acceptedBefore(
  row: UnlinkedRow,
  own: DirectionLedger,
  acknowledged: readonly UnlinkedRow[],
): UnlinkedRow | null {
  const accepted = acknowledged.filter(({ kind }) => kind === 'syn-ack');
  const asked = own.sent.findLast(({ kind }) => kind === 'syn')?.frame ?? 0;
  return (
    accepted.find((other) => echoesClock(row, other)) ??
    accepted.find(({ frame }) => frame > asked) ??
    accepted[0] ??
    null
  );
}

/** A SYN that comes again because its answer was lost comes after a second (RFC 6298 2.1). */
const LONGEST_DISORDER_NS = 500_000_000;

/**
 * What a reset refuses: each refuses one segment, so the oldest whose numbers it has (RFC 9293 3.10.7.1), of copies the
 * last; else what the other side sent last, if that can be refused.
 */
function refusedRow(
  reset: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
  isOpen: (other: UnlinkedRow) => boolean,
): UnlinkedRow | null {
  const { tcp } = reset;
  const isBare = !tcp.flagNames.includes('ACK');
  const refused = peer.unacked.filter(
    (other) =>
      isOpen(other) &&
      other.kind !== 'rst' &&
      // Who went on behind his SYN had got his answer.
      (other.kind !== 'syn' || peer.lastHeard?.kind === 'syn') &&
      other.tcp.flagNames.includes('ACK') === isBare &&
      (isBare ? other.tcp.ack === tcp.seq : endOf(other) === tcp.ack),
  );
  const [first] = refused;
  if (first === undefined)
    return peer.lastHeard !== null && canRefuse(reset, own, peer.lastHeard) ? peer.lastHeard : null;
  return refused.findLast(({ tcp: { seq } }) => seq === first.tcp.seq) ?? first;
}

/**
 * A reset is never refused, and what asks for nothing only by a reset with its numbers, and at once: who has spoken since
 * has taken it (RFC 9293 3.10.7.1).
 */
function canRefuse({ tcp }: UnlinkedRow, own: DirectionLedger, last: UnlinkedRow): boolean {
  if (last.kind === 'rst') return false;
  if (occupies(last)) return true;
  const before = own.lastHeard;
  if (before !== null && before.kind !== 'rst' && before.frame > last.frame) return false;
  if (last.kind === 'keep-alive' || last.kind === 'zero-window-probe') return true;
  const isBare = !tcp.flagNames.includes('ACK');
  if (last.tcp.flagNames.includes('ACK')) return isBare && tcp.seq === last.tcp.ack;
  return !isBare && tcp.ack === endOf(last);
}

/** The answer to a SYN that is recorded before it. */
const earlyAnswer = (syn: UnlinkedRow, peer: DirectionLedger, drops: Drops): UnlinkedRow | null =>
  peer.sent.findLast(
    (other) =>
      other.kind === 'syn-ack' &&
      !drops.has(other.frame) &&
      confirmsSyn(other, syn) &&
      syn.timeNs - other.timeNs < LONGEST_DISORDER_NS,
  ) ?? null;

/** A confirmation so soon before what it confirms was recorded too early; a repetition comes later than that. */
const CONFIRMED_EARLY_NS = 1_000_000;

const MOST_AHEAD = 8;

/** Remembers what confirms more than the other side has shown. */
function noteAhead(row: UnlinkedRow, peer: DirectionLedger): void {
  if (!row.tcp.flagNames.includes('ACK') || row.kind === 'rst' || row.kind === 'syn-ack') return;
  // Before anything was seen of it, nothing tells what is new.
  if (peer.highest === null || !seqGt(row.tcp.ack, peer.highest)) return;
  peer.ahead.push(row);
  if (peer.ahead.length > MOST_AHEAD) peer.ahead.shift();
}

/** The row that confirms new bytes, and is recorded before them. */
function earlyConfirmation(row: UnlinkedRow, own: DirectionLedger): UnlinkedRow | null {
  const isNew = own.highest === null || !seqLt(row.tcp.seq, own.highest);
  if (!isNew || !occupies(row)) return null;
  return (
    own.ahead.find(
      ({ tcp, timeNs }) => seqLeq(endOf(row), tcp.ack) && row.timeNs - timeNs < CONFIRMED_EARLY_NS,
    ) ?? null
  );
}

/** Its acknowledgement number takes the SYN, and none, some or all of what came with it. */
const confirmsSyn = ({ tcp: { ack } }: UnlinkedRow, syn: UnlinkedRow): boolean =>
  seqLeq(seqAdd(syn.tcp.seq, 1), ack) && seqLeq(ack, endOf(syn));

/** What is answered by saying once more what was said before (RFC 9293 3.8.4, 3.8.6.1; RFC 5961 4). */
const QUESTIONS: ReadonlySet<SegmentKind> = new Set(['keep-alive', 'zero-window-probe', 'syn']);

/** The question of the other side's kernel after which this acknowledgement says that. */
function askedBefore(
  row: UnlinkedRow,
  own: DirectionLedger,
  peer: DirectionLedger,
): UnlinkedRow | null {
  const [asked, before] = [peer.lastHeard, own.lastHeard];
  if (row.kind !== 'ack' || asked === null) return null;
  // The capture begins with the question: of this sender nothing was said before.
  if (before === null)
    return asked.kind === 'keep-alive' && row.tcp.ack === seqAdd(asked.tcp.seq, 1) ? asked : null;
  const isQuestion = QUESTIONS.has(asked.kind);
  const isRepeated = row.tcp.ack === before.tcp.ack && row.tcp.window === before.tcp.window;
  return isQuestion && isRepeated && seqLeq(asked.tcp.seq, row.tcp.ack) ? asked : null;
}

/** The latest earlier row of this sender that shares sequence numbers with a row that does not advance. */
function sameSequence(row: UnlinkedRow, own: DirectionLedger): UnlinkedRow | null {
  if (!occupies(row) || own.highest === null || !seqLt(row.tcp.seq, own.highest)) return null;
  return (
    own.sent.findLast(
      (other) => seqLt(other.tcp.seq, endOf(row)) && seqLt(row.tcp.seq, endOf(other)),
    ) ?? null
  );
}
