// Reads the causes of resets from the rows that were kept, by the rules of classify, no surer than the capture lets them be.

import type { Finding } from '../../classify/finding.ts';
import { findingsOf } from '../../classify/rules/findings.ts';
import type { DraftRow } from '../../collect/draft-row.ts';
import { roleRow } from '../../collect/finish.ts';
import { linkRows } from '../../collect/link-rows.ts';
import { weaker, type Certainty } from '../../tcp/certainty.ts';
import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Role } from '../../tcp/roles.ts';
import type { ConnectionNotes } from './connection-notes.ts';

export interface ResetFacts {
  readonly stream: number;
  readonly frame: number;
  readonly timeNs: number;
  readonly fromClient: boolean;
  readonly findings: readonly Finding[];
}

/** The resets of one connection whose rows were kept. */
export function resetsOf(
  drafts: readonly DraftRow[],
  facts: ConnectionFacts,
  role: Role,
  { gaps }: ConnectionNotes,
): ResetFacts[] {
  const rows = drafts.map((draft) => roleRow(draft, role, 0));
  linkRows(rows);
  const findings = findingsOf({ rows, connections: [facts] });
  // Something is missing that may have led to it, or nothing of one end was captured.
  const isPartial = gaps.count > 0 || facts.client.packets === 0 || facts.server.packets === 0;
  const atMost: Certainty = isPartial ? 'possible' : 'certain';
  return rows
    .filter(({ kind, frame }) => kind === 'rst' && !isTwin(findings.get(frame)))
    .map(({ stream, frame, timeNs, fromClient }) => ({
      stream,
      frame,
      timeNs,
      fromClient,
      findings: (findings.get(frame) ?? []).map((finding) => ({
        ...finding,
        certainty: weaker(finding.certainty, atMost),
      })),
    }));
}

const isTwin = (findings: readonly Finding[] | undefined): boolean =>
  findings?.some(({ kind }) => kind === 'captured-twice') === true;
