// RFC 9293 3.3.2 states of both ends, as an observer may tell them.
// Convention of RFC 9293 figures 6 and 12: the sender's state after the segment left, the receiver's after it arrived.

export const TcpState = {
  Unknown: 0,
  Closed: 1,
  Listen: 2,
  SynSent: 3,
  SynReceived: 4,
  Established: 5,
  FinWait1: 6,
  FinWait2: 7,
  CloseWait: 8,
  Closing: 9,
  LastAck: 10,
  TimeWait: 11,
} as const;

export type TcpState = (typeof TcpState)[keyof typeof TcpState];

/** RFC 9293's spelling, by state number. Unknown: the capture began later than the connection. */
export const TCP_STATE_NAMES = [
  'unknown',
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
] as const;

export type TcpStateName = (typeof TCP_STATE_NAMES)[number];
