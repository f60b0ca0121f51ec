// A bare acknowledgement that came later than the path explains: its kernel waited for something to send along
// (RFC 1122 4.2.3.2, RFC 9293 3.8.6.3).

import type { Rule } from './rule.ts';

/** Quicker than this no delaying kernel is; RFC 1122 forbids more than half a second. */
const SHORTEST_NS = 10_000_000;
const LONGEST_NS = 500_000_000;
/** The path itself must explain only a small part of the wait. */
const ROUND_TRIPS = 4;

export const delayedAck: Rule = (row, around) => {
  if (row.kind !== 'ack' || row.links.acknowledges.length === 0) return null;
  const newest = around.rowOf(row.links.acknowledges.at(-1) ?? null);
  if (!newest || newest.tcp.len === 0) return null;
  const elapsedNs = row.timeNs - newest.timeNs;
  if (elapsedNs < SHORTEST_NS || elapsedNs > LONGEST_NS) return null;
  const roundTrip = around.connectionOf(row.stream)?.initialRttNs ?? null;
  if (roundTrip !== null && elapsedNs < ROUND_TRIPS * roundTrip) return null;
  return {
    kind: 'delayed-ack',
    frame: row.frame,
    severity: 'chat',
    // Without the handshake the path's round trip is not known: the wait may be the path's.
    certainty: roundTrip === null ? 'possible' : 'likely',
    evidence: { acknowledges: newest.frame, elapsedNs },
    refs: ['RFC 1122 4.2.3.2', 'RFC 9293 3.8.6.3'],
  };
};
