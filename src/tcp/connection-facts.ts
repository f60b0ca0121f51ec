// One connection as told at the end of the capture. Plain data; times in ns since the first record.

import type { Ending } from './ending.ts';
import type { HandshakeSeen } from './handshake.ts';
import type { TcpStateName } from './state.ts';

/** How we know which end is the client. */
export type RoleEvidence = 'syn' | 'syn-ack' | 'shared-port' | 'port' | 'first-sender';

export interface EndpointFacts {
  readonly address: string;
  readonly port: number;
  /** Null when the link has no MAC addresses or the frames disagree. */
  readonly mac: string | null;
  /** Initial sequence number, raw; null when neither the SYN nor an acknowledgement of it was seen. */
  readonly isn: number | null;
  /** True when the SYN (or SYN-ACK) that carries it is in the capture. */
  readonly synSeen: boolean;
  readonly mss: number | null;
  /** Shift offered in the SYN; null when none was offered or the SYN was not seen. */
  readonly windowShift: number | null;
  readonly sackPermitted: boolean;
  readonly timestamps: boolean;
  readonly packets: number;
  /** Payload bytes on the wire, re-sent ones included. */
  readonly payloadBytes: number;
  /** Last state told, RFC 9293 spelling. */
  readonly state: TcpStateName;
}

export interface ConnectionFacts {
  readonly stream: number;
  readonly client: EndpointFacts;
  readonly server: EndpointFacts;
  readonly roleEvidence: RoleEvidence;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly firstTimeNs: number;
  readonly lastTimeNs: number;
  readonly packets: number;
  readonly handshake: HandshakeSeen;
  /** Stream that Wireshark cuts this one off from, though it is one connection (vnc-greeting.ts); else null. */
  readonly cutFrom: number | null;
  /** Stream that used the same addresses and ports before; null none. */
  readonly reuses: number | null;
  readonly ending: Ending;
  /** Who sent the first FIN or RST; null while open. */
  readonly endedBy: 'client' | 'server' | null;
  /** Closed by both, though some of these sides' bytes before the FIN are never confirmed. */
  readonly unsettled: readonly ('client' | 'server')[];
  /** Both offered window scaling. */
  readonly scalingInUse: boolean;
  /** SYN to third ACK, ns; null without a full handshake. */
  readonly initialRttNs: number | null;
}

/** Nothing has come of the server, and its client has not given up in the capture. */
export const isUnanswered = ({ client, server, ending }: ConnectionFacts): boolean =>
  client.synSeen && server.packets === 0 && client.state === 'SYN-SENT' && ending === 'open';
