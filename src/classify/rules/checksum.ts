// A checksum that is not right (RFC 9293 3.1): left to the network card, damaged on the way, or damaged in the capture
// alone, as when somebody rewrote the addresses afterwards.

import type { Certainty } from '../../tcp/certainty.ts';
import { isReceiverUnseen, receiverOf } from './ends.ts';
import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { isTaken } from './taken.ts';

export const checksum: Rule = (row, around) => {
  const { verdict, found, computed } = row.tcp.checksum;
  if (verdict !== 'offloaded' && verdict !== 'damaged') return null;
  const sum = { found, computed: computed ?? -1 };
  const finding = { frame: row.frame, refs: ['RFC 9293 3.1'] };
  if (verdict === 'offloaded')
    return {
      ...finding,
      kind: 'checksum-offloaded',
      severity: 'chat',
      certainty: headerCertainty(row),
      evidence: { ...sum, by: isJoined(row, around) ? 'receiver' : 'sender' },
    };
  const near = nearby(row, around);
  const { accepted, othersGood } = near;
  const isDamage = isDamaged(near);
  return {
    ...finding,
    kind: 'checksum-damaged',
    severity: isDamage ? 'error' : 'note',
    certainty: isDamage ? damageCertainty(row, around) : 'possible',
    evidence: {
      ...sum,
      acceptedFrame: accepted?.frame ?? 0,
      acceptedBy: accepted?.links.acknowledgedBy ?? 0,
      others: othersGood ? 'good' : 'not-good',
    },
  };
};

/**
 * A receiving computer puts several segments together and completes no sum for what it made of them: larger than a
 * segment may be, of a sender whose sums are right where they come by themselves. A kernel that leaves its sums to the
 * network card makes that of a reset itself.
 */
function isJoined(row: RuleRow, around: Surroundings): boolean {
  const largest = largestSegment(row, around);
  if (row.tcp.len <= largest) return false;
  const alone = nearOwn(row, around).filter(
    ({ kind, tcp }) => kind !== 'rst' && tcp.len <= largest,
  );
  const has = (verdict: string): boolean =>
    alone.some(({ tcp }) => tcp.checksum.verdict === verdict);
  return has('good') && !has('offloaded');
}

function largestSegment(row: RuleRow, around: Surroundings): number {
  return receiverOf(row, around)?.mss ?? ETHERNET_PAYLOAD;
}

/** Payload of the largest segment that an Ethernet frame holds. */
const ETHERNET_PAYLOAD = 1460;

/** A datagram put together from fragments may hold one of another datagram (RFC 6864 4.3). */
export const headerCertainty = ({ reassembled, network }: RuleRow): Certainty =>
  reassembled || network.fragmentFrames.length > 0 ? 'likely' : 'certain';

/** Without a row of the other side nothing can show that it took the segment all the same. */
const damageCertainty = (row: RuleRow, around: Surroundings): Certainty =>
  isReceiverUnseen(row, around) ? 'likely' : headerCertainty(row);

/** A receiver throws it away. */
export const isRejected = (row: RuleRow, around: Surroundings): boolean =>
  row.tcp.checksum.verdict === 'damaged' && isDamaged(nearby(row, around));

/** What rows of its sender nearby say of a row whose sum is wrong. */
interface Nearby {
  /** This row, or one of them whose sum is as wrong, and which the other side confirmed. */
  readonly accepted: RuleRow | null;
  /** Some sums are right. Where none is, the capture was changed, or the sender's network card makes them. */
  readonly othersGood: boolean;
}

const isDamaged = ({ accepted, othersGood }: Nearby): boolean => accepted === null && othersGood;

function nearby(row: RuleRow, around: Surroundings): Nearby {
  const own = nearOwn(row, around);
  return {
    accepted: [row, ...own].find((one) => isAccepted(one, around)) ?? null,
    othersGood: own.some(({ tcp }) => tcp.checksum.verdict === 'good'),
  };
}

/** Rows looked at on either side. */
const NEAR = 40;

function nearOwn(row: RuleRow, around: Surroundings): RuleRow[] {
  const near: RuleRow[] = [];
  for (const way of [around.before(row), around.after(row)]) {
    let looked = 0;
    for (const one of way) {
      if (looked++ >= NEAR) break;
      if (one.fromClient === row.fromClient) near.push(one);
    }
  }
  return near;
}

/** It is confirmed though its sum is wrong. */
const isAccepted = (row: RuleRow, around: Surroundings): boolean =>
  row.tcp.checksum.verdict === 'damaged' && isTaken(row, around);
