// Messages for facts that have a fixed set of values: kinds, aspects, roles, endings, and how rows stand to others.
// Ids only; build-*.ts words them with the catalogue.

import type { RowLinks } from '../classify/packet-row.ts';
import type { SegmentKind } from '../classify/kind.ts';
import type { ChecksumVerdict } from '../decode/checksum.ts';
import type { Aspect } from '../explain/explanation.ts';
import type { Unopened } from '../explain/unopened.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';

export const KIND_IDS: Readonly<Record<SegmentKind, string>> = {
  syn: 'report-kind-syn',
  'syn-ack': 'report-kind-syn-ack',
  'handshake-ack': 'report-kind-handshake-ack',
  data: 'report-kind-data',
  ack: 'report-kind-ack',
  fin: 'report-kind-fin',
  rst: 'report-kind-rst',
  'keep-alive': 'report-kind-keep-alive',
  'window-update': 'report-kind-window-update',
  'zero-window-probe': 'report-kind-zero-window-probe',
  'without-ack': 'report-kind-without-ack',
  partial: 'report-kind-partial',
  malformed: 'report-kind-malformed',
};

export const ASPECT_IDS: Readonly<Record<Aspect, string>> = {
  what: 'report-aspect-what',
  how: 'report-aspect-how',
  why: 'report-aspect-why',
  links: 'report-aspect-links',
  program: 'report-aspect-program',
  certainty: 'report-aspect-certainty',
  worry: 'report-aspect-worry',
};

export const HANDSHAKE_IDS: Readonly<Record<ConnectionFacts['handshake'], string>> = {
  complete: 'report-handshake-complete',
  partial: 'report-handshake-partial',
  absent: 'report-handshake-absent',
};

export const UNOPENED_IDS: Readonly<Record<Unopened, string>> = {
  refused: 'report-handshake-refused',
  unreachable: 'report-handshake-unreachable',
  unanswered: 'report-handshake-unanswered',
  unconfirmed: 'report-handshake-partial',
  scan: 'report-handshake-absent',
};

export const ENDING_IDS: Readonly<Record<ConnectionFacts['ending'], string>> = {
  open: 'report-ending-open',
  'half-closed': 'report-ending-half-closed',
  closed: 'report-ending-closed',
  reset: 'report-ending-reset',
  continued: 'report-ending-continued',
};

export const ROLE_EVIDENCE_IDS: Readonly<Record<ConnectionFacts['roleEvidence'], string>> = {
  syn: 'report-told-syn',
  'syn-ack': 'report-told-syn-ack',
  'shared-port': 'report-told-shared-port',
  port: 'report-told-port',
  'first-sender': 'report-told-first-sender',
};

/** Null where there is no checksum to judge. */
export const CHECKSUM_IDS: Readonly<Record<ChecksumVerdict, string | null>> = {
  good: 'report-checksum-good',
  offloaded: 'report-checksum-offloaded',
  damaged: 'report-checksum-damaged',
  'not-verifiable': 'report-checksum-not-verifiable',
  absent: null,
};

/** In the order they are shown. */
export const LINK_IDS = {
  answers: 'report-link-answers',
  answeredBy: 'report-link-answered-by',
  acknowledges: 'report-link-acknowledges',
  acknowledgedBy: 'report-link-acknowledged-by',
  sameSequenceAs: 'report-link-same-sequence-as',
} as const satisfies Partial<Record<keyof RowLinks, string>>;

export const RELAY_IDS = {
  from: 'report-link-relayed-from',
  to: 'report-link-relayed-to',
} as const;
