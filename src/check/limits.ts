// What a capture cannot show: why something that is not found in it may have happened all the same.

import type { Evidence } from './evidence.ts';
import { clauses, given, rows, say, type Said } from './said.ts';
import { foundTogether } from './watch/found.ts';

/** Reasons that connections or rows may be missing from what was looked at; empty when all is there. */
export function rowLimits({ connectionsLeftOut, capture }: Evidence): Said[] {
  const limits: Said[] = [];
  if (connectionsLeftOut > 0)
    limits.push(say('check-connections-left-out', { count: connectionsLeftOut }));
  if (capture.damage !== null) limits.push(given(capture.damage));
  return limits;
}

/** Reasons that bytes of these streams may have been sent without being captured. `streams` null: any stream. */
export function byteLimits(evidence: Evidence, streams: ReadonlySet<number> | null): Said[] {
  const limits = rowLimits(evidence);
  const concerned = [...evidence.notes.values()].filter(
    ({ stream }) => streams === null || streams.has(stream),
  );
  const gaps = foundTogether(concerned.map((notes) => notes.gaps));
  const cut = foundTogether(concerned.map((notes) => notes.cut));
  if (cut.count > 0) limits.push(say('check-frames-cut', { rows: rows(cut.frames) }));
  if (gaps.count > 0) limits.push(say('check-bytes-missing', { rows: rows(gaps.frames) }));
  return limits;
}

/** Reasons that words may have been said without being found among the messages. */
export function wordLimits(evidence: Evidence, streams: ReadonlySet<number> | null): Said[] {
  const limits = byteLimits(evidence, streams);
  const { leftOut } = evidence.conversation;
  if (leftOut.bytes > 0) limits.push(say('check-words-left-out', { bytes: leftOut.bytes }));
  if (leftOut.messages > 0)
    limits.push(say('check-messages-left-out', { messages: leftOut.messages }));
  return limits;
}

/** One clause of them, or null without any. */
export const limitWords = (limits: readonly Said[]): Said | null =>
  limits.length === 0 ? null : clauses(limits);
