// Why a connection was reset, ranked (RFC 9293 3.5.2 and 3.6.1, RFC 1122 4.2.2.13). What Linux sends in each case was
// tried on loopback: close() with unread bytes and close() with a linger time of 0 both send RST,ACK with the numbers
// next in line; a kernel that knows no such connection sends RST alone, numbered by the segment it refuses.

import { breaksOffAll, timestampsOf } from '../../tcp/option-values.ts';
import { seqGt, seqLeq, seqLt } from '../../tcp/seq.ts';
import { bySureness, type Cause } from '../finding.ts';
import { nextSeq } from './raw-numbers.ts';
import { middlebox } from './reset-middlebox.ts';
import { causeOf, type CauseRule, hasAck, resetScene } from './reset-scene.ts';
import { acceptQueueFull, listenerClosed } from './reset-unaccepted.ts';
import type { Rule, RuleRow } from './rule.ts';

export const resetCause: Rule = (row, around) => {
  if (row.kind !== 'rst') return null;
  const scene = resetScene(row, around);
  const said = fastClosed(scene);
  const found = said === null ? CAUSE_RULES.flatMap((rule) => rule(scene) ?? []) : [said];
  const causes = (scene.livesOn === null ? found : found.map(ifItLivesOn)).sort(bySureness);
  const [best] = causes;
  if (best === undefined) return null;
  return {
    kind: 'reset-cause',
    frame: row.frame,
    severity: best.cause === 'middlebox' ? 'warn' : 'note',
    certainty: best.certainty,
    evidence: {
      cause: best.cause,
      causes,
      ...(best.cause === 'middlebox' && scene.livesOn !== null
        ? { livesOn: scene.livesOn.frame }
        : {}),
    },
    refs: ['RFC 9293 3.5.2', 'RFC 9293 3.6.1'],
  };
};

/** Of an end that has its connection still, no cause within it is likely. */
const ifItLivesOn = (cause: Cause): Cause =>
  cause.cause === 'middlebox' ? cause : { ...cause, certainty: 'possible' };

/**
 * RFC 8684 3.5: MP_FASTCLOSE breaks off a whole Multipath TCP connection. It comes with a reset, or is answered with one on
 * the same subflow; so no other cause is looked for.
 */
const fastClosed: CauseRule = ({ row, own, peer }) => {
  if (breaksOffAll(row)) return causeOf('fast-closed', 'certain', [row], ['own']);
  const asked = peer.find(breaksOffAll);
  if (asked === undefined || own.some(({ frame, kind }) => kind === 'rst' && frame > asked.frame))
    return null;
  return causeOf('fast-closed', 'likely', [asked], ['asked']);
};

/** New bytes for the program: neither a question of the kernel nor a later copy. */
const bringsBytes = ({ kind, tcp, links }: RuleRow): boolean =>
  tcp.len > 0 &&
  kind !== 'keep-alive' &&
  kind !== 'zero-window-probe' &&
  links.sameSequenceAs === null;

/** This end had ended the connection itself, and something still came for it. */
const afterClose: CauseRule = ({ row, own, peer }) => {
  const ending = own.findLast(({ kind }) => kind === 'fin' || kind === 'rst');
  if (ending === undefined || tookMore(ending, own, peer)) return null;
  const refused = refusedBy(row, ending, own, peer);
  if (refused === null) return behindTheEnd(row, ending, peer);
  const carriesData = refused.tcp.len > 0;
  return causeOf(
    'after-close',
    carriesData || !hasAck(row) ? 'likely' : 'possible',
    [ending, refused],
    [ending.kind === 'fin' ? 'fin-sent' : 'reset-sent', ...(carriesData ? ['data-after'] : [])],
  );
};

/** The FIN is confirmed, and what came behind that is not here. */
function behindTheEnd(row: RuleRow, ending: RuleRow, peer: readonly RuleRow[]): Cause | null {
  const last = peer.find((one) => confirms(one, ending));
  if (last === undefined || hasAck(row) || last.tcp.ack !== row.tcp.seq) return null;
  return causeOf('after-close', 'likely', [ending, last], ['fin-confirmed']);
}

