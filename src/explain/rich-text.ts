// Text with meaning kept: what is a row to link to, what is code, what came from the capture.
// Reports render each span by their medium's own escaping; nothing here is escaped.

export type Span =
  | { readonly kind: 'text'; readonly text: string }
  /** A protocol word, field value or call: `connect()`, `Ack=53`. */
  | { readonly kind: 'code'; readonly text: string }
  /** Another row, by frame number; `text` is how the sentence names it ("row 5"). */
  | { readonly kind: 'row'; readonly frame: number; readonly text: string }
  /** Text decoded from captured bytes: hostile. */
  | { readonly kind: 'captured'; readonly text: string };

export type RichText = readonly Span[];

/** The bare text of it, for searching and tests. */
export const plainText = (spans: RichText): string => spans.map((span) => span.text).join('');
