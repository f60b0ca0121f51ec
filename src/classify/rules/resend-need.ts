// Whether a retransmission was needed, as far as the other side tells: it had confirmed the bytes before, it reports
// them as a duplicate (D-SACK, RFC 2883 4), or its echo answers the first copy (Eifel, RFC 3522 3.2).

import { TcpFlag } from '../../decode/tcp-view.ts';
import { seqAdd, seqGt, seqLeq, seqLt } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { sackBlocksOf, timestampsOf } from '../../tcp/option-values.ts';

export interface Need {
  /** 'no': the bytes had arrived. 'likely': the receiver showed a hole there. */
  readonly needed: 'no' | 'likely' | 'unknown';
  readonly needProof: 'acknowledged-before' | 'd-sack' | 'timestamps' | 'hole' | 'none';
  /** The row that shows it, 0 none. */
  readonly needFrame: number;
}

const UNKNOWN: Need = { needed: 'unknown', needProof: 'none', needFrame: 0 };

export function needOf(row: RuleRow, earlier: RuleRow, around: Surroundings): Need {
  return (
    acknowledgedBefore(row, around) ??
    reportedLater(row, earlier, around) ??
    hole(row, around) ??
    UNKNOWN
  );
}

const no = (needProof: Need['needProof'], needFrame: number): Need => ({
  needed: 'no',
  needProof,
  needFrame,
});

const acknowledges = (one: RuleRow, row: RuleRow): boolean =>
  one.fromClient !== row.fromClient &&
  one.kind !== 'rst' &&
  (one.tcp.flags & TcpFlag.ACK) !== 0 &&
  seqLeq(nextSeq(row), one.tcp.ack);

function acknowledgedBefore(row: RuleRow, around: Surroundings): Need | null {
  let first: RuleRow | null = null;
  for (const one of around.before(row)) {
    if (acknowledges(one, row)) first = one;
    else if (first !== null && one.fromClient !== row.fromClient) break;
  }
  return first === null ? null : no('acknowledged-before', first.frame);
}

function reportedLater(row: RuleRow, earlier: RuleRow, around: Surroundings): Need | null {
  let answered = false;
  for (const one of around.after(row)) {
    if (one.fromClient === row.fromClient || one.kind === 'rst') continue;
    if (isDuplicateReport(one, row)) return no('d-sack', one.frame);
    if (answered || !acknowledges(one, row)) continue;
    answered = true;
    if (echoesFirstCopy(one, row, earlier)) return no('timestamps', one.frame);
  }
  return null;
}

/** RFC 2883 4: the first block lies below the cumulative acknowledgement, or inside the second block. */
function isDuplicateReport(one: RuleRow, row: RuleRow): boolean {
  const [first, second] = sackBlocksOf(one);
  if (first === undefined) return false;
  const below = seqLeq(first[1], one.tcp.ack);
  const inside = second !== undefined && seqLeq(second[0], first[0]) && seqLeq(first[1], second[1]);
  const end = seqAdd(row.tcp.seq, row.tcp.len);
  return (below || inside) && seqLt(first[0], end) && seqGt(first[1], row.tcp.seq);
}

/** RFC 3522 3.2: the first acknowledgement after it echoes the clock of the first copy, not of the second. */
function echoesFirstCopy(one: RuleRow, row: RuleRow, earlier: RuleRow): boolean {
  const echo = timestampsOf(one);
  const own = timestampsOf(row);
  const old = timestampsOf(earlier);
  return (
    echo !== null && own !== null && old !== null && echo.ecr === old.val && own.val !== old.val
  );
}

/** The receiver's last word before it confirmed everything up to here and held bytes beyond. */
function hole(row: RuleRow, around: Surroundings): Need | null {
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient || !(one.tcp.flags & TcpFlag.ACK)) continue;
    const held = sackBlocksOf(one).some(([left]) => !seqLt(left, seqAdd(row.tcp.seq, row.tcp.len)));
    const asked = one.tcp.ack === row.tcp.seq && one.labels.includes('duplicate_ack');
    return held || asked ? { needed: 'likely', needProof: 'hole', needFrame: one.frame } : null;
  }
  return null;
}
