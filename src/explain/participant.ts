// Who speaks: the name a program's user gave himself on this connection, and the rows that show it.

import type { ParticipantFacts } from '../stitch/participant-facts.ts';
import type { Args } from './args.ts';
import { bytes, captured, digits, row as rowArg } from './args.ts';
import { promptReplyTo } from './links.ts';
import { payloadOf } from './payload.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, otherSide, say } from './scene.ts';

export function introductionHeadline({ row, story, from }: Scene): Message | null {
  const participant = story.participantOf(row.stream, from);
  if (participant?.introducedIn !== row.frame) return null;
  return headline('introduction-headline', { name: captured(participant.name) });
}

export const explainParticipant: Explainer = (scene) => {
  const { row, story, from } = scene;
  const sayings: Saying[] = [];
  const speaker = story.participantOf(row.stream, from);
  const listener = story.participantOf(row.stream, otherSide(from));
  if (speaker?.introducedIn === row.frame) sayings.push(...introduction(scene));
  else if (speaker !== null && row.frame > speaker.introducedIn)
    sayings.push(say('how', 'speaker-known', knownBy(speaker, scene.sender.port)));
  if (listener === null || row.tcp.len === 0 || row.frame < listener.introducedIn) return sayings;
  if (promptReplyTo(scene)?.frame === listener.introducedIn)
    return [...sayings, ...greeting(scene)];
  return [...sayings, say('how', 'listener-known', knownBy(listener, scene.receiver.port))];
};

const knownBy = ({ name, introducedIn }: ParticipantFacts, port: number): Args => ({
  name: captured(name),
  port: digits(port),
  row: rowArg(introducedIn),
});

function introduction({ row, story, from, sender }: Scene): readonly Saying[] {
  const participant = story.participantOf(row.stream, from);
  if (participant === null) return [];
  const name = captured(participant.name);
  const sayings = [say('why', 'introduction-why', { name, port: digits(sender.port) })];
  if (participant.confirmedIn !== null)
    sayings.push(
      say('links', 'introduction-confirmed', { name, row: rowArg(participant.confirmedIn) }),
    );
  if (participant.certainty !== 'certain')
    sayings.push(say('certainty', 'introduction-likely', { name }));
  return sayings;
}

/** The answer that repeats the name: how many of its bytes are the name, how many the program's own words. */
function greeting({ row, story, from }: Scene): readonly Saying[] {
  const listener = story.participantOf(row.stream, otherSide(from));
  if (listener === null) return [];
  const name = captured(listener.name);
  const nameLen = new TextEncoder().encode(listener.name).length;
  const text = new TextDecoder().decode(payloadOf(row));
  if (!text.includes(listener.name)) return [];
  return [
    say('links', 'greeting-repeats', {
      name,
      row: rowArg(listener.introducedIn),
      nameBytes: bytes(nameLen),
      rest: row.tcp.len - nameLen,
      len: row.tcp.len,
    }),
  ];
}