/** It is the first confirmation of the FIN, and nothing else. */
const confirms = (one: RuleRow, ending: RuleRow): boolean =>
  ending.kind === 'fin' && !bringsSomething(one) && one.links.acknowledges.includes(ending.frame);

/** Half-closed only: it went on taking what came (RFC 9293 3.6.1). What it had before is confirmed again by its kernel. */
function tookMore(ending: RuleRow, own: readonly RuleRow[], peer: readonly RuleRow[]): boolean {
  const isNew = (one: RuleRow): boolean => !hasAck(ending) || seqGt(nextSeq(one), ending.tcp.ack);
  const late = new Set(
    peer
      .filter((one) => one.frame > ending.frame && one.tcp.len > 0 && isNew(one))
      .map(({ frame }) => frame),
  );
  return own.some(
    ({ frame, links }) =>
      frame > ending.frame && links.acknowledges.some((acknowledged) => late.has(acknowledged)),
  );
}

/** Each reset refuses one segment: those that came too late, in their order. Null when none is left for this one. */
function refusedBy(
  row: RuleRow,
  ending: RuleRow,
  own: readonly RuleRow[],
  peer: readonly RuleRow[],
): RuleRow | null {
  // Without ACK it is numbered by what it refuses; and what has ACK is refused without (RFC 9293 3.10.7.1).
  const isBare = !hasAck(row);
  const refusals = own.filter(
    (one) =>
      one.kind === 'rst' &&
      one.frame > ending.frame &&
      hasAck(one) !== isBare &&
      (!isBare || one.tcp.seq === row.tcp.seq),
  ).length;
  const came = peer
    .filter((one) => isLate(one, ending) && (isBare ? one.tcp.ack === row.tcp.seq : !hasAck(one)))
    .reverse();
  // The first confirmation of the FIN is what its sender waits for: it is refused only with others, by an end that has
  // forgotten all.
  const late = came.filter((one) => !confirms(one, ending));
  if (late.length === 0 || came.length <= refusals) return null;
  // An acknowledgement alone is refused only where nothing is left of the connection.
  const brings = late.filter(bringsSomething);
  return [brings, late, came].find(({ length }) => length > refusals)?.[refusals] ?? null;
}

const bringsSomething = ({ kind, tcp }: RuleRow): boolean => kind === 'fin' || tcp.len > 0;

/**
 * It came after the end of the connection, and was not confirmed; or the capture saw it before, and the end does not
 * confirm it.
 */
const isLate = (one: RuleRow, ending: RuleRow): boolean =>
  (one.frame > ending.frame && one.links.acknowledgedBy === null) ||
  (bringsSomething(one) &&
    ending.kind === 'fin' &&
    hasAck(ending) &&
    seqGt(nextSeq(one), ending.tcp.ack));

/** RST alone, numbered by the acknowledgement it refuses: what a kernel says that has no such connection. */
const unknownConnection: CauseRule = (scene) => {
  const { row, own, peer, beginsBefore } = scene;
  // It knew it a moment ago.
  if (acceptQueueFull(scene) !== null) return null;
  const wasReset = peer.find(({ kind }) => kind === 'rst');
  // A reset is never refused (RFC 9293 3.10.7.1).
  const refused = peer.find(({ kind }) => kind !== 'rst');
  if (refused === undefined || hasAck(row) || !hasAck(refused)) return null;
  if (row.tcp.seq !== refused.tcp.ack) return null;
  if (beginsBefore || own.some(({ kind }) => kind === 'fin' || kind === 'rst')) return null;
  // What it was answered in the middle of opening is for another connection, an older one (RFC 9293 3.5.1).
  const isOpening = own.length > 0 && own.every(({ kind }) => kind === 'syn');
  const reason = wasReset
    ? 'was-reset'
    : refused.kind === 'syn-ack'
      ? 'refuses-syn-ack'
      : isOpening
        ? 'half-open-peer'
        : 'closed-state-numbers';
  return causeOf('unknown-connection', 'likely', [wasReset ?? refused], [reason]);
};

/**
 * The last row with bytes that the reset counts as received (RFC 9293 3.10.7.4): what lies beyond its acknowledgement number
 * was thrown away. Of copies the one that came after the last confirmation is what brought them.
 */
