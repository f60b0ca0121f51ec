// Whoever is at an end of a connection, by the names he gave himself: names change.

import type { ParticipantFacts } from '../stitch/participant-facts.ts';
import { grouped } from '../tcp/grouped.ts';
import type { Side } from './story.ts';

export interface People {
  /** Whoever is at that end when the row is sent, by the name he has then; his first name also before he gave it. */
  at(stream: number, side: Side, frame: number): ParticipantFacts | null;
  /** His names, in the order in which he took them. */
  all(stream: number, side: Side): readonly ParticipantFacts[];
}

export function peopleOf(participants: readonly ParticipantFacts[]): People {
  const byEnd = grouped(participants, ({ stream, side }) => `${stream} ${side}`);
  const all = (stream: number, side: Side): readonly ParticipantFacts[] =>
    byEnd.get(`${stream} ${side}`) ?? [];
  return {
    all,
    at: (stream, side, frame) => {
      const names = all(stream, side);
      return names.findLast(({ introducedIn }) => introducedIn < frame) ?? names[0] ?? null;
    },
  };
}
