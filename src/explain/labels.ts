// Words for the furniture of a report: the message ids of aspects, kinds, sides and the like, by their fixed names.

import type { Certainty, Severity } from '../classify/finding.ts';
import type { SegmentKind } from '../classify/kind.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import type { Aspect } from './explanation.ts';

export const ASPECT_LABELS: Readonly<Record<Aspect, string>> = {
  what: 'word-aspect-what',
  how: 'word-aspect-how',
  why: 'word-aspect-why',
  links: 'word-aspect-links',
  program: 'word-aspect-program',
  certainty: 'word-aspect-certainty',
  worry: 'word-aspect-worry',
};

export const KIND_LABELS: Readonly<Record<SegmentKind, string>> = {
  syn: 'word-kind-syn',
  'syn-ack': 'word-kind-syn-ack',
  'handshake-ack': 'word-kind-handshake-ack',
  data: 'word-kind-data',
  ack: 'word-kind-ack',
  fin: 'word-kind-fin',
  rst: 'word-kind-rst',
  'keep-alive': 'word-kind-keep-alive',
  'window-update': 'word-kind-window-update',
  'zero-window-probe': 'word-kind-zero-window-probe',
};

export const CERTAINTY_LABELS: Readonly<Record<Certainty, string>> = {
  certain: 'word-certain',
  likely: 'word-likely',
  possible: 'word-possible',
};

export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  chat: 'word-severity-chat',
  note: 'word-severity-note',
  warn: 'word-severity-warn',
  error: 'word-severity-error',
};

export const SIDE_LABELS: Readonly<Record<'client' | 'server', string>> = {
  client: 'word-client',
  server: 'word-server',
};

export const ENDING_LABELS: Readonly<Record<ConnectionFacts['ending'], string>> = {
  open: 'word-ending-open',
  'half-closed': 'word-ending-half-closed',
  closed: 'word-ending-closed',
  reset: 'word-ending-reset',
};
