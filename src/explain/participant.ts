// Who speaks: the name a program's user gave himself on this connection, and the rows that show it.

import type { ParticipantFacts } from '../stitch/participant-facts.ts';
import type { Args } from './args.ts';
import { bytes, captured, digits, row as rowArg } from './args.ts';
import { promptReplyTo } from './links.ts';
import { payloadOf } from './payload.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, otherSide, say } from './scene.ts';

export function introductionHeadline(scene: Scene): Message | null {
  const taken = takenIn(scene);
  if (taken === null) return null;
  const name = captured(taken.name);
  const before = nameBefore(scene, taken);
  if (before === null) return headline('introduction-headline', { name });
  return headline('rename-headline', { name, before: captured(before) });
}

/** The name that the row's sender gives himself in it. */
const takenIn = ({ row, story, from }: Scene): ParticipantFacts | null =>
  story.people.all(row.stream, from).find(({ introducedIn }) => introducedIn === row.frame) ?? null;

/** What he was called before; null where it is his first name. */
function nameBefore({ row, story, from }: Scene, taken: ParticipantFacts): string | null {
  const before = story.people.at(row.stream, from, row.frame);
  return before === null || before === taken ? null : before.name;
}

export const explainParticipant: Explainer = (scene) => {
  const { row, story, from } = scene;
  const sayings: Saying[] = [];
  const speaker = story.people.at(row.stream, from, row.frame);
  const listener = story.people.at(row.stream, otherSide(from), row.frame);
  const taken = takenIn(scene);
  if (taken !== null) sayings.push(...introduction(scene, taken));
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

function introduction(scene: Scene, participant: ParticipantFacts): readonly Saying[] {
  const name = captured(participant.name);
  const port = digits(scene.sender.port);
  const before = nameBefore(scene, participant);
  const sayings = [
    before === null
      ? say('why', 'introduction-why', { name, port })
      : say('why', 'rename-why', { name, port, before: captured(before) }),
  ];
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
  const listener = story.people.at(row.stream, otherSide(from), row.frame);
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
