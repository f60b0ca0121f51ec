// Which rows a row answers and which answer it, with the delay.

import type { PacketRow } from '../classify/packet-row.ts';
import { hasHeardClock } from '../tcp/option-values.ts';
import { segmentEnd, seqAdd, seqLeq } from '../tcp/seq.ts';
import { bytesTaken } from './fast-open.ts';
import { duration, field, row as rowArg, rows as rowsArg } from './args.ts';
import { isFound } from './evidence.ts';
import type { Saying, Scene } from './scene.ts';
import { elapsedSince, say } from './scene.ts';
import type { Story } from './story.ts';
import { isRepeated } from './topics.ts';

/** The row that answers this one in the protocol's sense. */
export function answeredBy(scene: Scene): readonly Saying[] {
  const frame = scene.row.links.answeredBy;
  if (frame === null || isSettledFor(scene.row, scene.story.rowOf(frame))) return [];
  const args = { row: rowArg(frame), delay: duration(elapsedSince(scene, frame)) };
  return [say('links', frame < scene.row.frame ? 'answered-by-earlier' : 'answered-by', args)];
}

/** The row this one is the direct answer to. */
export function answerTo(scene: Scene): readonly Saying[] {
  const { row, story } = scene;
  const frame = row.links.answers;
  if (frame === null || isSettledFor(story.rowOf(frame), row)) return [];
  const args = { row: rowArg(frame), delay: duration(elapsedSince(scene, frame)) };
  return [say('links', frame > row.frame ? 'answer-to-later' : 'answer-to', args)];
}

/** What was confirmed before a reset came is no longer what it answers. */
function isSettledFor(asked: PacketRow | null, answer: PacketRow | null): boolean {
  const confirmed = asked?.links.acknowledgedBy ?? null;
  return answer?.kind === 'rst' && confirmed !== null && confirmed < answer.frame;
}

/** The reset that is all the answer to this row: its receiver's program gets nothing of it. Null where there is none. */
export function refusedBy({ row, story }: Scene): PacketRow | null {
  const answer = story.rowOf(row.links.answeredBy ?? 0);
  if (answer?.kind !== 'rst' || row.links.acknowledgedBy !== null) return null;
  const hasTaken =
    answer.tcp.flagNames.includes('ACK') && seqLeq(segmentEnd(row.tcp), answer.tcp.ack);
  return hasTaken ? null : answer;
}

/** What belongs to no connection, as the reset that refuses it tells, and nothing else its receiver sends; no clock is in it. */
export const isUnasked = (scene: Scene): boolean => {
  const answer = refusedBy(scene);
  return answer !== null && isFound(answer, 'closed-port') && !hasHeardClock(scene.row);
};

/** Who confirms this row, or that nobody in the capture does. */
export function confirmedBy(scene: Scene): readonly Saying[] {
  const { row, story } = scene;
  const { links } = row;
  if (links.acknowledgedBy !== null) {
    const delay = duration(elapsedSince(scene, links.acknowledgedBy));
    const id = links.acknowledgedBy < row.frame ? 'confirmed-by-earlier' : 'confirmed-by';
    return [say('links', id, { row: rowArg(links.acknowledgedBy), delay })];
  }
  return links.answeredBy === null && story.hasAllOf(row) ? [say('links', 'not-confirmed')] : [];
}

/** What a segment that carries something else confirms along the way. */
export function confirmsToo({ row }: Scene): readonly Saying[] {
  if (row.links.acknowledges.length === 0) return [];
  const args = { rows: rowsArg(row.links.acknowledges), field: field('Ack', row.tcp.relAck) };
  return [say('links', 'confirms-too', args)];
}

/** A reply that comes later may as well be something a person has just typed. */
const PROMPT_REPLY_NS = 1e9;

/** The other side's data to which this row is most likely the reply. */
export function promptReplyTo(scene: Scene): PacketRow | null {
  const { row, story } = scene;
  const said = story.talk.messageAt(row.frame);
  // Of what a server says, stitching knows whether it answers, and whom.
  const isKnown = said !== null && said.framing !== 'tls' && !row.fromClient;
  const found = isKnown ? answeredBefore(said.id, story) : askedBefore(scene);
  const asked = found === null ? null : takenCopy(found, story);
  if (asked === null || isRepeated(row)) return null;
  // Who replies has received: its acknowledgement number says so (RFC 9293 3.4).
  return seqLeq(seqAdd(asked.tcp.seq, asked.tcp.len), row.tcp.ack) ? asked : null;
}

/** Of bytes that came with a SYN and were not taken, the copy that came again (RFC 7413 4.2.2). */
function takenCopy(asked: PacketRow, story: Story): PacketRow {
  const accepted = story.rowOf(asked.links.answeredBy ?? 0);
  if (asked.kind !== 'syn' || accepted === null || bytesTaken(asked, accepted) > 0) return asked;
  const isCopy = ({ frame, fromClient, tcp }: PacketRow): boolean =>
    frame > asked.frame &&
    fromClient === asked.fromClient &&
    tcp.len > 0 &&
    tcp.seq === seqAdd(asked.tcp.seq, 1);
  return story.rowsWith(asked).find(isCopy) ?? asked;
}

function answeredBefore(id: string, story: Story): PacketRow | null {
  const exchange = story.talk.exchangeOf(id);
  if (exchange === null || exchange.certainty === 'possible') return null;
  return story.rowOf(story.talk.framesOf(exchange.request).at(-1) ?? 0);
}

function askedBefore(scene: Scene): PacketRow | null {
  const { row, story } = scene;
  const before = dataBefore(scene);
  if (before === null || row.timeNs - before.timeNs > PROMPT_REPLY_NS) return null;
  // What answered a client asks it nothing, unless it reads as a question.
  if (row.fromClient && isMereAnswer(before, story)) return null;
  // What is passed on, and a key that is pressed, answers nobody.
  const isRelayed = story.relayTo(row.frame) !== null || story.relaysFrom(row.frame).length > 0;
  const isKey = row.fromClient && row.tcp.len === 1;
  return isRelayed || isKey ? null : before;
}

const QUESTION = /(?:[?:>]|\b(?:nick|nickname|username|name|password))\s*$/i;

function isMereAnswer({ frame }: PacketRow, { talk }: Story): boolean {
  const said = talk.messageAt(frame);
  return said !== null && said.answers !== null && !QUESTION.test(said.text?.slice(-64) ?? '');
}

/** The other side's data that came last, looking past bare acknowledgements. */
function dataBefore({ row, story }: Scene): PacketRow | null {
  let before = story.rowOf(row.links.previousInStream ?? 0);
  while (before !== null && before.kind === 'ack')
    before = story.rowOf(before.links.previousInStream ?? 0);
  return before?.kind === 'data' && before.fromClient !== row.fromClient ? before : null;
}

/** The last row of the other side before it; null where there is none. */
export function lastOfPeer({ row, story }: Scene): PacketRow | null {
  let before = story.rowOf(row.links.previousInStream ?? 0);
  while (before !== null && before.fromClient === row.fromClient)
    before = story.rowOf(before.links.previousInStream ?? 0);
  return before;
}
