// Segments sent again, and bytes that are not in the capture. One packet captured twice is no re-send.

import type { PacketRow } from '../../classify/packet-row.ts';
import type { Evidence } from '../evidence.ts';
import { outcome } from '../judged.ts';
import { limitWords, rowLimits } from '../limits.ts';
import type { Outcome, Verdict } from '../outcome.ts';
import type { Scope } from '../selectors.ts';
import { plural, rowsText } from '../units.ts';

export type LossAsked = 'none' | { readonly max: number };

const GAPS: ReadonlySet<string> = new Set(['gap-before', 'acked-unseen']);

/** At most so many segments whose bytes were sent before. */
export const resendsAtMost = (evidence: Evidence, scope: Scope, asked: LossAsked): Outcome =>
  atMost(evidence, scope, asked, 're-send', ({ findings }) => isResent(findings));

/** The same, and missing bytes count too: they were lost, or the capture lost them. */
export const lossAtMost = (evidence: Evidence, scope: Scope, asked: LossAsked): Outcome =>
  atMost(
    evidence,
    scope,
    asked,
    'lost or re-sent segment',
    ({ findings }) => isResent(findings) ?? isGap(findings),
  );

export const noGaps = (evidence: Evidence, scope: Scope): Outcome =>
  atMost(evidence, scope, 'none', 'gap', ({ findings }) => isGap(findings));

type Findings = PacketRow['findings'];
type Sureness = 'certain' | 'likely' | 'possible' | null;

function isResent(findings: Findings): Sureness {
  if (findings.some(({ kind }) => kind === 'captured-twice')) return null;
  return findings.find(({ kind }) => kind === 'retransmission')?.certainty ?? null;
}

const isGap = (findings: Findings): Sureness =>
  findings.find(({ kind }) => GAPS.has(kind))?.certainty ?? null;

function atMost(
  evidence: Evidence,
  scope: Scope,
  asked: LossAsked,
  what: string,
  isOne: (row: PacketRow) => Sureness,
): Outcome {
  const max = asked === 'none' ? 0 : asked.max;
  const expected = `${max === 0 ? `no ${what}` : `at most ${plural(max, what)}`} on ${scope.words}`;
  if (scope.missing.length > 0)
    return outcome(
      'fails',
      expected,
      `no connection in the capture is ${scope.missing.join(', nor ')}`,
    );
  const streams = new Set(scope.connections.map(({ stream }) => stream));
  const found = evidence.analysis.rows
    .filter(({ stream }) => streams.has(stream))
    .map((row) => ({ row, sure: isOne(row) }))
    .filter(({ sure }) => sure !== null);
  const proven = found.filter(({ sure }) => sure !== 'possible');
  const frames = found.map(({ row }) => row.frame);
  const shows =
    found.length === 0 ? `no ${what}` : `${plural(found.length, what)} (${rowsText(frames)})`;
  const limits = limitWords(rowLimits(evidence));
  const verdict: Verdict =
    proven.length > max ? 'fails' : found.length > max || limits !== null ? 'undecided' : 'holds';
  const why =
    verdict !== 'undecided' ? null : (limits ?? `whether ${rowsText(frames)} are such is not sure`);
  const occurrences = proven.map(({ row }) => ({
    stream: row.stream,
    frame: row.frame,
    timeNs: row.timeNs,
  }));
  return outcome(verdict, expected, shows, {
    why,
    frames,
    streams: [...new Set(found.map(({ row }) => row.stream))],
    occurrences,
  });
}
