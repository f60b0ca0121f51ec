// What a rule about rows looks like: a pure function from a row and its surroundings to a finding, or nothing.

import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Finding } from '../finding.ts';
import type { PacketRow } from '../packet-row.ts';

/** A row before it has findings. */
export type RuleRow = Omit<PacketRow, 'findings'>;

export interface Surroundings {
  rowOf(frame: number | null): RuleRow | null;
  connectionOf(stream: number): ConnectionFacts | undefined;
}

export type Rule = (row: RuleRow, around: Surroundings) => Finding | null;
