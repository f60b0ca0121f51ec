// Every socket the capture has shown so far: the two ends of each connection, and who listens. Fed one decoded
// segment after the other; memory is bounded by pairs of endpoints. What is shown of it: snapshot.ts.

import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { endpointKey } from '../tcp/endpoint-text.ts';
import type { Quoted } from '../tcp/stream-numbers.ts';
import { EndSocket } from './end-socket.ts';
import {
  type Place,
  rstSent,
  segmentSent,
  synAckSent,
  synSent,
  undelivered,
} from './socket-transitions.ts';

/** Both ends of a connection; index is the connection's side. A socket connected to itself is both of them. */
export interface SocketPair {
  readonly connection: Connection;
  readonly ends: readonly [EndSocket, EndSocket];
  /**
   * Sockets of an earlier connection on the same addresses and ports that an end still holds: TIME_WAIT, or a
   * connection that only this end believes in (half open, RFC 9293 3.5.1). Gone once the end opens anew.
   */
  readonly earlier: [EndSocket | null, EndSocket | null];
}

/** A port that answered a SYN by SYN,ACK. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly ipv6: boolean;
  /** Where it first answered. */
  readonly sinceFrame: number;
  readonly sinceNs: number;
}

const IPV6_LEN = 16;

export class SocketTable {
  private readonly pairs = new Map<number, SocketPair>();
  private readonly listening = new Map<string, Listener>();

  /** By stream, in order of their first segments. */
  connections(): Iterable<SocketPair> {
    return this.pairs.values();
  }

  /** In the order they first answered. */
  listeners(): Iterable<Listener> {
    return this.listening.values();
  }

  /** Takes the segment that `side` sent; `replaced` is the connection whose addresses and ports it uses again. */
  segment(
    connection: Connection,
    side: Side,
    tcp: TcpView,
    at: Place,
    replaced: Connection | null,
  ): void {
    const pair = this.pairs.get(connection.stream) ?? this.open(connection, replaced);
    // Nothing can be told of a segment whose length is unknown (cut or broken header).
    if (tcp.len < 0) return;
    const other: Side = side === 0 ? 1 : 0;
    const peer = present(pair, other);
    const { flags } = tcp;
    peer.lastNs = present(pair, side).lastNs = at.timeNs;
    if (flags & TcpFlag.RST) {
      if (rstSent(present(pair, side), peer, tcp, at)) {
        this.listening.delete(keyOf(connection, side));
      }
    } else if ((flags & TcpFlag.SYN) === 0) {
      segmentSent(present(pair, side), peer, tcp, at);
    } else {
      pair.earlier[side] = null;
      const sender = pair.ends[side];
      sender.lastNs = at.timeNs;
      if ((flags & TcpFlag.ACK) === 0) synSent(sender, peer, tcp, at);
      else if (synAckSent(sender, peer, tcp, at)) this.answered(connection, side, at);
    }
  }

  /** Takes an ICMP error about a segment of the connection. */
  icmpError(quoted: Quoted, at: Place): void {
    const { connection, side } = quoted;
    const pair = this.pairs.get(connection.stream);
    if (pair === undefined) return;
    undelivered(present(pair, side), present(pair, side === 0 ? 1 : 0), quoted, at);
  }

  private open(connection: Connection, replaced: Connection | null): SocketPair {
    const earlier = replaced === null ? undefined : this.pairs.get(replaced.stream);
    const first = new EndSocket();
    const pair: SocketPair = {
      connection: connection.keep(),
      ends: [first, connection.isWithItself ? first : new EndSocket()],
      earlier: earlier === undefined ? [null, null] : heldBy(earlier, connection),
    };
    if (replaced !== null) this.pairs.delete(replaced.stream);
    this.pairs.set(connection.stream, pair);
    return pair;
  }

  private answered(connection: Connection, side: Side, { frame, timeNs }: Place): void {
    const key = keyOf(connection, side);
    if (this.listening.has(key)) return;
    this.listening.set(key, {
      address: connection.address(side),
      port: connection.ports[side],
      ipv6: connection.addresses[side].length === IPV6_LEN,
      sinceFrame: frame,
      sinceNs: timeNs,
    });
  }
}

/** The socket an end holds now: that of an earlier connection until it opens its own. */
export const present = (pair: SocketPair, side: Side): EndSocket =>
  pair.earlier[side] ?? pair.ends[side];

/** What the ends of `pair` still hold, by the sides of the connection that follows it. */
function heldBy(pair: SocketPair, next: Connection): [EndSocket | null, EndSocket | null] {
  const before = pair.connection;
  const sameSides =
    before.addressNumber(0) === next.addressNumber(0) && before.ports[0] === next.ports[0];
  const held = (side: Side): EndSocket | null => {
    const end = present(pair, side);
    return end.exists ? end : null;
  };
  return sameSides ? [held(0), held(1)] : [held(1), held(0)];
}

const keyOf = (connection: Connection, side: Side): string =>
  endpointKey(connection.address(side), connection.ports[side]);
