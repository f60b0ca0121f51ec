// How the connections of a capture began and ended, counted, also of those that are not told about.

import type { Connection } from '../tcp/connection.ts';
import { endingOf, type Ending } from '../tcp/ending.ts';
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
}

export class ConnectionTally implements ConnectionTotals {
  readonly endings = { open: 0, 'half-closed': 0, closed: 0, reset: 0, continued: 0 };
  count = 0;
  resetOpened = 0;
  midstream = 0;
  unanswered = 0;

  note(connection: Connection): void {
    const ending = endingOf(connection);
    const handshake = handshakeOf(connection);
    this.count++;
    this.endings[ending]++;
    if (ending === 'reset' && handshake === 'complete') this.resetOpened++;
    const [a, b] = connection.halves;
    if (ending === 'open' && isUnanswered(connection)) this.unanswered++;
    const isRefused = ending === 'reset' && a.payloadBytes === 0 && b.payloadBytes === 0;
    if (handshake === 'absent' && connection.cutFrom < 0 && !isRefused) this.midstream++;
  }

  /** A connection that was noted with another ending. */
  noteCleared({ ending, isOpened }: Cleared): void {
    this.endings[ending]--;
    this.endings.reset++;
    if (isOpened) this.resetOpened++;
  }
}

/** Its client still asks, and the other end has sent nothing. */
function isUnanswered({ halves, synSide }: Connection): boolean {
  if (synSide < 0) return false;
  const [client, server] = synSide === 0 ? halves : [halves[1], halves[0]];
  return client.state === TcpState.SynSent && server.packets === 0;
}
