// Who said it and who got it: the client of a connection, the server, or anyone.

import type { Message } from '../../stitch/message.ts';
import { say, type Said } from '../said.ts';
import {
  describeRef,
  refConnections,
  refWords,
  type ConnectionRef,
  type Ground,
} from '../selectors.ts';

/** A party, found in the capture. */
export interface Party {
  readonly words: Said;
  /** Streams of the connections that are meant; null for `server` and `anyone`. */
  readonly streams: ReadonlySet<number> | null;
  readonly isServer: boolean;
  /** How a connection is called that is not in the capture; null when it is. */
  readonly missing: Said | null;
}

export function partyOf(ground: Ground, ref: ConnectionRef | undefined): Party {
  const word = typeof ref === 'string' && ground.declared[ref] === undefined ? ref : null;
  if (ref === undefined || word === 'anyone')
    return { words: say('check-anyone'), streams: null, isServer: false, missing: null };
  if (word === 'server')
    return { words: say('check-the-server'), streams: null, isServer: true, missing: null };
  const connections = refConnections(ground, ref);
  return {
    words: refWords(ref),
    streams: new Set(connections.map(({ stream }) => stream)),
    isServer: false,
    missing: connections.length > 0 ? null : describeRef(ground, ref),
  };
}

export const isSaidBy = ({ streams, isServer }: Party, { stream, fromClient }: Message): boolean =>
  isServer ? !fromClient : streams === null || (fromClient && streams.has(stream));

export const isGivenTo = (
  { streams, isServer }: Party,
  { stream, fromClient }: Message,
): boolean => (isServer ? fromClient : streams === null || (!fromClient && streams.has(stream)));
