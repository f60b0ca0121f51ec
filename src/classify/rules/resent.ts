// A retransmission: bytes (or a SYN, a FIN) this sender had sent before, in another packet, whatever the arrival time
// says (RFC 9293 3.8.1). What set it off is resend-trigger.ts, whether it was needed resend-need.ts;
// where the first copy is no earlier row, resent-first.ts.

import { TcpFlag } from '../../decode/tcp-view.ts';
import type { Certainty } from '../../tcp/certainty.ts';
import { timestampsOf } from '../../tcp/option-values.ts';
import { seqDiff, seqGt } from '../../tcp/seq.ts';
import { overtakerOf } from './out-of-order.ts';
import { relativeAt } from './raw-numbers.ts';
import { needOf } from './resend-need.ts';
import { SHORTEST_TIMEOUT_NS, type Triggered } from './resend-scene.ts';
import { triggerOf } from './resend-trigger.ts';
import { lateFirst, unseenFirst } from './resent-first.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { LONGEST_LATE_NS, sentOrder } from './sent-order.ts';
import {
  type Compared,
  comparedOf,
  earlierCarriers,
  firstDifference,
  sharedBytes,
} from './shared-bytes.ts';

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
  const triggered = triggerOf(row, earlier, around);
  const doubt = doubtOf(row, earlier, triggered);
  const hasMore = lenBytes < row.tcp.len;
  return {
    kind: 'retransmission',
    frame: row.frame,
    severity: 'note',
    certainty: certaintyOf(row, earlier, { around, compared, hasMore, doubt }),
    evidence: {
      earlierFrame: earlier.frame,
      earlierFrames: carriers
        .filter((carrier) => lenBytes === 0 || sharedBytes(row, carrier) !== null)
        .map(({ frame }) => frame)
        .reverse(),
      compared,
      elapsedNs: row.timeNs - earlier.timeNs,
      lenBytes: row.tcp.len,
      resentFrom: from,
      resentBytes: lenBytes,
      newBytes: row.tcp.len - lenBytes,
      ipId: row.network.id,
      earlierIpId: earlier.network.id,
      ...(own && old ? { tsVal: own.val, earlierTsVal: old.val } : {}),
      ...triggered,
      ...needOf(row, earlier, around),
      reportFrame: around.errorAbout(earlier)?.frame ?? 0,
      shownBy: twoPackets(row, earlier),
      doubt,
      // Sent again, and overtaken as well, it is out of order.
      overruledLabels: row.labels.filter(
        (label) => label === 'out_of_order' && overtakerOf(row, around) === null,
      ),
    },
    refs: ['RFC 9293 3.8.1', 'RFC 6298 5'],
  };
};

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
  readonly doubt: Doubt;
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
  { around, compared, hasMore, doubt }: Doubts,
): Certainty {
  if (hasMore && compared !== 'all') return 'possible';
  if (doubt !== 'none') return 'possible';
  const isLater =
    sentOrder(row, earlier, around).order === 'after' ||
    row.timeNs - earlier.timeNs > LONGEST_LATE_NS;
  const isShown = twoPackets(row, earlier) !== 'nothing' && isLater;
  const isSure = row.tcp.len > 0 && compared === 'all' && isShown && !hasMore;
  return isSure ? 'certain' : 'likely';
}

/** What else it may be. */
type Doubt = 'keep-alive' | 'doubled' | 'none';

function doubtOf(row: RuleRow, earlier: RuleRow, { trigger }: Triggered): Doubt {
  if (mayAskOnly(row)) return 'keep-alive';
  const isDoubled = trigger === 'unknown' && mayBeDoubled(row, earlier);
  return isDoubled ? 'doubled' : 'none';
}

/** So much later a packet that the network doubled may come; with a clock that stood still in between, until a timer's time. */
const SOON_NS = 10_000_000;

/** Nothing shows that its sender made two packets, and they are nearer to each other than its timers let them be. */
function mayBeDoubled(row: RuleRow, earlier: RuleRow): boolean {
  const longestNs = timestampsOf(row) === null ? SOON_NS : SHORTEST_TIMEOUT_NS;
  return twoPackets(row, earlier) === 'nothing' && row.timeNs - earlier.timeNs < longestNs;
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
