// Values of the options a rule asks for, read from a kept row: timestamps (RFC 7323 3.2) and SACK blocks (RFC 2018 3).

import { u32 } from '../../decode/bytes.ts';
import { TcpOptionKind } from '../../decode/tcp-option-kinds.ts';
import type { RuleRow } from './rule.ts';

const KIND_AND_LENGTH = 2;
const EDGE = 4;
const BLOCK = 8;

/** TSval and TSecr; null without the option. */
export function timestampsOf(row: RuleRow): { readonly val: number; readonly ecr: number } | null {
  const option = wellFormed(row, TcpOptionKind.Timestamps);
  if (option === undefined) return null;
  const at = option.start + KIND_AND_LENGTH;
  return { val: u32(row.bytes, at), ecr: u32(row.bytes, at + EDGE) };
}

/** SACK blocks as raw sequence numbers [left, right), in the order given. */
export function sackBlocksOf(row: RuleRow): (readonly [left: number, right: number])[] {
  const option = wellFormed(row, TcpOptionKind.Sack);
  if (option === undefined) return [];
  const blocks: (readonly [number, number])[] = [];
  for (let at = option.start + KIND_AND_LENGTH; at + BLOCK <= option.end; at += BLOCK) {
    blocks.push([u32(row.bytes, at), u32(row.bytes, at + EDGE)]);
  }
  return blocks;
}

const wellFormed = (row: RuleRow, kind: number): RuleRow['tcp']['options'][number] | undefined =>
  row.tcp.options.find(
    (option) =>
      option.kind === kind && option.malformed === undefined && option.end <= row.bytes.length,
  );
