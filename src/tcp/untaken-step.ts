// The third step of a handshake that does not open the connection at the server: the SYN-ACK comes again although the capture
// shows an acknowledgement of it (RFC 9293 3.10.7.4, fifth: SYN-RECEIVED). The step was lost, or a kernel did not take it:
// its queue of connections for accept() is full, or its program wants them with their first bytes.

import { TcpFlag } from '../decode/tcp-view.ts';
import { segmentEnd, seqAdd, seqLeq } from './seq.ts';

/** What is asked of a segment, whoever keeps it. */
export interface StepSegment {
  readonly frame: number;
  readonly timeNs: number;
  readonly fromClient: boolean;
  readonly tcp: {
    readonly flags: number;
    readonly seq: number;
    readonly ack: number;
    readonly len: number;
    readonly relSeq: number;
    readonly nextRelSeq: number;
  };
}

export interface UntakenStep<T> {
  /** The first copy of the SYN-ACK in the capture; null where only a later one is there. */
  readonly accepted: T | null;
  /** The acknowledgement that was not taken. */
  readonly step: T;
  /** The last copy of the SYN-ACK. */
  readonly again: T;
  /** The last row that shows it: that copy, or bytes of the client that come again and were not confirmed. */
  readonly shownBy: T;
}

/** A timer takes longer (RFC 6298 2.1); what comes sooner, the network doubled, or a capture put in another order. */
const SHORTEST_NS = 500_000_000;

/** `rows` of one connection, in capture order; null where its third step was taken, for all that they show. */
export function untakenStep<T extends StepSegment>(rows: readonly T[]): UntakenStep<T> | null {
  // Who has sent anything else has the connection.
  const end = rows.findIndex((row) => !row.fromClient && !isOpening(row));
  const opening = end < 0 ? rows : rows.slice(0, end);
  const stepOf = (row: T): T | undefined =>
    opening.find((one) => one.frame < row.frame && confirms(one, row));
  // Of two answers with different numbers the one that was confirmed (SYN cookies, a second server).
  const place = opening.findLastIndex((row) => isSynAck(row) && stepOf(row) !== undefined);
  const again = opening[place];
  const step = again === undefined ? undefined : stepOf(again);
  if (again === undefined || step === undefined) return null;
  const before = opening.slice(0, place);
  const { seq, ack } = again.tcp;
  const accepted =
    before.find((row) => isSynAck(row) && row.tcp.seq === seq && row.tcp.ack === ack) ?? null;
  const elapsedNs = again.timeNs - step.timeNs;
  if (elapsedNs < SHORTEST_NS || elapsedNs <= roundTripNs(before, accepted, step)) return null;
  return { accepted, step, again, shownBy: sentAgain(opening, again) ?? again };
}

const OPENING = TcpFlag.SYN | TcpFlag.ACK | TcpFlag.RST;

const isOpening = ({ tcp }: StepSegment): boolean =>
  (tcp.flags & (TcpFlag.SYN | TcpFlag.RST)) !== 0;

const isSynAck = ({ fromClient, tcp }: StepSegment): boolean =>
  !fromClient && (tcp.flags & OPENING) === (TcpFlag.SYN | TcpFlag.ACK);

/** It acknowledges that SYN, and no more. */
const confirms = ({ fromClient, tcp }: StepSegment, again: StepSegment): boolean =>
  fromClient && (tcp.flags & OPENING) === TcpFlag.ACK && tcp.ack === seqAdd(again.tcp.seq, 1);

/** For so long after the step a SYN-ACK may still come that was sent before it arrived. */
function roundTripNs<T extends StepSegment>(
  before: readonly T[],
  accepted: T | null,
  step: T,
): number {
  if (accepted === null) return 0;
  const asked = before.findLast(
    ({ frame, tcp }) => frame < accepted.frame && (tcp.flags & OPENING) === TcpFlag.SYN,
  );
  return step.timeNs - (asked ?? accepted).timeNs;
}

/** Bytes of the client once more, behind the SYN-ACK: what came before them was not taken either. */
function sentAgain<T extends StepSegment>(opening: readonly T[], again: T): T | undefined {
  const isCopy = (row: T, place: number): boolean =>
    row.fromClient &&
    row.tcp.len > 0 &&
    opening
      .slice(0, place)
      .some(
        ({ fromClient, tcp }) =>
          fromClient && tcp.len > 0 && seqLeq(segmentEnd(row.tcp), segmentEnd(tcp)),
      );
  return opening.findLast((row, place) => row.frame > again.frame && isCopy(row, place));
}
