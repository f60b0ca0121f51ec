// The one kind every segment has. Precedence is the order of the tests in kind-of.ts.

export const SEGMENT_KINDS = [
  'syn',
  'syn-ack',
  'handshake-ack',
  'data',
  'ack',
  'fin',
  'rst',
  'keep-alive',
  'window-update',
  'zero-window-probe',
  /** Neither payload nor SYN, FIN, RST or ACK: nothing that a receiver could use (RFC 9293 3.10.7.4). */
  'without-ack',
  /** Only the beginning of it is there, and nothing shows how long it is. */
  'partial',
  /** The data offset says a header that is too short to be one, or longer than the segment. */
  'malformed',
] as const;

export type SegmentKind = (typeof SEGMENT_KINDS)[number];
