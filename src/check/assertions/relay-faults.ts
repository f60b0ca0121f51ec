// What is wrong with how a message was passed on: who did not get it, who should not have, and who got it late.

import type { Message } from '../../stitch/message.ts';
import type { Relay } from '../../stitch/relay.ts';
import type { Evidence } from '../evidence.ts';
import { allOfThem, rows, say, time, type Said } from '../said.ts';
import type { RelayedAsked } from '../schema/assertions.ts';
import { streamWords, type Ground } from '../selectors.ts';
import { durationNs } from '../units.ts';
import {
  isMeant,
  MOST_COPIES,
  receiverWords,
  type Copy,
  type Receivers,
} from './relay-receivers.ts';

/** Everything wrong, a clause each; empty when it went where it should. */
export const relayFaults = (
  ground: Ground,
  relay: Relay,
  copies: readonly Copy[],
  to: Receivers,
  source: Message,
  { only, within }: RelayedAsked,
): Said[] => [
  ...missedBy(ground, relay, copies, to, source),
  ...(only === true ? strangers(copies, to, source) : []),
  ...(within === undefined
    ? []
    : late(
        copies.filter(({ copy }) => isMeant(copy, to)),
        durationNs(within),
      )),
];

/** Who should have got it and did not. */
function missedBy(
  { evidence }: Ground,
  relay: Relay,
  copies: readonly Copy[],
  to: Receivers,
  source: Message,
): Said[] {
  const reached = new Set(copies.map(({ copy }) => copy.stream));
  if (to.everybody === null) {
    const missed = to.parties.filter(
      ({ streams }) => streams !== null && ![...streams].every((stream) => reached.has(stream)),
    );
    const nobody = to.parties.length === 0 && copies.every(({ copy }) => copy.kind === 'echo');
    return [
      ...missed.map(({ words: who }) => say('check-missed', { who })),
      ...(nobody ? [say('check-missed-all')] : []),
    ];
  }
  const missed = [...new Set([...relay.missed, ...openBeside(evidence, source)])].filter(
    (stream) => stream !== source.stream && !reached.has(stream),
  );
  const others = copies.some(({ copy }) => copy.stream !== source.stream);
  const faults =
    missed.length > 0
      ? [say('check-missed', { who: allOfThem(missed.slice(0, MOST_COPIES).map(streamWords)) })]
      : [];
  if (!others) faults.push(say('check-missed-all'));
  if (to.everybody === 'all' && !reached.has(source.stream))
    faults.push(say('check-missed-sender'));
  return faults;
}

/**
 * Connections of the same server that were open when the message came in. The relay's own list leaves them out when one
 * alone got the message, taking it for a private one.
 */
const openBeside = ({ connections, notes }: Evidence, source: Message): number[] =>
  connections
    .filter(({ stream, server, firstTimeNs, handshake, client }) => {
      if (server.address !== source.dst || server.port !== source.dstPort) return false;
      const end = notes.get(stream)?.endings[0];
      const cameAbout = handshake === 'complete' || client.payloadBytes > 0;
      return (
        cameAbout && firstTimeNs <= source.timeNs && (end?.timeNs ?? Infinity) > source.lastTimeNs
      );
    })
    .map(({ stream }) => stream);

/** Who got it and should not have; its sender is no stranger, nor is one who is shown the room's history later. */
function strangers(
  copies: readonly Copy[],
  { parties, everybody }: Receivers,
  source: Message,
): Said[] {
  if (everybody !== null || parties.length === 0) return [];
  const others = copies.filter(
    ({ copy }) =>
      copy.stream !== source.stream &&
      copy.kind !== 'history' &&
      !parties.some(({ streams }) => streams === null || streams.has(copy.stream)),
  );
  return others.map(({ copy, message }) =>
    say('check-stranger', { receiver: receiverWords(copy), rows: rows(message.frames) }),
  );
}

const late = (copies: readonly Copy[], withinNs: number): Said[] =>
  copies
    .filter(({ copy }) => copy.delayNs > withinNs)
    .map(({ copy }) =>
      say('check-late', { receiver: receiverWords(copy), time: time(copy.delayNs) }),
    );
