// A tail-loss probe (RFC 8985 7): the last segment once more, sooner than the timer.

import { TcpFlag } from '../../decode/tcp-view.ts';
import { sackBlocksOf, timestampsOf } from '../../tcp/option-values.ts';
import { seqDiff, seqGt, seqLt } from '../../tcp/seq.ts';
import { nextSeq } from './raw-numbers.ts';
import {
  isRepetition,
  type ResendScene,
  SHORTEST_TIMEOUT_NS,
  shortestTimeoutNs,
  told,
  type Triggered,
} from './resend-scene.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { duplicateIn } from './shared-bytes.ts';

/** RFC 8985 7.2: a probe goes out after two round trips without an acknowledgement. */
const PROBE_ROUND_TRIPS = 2;
/** After so long a silence a timer has run out as well. */
const LONGEST_PROBE_NS = 1_000_000_000;
/** A little later it is a timer: where no round trip is known, a probe goes out after a second (RFC 8985 7.2). */
const LATEST_PROBE_NS = 1_200_000_000;
const LONGEST_PROBE_ROUND_TRIPS = 4;
/** RFC 7323 5.4 has clocks tick between once a millisecond and once a second; those in use tick so often. */
const LONGEST_FINE_TICK_NS = 10_000_000;

/**
 * The last segment sent, once more, while those before it are unconfirmed too: a timer would repeat the first of them
 * (RFC 6298 5.4). Nothing more came for a while, and it is the first repetition: only one probe may be under way (RFC 8985 7.3).
 * Of a single segment a probe is as late as the timer, and goes out in its place (RFC 8985 7.2). Null where it is none.
 */
export function tailProbe(scene: ResendScene): Triggered | null {
  const { row, earlier, between, around, roundTripNs } = scene;
  if (isRepetition(earlier, around) || !mayProbe(scene)) return null;
  // A byte sent into a closed window waits for that to open.
  if (earlier.kind === 'zero-window-probe') return null;
  const open = bytesOpenBefore(row, around);
  if (open === null) return null;
  const latest = between.findLast((one) => beginsAnew(one, row)) ?? earlier;
  const quietNs = row.timeNs - latest.timeNs;
  const isDue = roundTripNs !== null && quietNs >= PROBE_ROUND_TRIPS * roundTripNs;
  const longestNs = Math.max(LONGEST_PROBE_NS, LONGEST_PROBE_ROUND_TRIPS * (roundTripNs ?? 0));
  if (quietNs > Math.max(LATEST_PROBE_NS, longestNs)) return null;
  // A confirmation of the others that is missing here would leave its echo; else a timer may have run out.
  const isShown =
    quietNs < SHORTEST_TIMEOUT_NS || (timestampsOf(row) !== null && isClockFine(scene));
  if (open && isDue && quietNs <= longestNs && isShown) return told('tail-loss-probe', []);
  return quietNs >= shortestTimeoutNs(scene) ? told('probe-or-timeout', []) : null;
}

/** The wait for a probe begins anew with what is sent, and with what confirms something (RFC 8985 7.2). */
const beginsAnew = (one: RuleRow, row: RuleRow): boolean =>
  one.fromClient === row.fromClient ? one.tcp.len > 0 : one.links.acknowledges.length > 0;

/** It reports bytes that are held, not only such as came twice. */
const isSelective = (one: RuleRow): boolean =>
  sackBlocksOf(one).length > (duplicateIn(one) === null ? 0 : 1);

/** Only where selective acknowledgements are in use (RFC 8985 7); unknown without the handshake. */
function mayProbe({ row, around }: ResendScene): boolean {
  const facts = around.connectionOf(row.stream);
  if (facts === undefined) return false;
  const { client, server } = facts;
  return [client, server].every(({ synSeen, sackPermitted }) => !synSeen || sackPermitted);
}

/** The other side's clock ticks so often that two of its segments hardly ever show the same value. */
function isClockFine({ row, around }: ResendScene): boolean {
  let newest: RuleRow | null = null;
  for (const one of around.before(row)) {
    const clock = one.fromClient === row.fromClient ? null : timestampsOf(one);
    if (clock === null) continue;
    newest ??= one;
    const ticks = seqDiff(timestampsOf(newest)!.val, clock.val);
    if (ticks > 0) return newest.timeNs - one.timeNs <= ticks * LONGEST_FINE_TICK_NS;
  }
  return false;
}

/**
 * Whether bytes before the row are unconfirmed too. Null when something further was sent, something repeated since the
 * last acknowledgement, or nothing acknowledged: then it is not the last that a probe would repeat. And where the last
 * acknowledgement was selective: losses are being mended, without probes (RFC 8985 7.2).
 */
function bytesOpenBefore(row: RuleRow, around: Surroundings): boolean | null {
  let lastAck = -1;
  for (const one of around.before(row)) {
    if (one.fromClient === row.fromClient) {
      if (one.kind !== 'rst' && seqGt(nextSeq(one), nextSeq(row))) return null;
      if (lastAck < 0 && isRepetition(one, around)) return null;
    } else if (lastAck < 0 && one.tcp.flags & TcpFlag.ACK) {
      if (isSelective(one)) return null;
      lastAck = one.tcp.ack;
    }
  }
  return lastAck < 0 ? null : seqLt(lastAck, row.tcp.seq);
}
