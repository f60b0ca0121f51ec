// A conversation told by rows, as explanations point at them: a message stands for its first row.

import type { Conversation } from './conversation.ts';
import type { Message } from './message.ts';
import type { ParticipantFacts } from './participant-facts.ts';
import type { RelayFacts } from './relay-facts.ts';
import { looseText } from './text.ts';

/** Relays by the rows that brought the messages, possible ones too, in the order of the rows out. */
export function relayFacts({ messages, relays }: Conversation): RelayFacts[] {
  const history = new Set(
    relays.flatMap(({ copies }) =>
      copies.filter(({ kind }) => kind === 'history').map(({ id }) => id),
    ),
  );
  const byId = new Map(messages.map((message) => [message.id, message]));
  return messages.flatMap((out) =>
    out.relayOf.flatMap((told): RelayFacts[] => {
      const source = byId.get(told.id);
      if (source === undefined || out.http !== undefined) return [];
      return [
        {
          inFrame: source.frames.at(-1)!,
          outFrame: out.frames[0]!,
          inStream: source.stream,
          outStream: out.stream,
          delayNs: told.delayNs,
          removed: told.removed,
          removedBehind: told.removedBehind,
          added: told.added,
          addedBehind: told.addedBehind,
          ...(told.lengths === undefined ? {} : { lengths: told.lengths }),
          common: commonOf(source, told.removed, told.removedBehind),
          certainty: told.certainty,
          isHistory: history.has(out.id),
        },
      ];
    }),
  );
}

function commonOf(source: Message, removed: string, removedBehind: string): string {
  const text = looseText(source.bytes.subarray(source.bodyStart, source.bodyEnd)).trim();
  return text.slice(removed.length, text.length - removedBehind.length);
}

/** Names by the rows that introduce and confirm them; those that nobody gave in the capture have no such row. */
export function participantFacts({ messages, participants }: Conversation): ParticipantFacts[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  return participants.flatMap(({ stream, side, name, introducedBy, confirmedBy, certainty }) => {
    const introducedIn = byId.get(introducedBy ?? '')?.frames.at(-1);
    if (introducedIn === undefined) return [];
    const confirmedIn = byId.get(confirmedBy ?? '')?.frames[0] ?? null;
    return [{ stream, side, name, introducedIn, confirmedIn, certainty }];
  });
}
