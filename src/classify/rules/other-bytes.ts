// Old sequence numbers with other bytes, which no retransmission has (RFC 9293 3.8.1): a sender that never moves its
// number on, or, in a stream that does go on, two texts for one place. Which one a receiver keeps is its own choice.

import type { Finding } from '../finding.ts';
import { seqGt } from '../../tcp/seq.ts';
import { relativeAt } from './raw-numbers.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { earlierCarriers, firstDifference, isComplete, sharedBytes } from './shared-bytes.ts';

interface Conflict {
  readonly earlier: RuleRow;
  /** Offset in this row's payload. */
  readonly differAt: number;
}

export const sameSequenceOtherBytes: Rule = (row, around) => {
  const conflict = conflictOf(row, around);
  return conflict === null ? null : told('same-sequence-other-bytes', row, conflict);
};

/** Only some bytes differ, or the sender has moved on elsewhere: it does count its bytes. */
export const conflictingOverlap: Rule = (row, around) => {
  const conflict = conflictOf(row, around);
  if (conflict === null || !hasMovedOn(row, around)) return null;
  return told('conflicting-overlap', row, conflict);
};

function conflictOf(row: RuleRow, around: Surroundings): Conflict | null {
  if (row.kind === 'keep-alive' || row.kind === 'zero-window-probe' || row.kind === 'rst')
    return null;
  for (const earlier of earlierCarriers(row, around)) {
    const differAt = firstDifference(row, earlier);
    // The byte of a keep-alive is never delivered (RFC 9293 3.8.4): any byte will do.
    if (differAt >= 0 && earlier.kind !== 'keep-alive') return { earlier, differAt };
  }
  return null;
}

/** Some row of this sender up to this one carries payload that begins behind the payload of another. */
function hasMovedOn(row: RuleRow, around: Surroundings): boolean {
  let lowest = row.tcp.seq;
  let highest = row.tcp.seq;
  for (const one of around.before(row)) {
    if (one.fromClient !== row.fromClient || one.tcp.len === 0 || one.kind === 'rst') continue;
    if (seqGt(one.tcp.seq, highest)) highest = one.tcp.seq;
    else if (seqGt(lowest, one.tcp.seq)) lowest = one.tcp.seq;
  }
  return highest !== lowest;
}

function told(
  kind: 'same-sequence-other-bytes' | 'conflicting-overlap',
  row: RuleRow,
  { earlier, differAt }: Conflict,
): Finding {
  const shared = sharedBytes(row, earlier);
  const damaged = [row, earlier].find(({ tcp }) => tcp.checksum.verdict === 'damaged');
  const single = row.tcp.len === 1 || earlier.tcp.len === 1;
  const whole = isComplete(row) && isComplete(earlier);
  return {
    kind,
    frame: row.frame,
    severity: 'warn',
    // A receiver drops a damaged segment: then there is only one text. Of a cut frame nobody can tell.
    // A single byte in an old place may be the garbage of a keep-alive (RFC 1122 4.2.3.6).
    certainty: damaged || single ? 'possible' : whole ? 'certain' : 'likely',
    evidence: {
      earlierFrame: earlier.frame,
      lenBytes: row.tcp.len,
      earlierLenBytes: earlier.tcp.len,
      differAt,
      sharedFrom: relativeAt(row, shared?.from ?? row.tcp.seq),
      sharedTo: relativeAt(row, shared?.to ?? row.tcp.seq),
      damagedFrame: damaged?.frame ?? 0,
      doubt: damaged ? 'damaged' : single ? 'single-byte' : whole ? 'none' : 'cut',
      overruledLabels: row.labels.filter((label) => RESENT_LABELS.has(label)),
    },
    refs: ['RFC 9293 3.4', 'RFC 9293 3.8.1'],
  };
}

const RESENT_LABELS = new Set([
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
]);
