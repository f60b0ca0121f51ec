// Tells a connection at the end of the capture: live numbers to plain facts.

import type { Connection, Side } from './connection.ts';
import type { ConnectionFacts, EndpointFacts } from './connection-facts.ts';
import { endingOf, unsettledSides } from './ending.ts';
import { handshakeOf } from './handshake.ts';
import type { Role } from './roles.ts';
import { seqLeq } from './seq.ts';
import { TCP_STATE_NAMES, TcpState } from './state.ts';

/** The facts of a connection whose roles are known; `macs` are the sides' link addresses where there are any. */
export function connectionFacts(
  connection: Connection,
  role: Role,
  macs: readonly [string | null, string | null],
): ConnectionFacts {
  const client = role.client;
  const server: Side = client === 0 ? 1 : 0;
  const [a, b] = connection.halves;
  return {
    stream: connection.stream,
    client: endpointFacts(connection, client, macs[client]),
    server: endpointFacts(connection, server, macs[server]),
    roleEvidence: role.evidence,
    firstFrame: connection.firstFrame,
    lastFrame: connection.lastFrame,
    firstTimeNs: connection.firstTimeNs,
    lastTimeNs: connection.lastTimeNs,
    packets: connection.packets,
    handshake: handshakeOf(connection),
    cutFrom: connection.cutFrom < 0 ? null : connection.cutFrom,
    reuses: connection.reuses < 0 ? null : connection.reuses,
    ending: endingOf(connection),
    endedBy: connection.endedBy < 0 ? null : connection.endedBy === client ? 'client' : 'server',
    unsettled: unsettledSides(connection).map((side) => (side === client ? 'client' : 'server')),
    scalingInUse: a.offeredShift >= 0 && b.offeredShift >= 0,
    initialRttNs: Number.isNaN(connection.initialRttNs) ? null : connection.initialRttNs,
  };
}

function endpointFacts(connection: Connection, side: Side, mac: string | null): EndpointFacts {
  const half = connection.halves[side];
  // The peer's acknowledgements tell an unseen SYN's number only when the handshake's own answer to it was captured.
  const isnKnown = half.synSeen || connection.halves[side === 0 ? 1 : 0].synSeen;
  return {
    address: connection.address(side),
    port: connection.ports[side],
    mac,
    isn: isnKnown ? half.baseSeq >>> 0 : null,
    synSeen: half.synSeen,
    mss: half.mss < 0 ? null : half.mss,
    windowShift: half.offeredShift < 0 ? null : half.offeredShift,
    sackPermitted: half.sackPermitted,
    timestamps: half.timestamps,
    packets: half.packets,
    payloadBytes: half.payloadBytes,
    state: TCP_STATE_NAMES[connection.isWithItself ? stateWithItself(connection) : half.state],
  };
}

/** Of a socket that is connected with itself all is sent by one side: what reaches the other reaches it (RFC 9293 3.6). */
function stateWithItself(connection: Connection): TcpState {
  const [half] = connection.halves;
  if (half.finSent) return seqLeq(half.finEnd, half.lastAck) ? TcpState.TimeWait : TcpState.Closing;
  if (half.state <= TcpState.SynSent) return half.state;
  return TcpState.Established;
}
