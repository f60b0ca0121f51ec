// A finding is our own verdict about a row: plain JSON with its proof and how far the capture proves it.

import { CERTAINTIES, type Certainty } from '../tcp/certainty.ts';

export type Severity = 'chat' | 'note' | 'warn' | 'error';

export const FINDING_KINDS = [
  'same-sequence-other-bytes',
  'conflicting-overlap',
  'closed-port',
  'reset-cause',
  'checksum-offloaded',
  'checksum-damaged',
  'undelivered',
  'delayed-ack',
  'nagle-wait',
  'silly-window',
  'midstream-start',
  'reused-ports',
  'retransmission',
  'captured-twice',
  'out-of-order',
  'conflicting-flags',
  'malformed-header',
  'malformed-option',
  'cut-frame',
  'gap-before',
  'acked-unseen',
  'acked-unsent',
  'sacked-unsent',
  'unmarked-keep-alive',
] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];

export const RESET_CAUSES = [
  'middlebox',
  'after-close',
  'unknown-connection',
  'accept-queue-full',
  'listener-closed',
  'unread-data',
  'gave-up',
  'fast-closed',
  'aborted',
] as const;

export type ResetCause = (typeof RESET_CAUSES)[number];

/** One of several explanations, best first in its list. */
export interface Cause {
  readonly cause: ResetCause;
  readonly certainty: Certainty;
  /** What speaks for it, by name (see reset-cause.ts). */
  readonly reasons: readonly string[];
  /** The rows it rests on. */
  readonly frames: readonly number[];
}

export type EvidenceValue =
  number | string | readonly number[] | readonly string[] | readonly Cause[];

export interface Finding {
  readonly kind: FindingKind;
  /** The row it is about (Wireshark's No.). */
  readonly frame: number;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** The proof: numbers, texts, and rows by frame number. Keys name their unit (elapsedNs, lenBytes). */
  readonly evidence: Readonly<Record<string, EvidenceValue>>;
  /** Sections to read, "RFC 9293 3.10.7.1". */
  readonly refs: readonly string[];
}

/** Whether one of the findings is of this kind. */
export const hasFinding = (
  { findings }: { readonly findings: readonly Finding[] },
  kind: FindingKind,
): boolean => findings.some((finding) => finding.kind === kind);

/** For sorting: the surest first. */
export const bySureness = (a: { certainty: Certainty }, b: { certainty: Certainty }): number =>
  CERTAINTIES.indexOf(a.certainty) - CERTAINTIES.indexOf(b.certainty);
