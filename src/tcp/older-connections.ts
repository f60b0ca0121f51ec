// Connections whose ports are used again while the other end still has them (RFC 9293 3.5.1, figure 9): who opens the new one
// resets what comes of the older, and clears that away.

import type { Connection, Side } from './connection.ts';
import { type Ending, endingOf } from './ending.ts';
import { handshakeOf } from './handshake.ts';
import { refusesAnother } from './syn-sent.ts';
import { TcpFlag, type TcpView } from '../decode/tcp-view.ts';

/** A connection that was over, as its ports are used again, and that a reset in the new one ended. */
export interface Cleared {
  readonly stream: number;
  /** Its ending before. */
  readonly ending: Ending;
  /** Its handshake was complete. */
  readonly isOpened: boolean;
  /** Its side that sent the reset. */
  readonly by: Side;
}

interface Older extends Cleared {
  /** The number that the other end waits for: a reset has it. */
  readonly awaited: number;
}

export class OlderConnections {
  /** By the stream that uses the ports now. */
  private readonly older = new Map<number, Older>();

  /** `connection` begins on the ports of `replaced`, which nobody has ended on both sides. */
  note(connection: Connection, replaced: Connection): void {
    const ending = endingOf(replaced);
    // Side 0 of the new one sent its SYN.
    const by = connection.openedByHigher === replaced.openedByHigher ? 0 : 1;
    const awaited = replaced.halves[by === 0 ? 1 : 0].mostAcked;
    if ((ending !== 'open' && ending !== 'half-closed') || awaited === 0) return;
    const isOpened = handshakeOf(replaced) === 'complete';
    this.older.set(connection.stream, { stream: replaced.stream, ending, isOpened, by, awaited });
  }

  /** The older connection that this reset of `side` clears away; null where it clears none. */
  cleared(connection: Connection, side: Side, tcp: TcpView): Cleared | null {
    if ((tcp.flags & TcpFlag.RST) === 0 || side !== 0 || this.older.size === 0) return null;
    const older = this.older.get(connection.stream);
    if (older === undefined || older.awaited !== (tcp.seq | 0)) return null;
    if (!refusesAnother(connection, side, tcp)) return null;
    this.older.delete(connection.stream);
    return older;
  }

  /** It is over itself. */
  forget({ stream }: Connection): void {
    if (this.older.size > 0) this.older.delete(stream);
  }
}

/** Ends the connection that was cleared away. */
export function noteCleared(connection: Connection, { by }: Cleared): void {
  connection.isReset = true;
  if (connection.endedBy < 0) connection.endedBy = by;
}
