// Every rule over every kept row; the table is the order in which a row's findings are told.

import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Finding } from '../finding.ts';
import { withoutOverruled } from '../precedence.ts';
import { ackedUnseen, gapBefore, midstreamStart, reusedPorts } from './capture-limits.ts';
import { checksum } from './checksum.ts';
import { delayedAck } from './delayed-ack.ts';
import { conflictingFlags, cutFrame, malformedHeader, malformedOption } from './header.ts';
import { unmarkedKeepAlive } from './keep-alive.ts';
import { nagleWait } from './nagle-wait.ts';
import { conflictingOverlap, sameSequenceOtherBytes } from './other-bytes.ts';
import { outOfOrder } from './out-of-order.ts';
import { resetCause } from './reset-cause.ts';
import { closedPort } from './reset.ts';
import { retransmission } from './resent.ts';
import type { ErrorReport, Rule, RuleRow } from './rule.ts';
import { sillyWindow } from './silly-window.ts';
import { surroundings } from './surroundings.ts';
import { capturedTwice } from './twin.ts';
import { undelivered } from './undelivered.ts';
import { sackedUnsent } from './unsent.ts';

const RULES: readonly Rule[] = [
  malformedHeader,
  malformedOption,
  conflictingFlags,
  midstreamStart,
  reusedPorts,
  capturedTwice,
  conflictingOverlap,
  sameSequenceOtherBytes,
  outOfOrder,
  retransmission,
  closedPort,
  resetCause,
  gapBefore,
  ackedUnseen,
  sackedUnsent,
  unmarkedKeepAlive,
  delayedAck,
  nagleWait,
  sillyWindow,
  checksum,
  undelivered,
  cutFrame,
];

export interface Told {
  readonly rows: readonly RuleRow[];
  readonly connections: readonly ConnectionFacts[];
  /** Streams with earlier, and with later rows that are not here, though the capture has them; none when absent. */
  readonly beginBefore?: ReadonlySet<number>;
  readonly goOn?: ReadonlySet<number>;
  /** By frame, rows that an ICMP error quotes whole, and the error; none when absent. */
  readonly errors?: ReadonlyMap<number, ErrorReport>;
}

/** Findings by frame, those left out that another overrules (precedence.ts); rows without any are absent. */
export function findingsOf(told: Told): Map<number, readonly Finding[]> {
  const { rows } = told;
  const around = surroundings(told);
  const findings = new Map<number, readonly Finding[]>();
  for (const row of rows) {
    const found = RULES.map((rule) => rule(row, around)).filter((finding) => finding !== null);
    if (found.length > 0) findings.set(row.frame, withoutOverruled(found));
  }
  return findings;
}
