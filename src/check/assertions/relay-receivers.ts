// Whom a message was to reach, which of its copies went there, and how both are called.

import type { Message } from '../../stitch/message.ts';
import type { Relay, RelayCopy } from '../../stitch/relay.ts';
import { allOfThem, commas, given, rows, say, type Said } from '../said.ts';
import type { RelayedAsked } from '../schema/assertions.ts';
import { streamWords, type ConnectionRef, type Ground } from '../selectors.ts';
import { partyOf, type Party } from './party.ts';

export interface Receivers {
  readonly words: Said;
  /** Others or all: everybody connected; null: the parties alone. */
  readonly everybody: 'others' | 'all' | null;
  readonly parties: readonly Party[];
}

export function receiversOf(ground: Ground, to: RelayedAsked['to']): Receivers {
  if (to === 'others' || to === undefined || to === 'anyone') {
    const words = say(to === 'others' ? 'check-all-others' : 'check-anyone');
    return { words, everybody: to === 'others' ? 'others' : null, parties: [] };
  }
  if (to === 'all') return { words: say('check-all'), everybody: 'all', parties: [] };
  const refs: readonly ConnectionRef[] = Array.isArray(to) ? to : [to];
  const parties = refs.map((ref) => partyOf(ground, ref));
  return { words: allOfThem(parties.map(({ words }) => words)), everybody: null, parties };
}

export interface Copy {
  readonly copy: RelayCopy;
  readonly message: Message;
}

export const copiesOf = ({ evidence }: Ground, relay: Relay | undefined): Copy[] =>
  (relay?.copies ?? []).flatMap((copy) => {
    const message = evidence.messageById.get(copy.id);
    return message === undefined ? [] : [{ copy, message }];
  });

export const isMeant = (
  { stream, kind }: RelayCopy,
  { everybody, parties }: Receivers,
): boolean => {
  if (everybody !== null || parties.length === 0) return everybody === 'all' || kind !== 'echo';
  return parties.some(
    ({ streams, isServer }) => isServer || streams === null || streams.has(stream),
  );
};

export const MOST_COPIES = 20;

export function copyWords(copies: readonly Copy[]): Said {
  const told = copies
    .slice(0, MOST_COPIES)
    .map(({ copy, message }) =>
      say('check-copy', { receiver: receiverWords(copy), rows: rows(message.frames) }),
    );
  if (copies.length > MOST_COPIES)
    told.push(say('check-more', { count: copies.length - MOST_COPIES }));
  return commas(told);
}

export function receiverWords({ receiver: name, stream, kind }: RelayCopy): Said {
  const receiver = name === null ? streamWords(stream) : given(name);
  return kind === 'echo' ? say('check-receiver-sender', { receiver }) : receiver;
}
