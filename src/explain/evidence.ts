// Reading a finding's evidence: numbers, words and rows by key, with a harmless value where a key is missing.

import type { Cause, Finding, FindingKind } from '../classify/finding.ts';
import type { PacketRow } from '../classify/packet-row.ts';

export const isFound = ({ findings }: PacketRow, kind: FindingKind): boolean =>
  findings.some((finding) => finding.kind === kind);

export function numberOf({ evidence }: Finding, key: string): number {
  const value = evidence[key];
  return typeof value === 'number' ? value : 0;
}

export function wordOf({ evidence }: Finding, key: string): string {
  const value = evidence[key];
  return typeof value === 'string' ? value : 'none';
}

export const framesOf = ({ evidence }: Finding, key: string): readonly number[] =>
  listOf(evidence[key]).filter((item) => typeof item === 'number');

export const wordsOf = ({ evidence }: Finding, key: string): readonly string[] =>
  listOf(evidence[key]).filter((item) => typeof item === 'string');

export const causesOf = ({ evidence }: Finding): readonly Cause[] =>
  listOf(evidence['causes']).filter((item) => typeof item === 'object');

const listOf = (
  value: Finding['evidence'][string] | undefined,
): readonly (number | string | Cause)[] => (typeof value === 'object' ? value : []);

/** A reset that was sent in the name of an end which has its connection still. */
export const isInName = ({ findings }: PacketRow): boolean =>
  findings.some((finding) => numberOf(finding, 'livesOn') > 0);

/** A refusal that most likely a device on the way sent in the host's name. */
export const isRejection = (finding: Finding): boolean =>
  finding.kind === 'closed-port' && numberOf(finding, 'nearerThan') > 0;

/** A reset that most likely a device on the way sent. */
export const isLikelyForged = ({ findings }: PacketRow): boolean =>
  findings.some(
    (finding) =>
      finding.kind === 'reset-cause' &&
      finding.certainty !== 'possible' &&
      wordOf(finding, 'cause') === 'middlebox',
  );
