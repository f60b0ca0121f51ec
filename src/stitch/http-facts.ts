// An HTTP/1 message as far as stitching reads it. Plain data; names and values are captured bytes, hostile until
// src/report/escape.ts had them.

/** Start line and field lines of an HTTP/1 message (RFC 9112 2.1, 5). */
export interface HttpStart {
  /** Request: method and target; response: null. */
  readonly method: string | null;
  readonly target: string | null;
  /** Response: status code and reason; request: null. */
  readonly status: number | null;
  readonly reason: string | null;
  readonly version: string;
  /** Field lines in order, names as sent. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

export interface HttpFacts extends HttpStart {
  readonly kind: 'request' | 'response';
  /** Where the body lies in `Message.bytes`, and its content: transfer coding removed. */
  readonly bodyStart: number;
  readonly body: Uint8Array;
  readonly bodyFraming: 'none' | 'content-length' | 'chunked' | 'close' | 'incomplete';
}
