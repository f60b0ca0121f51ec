// A reset (RFC 9293 3.5.2, 3.5.3, 3.10.7.1): the refusal of a segment nobody waits for, or the end of a connection at once.

import type { Finding, ResetCause } from '../classify/finding.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { endedNothing } from '../tcp/reset-outcome.ts';
import { hasHeardClock } from '../tcp/option-values.ts';
import { segmentEnd, seqGt } from '../tcp/seq.ts';
import { code, digits, duration, hex, row as rowArg } from './args.ts';
import { isDamaged, isUndelivered, isUnheard } from './damaged.ts';
import { bytesTaken } from './fast-open.ts';
import { explainFlags } from './flags.ts';
import { answerTo } from './links.ts';
import { causesOf, isInName, isLikelyForged, isRejection, numberOf, wordOf } from './evidence.ts';
import { overdueProbe } from './overdue-probe.ts';
import { Rfc } from './references.ts';
import { explainRstPayload } from './rst-payload.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, isLecture, say } from './scene.ts';
import { openedOtherwise } from './simultaneous-open.ts';
import { explainRefusedOlder, explainVainReset, refusedOlder, unrefusedSyn } from './vain-reset.ts';

export const explainRst: Explainer = (scene) => {
  const unrefused = unrefusedSyn(scene);
  if (unrefused !== null) return explainVainReset(scene, unrefused);
  const { row } = scene;
  if (isSpared(row)) return ignored(scene, row.links.refutedBy);
  const closed = closedPort(row);
  if (closed !== null)
    return isRejection(closed) ? rejected(scene, closed) : refused(scene, closed);
  if (isDamaged(row)) return thrownAway(scene);
  const older = refusedOlder(scene);
  return older === null
    ? broken(scene)
    : explainRefusedOlder(scene, older, resetNumbers(scene, older, false));
};

export function rstHeadline(scene: Scene): Message {
  const { row } = scene;
  if (isSpared(row) || unrefusedSyn(scene) !== null) return headline('rst-headline-ignored');
  const closed = closedPort(row);
  if (closed === null) {
    if (isDamaged(row)) return headline('rst-headline-damaged');
    if (isUndelivered(row)) return headline('rst-headline-undelivered');
    const older = refusedOlder(scene);
    if (older !== null) return headline('rst-headline-older', { row: rowArg(older.frame) });
    if (isAgain(scene)) return headline('rst-headline-again');
    const late = refusedAfterClose(scene);
    if (late === null)
      return headline(isAfterEnd(met(scene)) ? 'rst-headline-over' : 'rst-headline');
    return late === 'unseen'
      ? headline('rst-headline-after-end')
      : headline('rst-headline-after-close', { row: rowArg(late.frame) });
  }
  const { provoking, port } = refusal(scene);
  if (provoking === null) return headline('rst-headline-closed-alone', { port: digits(port) });
  if (isUnasked(closed))
    return headline('rst-headline-no-connection', { row: rowArg(provoking.frame) });
  if (isRejection(closed))
    return headline('rst-headline-rejected', { row: rowArg(provoking.frame) });
  return headline('rst-headline-closed', { port: digits(port), row: rowArg(provoking.frame) });
}

/** It ended nothing, though nothing else shows that it did not arrive. */
const isSpared = (row: PacketRow): boolean =>
  row.links.refutedBy !== null || (endedNothing(row) && !isUnheard(row));

const closedPort = (row: PacketRow): Finding | null =>
  row.findings.find((finding) => finding.kind === 'closed-port') ?? null;

/** What is refused asked for no connection: whether the port is closed does not show. */
const isUnasked = (finding: Finding): boolean => wordOf(finding, 'refuses') === 'no-connection';

function refusal({ row, story }: Scene): { provoking: PacketRow | null; port: number } {
  const frame = closedPort(row)?.evidence['provokedBy'];
  const provoking = story.rowOf(typeof frame === 'number' ? frame : (row.links.answers ?? 0));
  return { provoking, port: row.tcp.srcPort };
}

