// States that only a later row shows. While rows are read, a segment counts as taken (tcp/state-machine.ts): what is refused
// found no connection at its receiver (RFC 9293 3.10.7.1), who asks again has not been answered yet (3.10.7.3), and a FIN
// behind a hole waits until that is filled (3.10.7.4, eighth), and a reset that is refuted changed nothing (3.10.7.4, second).
// What shows while a connection is being opened is told in opening-states.ts.

import type { PacketRow } from '../classify/packet-row.ts';
import { arrivedOf, type Drops } from '../classify/rules/dropped.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { grouped } from '../tcp/grouped.ts';
import type { TcpStateName } from '../tcp/state.ts';
import { rowsBeforeFin, withoutFin } from './held-fins.ts';
import { oneSidedEnds } from './one-sided-ends.ts';
import { openingStates } from './opening-states.ts';

export type ShownStates = Pick<PacketRow, 'clientState' | 'serverState'>;

/** What is known of the rows besides. */
interface Beside {
  /** Streams with later rows that are not here. */
  readonly goOn: ReadonlySet<number>;
  /** By frame, other states where no reset before the row was obeyed. */
  readonly withoutReset: ReadonlyMap<number, ShownStates>;
  /** What its receiver dropped: its FIN waits for nothing. */
  readonly drops: Drops;
}

/** The rows with their states corrected. */
export function withShownStates(
  rows: readonly PacketRow[],
  connections: readonly ConnectionFacts[],
  { goOn, withoutReset, drops }: Beside,
): PacketRow[] {
  const refused = refusedFrames(rows);
  const forgotten = forgottenFrames(rows);
  const asking = askedAgainIn(rows);
  const waiting = rowsBeforeFin(rows, drops);
  const opening = openingStates(arrivedOf(rows, drops), connections);
  const unmoved = ofLiving(withoutResets(rows, withoutReset), withoutReset);
  // What answers it is not here: it may be a refusal.
  const isUnanswered = ({ kind, stream, links }: PacketRow): boolean =>
    kind === 'syn' && links.nextInStream === null && goOn.has(stream);
  const unseen = oneSidedEnds(rows, connections);
  const corrected =
    unseen.size + refused.size + forgotten.size + asking.size + waiting.size + opening.size;
  const isMoved = (row: PacketRow): boolean => isUnanswered(row) || isRefusedBelow(row);
  if (corrected === 0 && !rows.some(isMoved)) return unmoved;
  const handshakes = new Map(connections.map(({ stream, handshake }) => [stream, handshake]));
  return unmoved.map((row) => {
    // Its receiver's computer refuses it before its TCP gets it.
    if (row.kind === 'syn' && isRefusedBelow(row)) return withStates(row, null, 'CLOSED');
    if (refused.has(row.frame)) {
      // Without a handshake the sender need not have a connection either: a packet may be built by hand.
      const isUnknown = row.kind !== 'syn' && handshakes.get(row.stream) === 'absent';
      return withStates(row, isUnknown ? 'unknown' : null, 'CLOSED');
    }
    // It belongs to nothing there.
    if (forgotten.has(row.frame)) return withStates(row, null, 'CLOSED');
    if (unseen.has(row.frame)) return withStates(row, 'unknown', 'unknown');
    const shown = opening.get(row.frame);
    if (shown !== undefined) return withStates(row, ...shown);
    const receiver = waiting.get(row.frame);
    if (receiver !== undefined) return withoutFin(row, receiver);
    if (isUnanswered(row)) return withStates(row, null, 'unknown');
    const again = asking.get(row.stream) ?? 0;
    const isEarly =
      row.kind === 'syn-ack' && row.frame < again && again < (row.links.answeredBy ?? Infinity);
    return isEarly ? withStates(row, null, 'SYN-SENT') : row;
  });
}

/** From a reset that ended nothing up to the row that shows it. */
function withoutResets(
  rows: readonly PacketRow[],
  withoutReset: ReadonlyMap<number, ShownStates>,
): PacketRow[] {
  const until = new Map<number, number>();
  return rows.map((row) => {
    const { frame, stream, links } = row;
    if (links.refutedBy !== null) until.set(stream, links.refutedBy);
    const isUnmoved = frame < (until.get(stream) ?? 0);
    return isUnmoved ? { ...row, ...withoutReset.get(frame) } : row;
  });
}

/**
 * Behind a reset that was sent in the name of an end which lives on, or most likely was not sent by it: its own state,
 * until the other end resets it.
 */
function ofLiving(rows: PacketRow[], withoutReset: ReadonlyMap<number, ShownStates>): PacketRow[] {
  if (!rows.some(isOfLiving)) return rows;
  /** By stream: whether it is the client that lives on. */
  const living = new Map<number, boolean>();
  return rows.map((row) => {
    const { frame, stream, kind, fromClient } = row;
    if (isOfLiving(row)) living.set(stream, fromClient);
    else if (kind === 'rst' && living.get(stream) !== fromClient) living.delete(stream);
    const shown = withoutReset.get(frame);
    const isClient = living.get(stream);
    if (shown === undefined || isClient === undefined) return row;
    return isClient
      ? { ...row, clientState: shown.clientState }
      : { ...row, serverState: shown.serverState };
  });
}

const isOfLiving = ({ findings }: PacketRow): boolean =>
  findings.some(
    ({ kind, evidence, certainty }) =>
      kind === 'reset-cause' &&
      (evidence['livesOn'] !== undefined ||
        (evidence['cause'] === 'middlebox' && certainty !== 'possible')),
  );

const isRefusedBelow = ({ findings }: PacketRow): boolean =>
  findings.some(({ kind, evidence }) => kind === 'undelivered' && evidence['by'] === 'receiver');

/** Rows that a closed port refuses. */
const refusedFrames = (rows: readonly PacketRow[]): ReadonlySet<number | null> =>
  new Set(
    rows
      .filter(({ findings }) => findings.some(({ kind }) => kind === 'closed-port'))
      .map(({ links }) => links.answers),
  );

/**
 * Rows up to the first that the other end says, which is a refusal: most likely its kernel has no such connection.
 */
function forgottenFrames(rows: readonly PacketRow[]): ReadonlySet<number> {
  if (!rows.some(isOfNoConnection)) return new Set();
  const streams = [...grouped(rows, ({ stream }) => stream).values()];
  return new Set(
    streams.flatMap((own) => {
      const at = own.findIndex(({ fromClient }) => fromClient !== own[0]?.fromClient);
      const isRefused = at > 0 && isOfNoConnection(own[at]!);
      return isRefused ? own.slice(0, at).map(({ frame }) => frame) : [];
    }),
  );
}

const isOfNoConnection = ({ findings }: PacketRow): boolean =>
  findings.some(
    ({ kind, evidence, certainty }) =>
      kind === 'reset-cause' &&
      evidence['cause'] === 'unknown-connection' &&
      certainty !== 'possible',
  );

/** The last row of each stream in which a SYN comes again. */
const askedAgainIn = (rows: readonly PacketRow[]): ReadonlyMap<number, number> =>
  new Map(
    rows
      .filter(({ kind, links }) => kind === 'syn' && links.sameSequenceAs !== null)
      .map(({ stream, frame }) => [stream, frame]),
  );

/** The sender's state and the receiver's, null as it is. */
function withStates(
  row: PacketRow,
  own: TcpStateName | null,
  peer: TcpStateName | null,
): PacketRow {
  const { fromClient, clientState, serverState } = row;
  return fromClient
    ? { ...row, clientState: own ?? clientState, serverState: peer ?? serverState }
    : { ...row, clientState: peer ?? clientState, serverState: own ?? serverState };
}
