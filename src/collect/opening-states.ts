// States while a connection is being opened, as later rows show them (RFC 9293 3.5, figures 7 and 9, and 3.10.7.3): SYNs
// that cross, an end that still has an older connection, a reset that is not obeyed, and a SYN of which nothing is heard.

import type { PacketRow } from '../classify/packet-row.ts';
import { untakenStep } from '../tcp/untaken-step.ts';
import type { ConnectionFacts, EndpointFacts } from '../tcp/connection-facts.ts';
import { grouped } from '../tcp/grouped.ts';
import { segmentEnd, seqLeq } from '../tcp/seq.ts';
import { isToItself, simultaneousOpenOf } from '../tcp/simultaneous-open.ts';
import { TCP_STATE_NAMES, TcpState, type TcpStateName } from '../tcp/state.ts';
import { countsOtherwise } from './foreign-answers.ts';
import { resumedConnections } from './resumed-connections.ts';

/** By frame, the states of sender and receiver after the row; null as they are. */
export type OpeningStates = ReadonlyMap<
  number,
  readonly [TcpStateName | null, TcpStateName | null]
>;

type Told = Map<number, readonly [TcpStateName | null, TcpStateName | null]>;

export function openingStates(
  rows: readonly PacketRow[],
  connections: readonly ConnectionFacts[],
): OpeningStates {
  const told: Told = new Map();
  const withSyn = (kind: 'syn' | 'syn-ack'): ReadonlySet<number> =>
    new Set(rows.filter((row) => row.kind === kind).map(({ stream }) => stream));
  const [asked, answered] = [withSyn('syn'), withSyn('syn-ack')];
  if (asked.size + answered.size === 0) return told;
  const facts = new Map(connections.map((one) => [one.stream, one]));
  const resumed = resumedConnections(rows, connections);
  for (const [stream, own] of grouped(rows, (row) => row.stream)) {
    if (!asked.has(stream) && !answered.has(stream)) continue;
    if (answered.has(stream)) stillOpening(own, told);
    if (!asked.has(stream)) continue;
    if (isToItself(own[0]!)) {
      withItself(own, told);
      continue;
    }
    if (facts.get(stream)?.firstFrame === own[0]!.frame) crossing(own, told);
    olderConnection(own, stateBefore(own[0]!, facts), told);
    unseenConnection(own, told);
    vainResets(own, told);
    refusedAnswers(own, told);
    const goesOn = resumed.get(stream);
    if (goesOn !== undefined) behindVainSyn(own, goesOn.frame, stateBefore(own[0]!, facts), told);
    unanswered(own, told);
    unheard(own, told);
  }
  return told;
}

/** 3.10.7.4, fifth: who repeats its SYN-ACK has taken nothing that confirms it. */
function stillOpening(rows: readonly PacketRow[], told: Told): void {
  const untaken = untakenStep(rows);
  if (untaken === null) return;
  const { accepted, shownBy } = untaken;
  for (const row of rows) {
    if (row.frame <= (accepted?.frame ?? 0) || row.frame > shownBy.frame) continue;
    if (row === shownBy && row.kind !== 'syn-ack') continue;
    if (row.serverState === 'ESTABLISHED' || row.serverState === 'CLOSE-WAIT')
      told.set(row.frame, row.fromClient ? [null, 'SYN-RECEIVED'] : ['SYN-RECEIVED', null]);
  }
}

/** Both ends are one socket, which gets what it has sent (3.5, 3.6: all of it is simultaneous). */
function withItself(rows: readonly PacketRow[], told: Told): void {
  let state: TcpStateName = 'ESTABLISHED';
  let finEnd: number | null = null;
  for (const { frame, kind, tcp } of rows) {
    if (kind === 'syn' || kind === 'syn-ack') continue;
    const isOver = finEnd !== null && tcp.flagNames.includes('ACK') && seqLeq(finEnd, tcp.ack);
    if (kind === 'rst') state = 'CLOSED';
    else if (tcp.flagNames.includes('FIN') && finEnd === null) {
      finEnd = segmentEnd(tcp);
      state = 'CLOSING';
    } else if (isOver) state = 'TIME-WAIT';
    told.set(frame, [state === 'CLOSING' && kind === 'fin' ? 'FIN-WAIT-1' : state, state]);
  }
}

