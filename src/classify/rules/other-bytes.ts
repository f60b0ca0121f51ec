// Old sequence numbers with other bytes, which no retransmission has (RFC 9293 3.8.1): a sender that never moves its
// number on, or, in a stream that does go on, two texts for one place. Which one a receiver keeps is its own choice.

import type { Finding } from '../finding.ts';
import { isRejected } from './checksum.ts';
import { firstByte, relativeAt } from './raw-numbers.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { earlierCarriers, firstDifference, isComplete, sharedBytes } from './shared-bytes.ts';

interface Conflict {
  readonly earlier: RuleRow;
  /** Offset in this row's payload. */
  readonly differAt: number;
}

export const sameSequenceOtherBytes: Rule = (row, around) => {
  const conflict = conflictOf(row, around);
  if (conflict === null) return null;
  const finding = told('same-sequence-other-bytes', row, conflict, around);
  // Of two segments one may be somebody else's; a sender that stands still shows with the third.
  if (finding.certainty !== 'certain' || standingRows(row, around) >= STANDING) return finding;
  return { ...finding, certainty: 'likely', evidence: { ...finding.evidence, doubt: 'two-only' } };
};

/** The sender has moved on elsewhere: it does count its bytes. */
export const conflictingOverlap: Rule = (row, around) => {
  const conflict = conflictOf(row, around);
  if (conflict === null || !hasMovedOn(row, around)) return null;
  return told('conflicting-overlap', row, conflict, around);
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

/** Some row of this sender, before or after, carries payload that begins elsewhere. */
const hasMovedOn = (row: RuleRow, around: Surroundings): boolean =>
  ownPayloads(row, around).some(({ tcp }) => tcp.seq !== row.tcp.seq);

/** Rows of this sender with payload under this very number, this one too. */
const standingRows = (row: RuleRow, around: Surroundings): number =>
  1 + ownPayloads(row, around).filter(({ tcp }) => tcp.seq === row.tcp.seq).length;

const STANDING = 3;

const ownPayloads = (row: RuleRow, around: Surroundings): RuleRow[] =>
  [...around.before(row), ...around.after(row)].filter(
    ({ fromClient, kind, tcp }) =>
      fromClient === row.fromClient && tcp.len > 0 && kind !== 'rst' && kind !== 'keep-alive',
  );

function told(
  kind: 'same-sequence-other-bytes' | 'conflicting-overlap',
  row: RuleRow,
  { earlier, differAt }: Conflict,
  around: Surroundings,
): Finding {
  const shared = sharedBytes(row, earlier);
  const damaged = [row, earlier].find((one) => isRejected(one, around));
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
      overruledLabels: row.labels.filter(
        (label) =>
          RESENT_LABELS.has(label) && !(label === 'out_of_order' && fillsHole(row, around)),
      ),
    },
    refs: ['RFC 9293 3.4', 'RFC 9293 3.8.1'],
  };
}

/** No earlier row brought the bytes with which it begins: it comes late, whatever it has besides. */
const fillsHole = (row: RuleRow, around: Surroundings): boolean =>
  earlierCarriers(row, around).every(
    (earlier) => sharedBytes(row, earlier)?.from !== firstByte(row),
  );

const RESENT_LABELS = new Set([
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
]);
