// An analysis of nothing, and a row that stands to no other: what tests make theirs from.

import type { RowLinks } from '../../src/classify/packet-row.ts';
import type { Analysis } from '../../src/collect/analysis.ts';
import { NO_CONVERSATION } from '../../src/stitch/conversation.ts';

export const NO_LINKS: RowLinks = {
  acknowledges: [],
  acknowledgedBy: null,
  answers: null,
  answeredBy: null,
  previousInStream: null,
  nextInStream: null,
  previousFromSender: null,
  sameSequenceAs: null,
};

export const NO_ANALYSIS: Omit<Analysis, 'capture'> = {
  connections: [],
  hosts: [],
  vantage: { host: null, reason: null, certainty: 'possible', frames: [] },
  rows: [],
  selected: null,
  rowsLeftOut: 0,
  connectionsLeftOut: 0,
  conversation: NO_CONVERSATION,
  transcript: [],
  showSecrets: false,
  secretsBeyond: [],
  relays: [],
  participants: [],
  ledger: [],
  pacing: [],
  icmpErrors: [],
  notices: [],
};