function refused(scene: Scene, finding: Finding): readonly Saying[] {
  const { row } = scene;
  const { provoking, port } = refusal(scene);
  const place = { host: code(row.src), port: digits(port) };
  const isFirst = isLecture(scene, 'closed-port');
  const names = namesOf(finding, provoking);
  return [
    isFirst ? say('what', names.first, place, names.refs) : say('what', names.again, place),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    ...(provoking === null ? [] : resetNumbers(scene, provoking, isFirst)),
    ...(isFirst ? [say('why', 'closed-port-why', place, [Rfc.ResetGeneration])] : []),
    ...answerTo(scene),
    provoking?.kind === 'syn' && !isUndelivered(row)
      ? say('program', 'closed-port-program-syn')
      : say('program', 'closed-port-program'),
    ...howSure(scene, finding, names.certainty),
    isFirst ? say('worry', names.worry, place) : say('worry', 'closed-port-worry'),
  ];
}

/** In the host's name, by a device that stands nearer. */
function rejected(scene: Scene, finding: Finding): readonly Saying[] {
  const { row, story } = scene;
  const { provoking, port } = refusal(scene);
  const usual = story.rowOf(numberOf(finding, 'nearerThan'));
  const place = { host: code(row.src), port: digits(port) };
  return [
    say('what', 'rejected-what', {
      ...place,
      field: row.network.version === 6 ? 'hop limit' : 'TTL',
      ttl: row.network.ttl,
      usual: usual?.network.ttl ?? 0,
      row: rowArg(usual?.frame ?? 0),
    }),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    ...(provoking === null ? [] : resetNumbers(scene, provoking, false)),
    ...answerTo(scene),
    provoking?.kind === 'syn' && !isUndelivered(row)
      ? say('program', 'rejected-program', place)
      : say('program', 'closed-port-program'),
    say('certainty', 'rejected-certainty'),
    say('worry', 'rejected-worry', place),
  ];
}

const CLOSED_PORT = {
  first: 'closed-port-what-first',
  again: 'closed-port-what',
  certainty: 'closed-port-likely',
  worry: 'closed-port-worry-first',
  refs: [],
} as const;

const NO_CONNECTION = {
  first: 'no-connection-what-first',
  again: 'no-connection-what',
  certainty: 'no-connection-certainty',
  worry: 'no-connection-worry',
  refs: ['RFC 9293 3.10.7.2'],
} as const;

/** The same where the refused segment shows that there was a connection. */
const FORGOTTEN = {
  ...NO_CONNECTION,
  certainty: 'no-connection-forgotten',
  worry: 'closed-port-worry',
} as const;

function namesOf(finding: Finding, provoking: PacketRow | null) {
  if (!isUnasked(finding)) return CLOSED_PORT;
  return provoking !== null && hasHeardClock(provoking) ? FORGOTTEN : NO_CONNECTION;
}

function howSure({ row, story }: Scene, finding: Finding, id: string): readonly Saying[] {
  if (finding.certainty === 'certain') return [];
  const first = story.firstMention('closed-port');
  if (first === null || first === row.frame)
    return [say('certainty', id, { port: digits(row.tcp.srcPort) })];
  // What was said of it before may have been said of a refused SYN.
  if (isUnasked(finding)) return [];
  return [say('certainty', 'closed-port-likely-again', { first: rowArg(first) })];
}

/** RFC 9293 3.10.7.1: which numbers a reset has depends on the ACK flag of the refused segment. */
function resetNumbers({ row }: Scene, provoking: PacketRow, isFirst: boolean): readonly Saying[] {
  const refs = [Rfc.ClosedState];
  const args = { row: rowArg(provoking.frame), raw: row.tcp.seq, hex: hex(row.tcp.seq, 8) };
  const refusedHadAck = provoking.tcp.flagNames.includes('ACK');
  if (refusedHadAck && row.tcp.seq === provoking.tcp.ack && !row.tcp.flagNames.includes('ACK'))
    return [say('how', isFirst ? 'reset-without-ack-first' : 'reset-without-ack', args, refs)];
  if (!refusedHadAck && row.tcp.flagNames.includes('ACK'))
    return [say('how', 'reset-with-ack', { ...args, ackRaw: row.tcp.ack }, refs)];
  return [];
}

/**
 * What the reset finds at its receiver (RFC 9293 3.10.7.3, 3.10.7.4): a program that learns of it, one that waits in
 * connect(), a program that has been told of a time-out, a connection that no program has been given yet, only a kernel that still keeps one whose program has closed,
 * or nothing any more. Unheard where it does not arrive, unknown where no row before it is kept.
 */
