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
  /** Only the beginning of it is there, and nothing shows how long it is. */
  'partial',
  /** The data offset says a header that is too short to be one, or longer than the segment. */
  'malformed',
] as const;

export type SegmentKind = (typeof SEGMENT_KINDS)[number];