function latestTaken(
  row: RuleRow,
  own: readonly RuleRow[],
  peer: readonly RuleRow[],
): RuleRow | undefined {
  const isTaken = ({ tcp }: RuleRow): boolean => seqLt(tcp.seq, row.tcp.ack);
  const confirmed = own.find(hasAck);
  const isFresh = (one: RuleRow): boolean =>
    one.tcp.len > 0 &&
    one.kind !== 'keep-alive' &&
    confirmed !== undefined &&
    seqGt(nextSeq(one), confirmed.tcp.ack);
  return peer.find((one) => isTaken(one) && (bringsBytes(one) || isFresh(one)));
}

/**
 * RFC 1122 4.2.2.13: closing while received bytes are unread resets, so that the sender learns they were lost. Where a
 * FIN has gone out, the program had only shut down its sending direction before.
 */
const unreadData: CauseRule = ({ row, own, peer, isAhead }) => {
  if (!hasAck(row) || own.some(({ kind }) => kind === 'rst')) return null;
  const received = latestTaken(row, own, peer);
  if (received === undefined) return null;
  const said = own.find(({ tcp }) => tcp.len > 0);
  const unanswered = !isAhead && (said === undefined || said.frame < received.frame);
  const hasShutDown = own.some(({ kind, frame }) => kind === 'fin' && frame > received.frame);
  const silence = hasShutDown ? 'only-fin' : 'data-unanswered';
  return causeOf(
    'unread-data',
    unanswered ? 'likely' : 'possible',
    [received],
    [unanswered ? silence : 'data-answered'],
  );
};

/** A hard close: linger time 0, or a program that ended so (RFC 9293 3.10.5, ABORT). */
const aborted: CauseRule = ({ row, own, peer, isAhead, beginsInside }) => {
  if (!hasAck(row) || own.some(({ kind }) => kind === 'rst')) return null;
  // Only an end that has spoken can abort; one that answers a SYN with RST,ACK refuses it.
  const last = own[0];
  if (last === undefined) return null;
  const received = peer.find(bringsBytes);
  const said = own.find(({ tcp }) => tcp.len > 0);
  const nothingUnread =
    !isAhead &&
    (received === undefined ? !beginsInside : said !== undefined && said.frame > received.frame);
  return causeOf(
    'aborted',
    nothingUnread ? 'likely' : 'possible',
    [last],
    [nothingUnread ? 'nothing-unread' : 'numbers-in-line'],
  );
};

/** No kernel gives up sooner, however it is set. */
const FEWEST_ASKED = 3;
const LEAST_ASKING_NS = 2_000_000_000;

/** Questions without an answer in a row: the kernel gives the connection up itself (RFC 1122 4.2.3.5, 4.2.3.6). */
const gaveUp: CauseRule = ({ row, own, peer }) => {
  const heard = lastHeard(own, peer)?.frame ?? 0;
  const asked = own.filter(
    ({ frame, kind, links }) =>
      frame > heard &&
      (kind === 'keep-alive' || kind === 'zero-window-probe' || links.sameSequenceAs !== null),
  );
  const first = asked.at(-1);
  if (first === undefined || asked.length < FEWEST_ASKED) return null;
  if (row.timeNs - first.timeNs < LEAST_ASKING_NS) return null;
  return causeOf('gave-up', 'likely', asked.reverse(), ['unanswered']);
};

/** The other end's last segment that reached this one, as far as its echoes tell (RFC 7323 4.3). */
function lastHeard(own: readonly RuleRow[], peer: readonly RuleRow[]): RuleRow | undefined {
  const echo = own.map(timestampsOf).find((option) => option !== null)?.ecr;
  return peer.find((one) => {
    const clock = timestampsOf(one)?.val;
    return echo === undefined || clock === undefined || seqLeq(clock, echo);
  });
}

const CAUSE_RULES: readonly CauseRule[] = [
  middlebox,
  afterClose,
  acceptQueueFull,
  unknownConnection,
  gaveUp,
  listenerClosed,
  unreadData,
  aborted,
];