type Met =
  | 'program'
  | 'expired'
  | 'connecting'
  | 'opening'
  | 'kernel'
  | 'waiting'
  | 'nothing'
  | 'unheard'
  | 'unknown';

/** Both sides had closed, and got all: the reset comes when the connection is over. */
const isAfterEnd = (reached: Met): boolean => reached === 'waiting' || reached === 'nothing';

function met(scene: Scene): Met {
  const { row, story } = scene;
  if (isUndelivered(row)) return 'unheard';
  const before = story.rowOf(row.links.previousInStream ?? 0);
  if (before === null && !story.hasAllBefore(row)) return 'unknown';
  const state = row.fromClient ? before?.serverState : before?.clientState;
  switch (state) {
    case 'CLOSED':
      return 'nothing';
    case 'SYN-SENT':
      return 'connecting';
    case 'SYN-RECEIVED':
      // It has called connect() itself (3.10.7.4, second).
      if (openedOtherwise(scene) !== null) return 'connecting';
      return isOpening(scene) ? 'opening' : 'program';
    case 'CLOSING':
    case 'LAST-ACK':
      return 'kernel';
    case 'TIME-WAIT':
      return 'waiting';
    default:
      return overdueProbe(scene) === null ? 'program' : 'expired';
  }
}

/**
 * The reset comes where the third step was expected. A number further on follows bytes that are not in the capture; and
 * what came with the SYN was handed to a program at once (RFC 7413 4.2.2).
 */
function isOpening({ row, story }: Scene): boolean {
  const accepted = story
    .rowsOf(row.stream)
    .findLast(
      ({ kind, fromClient, frame }) =>
        kind === 'syn-ack' && fromClient !== row.fromClient && frame < row.frame,
    );
  const asked = story.rowOf(accepted?.links.answers ?? 0);
  if (accepted === undefined || asked === null) return false;
  return row.tcp.seq === accepted.tcp.ack && bytesTaken(asked, accepted) === 0;
}

/** A reset came before it. */
const isAgain = (scene: Scene): boolean =>
  met(scene) === 'nothing' &&
  scene.story
    .rowsWith(scene.row)
    .some((one) => one.kind === 'rst' && one.frame < scene.row.frame && !endedNothing(one));

/** The connection goes on: RFC 9293 3.10.7.4 and RFC 5961 3.2 let a receiver obey only what has the number it waits for. */
function ignored(scene: Scene, refutedBy: number | null): readonly Saying[] {
  const shown = scene.story.rowOf(refutedBy ?? 0);
  return [
    refutedBy === null
      ? say('what', 'rst-outside-what')
      : say('what', 'rst-ignored-what', {
          row: rowArg(refutedBy),
          by: shown?.links.acknowledges.length === 0 ? 'challenge' : 'confirms',
        }),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    whyIgnored(scene),
    say('program', 'rst-ignored-program'),
  ];
}

function whyIgnored({ row, story }: Scene): Saying {
  if (isDamaged(row)) return say('why', 'rst-ignored-damaged', {}, [Rfc.Checksum]);
  if (isUndelivered(row)) return say('why', 'rst-ignored-undelivered');
  const before = story
    .rowsWith(row)
    .filter(({ frame, kind }) => frame < row.frame && kind !== 'rst');
  const waiting = before.findLast(
    ({ fromClient, tcp }) => fromClient !== row.fromClient && tcp.flagNames.includes('ACK'),
  );
  const { seq } = row.tcp;
  // Bytes before it may have arrived, and not been confirmed yet.
  const isNext = before.some(
    ({ fromClient, tcp }) => fromClient === row.fromClient && segmentEnd(tcp) === seq,
  );
  const isAwaited = waiting === undefined || seq === waiting.tcp.ack;
  const isShown = row.links.refutedBy !== null;
  if (isAwaited || (isShown && isNext && seqGt(seq, waiting.tcp.ack)))
    return say('why', 'rst-ignored-lost');
  const args = { seq, expected: waiting.tcp.ack, row: rowArg(waiting.frame) };
  return say('why', 'rst-ignored-number', args, ['RFC 9293 3.10.7.4', 'RFC 5961 3.2']);
}