/** 3.5, figure 7: what crosses has not arrived yet when the other leaves. */
function crossing(rows: readonly PacketRow[], told: Told): void {
  const open = simultaneousOpenOf(rows);
  if (open === null) return;
  const { first, second, firstAnswer, secondAnswer } = open;
  // Whether the other end had asked already does not show.
  for (const row of rows) if (row.frame < second.frame) told.set(row.frame, [null, 'unknown']);
  told.set(first.frame, ['SYN-SENT', 'unknown']);
  told.set(second.frame, ['SYN-SENT', 'SYN-RECEIVED']);
  if (firstAnswer === null || secondAnswer === null) return;
  const isInOrder = firstAnswer.frame < secondAnswer.frame;
  const [sooner, later] = isInOrder ? [firstAnswer, secondAnswer] : [secondAnswer, firstAnswer];
  told.set(sooner.frame, ['SYN-RECEIVED', 'SYN-RECEIVED']);
  told.set(later.frame, ['SYN-RECEIVED', 'ESTABLISHED']);
}

/** 3.5.1, figure 9: who answers a SYN with other numbers has had a connection all the time, and who asks goes on asking. */
function olderConnection(
  rows: readonly PacketRow[],
  before: (row: PacketRow) => TcpStateName,
  told: Told,
): void {
  const byFrame = new Map(rows.map((row) => [row.frame, row]));
  for (const row of rows) {
    const asked = byFrame.get(row.links.answers ?? 0);
    if (asked?.kind !== 'syn' || row.kind === 'syn-ack' || row.kind === 'rst') continue;
    if (stateOf(asked, asked.fromClient) !== 'SYN-SENT') continue;
    const held = before(row);
    told.set(asked.frame, [null, held]);
    told.set(row.frame, [held, 'SYN-SENT']);
  }
}

/**
 * Who goes on with numbers that are not of his SYN has had them before, though nothing shows since when; and a SYN-ACK of
 * more than that is accepted where its receiver goes on behind it.
 */
function unseenConnection(rows: readonly PacketRow[], told: Told): void {
  for (const row of rows)
    if (row.kind === 'syn-ack' && row.links.answers !== null && !told.has(row.frame))
      if (stateOf(row, !row.fromClient) === 'SYN-SENT') told.set(row.frame, [null, 'ESTABLISHED']);
  let asked: PacketRow | null = null;
  let heard: PacketRow[] = [];
  for (const row of rows) {
    if (row.kind === 'syn') [asked, heard] = [row, []];
    else if (asked === null) continue;
    else if (row.fromClient !== asked.fromClient) heard.push(row);
    else if (countsOtherwise(row, asked)) {
      for (const one of heard)
        if (stateOf(one, asked.fromClient) === 'SYN-SENT' && one.links.answers !== asked.frame)
          told.set(one.frame, [null, 'unknown']);
      asked = null;
    }
  }
}

/** States in which an end has a connection for which it refuses a SYN. */
const HOLDING: ReadonlySet<TcpStateName> = new Set(TCP_STATE_NAMES.slice(TcpState.SynReceived));

/** The state in which the connection before this one left the row's sender, where it can have refused a SYN in that. */
function stateBefore(
  { stream }: PacketRow,
  facts: ReadonlyMap<number, ConnectionFacts>,
): (row: Pick<PacketRow, 'src' | 'tcp'>) => TcpStateName {
  const earlier = facts.get(facts.get(stream)?.reuses ?? -1);
  return (row) => {
    const isIt = ({ address, port }: EndpointFacts): boolean =>
      address === row.src && port === row.tcp.srcPort;
    const state = [earlier?.client, earlier?.server].find((end) => end && isIt(end))?.state;
    return state !== undefined && HOLDING.has(state) ? state : 'ESTABLISHED';
  };
}

