// A retransmission: bytes (or a SYN, a FIN) this sender had sent before, in another packet, whatever the arrival time
// says (RFC 9293 3.8.1). What set it off is resend-trigger.ts, whether it was needed resend-need.ts.

import { TcpFlag } from '../../decode/tcp-view.ts';
import type { Certainty } from '../../tcp/certainty.ts';
import { timestampsOf } from '../../tcp/option-values.ts';
import { seqDiff, seqGt, seqLt } from '../../tcp/seq.ts';
import type { Finding } from '../finding.ts';
import { isRejected } from './checksum.ts';
import { overtakerOf } from './out-of-order.ts';
import { nextSeq, relativeAt } from './raw-numbers.ts';
import { needOf, needOfUnseen } from './resend-need.ts';
import { triggerOf } from './resend-trigger.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { LONGEST_LATE_NS, sentOrder } from './sent-order.ts';
import { earlierCarriers, firstDifference, isComplete, sharedBytes } from './shared-bytes.ts';

export const retransmission: Rule = (row, around) => {
  if (row.kind === 'keep-alive' || row.kind === 'zero-window-probe' || row.kind === 'rst')
    return null;
  // Of copies that were sent after it, it is the original, late (out-of-order.ts).
  const carriers = earlierCarriers(row, around).filter(
    (carrier) =>
      firstDifference(row, carrier) < 0 && sentOrder(row, carrier, around).order !== 'before',
  );
  const [earlier] = carriers;
  if (earlier === undefined)
    return (
      lateFirst(row, around) ??
      (row.links.sameSequenceAs === null ? unseenFirst(row, around) : null)
    );
  const { from, lenBytes } = resentRange(row, carriers);
  const compared = comparedOf(row, carriers);
  const own = timestampsOf(row);
  const old = timestampsOf(earlier);
  return {
    kind: 'retransmission',
    frame: row.frame,
    severity: 'note',
    certainty: certaintyOf(row, earlier, { around, compared, hasMore: lenBytes < row.tcp.len }),
    evidence: {
      earlierFrame: earlier.frame,
      earlierFrames: carriers.map(({ frame }) => frame).reverse(),
      compared,
      elapsedNs: row.timeNs - earlier.timeNs,
      lenBytes: row.tcp.len,
      resentFrom: from,
      resentBytes: lenBytes,
      newBytes: row.tcp.len - lenBytes,
      ipId: row.network.id,
      earlierIpId: earlier.network.id,
      ...(own && old ? { tsVal: own.val, earlierTsVal: old.val } : {}),
      ...triggerOf(row, earlier, around),
      ...needOf(row, earlier, around),
      shownBy: twoPackets(row, earlier),
      doubt: mayAskOnly(row) ? 'keep-alive' : 'none',
      // Sent again, and overtaken as well, it is out of order.
      overruledLabels:
        overtakerOf(row, around) === null
          ? row.labels.filter((label) => label === 'out_of_order')
          : [],
    },
    refs: ['RFC 9293 3.8.1', 'RFC 6298 5'],
  };
};

/** The first copy comes later in the capture: this one has overtaken it. */
function lateFirst(row: RuleRow, around: Surroundings): Finding | null {
  for (const one of around.copiesAfter(row)) {
    const { order, by } = sentOrder(row, one, around);
    if (order !== 'after' || firstDifference(row, one) >= 0 || !carriesAll(one, row)) continue;
    if (isRejected(row, around) || isRejected(one, around)) continue;
    return {
      kind: 'retransmission',
      frame: row.frame,
      severity: 'note',
      certainty: by === 'clock' && comparedOf(row, [one]) === 'all' ? 'certain' : 'likely',
      evidence: {
        earlierFrame: 0,
        lateFrame: one.frame,
        by,
        elapsedNs: one.timeNs - row.timeNs,
        lenBytes: row.tcp.len,
        needed: 'unlikely',
        needProof: 'late-original',
        needFrame: one.frame,
        overruledLabels: [],
      },
      refs: ['RFC 9293 3.8.1', by === 'clock' ? 'RFC 7323 3' : 'RFC 6864 4'],
    };
  }
  return null;
}

/** Every byte of the row, or its SYN or FIN. */
function carriesAll(one: RuleRow, row: RuleRow): boolean {
  if (row.tcp.len === 0) return true;
  const shared = sharedBytes(row, one);
  return shared !== null && seqDiff(shared.to, shared.from) === row.tcp.len;
}

/**
 * The first copy is not in the capture, but this one was made after later bytes: its sender's clock went on
 * (RFC 7323 3). A sender makes later bytes later, so these had been sent before.
 */
