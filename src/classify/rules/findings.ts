// Every rule over every kept row; the table is the order in which a row's findings are told.

import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Finding } from '../finding.ts';
import { ackedUnseen, gapBefore, midstreamStart, reusedPorts } from './capture-limits.ts';
import { delayedAck } from './delayed-ack.ts';
import {
  checksum,
  conflictingFlags,
  cutFrame,
  malformedHeader,
  malformedOption,
} from './header.ts';
import { resent } from './resent.ts';
import { closedPort } from './reset.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';

const RULES: readonly Rule[] = [
  malformedHeader,
  malformedOption,
  conflictingFlags,
  midstreamStart,
  reusedPorts,
  resent,
  closedPort,
  gapBefore,
  ackedUnseen,
  delayedAck,
  checksum,
  cutFrame,
];

export interface Told {
  readonly rows: readonly RuleRow[];
  readonly connections: readonly ConnectionFacts[];
}

/** Findings by frame; rows without any are absent. */
export function findingsOf({ rows, connections }: Told): Map<number, readonly Finding[]> {
  const around = surroundings(rows, connections);
  const findings = new Map<number, readonly Finding[]>();
  for (const row of rows) {
    const found = RULES.map((rule) => rule(row, around)).filter((finding) => finding !== null);
    if (found.length > 0) findings.set(row.frame, found);
  }
  return findings;
}

function surroundings(
  rows: readonly RuleRow[],
  connections: readonly ConnectionFacts[],
): Surroundings {
  const byFrame = new Map(rows.map((row) => [row.frame, row]));
  const byStream = new Map(connections.map((connection) => [connection.stream, connection]));
  return {
    rowOf: (frame) => (frame === null ? null : (byFrame.get(frame) ?? null)),
    connectionOf: (stream) => byStream.get(stream),
  };
}
