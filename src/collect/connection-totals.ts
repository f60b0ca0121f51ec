// How the connections of a capture began and ended, counted, also of those that are not told about.

import type { Connection } from '../tcp/connection.ts';
import { endingOf, type Ending, unsettledSides } from '../tcp/ending.ts';
import type { Half } from '../tcp/half.ts';
import { handshakeOf } from '../tcp/handshake.ts';
import type { Cleared } from '../tcp/older-connections.ts';
import { TcpState } from '../tcp/state.ts';

export interface ConnectionTotals {
  readonly count: number;
  readonly endings: Readonly<Record<Ending, number>>;
  /** Those that a reset ended after a handshake that is here. */
  readonly resetOpened: number;
  /** Those without a row of a handshake that is here; segments that a reset refuses open none. */
  readonly midstream: number;
  /** Open ones of which there is nothing but the request. */
  readonly unanswered: number;
  /** Closed ones of which some bytes are never confirmed. */
  readonly unsettled: number;
  /** Open ones whose request is accepted, and whose client sends nothing more: half open at the server (RFC 4987 2). */
  readonly unconfirmed: number;
  /** Open ones of which there is nothing but segments without ACK, which belong to no connection: scans. */
  readonly scans: number;
}

export class ConnectionTally implements ConnectionTotals {
  readonly endings = { open: 0, 'half-closed': 0, closed: 0, reset: 0, continued: 0 };
  count = 0;
  resetOpened = 0;
  midstream = 0;
  unanswered = 0;
  unconfirmed = 0;
  unsettled = 0;
  scans = 0;

  note(connection: Connection): void {
    const ending = endingOf(connection);
    const handshake = handshakeOf(connection);
    this.count++;
    this.endings[ending]++;
    if (ending === 'reset' && handshake === 'complete') this.resetOpened++;
    const [a, b] = connection.halves;
    if (ending === 'open' && isUnanswered(connection)) this.unanswered++;
    if (unsettledSides(connection).length > 0) this.unsettled++;
    if (ending === 'open' && isUnconfirmed(connection)) this.unconfirmed++;
    const isScan =
      ending === 'open' && [a, b].every(isWithoutAck) && (a.baseSeqKnown || b.baseSeqKnown);
    if (isScan) this.scans++;
    const isRefused = ending === 'reset' && a.payloadBytes === 0 && b.payloadBytes === 0;
    if (handshake === 'absent' && connection.cutFrom < 0 && !isRefused && !isScan) this.midstream++;
  }

  /** A connection that was noted with another ending. */
  noteCleared({ ending, isOpened }: Cleared): void {
    this.endings[ending]--;
    this.endings.reset++;
    if (isOpened) this.resetOpened++;
  }
}

/** Its sender has neither asked nor confirmed anything. */
const isWithoutAck = ({ synSeen, mostAcked }: Half): boolean => !synSeen && mostAcked === 0;

/** Its client still asks, and the other end has sent nothing. */
function isUnanswered({ halves, synSide }: Connection): boolean {
  if (synSide < 0) return false;
  const [client, server] = synSide === 0 ? halves : [halves[1], halves[0]];
  return client.state === TcpState.SynSent && server.packets === 0;
}

/** Its client has confirmed nothing, and neither has sent a byte. */
function isUnconfirmed({ halves: [a, b], synSide, synAckSide }: Connection): boolean {
  if (synSide < 0 || synAckSide < 0 || synAckSide === synSide) return false;
  const client = synSide === 0 ? a : b;
  return client.mostAcked === 0 && a.payloadBytes === 0 && b.payloadBytes === 0;
}
