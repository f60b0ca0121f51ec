// A conversation by the rows that carried it: what the explanation of one row asks for. Computes nothing anew.

import type { CacheAnswer } from '../stitch/caches.ts';
import type { Conversation } from '../stitch/conversation.ts';
import type { Credential } from '../stitch/credential.ts';
import type { Exchange } from '../stitch/exchanges.ts';
import type { Flood } from '../stitch/floods.ts';
import type { Message } from '../stitch/message.ts';
import type { Relay, RelayCopy } from '../stitch/relay.ts';
import type { UpstreamDown } from '../stitch/upstreams.ts';

/** A message a proxy passed on, and where it went. */
export interface ProxyStep {
  readonly relay: Relay;
  readonly copy: RelayCopy;
}

type At<T> = (frame: number) => readonly T[];

export interface ConversationIndex {
  messageOf(id: string | null): Message | null;
  /** The message that begins in the row; null when none does, or several do. */
  messageAt(frame: number): Message | null;
  /** What the message answers, and how sure that is; null when it answers nobody known. */
  exchangeOf(id: string): Exchange | null;
  /** Rows of a message; none when it is not known. */
  framesOf(id: string | null): readonly number[];
  readonly cachesAt: At<CacheAnswer>;
  readonly upstreamsAt: At<UpstreamDown>;
  readonly credentialsAt: At<Credential>;
  /** By the row that begins it. */
  readonly floodsAt: At<Flood>;
  readonly proxiedAt: At<ProxyStep>;
  /** Broadcasts that left out somebody who was connected, by the row that completed them. */
  readonly missedAt: At<Relay>;
}

export function indexConversation(conversation: Conversation): ConversationIndex {
  const byId = new Map(conversation.messages.map((message) => [message.id, message]));
  const exchanges = new Map(conversation.exchanges.map((one) => [one.answer, one]));
  const beginning = byFrame(conversation.messages, ({ frames }) => frames.slice(0, 1));
  const framesOf = (id: string | null): readonly number[] => byId.get(id ?? '')?.frames ?? [];
  const steps = conversation.relays.flatMap((relay) =>
    relay.copies
      .filter(({ kind }) => kind.startsWith('proxy'))
      .map((copy): ProxyStep => ({ relay, copy })),
  );
  return {
    exchangeOf: (id) => exchanges.get(id) ?? null,
    messageOf: (id) => byId.get(id ?? '') ?? null,
    messageAt: (frame) => {
      const [message, ...others] = beginning(frame);
      return message === undefined || others.length > 0 ? null : message;
    },
    framesOf,
    cachesAt: byFrame(conversation.caches, ({ request, answer }) => [
      ...framesOf(request),
      ...framesOf(answer),
    ]),
    upstreamsAt: byFrame(conversation.upstreams, ({ request, answer, frames }) => [
      ...framesOf(request),
      ...framesOf(answer),
      ...frames,
    ]),
    credentialsAt: byFrame(conversation.credentials, ({ frames }) => frames),
    floodsAt: byFrame(conversation.floods, ({ messages }) =>
      framesOf(messages[0] ?? null).slice(0, 1),
    ),
    missedAt: byFrame(conversation.relays.filter(missesSome), ({ source }) =>
      framesOf(source).slice(-1),
    ),
    proxiedAt: byFrame(steps, ({ relay, copy }) => [
      ...handedIn(framesOf(relay.source), framesOf(copy.id)),
      ...framesOf(copy.id).slice(0, 1),
    ]),
  };
}

/** The row in which a proxy had what it passes on: the last, or the first where it did not wait for the end. */
export function handedIn(source: readonly number[], copy: readonly number[]): readonly number[] {
  const isWhole = (source.at(-1) ?? 0) < (copy[0] ?? 0);
  return isWhole ? source.slice(-1) : source.slice(0, 1);
}

/** Only of what goes to all can it be said that somebody is left out. */
export const missesSome = ({ missed, kinds }: Relay): boolean =>
  missed.length > 0 && kinds.includes('broadcast');

function byFrame<T>(items: readonly T[], framesOf: (item: T) => readonly number[]): At<T> {
  const found = new Map<number, T[]>();
  for (const item of items)
    for (const frame of new Set(framesOf(item))) {
      const there = found.get(frame);
      if (there === undefined) found.set(frame, [item]);
      else there.push(item);
    }
  return (frame) => found.get(frame) ?? [];
}
