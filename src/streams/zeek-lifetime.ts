// When Zeek forgets a connection, so that a later segment on the same endpoints begins another one for it.
// Zeek's default time-outs (init-bare.zeek).

import type { ZeekConnection } from './zeek-connection.ts';
import { ZeekEndState } from './zeek-state.ts';

const SECOND = 1e9;
/** tcp_attempt_delay: a SYN that nobody answers. */
const ATTEMPT_NS = 5 * SECOND;
/** tcp_close_delay: after both sides closed, or one reset. */
const CLOSE_NS = 5 * SECOND;
/** tcp_inactivity_timeout. */
const INACTIVITY_NS = 300 * SECOND;

/** Whether Zeek had forgotten the connection by `nowNs`. */
export function isForgotten(connection: ZeekConnection, nowNs: number): boolean {
  if (nowNs - connection.overNs > CLOSE_NS) return true;
  if (nowNs - connection.lastNs > INACTIVITY_NS) return true;
  if (!(nowNs - connection.firstNs > ATTEMPT_NS)) return false;
  const originator = connection.ends[connection.originator].state;
  const responder = connection.ends[connection.originator === 0 ? 1 : 0].state;
  return (
    (originator === ZeekEndState.SynSent || originator === ZeekEndState.SynAckSent) &&
    responder === ZeekEndState.Inactive
  );
}