/** Its sender has ended the connection, and nobody learns of it. */
function thrownAway(scene: Scene): readonly Saying[] {
  const provoked = scene.story.rowOf(scene.row.links.answers ?? 0);
  return [
    say('what', 'rst-damaged-what', {}, [Rfc.ResetProcessing]),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    ...(provoked === null ? [] : resetNumbers(scene, provoked, false)),
    say('why', 'rst-ignored-damaged', {}, [Rfc.Checksum]),
    ...answerTo(scene),
  ];
}

const PROCESSING = {
  program: [],
  expired: [],
  connecting: ['RFC 9293 3.10.7.3'],
  opening: ['RFC 9293 3.10.7.4'],
  kernel: ['RFC 9293 3.10.7.4'],
  waiting: ['RFC 9293 3.10.7.4'],
  nothing: ['RFC 9293 3.10.7.4'],
  unheard: [],
} as const;

function whatOf(scene: Scene, reached: Met): string {
  if (reached === 'unheard') return 'rst-undelivered-what';
  if (isAgain(scene)) return 'rst-what-again';
  if (refusedAfterClose(scene) !== null) return 'rst-what';
  if (reached === 'waiting') return 'rst-what-waiting';
  return reached === 'nothing' ? 'rst-what-over' : 'rst-what';
}

/** What comes for a connection that this end has closed in good order, and is refused; 'unseen' where it is not here. */
function refusedAfterClose({ row, story }: Scene): PacketRow | 'unseen' | null {
  const finding = row.findings.find(({ kind }) => kind === 'reset-cause');
  const best = finding === undefined ? undefined : causesOf(finding)[0];
  if (finding === undefined || best?.cause !== 'after-close' || best.certainty === 'possible')
    return null;
  if (best.reasons.includes('fin-confirmed')) return 'unseen';
  return best.reasons.includes('fin-sent') ? story.rowOf(best.frames[1] ?? 0) : null;
}

const worry = (late: PacketRow | 'unseen' | null): Saying =>
  late !== null && late !== 'unseen' && late.tcp.len > 0
    ? say('worry', 'rst-worry-after-close', { row: rowArg(late.frame) }, ['RFC 1122 4.2.2.13'])
    : say('worry', 'rst-worry');

/** Causes at which no program asked for the reset. */
const KERNEL_ALONE: Partial<Record<ResetCause, string>> = {
  'gave-up': 'kernel',
  'accept-queue-full': 'unaccepted',
  'unknown-connection': 'unknown',
};

function overdueArgs(scene: Scene) {
  const overdue = overdueProbe(scene);
  return {
    probe: rowArg(overdue?.last.frame ?? scene.row.frame),
    wait: duration(overdue?.waitNs ?? 0),
  };
}

function broken(scene: Scene): readonly Saying[] {
  const reached = met(scene);
  const provoked = scene.story.rowOf(scene.row.links.answers ?? 0);
  // Then findings-reset.ts tells the causes.
  const cause = scene.row.findings.find(({ kind }) => kind === 'reset-cause');
  const causeKnown = cause !== undefined;
  const late = refusedAfterClose(scene);
  const best = causeKnown ? causesOf(cause)[0]?.cause : undefined;
  const by = isInName(scene.row)
    ? 'other'
    : isLikelyForged(scene.row)
      ? 'forged'
      : best !== undefined && best in KERNEL_ALONE
        ? KERNEL_ALONE[best]!
        : late === null
          ? 'own'
          : 'closed';
  return [
    say('what', whatOf(scene, reached), {}, [Rfc.ResetProcessing]),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    ...(provoked === null ? [] : resetNumbers(scene, provoked, false)),
    ...(causeKnown ? [] : [say('why', 'rst-why', {}, [Rfc.ResetGeneration])]),
    ...answerTo(scene),
    ...(reached === 'unknown'
      ? []
      : [
          say(
            'program',
            'rst-program',
            { reached, by, ...overdueArgs(scene) },
            PROCESSING[reached],
          ),
        ]),
    ...(causeKnown ? [] : [say('certainty', 'rst-certainty')]),
    ...(reached === 'program' ? [worry(late)] : []),
  ];
}