/** A SYN that changes nothing, up to the row with which its sender goes on: both ends are where they were. */
function behindVainSyn(
  rows: readonly PacketRow[],
  goesOnIn: number,
  before: (row: Pick<PacketRow, 'src' | 'tcp'>) => TcpStateName,
  told: Told,
): void {
  const [syn] = rows as [PacketRow];
  const other = {
    src: syn.dst,
    tcp: { ...syn.tcp, srcPort: syn.tcp.dstPort, dstPort: syn.tcp.srcPort },
  };
  const [own, peer] = [before(syn), before(other)];
  for (const { frame, fromClient } of rows)
    if (frame < goesOnIn)
      told.set(frame, fromClient === syn.fromClient ? [own, peer] : [peer, own]);
}

/** A reset that is not obeyed, and whose sender accepts the same request later, did not come of an end without a socket. */
function vainResets(rows: readonly PacketRow[], told: Told): void {
  for (const [place, row] of rows.entries()) {
    if (row.kind !== 'rst' || stateOf(row, !row.fromClient) !== 'SYN-SENT') continue;
    const next = rows.slice(place + 1).find(({ kind }) => kind === 'syn' || kind === 'syn-ack');
    if (next?.kind === 'syn-ack' && next.fromClient === row.fromClient)
      told.set(row.frame, ['SYN-RECEIVED', null]);
  }
}

/**
 * 3.10.7.1: a client that refuses the answer to its own request, in place of the third step, has nothing of that any more. It
 * does so with the number that was acknowledged and without ACK; a program that breaks off does so behind the third step.
 */
function refusedAnswers(rows: readonly PacketRow[], told: Told): void {
  const hasGoneOn = rows.some(
    ({ fromClient, kind }) => fromClient && kind !== 'syn' && kind !== 'rst',
  );
  if (hasGoneOn) return;
  const byFrame = new Map(rows.map((row) => [row.frame, row]));
  for (const row of rows) {
    if (row.kind !== 'rst' || !row.fromClient || row.tcp.flagNames.includes('ACK')) continue;
    const answer = byFrame.get(row.links.answers ?? 0);
    if (answer?.kind !== 'syn-ack' || answer.fromClient || row.tcp.seq !== answer.tcp.ack) continue;
    if (stateOf(answer, true) === 'ESTABLISHED') told.set(answer.frame, [null, 'CLOSED']);
  }
}

/** Nor that one did that no row answers before its sender asks again: no SYN-ACK is of it, and none of an earlier copy. */
function unanswered(rows: readonly PacketRow[], told: Told): void {
  for (const [place, row] of rows.entries()) {
    if (row.kind !== 'syn' || told.has(row.frame)) continue;
    const next = rows[place + 1];
    const isSame = (one: PacketRow): boolean =>
      one.kind === 'syn' && one.fromClient === row.fromClient && one.tcp.seq === row.tcp.seq;
    if (next === undefined || !isSame(next)) continue;
    const isAnswered = (one: PacketRow): boolean => isSame(one) && one.links.answeredBy !== null;
    if (!rows.slice(0, place + 1).some(isAnswered)) told.set(row.frame, [null, 'unknown']);
  }
}

/** Nothing shows that a SYN arrived behind which the other end says nothing and its sender confirms nothing. */
function unheard(rows: readonly PacketRow[], told: Told): void {
  const last = rows.at(-1)!;
  for (const row of rows.toReversed()) {
    const isAsking =
      row.kind === 'syn' || (row.kind === 'rst' && !row.tcp.flagNames.includes('ACK'));
    if (!isAsking || row.fromClient !== last.fromClient) return;
    if (stateOf(row, !row.fromClient) === 'SYN-RECEIVED' && !told.has(row.frame))
      told.set(row.frame, [null, 'unknown']);
  }
}

const stateOf = ({ clientState, serverState }: PacketRow, ofClient: boolean): TcpStateName =>
  ofClient ? clientState : serverState;
