// Connections that never were: their requests were refused (RFC 9293 3.5.2), or nothing but ICMP answers them.

import type { Analysis } from '../collect/analysis.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { isUndelivered } from './damaged.ts';

/** What became of a request: a reset, an ICMP error that tells that it got no further, or nothing. */
export type Unopened = 'refused' | 'unreachable' | 'unanswered';

export const isRefusedRequest = ({ client, server, ending, endedBy }: ConnectionFacts): boolean =>
  client.synSeen &&
  !server.synSeen &&
  server.payloadBytes === 0 &&
  ending === 'reset' &&
  endedBy === 'server';

/** Nothing has come of the server, and its client has not given up in the capture. */
export const isUnanswered = ({ client, server, ending }: ConnectionFacts): boolean =>
  client.synSeen && server.packets === 0 && client.state === 'SYN-SENT' && ending === 'open';

/** By stream; a connection that was opened is absent. */
export function unopenedIn({ connections, rows }: Analysis): ReadonlyMap<number, Unopened> {
  const stopped = new Set(
    rows.filter((row) => row.kind === 'syn' && isUndelivered(row)).map(({ stream }) => stream),
  );
  const found = new Map<number, Unopened>();
  for (const facts of connections) {
    if (isRefusedRequest(facts)) found.set(facts.stream, 'refused');
    else if (isUnanswered(facts))
      found.set(facts.stream, stopped.has(facts.stream) ? 'unreachable' : 'unanswered');
  }
  return found;
}
