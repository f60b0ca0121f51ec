// What can be told of a conversation as a whole, one line each: people, relays' gaps, caches, upstreams, passwords,
// floods, connections seen twice, what was left out. Captured text is in the lines: they must be escaped.

import type { Conversation } from '../stitch/conversation.ts';
import { MASK } from '../stitch/mask.ts';
import type { Message } from '../stitch/message.ts';
import { endpointText } from '../tcp/endpoint-text.ts';

/** So many are of use; the others are counted. */
const MOST_NOTES = 1000;
/** A note names no more connections or people. */
const MOST_LISTED = 64;

/** The notes of a conversation that comes in parts. */
export class ConversationNotes {
  private readonly told: string[] = [];
  private untold = 0;
  private readonly showSecrets: boolean;

  constructor(showSecrets: boolean) {
    this.showSecrets = showSecrets;
  }

  add(part: Conversation): void {
    const notes = conversationNotes(part, this.showSecrets);
    const room = MOST_NOTES - this.told.length;
    this.told.push(...notes.slice(0, room));
    this.untold += Math.max(0, notes.length - room);
  }

  lines(): string[] {
    return this.untold === 0
      ? this.told
      : [...this.told, `${this.untold} more notes like these are left out.`];
  }
}

/** The notes, in a fixed order. */
function conversationNotes(conversation: Conversation, showSecrets: boolean): string[] {
  const byId = new Map(conversation.messages.map((message) => [message.id, message]));
  const rows = (...ids: (string | null)[]): string =>
    rowsText([...new Set(ids.flatMap((id) => byId.get(id ?? '')?.frames ?? []))]);
  return [
    ...people(conversation, rows),
    ...missed(conversation, byId),
    ...conversation.caches.map(
      ({ request, answer, origin }) =>
        `Answered from a cache: ${request} by ${answer} (${rows(request, answer)}); the same bytes came in ${origin} (${rows(origin)}).`,
    ),
    ...conversation.upstreams.map(
      ({ upstream, reason, request, answer, status, frames }) =>
        `${upstream} could not be reached (${reason === 'refused' ? 'refused' : 'no answer'}, ${rowsText(frames)}) for ${request}; ` +
        (answer === null
          ? 'the client was told nothing.'
          : `the client was told ${status ?? ''} in ${answer} (${rows(answer)}).`),
    ),
    ...conversation.credentials.map(
      ({ user, secret, frames, kind, outcome }) =>
        `Password in clear text (${kind}, ${rowsText(frames)}): ${user ?? '?'} / ${showSecrets ? secret : MASK}, ${outcome}.`,
    ),
    ...conversation.floods.map(
      ({ sender, stream, messages, peakPerSecond, limitPerSecond, passedOn }) =>
        `Flood: ${sender ?? 'the client'} of stream ${stream} sent ${messages.length} messages, ${peakPerSecond} within a second ` +
        `(limit ${limitPerSecond}); ${passedOn} went on to others.`,
    ),
    ...conversation.seenTwice.map(
      ({ first, second, evidence, certainty }) =>
        `Streams ${first.stream} (${first.client} to ${first.server}) and ${second.stream} (${second.client} to ${second.server}) ` +
        `are one connection seen twice (${evidence.join(', ')}; ${certainty}).`,
    ),
  ];
}

/** Where somebody is; his later names by the message in which he took them. */
const people = (
  { participants }: Conversation,
  rows: (...ids: (string | null)[]) => string,
): string[] => {
  const latest = new Map<number, string>();
  return participants.map(
    ({ name, stream, address, port, certainty, evidence, introducedBy, computerStreams }) => {
      const why = `${certainty}: ${evidence.join(', ')}`;
      const before = latest.get(stream);
      latest.set(stream, name);
      if (before !== undefined && before !== name)
        return `${before} takes the name ${name} in ${introducedBy ?? '?'} (${rows(introducedBy)}; ${why}).`;
      const others = computerStreams.filter((one) => one !== stream);
      return (
        `${name} is at ${endpointText(address, port)}, stream ${stream} (${why})` +
        (others.length === 0 ? '.' : `; the same computer as stream ${listed(others)}.`)
      );
    },
  );
};

/** Broadcasts that did not reach everybody. */
function missed(
  { relays, participants }: Conversation,
  byId: ReadonlyMap<string, Message>,
): string[] {
  const names = new Map(participants.map(({ stream, name }) => [stream, name]));
  return relays
    .filter((one) => one.missed.length > 0 && one.kinds.includes('broadcast'))
    .map(({ source, missed: without }) => {
      const who = without.map((stream) => names.get(stream) ?? `stream ${stream}`);
      return `${source} (${rowsText(byId.get(source)?.frames ?? [])}) did not go to ${listed(who)}.`;
    });
}

/** The first of many, and how many more there are. */
const listed = (items: readonly (string | number)[]): string =>
  items.length <= MOST_LISTED
    ? items.join(', ')
    : `${items.slice(0, MOST_LISTED - 1).join(', ')} and ${items.length - MOST_LISTED + 1} more`;

const rowsText = (frames: readonly number[]): string =>
  frames.length === 0
    ? 'told before'
    : `${frames.length === 1 ? 'row' : 'rows'} ${frames.join(', ')}`;
