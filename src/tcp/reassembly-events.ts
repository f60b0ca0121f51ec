// What goes into the reassembly of a byte stream and what comes out of it: segments; pieces, gaps, conflicts.
// Offsets count bytes from the start of one direction's stream and never wrap.

/** What is asked of a segment; `TcpView` has it. */
export interface StreamSegment {
  readonly seq: number;
  readonly flags: number;
  /** Payload bytes on the wire, -1 unknown. */
  readonly len: number;
  readonly payloadStart: number;
  readonly payloadEnd: number;
}

/** Bytes of the stream: `bytes[start, end)`. Lent, like the object itself: valid during the call only. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Of the first byte; the stream's first byte (after the SYN, or the first one seen) has offset 0. */
  readonly streamOffset: number;
  readonly frame: number;
  /** Of the frame, ns since the first record. */
  readonly timeNs: number;
}

/** Bytes of the stream that are not in the capture. */
export interface Gap {
  readonly streamOffset: number;
  readonly lenBytes: number;
  /** `cut`: the frame is there, but the capture kept only its beginning. */
  readonly cause: 'missing' | 'cut';
  /** Frame of the byte before the gap, 0 when the stream begins with it. */
  readonly afterFrame: number;
  /** Frame of the byte after the gap, 0 when none is known. */
  readonly beforeFrame: number;
}

/** Other bytes sent where bytes had been sent before: the first copy stays in the stream. One of a segment at most. */
export interface Conflict {
  /** From the first differing byte to the last; between them there may be equal bytes, and new ones. */
  readonly streamOffset: number;
  readonly lenBytes: number;
  /** Bytes of the later copy that could be compared. */
  readonly comparedBytes: number;
  /** Frame of the later copy. */
  readonly frame: number;
  /** The later copy: all captured payload of that frame. Lent: valid during the call only. */
  readonly bytes: Uint8Array;
}

export interface StreamListener {
  piece(piece: Piece): void;
  gap(gap: Gap): void;
  conflict?(conflict: Conflict): void;
}
