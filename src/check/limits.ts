// What a capture cannot show: why something that is not found in it may have happened all the same.

import type { Evidence } from './evidence.ts';
import { plural, rowsText } from './units.ts';

/** Reasons that rows of these streams may be missing from what was looked at; empty when all is there. */
export function rowLimits({ analysis }: Evidence): string[] {
  const limits: string[] = [];
  if (analysis.rowsLeftOut > 0)
    limits.push(
      `${plural(analysis.rowsLeftOut, 'row')} beyond what a check keeps were not looked at`,
    );
  if (analysis.connectionsLeftOut > 0)
    limits.push(
      `${plural(analysis.connectionsLeftOut, 'connection')} beyond what a check keeps were not looked at`,
    );
  for (const { severity, text } of analysis.notices) if (severity === 'error') limits.push(text);
  return limits;
}

/** Reasons that words may have been said without being found. `streams` null: any stream. */
export function wordLimits(evidence: Evidence, streams: ReadonlySet<number> | null): string[] {
  const limits = rowLimits(evidence);
  const { leftOut } = evidence.conversation;
  if (leftOut.bytes > 0 || leftOut.messages > 0)
    limits.push(`${plural(leftOut.bytes, 'byte')} of the conversation were beyond what is kept`);
  for (const { kind, streams: concerned, frames } of evidence.analysis.ledger) {
    if (streams !== null && !concerned.some((stream) => streams.has(stream))) continue;
    if (kind === 'gaps') limits.push(`bytes are missing in the capture (see ${rowsText(frames)})`);
    if (kind === 'cut-frames')
      limits.push(`frames are cut (${rowsText(frames)}): capture with snap length 0`);
  }
  return limits;
}

/** One clause of them, or null without any. */
export const limitWords = (limits: readonly string[]): string | null =>
  limits.length === 0 ? null : limits.join('; ');
