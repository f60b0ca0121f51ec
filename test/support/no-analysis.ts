// An analysis of nothing, and a row that stands to no other: what tests make theirs from.

import type { RowLinks } from '../../src/classify/packet-row.ts';
import type { Analysis, CaptureFacts } from '../../src/collect/analysis.ts';
import type { ConnectionTotals } from '../../src/collect/connection-totals.ts';
import { noLinks } from '../../src/collect/unlinked-row.ts';
import { NO_CONVERSATION } from '../../src/stitch/conversation.ts';

export const NO_LINKS: RowLinks = noLinks();

/** What a capture of these connections counts. */
export function totalsOf(connections: Analysis['connections']): ConnectionTotals {
  const endings = { open: 0, 'half-closed': 0, closed: 0, reset: 0, continued: 0 };
  for (const { ending } of connections) endings[ending]++;
  return {
    count: connections.length,
    endings,
    resetOpened: connections.filter(
      ({ ending, handshake }) => ending === 'reset' && handshake === 'complete',
    ).length,
    midstream: connections.filter(
      ({ handshake, cutFrom }) => handshake === 'absent' && cutFrom === null,
    ).length,
    unconfirmed: 0,
    scans: 0,
    unanswered: connections.filter(
      ({ ending, client, server }) =>
        ending === 'open' && client.state === 'SYN-SENT' && server.packets === 0,
    ).length,
    unsettled: connections.filter(({ unsettled }) => unsettled.length > 0).length,
  };
}

/** A file that says nothing of itself. */
export const SAYS_NOTHING: Pick<
  CaptureFacts,
  'comments' | 'frameComments' | 'moreComments' | 'capturedBy' | 'filters' | 'dropped'
> = {
  comments: [],
  frameComments: [],
  moreComments: 0,
  capturedBy: [],
  filters: [],
  dropped: 0,
};

export const NO_ANALYSIS: Omit<Analysis, 'capture'> = {
  connections: [],
  hosts: [],
  vantage: { host: null, reason: null, certainty: 'possible', frames: [] },
  nearness: null,
  rows: [],
  selected: null,
  rowsLeftOut: 0,
  selection: { frames: null, streams: null },
  standOuts: [],
  standOutsByStream: new Map(),
  resumed: new Map(),
  totals: totalsOf([]),
  listed: new Set(),
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
