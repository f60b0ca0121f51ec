// A retransmission: bytes (or a SYN, a FIN) this sender had sent before, in another packet, whatever the arrival time
// says (RFC 9293 3.8.1). What set it off is resend-trigger.ts, whether it was needed resend-need.ts.

import { weaker, type Certainty } from '../finding.ts';
import { seqDiff, seqGt } from '../../tcp/seq.ts';
import { needOf } from './resend-need.ts';
import { relativeAt } from './raw-numbers.ts';
import { triggerOf } from './resend-trigger.ts';
import type { Rule, RuleRow } from './rule.ts';
import { earlierCarriers, firstDifference, isComplete, sharedBytes } from './shared-bytes.ts';
import { timestampsOf } from '../../tcp/option-values.ts';

export const retransmission: Rule = (row, around) => {
  if (row.kind === 'keep-alive' || row.kind === 'zero-window-probe' || row.kind === 'rst')
    return null;
  const carriers = earlierCarriers(row, around).filter(
    (carrier) => firstDifference(row, carrier) < 0,
  );
  const [earlier] = carriers;
  if (earlier === undefined) return null;
  const { from, lenBytes } = resentRange(row, carriers);
  const own = timestampsOf(row);
  const old = timestampsOf(earlier);
  return {
    kind: 'retransmission',
    frame: row.frame,
    severity: 'note',
    // With new bytes behind the old ones it may also be another text that begins alike.
    certainty:
      lenBytes < row.tcp.len
        ? weaker('likely', certaintyOf(row, earlier))
        : certaintyOf(row, earlier),
    evidence: {
      earlierFrame: earlier.frame,
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
      overruledLabels: row.labels.filter((label) => label === 'out_of_order'),
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

/**
 * Certain when bytes were compared and something shows two packets: another identification, or another sender's clock.
 * Otherwise it may be one packet that the network or the capture doubled.
 */
function certaintyOf(row: RuleRow, earlier: RuleRow): Certainty {
  const compared = row.tcp.len > 0 && isComplete(row) && isComplete(earlier);
  const own = timestampsOf(row);
  const old = timestampsOf(earlier);
  const otherPacket =
    row.network.id !== earlier.network.id || (own && old ? own.val !== old.val : false);
  return compared && otherPacket ? 'certain' : 'likely';
}
