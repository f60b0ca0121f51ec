// A reset by an end that has never answered anything else: nobody listens on the port (RFC 9293 3.10.7.1).

import { TcpFlag } from '../../decode/tcp-view.ts';
import type { Rule } from './rule.ts';
import { isFromNearer } from './sender-ttl.ts';

export const closedPort: Rule = (row, around) => {
  if (row.kind !== 'rst' || row.fromClient) return null;
  const connection = around.connectionOf(row.stream);
  const provoking = around.rowOf(row.links.answers);
  if (!connection || !provoking) return null;
  // An end with a socket answers a SYN with SYN-ACK, and data with an acknowledgement.
  if (connection.server.synSeen || connection.server.state !== 'CLOSED') return null;
  // Payload comes with its resets only: some say why they were sent (RFC 1122 4.2.2.12).
  if (connection.server.payloadBytes > 0 && row.tcp.len === 0) return null;
  // Nor does it send anything but resets of its own accord.
  for (const one of around.before(row)) if (!one.fromClient && one.kind !== 'rst') return null;
  for (const one of around.after(row))
    if (!one.fromClient && one.kind !== 'rst' && one.tcp.len > 0) return null;
  if (!refusesProperly(row.tcp, provoking.tcp)) return null;
  const usual = around.steadySender(row.src);
  const isForged = usual !== null && isFromNearer(row, usual);
  return {
    kind: 'closed-port',
    frame: row.frame,
    severity: 'warn',
    // The same answer comes from a firewall that rejects, or from a program that has just closed its socket. What carries
    // ACK and belongs to no connection is refused so by a port that listens, too (RFC 9293 3.10.7.2).
    certainty: provoking.tcp.flags & TcpFlag.ACK || isForged ? 'possible' : 'likely',
    evidence: {
      provokedBy: provoking.frame,
      elapsedNs: row.timeNs - provoking.timeNs,
      refuses: provoking.tcp.flags & TcpFlag.ACK ? 'no-connection' : 'request',
      // Its alleged sender is further away.
      ...(isForged ? { nearerThan: usual.frame } : {}),
    },
    refs: ['RFC 9293 3.10.7.1', 'RFC 9293 3.5.2'],
  };
};

/** The numbers a CLOSED port answers with: <SEQ=SEG.ACK><CTL=RST>, or <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>. */
function refusesProperly(
  reset: { readonly seq: number; readonly ack: number; readonly flagNames: readonly string[] },
  refused: {
    readonly ack: number;
    readonly seq: number;
    readonly relSeq: number;
    readonly nextRelSeq: number;
    readonly flagNames: readonly string[];
  },
): boolean {
  if (refused.flagNames.includes('ACK')) {
    return !reset.flagNames.includes('ACK') && reset.seq === refused.ack;
  }
  const length = (refused.nextRelSeq - refused.relSeq) >>> 0;
  return reset.flagNames.includes('ACK') && reset.ack === (refused.seq + length) >>> 0;
}
