// States of a socket under the names that Linux's netstat prints: RFC 9293 3.3.2's, less CLOSED, which is no socket.
// Differs from tcp/state.ts, which tells what a segment means to both ends, in what it needs to exist at all.

export const SocketState = {
  /** This end has shown nothing yet. */
  None: 0,
  /** It was there and is no more: closed, reset or refused. */
  Gone: 1,
  Listen: 2,
  SynSent: 3,
  SynRecv: 4,
  Established: 5,
  FinWait1: 6,
  FinWait2: 7,
  CloseWait: 8,
  Closing: 9,
  LastAck: 10,
  TimeWait: 11,
} as const;

export type SocketState = (typeof SocketState)[keyof typeof SocketState];

/** netstat's names of the states that are shown, in the order of a socket's life. */
export const SOCKET_STATE_NAMES = [
  'LISTEN',
  'SYN_SENT',
  'SYN_RECV',
  'ESTABLISHED',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'CLOSE_WAIT',
  'CLOSING',
  'LAST_ACK',
  'TIME_WAIT',
] as const;

export type SocketStateName = (typeof SOCKET_STATE_NAMES)[number];

/** The name of a state; null where there is no socket. */
export const socketStateName = (state: SocketState): SocketStateName | null =>
  SOCKET_STATE_NAMES[state - SocketState.Listen] ?? null;

/** Linux's TCP_TIMEWAIT_LEN, ns. RFC 9293 3.4.2 has 2 MSL = 4 minutes. */
export const LINUX_TIME_WAIT_NS = 60e9;

/**
 * After so many ns Linux gives such a socket up by a timer, with its default settings: no answer to a SYN sent
 * 7 times or to a SYN,ACK sent 6 times, or no FIN after close() (tcp_fin_timeout).
 */
export const LINUX_TIMER_NS: Readonly<Partial<Record<SocketState, number>>> = {
  [SocketState.SynSent]: 127e9,
  [SocketState.SynRecv]: 63e9,
  [SocketState.FinWait2]: 60e9,
};
