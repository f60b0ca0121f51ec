// A finding is our own verdict about a row: plain JSON with its proof and how far the capture proves it.

export type Severity = 'chat' | 'note' | 'warn' | 'error';

/** How far the capture proves a claim. */
export type Certainty = 'certain' | 'likely' | 'possible';

export const FINDING_KINDS = [
  'same-sequence-other-bytes',
  'closed-port',
  'checksum-offloaded',
  'checksum-damaged',
  'delayed-ack',
  'captured-at-sender',
  'midstream-start',
  'reused-ports',
  'retransmission',
  'captured-twice',
  'conflicting-flags',
  'malformed-header',
  'malformed-option',
  'cut-frame',
  'gap-before',
  'acked-unseen',
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  readonly kind: FindingKind;
  /** The row it is about (Wireshark's No.). */
  readonly frame: number;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** The proof: numbers, texts, and rows by frame number. Keys name their unit (elapsedNs, lenBytes). */
  readonly evidence: Readonly<Record<string, number | string | readonly number[]>>;
  /** Sections to read, "RFC 9293 3.10.7.1". */
  readonly refs: readonly string[];
}
