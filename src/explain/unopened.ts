// Connections that never were: their requests were refused (RFC 9293 3.5.2), nothing but ICMP answers them, or all there is
// are segments without ACK, which no TCP sends in a connection (RFC 9293 3.10.7.4): scans.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Analysis } from '../collect/analysis.ts';
import { type ConnectionFacts, isUnanswered } from '../tcp/connection-facts.ts';
import { grouped } from '../tcp/grouped.ts';
import { isDamaged, isUndelivered } from './damaged.ts';
import { lacksAck } from './lacks-ack.ts';

export { isUnanswered };

/** What became of a request: a reset, an ICMP error that tells that it got no further, or nothing; unconfirmed: an answer that
 * nobody confirms; scan: there was none. */
export type Unopened = 'refused' | 'unreachable' | 'unanswered' | 'unconfirmed' | 'scan';

export const isRefusedRequest = ({ client, server, ending, endedBy }: ConnectionFacts): boolean =>
  client.synSeen &&
  !server.synSeen &&
  server.payloadBytes === 0 &&
  ending === 'reset' &&
  endedBy === 'server';

/** All of its segments are here, and its client sends nothing but the request: half open at the server (RFC 4987 2). */
const isUnconfirmed = (
  { client, server, ending, packets }: ConnectionFacts,
  rows: readonly PacketRow[],
): boolean =>
  ending === 'open' &&
  client.synSeen &&
  server.synSeen &&
  client.payloadBytes + server.payloadBytes === 0 &&
  rows.length === packets &&
  rows.every(({ kind, fromClient }) => kind === (fromClient ? 'syn' : 'syn-ack'));

/** All of its segments are here, and have no ACK. */
const isScan = ({ packets, ending }: ConnectionFacts, rows: readonly PacketRow[]): boolean =>
  ending === 'open' &&
  rows.length === packets &&
  rows.every((row) => row.kind !== 'malformed' && lacksAck(row) && !isDamaged(row));

/** By stream; a connection that was opened is absent. */
export function unopenedIn({ connections, rows }: Analysis): ReadonlyMap<number, Unopened> {
  const stopped = new Set(
    rows.filter((row) => row.kind === 'syn' && isUndelivered(row)).map(({ stream }) => stream),
  );
  const byStream = grouped(rows, ({ stream }) => stream);
  const found = new Map<number, Unopened>();
  for (const facts of connections) {
    if (isRefusedRequest(facts)) found.set(facts.stream, 'refused');
    else if (isUnanswered(facts))
      found.set(facts.stream, stopped.has(facts.stream) ? 'unreachable' : 'unanswered');
    else {
      const own = byStream.get(facts.stream) ?? [];
      if (isUnconfirmed(facts, own)) found.set(facts.stream, 'unconfirmed');
      else if (isScan(facts, own)) found.set(facts.stream, 'scan');
    }
  }
  return found;
}