function unseenFirst(row: RuleRow, around: Surroundings): Finding | null {
  const own = timestampsOf(row);
  const goesOn = row.expectedRelSeq < 0 || seqDiff(row.tcp.relSeq, row.expectedRelSeq) >= 0;
  if (own === null || goesOn || row.tcp.len === 0 || around.earlierRecord(row) !== null)
    return null;
  if (isRejected(row, around)) return null;
  for (const one of around.before(row)) {
    if (one.fromClient !== row.fromClient || one.kind === 'rst') continue;
    if (seqLt(one.tcp.seq, nextSeq(row))) continue;
    // All was said and confirmed: what comes then is another connection, whose SYN is missing here.
    if (one.kind === 'fin' && isConfirmedBefore(one, row)) return null;
    const clock = one.tcp.len > 0 ? timestampsOf(one) : null;
    if (clock === null || !seqGt(own.val, clock.val) || isRejected(one, around)) continue;
    return {
      kind: 'retransmission',
      frame: row.frame,
      severity: 'note',
      certainty: 'likely',
      evidence: {
        earlierFrame: 0,
        laterFrame: one.frame,
        lenBytes: row.tcp.len,
        tsVal: own.val,
        laterTsVal: clock.val,
        ...needOfUnseen(row, around),
        overruledLabels: row.labels.filter((label) => label === 'out_of_order'),
      },
      refs: ['RFC 9293 3.8.1', 'RFC 7323 3'],
    };
  }
  return null;
}

const isConfirmedBefore = ({ links }: RuleRow, row: RuleRow): boolean =>
  links.acknowledgedBy !== null && links.acknowledgedBy < row.frame;

/** How much of what both copies carry the capture has: all, some, or no byte to compare. */
type Compared = 'all' | 'some' | 'none';

function comparedOf(row: RuleRow, carriers: readonly RuleRow[]): Compared {
  const rows = [row, ...carriers];
  if (rows.every(isComplete)) return 'all';
  return rows.every(({ payloadStart, payloadEnd }) => payloadEnd > payloadStart) ? 'some' : 'none';
}

/** The part of this row's payload that earlier rows carried: its first relSeq and how many bytes. */
function resentRange(
  row: RuleRow,
  carriers: readonly RuleRow[],
): { from: number; lenBytes: number } {
  const ranges = carriers
    .map((carrier) => sharedBytes(row, carrier))
    .filter((range) => range !== null)
    .sort((a, b) => seqDiff(a.from, b.from));
  let lenBytes = 0;
  let end = ranges[0]?.from ?? row.tcp.seq;
  const from = relativeAt(row, end);
  for (const range of ranges) {
    if (!seqGt(range.to, end)) continue;
    const start = seqGt(range.from, end) ? range.from : end;
    lenBytes += seqDiff(range.to, start);
    end = range.to;
  }
  return { from, lenBytes };
}

interface Doubts {
  readonly around: Surroundings;
  readonly compared: Compared;
  /** New bytes follow the old ones. */
  readonly hasMore: boolean;
}

/**
 * Certain when bytes were compared and something shows two packets, of which this one was sent later: another clock of the
 * sender, or another identification. Otherwise it may be one packet that the network or the capture doubled, or the
 * original that its copy has overtaken. With new bytes behind the old ones it may also be another text that begins alike,
 * or, where no byte can be compared, another text altogether.
 */
function certaintyOf(
  row: RuleRow,
  earlier: RuleRow,
  { around, compared, hasMore }: Doubts,
): Certainty {
  if (hasMore && compared !== 'all') return 'possible';
  if (mayAskOnly(row)) return 'possible';
  const isLater =
    sentOrder(row, earlier, around).order === 'after' ||
    row.timeNs - earlier.timeNs > LONGEST_LATE_NS;
  const isShown = twoPackets(row, earlier) !== 'nothing' && isLater;
  const isSure = row.tcp.len > 0 && compared === 'all' && isShown && !hasMore;
  return isSure ? 'certain' : 'likely';
}

/**
 * Of a single byte Wireshark's doubt stands: it may be a keep-alive, and the confirmation of the byte missing here. What
 * a program wrote last is pushed, in every copy (RFC 9293 3.9.1.2); what a kernel sends on its own is not.
 */
const mayAskOnly = ({ labels, tcp }: RuleRow): boolean =>
  labels.includes('keep_alive') && (tcp.flags & TcpFlag.PSH) === 0;

/** What shows that the sender made two packets. */
function twoPackets(row: RuleRow, earlier: RuleRow): 'identification' | 'clock' | 'nothing' {
  // A device on the way may give another identification; then it takes one off the TTL as well.
  if (row.network.id !== earlier.network.id && row.network.ttl === earlier.network.ttl)
    return 'identification';
  const own = timestampsOf(row);
  const old = timestampsOf(earlier);
  return own !== null && old !== null && own.val !== old.val ? 'clock' : 'nothing';
}
