// What answers a SYN with the numbers of another connection (RFC 9293 3.5.1, 3.10.7.4; RFC 5961 4): a challenge ACK, or the
// SYN-ACK of an older request. It confirms nothing, and who gets it goes on asking (3.10.7.3).

import type { PacketRow } from '../classify/packet-row.ts';
import { segmentEnd, seqAdd } from '../tcp/seq.ts';
import { field, row as rowArg } from './args.ts';
import { explainFlags } from './flags.ts';
import { answerTo } from './links.ts';
import { Rfc } from './references.ts';
import { resumedBehind } from './resumed.ts';
import {
  arrivesInVain,
  isBareAck,
  isForeignAck,
  latestRequest,
  senderState,
} from './row-states.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, say } from './scene.ts';

/** The SYN that a bare acknowledgement refuses; null where it does not. */
export function refusedSyn({ row, story }: Scene): PacketRow | null {
  const asked = story.rowOf(row.links.answers ?? 0);
  return isBareAck(row) && asked?.kind === 'syn' ? asked : null;
}

export const challengeHeadline = ({ row }: Scene, asked: PacketRow): Message =>
  isForeignAck(row)
    ? headline('challenge-headline', { row: rowArg(asked.frame) })
    : headline('challenge-headline-open', { row: rowArg(asked.frame) });

export function explainChallenge(scene: Scene, asked: PacketRow): readonly Saying[] {
  return isForeignAck(scene.row) ? older(scene, asked) : open(scene, asked);
}

const REFS = ['RFC 9293 3.10.7.4', 'RFC 5961 4.2'];

/** The end that asks has no connection; the other still has one. */
function older(scene: Scene, asked: PacketRow): readonly Saying[] {
  const { row } = scene;
  return [
    say('what', 'challenge-what', numbersOf(row, asked), REFS),
    ...explainFlags(scene),
    ...olderNumbers(scene),
    say('why', 'challenge-why', { state: senderState(row) === 'TIME-WAIT' ? 'wait' : 'other' }),
    ...answerTo(scene),
    goesOn(scene),
    say('program', 'challenge-program'),
  ];
}

const numbersOf = (row: PacketRow, asked: PacketRow) => ({
  row: rowArg(asked.frame),
  ackRaw: row.tcp.ack,
  isn: asked.tcp.seq,
  expected: seqAdd(asked.tcp.seq, 1),
});

/** Where the older connection is in the capture, its last rows show the numbers. */
function olderNumbers({ row, story, connection }: Scene): readonly Saying[] {
  const earlier = connection.reuses === null ? [] : story.rowsOf(connection.reuses);
  const isOwn = (one: PacketRow): boolean =>
    one.src === row.src && one.tcp.srcPort === row.tcp.srcPort;
  const lastUpTo = (end: number, areOwn: boolean): PacketRow | undefined =>
    earlier.findLast(
      (one) => isOwn(one) === areOwn && one.kind !== 'rst' && segmentEnd(one.tcp) === end,
    );
  const own = lastUpTo(row.tcp.seq, true);
  const peer = lastUpTo(row.tcp.ack, false);
  const numbers = { seq: row.tcp.seq, ack: row.tcp.ack };
  if (own === undefined || peer === undefined)
    return [
      say('how', 'challenge-numbers', numbers),
      ...(connection.reuses === null ? [say('certainty', 'challenge-likely')] : []),
    ];
  const args = { ...numbers, own: rowArg(own.frame), peer: rowArg(peer.frame) };
  return [say('how', 'challenge-numbers-shown', args, [Rfc.SequenceNumbers])];
}

/** 3.10.7.3, first: it is refused, and the SYN sent again when its timer runs out. */
function goesOn({ row, story }: Scene): Saying {
  const reset = story.rowOf(row.links.answeredBy ?? 0);
  const again = story
    .rowsWith(row)
    .find(
      ({ frame, kind, fromClient }) =>
        frame > row.frame && kind === 'syn' && fromClient !== row.fromClient,
    );
  const next = `${reset?.kind === 'rst' ? 'reset' : 'silence'}-${again === undefined ? 'only' : 'again'}`;
  const args = {
    next,
    ackRaw: row.tcp.ack,
    reset: rowArg(reset?.frame ?? 0),
    again: rowArg(again?.frame ?? 0),
  };
  return say('links', 'challenge-next', args, ['RFC 9293 3.10.7.3', 'RFC 9293 3.5.1']);
}

/** Both ends have this very connection: a late copy of its SYN, most likely. */
function open(scene: Scene, asked: PacketRow): readonly Saying[] {
  const { relAck } = scene.row.tcp;
  const args = { row: rowArg(asked.frame), field: field('Ack', relAck), ack: relAck };
  // Counted from the SYN, its numbers mean nothing.
  const isCut = resumedBehind({ ...scene, row: asked }) !== null;
  return [
    isCut
      ? say('what', 'challenge-vain-what', numbersOf(scene.row, asked), REFS)
      : say('what', 'challenge-open-what', args, REFS),
    ...explainFlags(scene),
    ...(isCut ? olderNumbers(scene) : []),
    say('why', 'challenge-open-why', { row: rowArg(asked.frame) }),
    ...answerTo(scene),
    say('program', 'ack-program'),
  ];
}

/** Bytes, or an end, of another connection: the end that they go to waits for the answer to its SYN. */
export const isForeignData = (row: PacketRow): boolean =>
  (row.kind === 'data' || row.kind === 'fin') && arrivesInVain(row);

export const explainForeignData: Explainer = ({ row }) =>
  isForeignData(row)
    ? [say('certainty', 'foreign-data', { ackRaw: row.tcp.ack }, ['RFC 9293 3.10.7.3'])]
    : [];

/** A SYN-ACK that leaves the end that asks where it was; the SYN that it does not confirm. */
export function unconfirmedSyn(scene: Scene): PacketRow | null {
  const { row } = scene;
  const isUnconfirmed = row.kind === 'syn-ack' && row.links.answers === null && arrivesInVain(row);
  return isUnconfirmed ? latestRequest(scene) : null;
}

/** In place of what a SYN-ACK says that answers this request. */
export const explainForeignSynAck = ({ row }: Scene, asked: PacketRow): readonly Saying[] => [
  say('what', 'syn-ack-foreign-what', numbersOf(row, asked), ['RFC 9293 3.10.7.3']),
  say('why', 'syn-ack-foreign-why', {}, ['RFC 9293 3.5.1']),
  say('program', 'syn-ack-foreign-program'),
];
