// Values of parsed options that tell about earlier segments: timestamps (RFC 7323 3.2) and SACK blocks (RFC 2018 3).
// Of malformed options nothing is read.

import { u32 } from '../decode/bytes.ts';
import { TcpOptionKind } from '../decode/tcp-option-kinds.ts';
import { TCP_HEADER_MIN } from '../decode/tcp-view.ts';
import type { TcpOption } from '../decode/tcp-options.ts';

/** RFC 9293 3.7.1: bytes that a sender must assume of a receiver that offers no MSS. */
export const DEFAULT_MSS = 536;

/** The most bytes that options take of a full-sized segment (RFC 9293 3.1). */
const LONGEST_OPTIONS = 40;

/** Payload bytes from which on a segment may be a full one: the MSS leaves room for options (RFC 9293 3.7.1). */
export const leastFullBytes = (mss: number): number => mss - LONGEST_OPTIONS;

const KIND_AND_LENGTH = 2;
const EDGE = 4;
const BLOCK = 8;

/** A header of so many bytes has room for one block more (RFC 2018 3). */
export const hasRoomForBlock = (headerLen: number): boolean =>
  headerLen - TCP_HEADER_MIN + BLOCK <= LONGEST_OPTIONS;

/** A copied segment: options with offsets into its bytes. */
export interface OptionSource {
  readonly bytes: Uint8Array;
  readonly tcp: { readonly options: readonly TcpOption[] };
}

/** TSval and TSecr, uint32; null without the option. */
export function timestampsOf(
  source: OptionSource,
): { readonly val: number; readonly ecr: number } | null {
  const option = wellFormed(source, TcpOptionKind.Timestamps);
  if (option === undefined) return null;
  const at = option.start + KIND_AND_LENGTH;
  return { val: u32(source.bytes, at), ecr: u32(source.bytes, at + EDGE) };
}

/** `answer` sends back the clock of `asked` (RFC 7323 3.2). */
export function echoesClock(answer: OptionSource, asked: OptionSource): boolean {
  const echo = timestampsOf(answer);
  return echo !== null && timestampsOf(asked)?.val === echo.ecr;
}

/** It sends back a clock, so its sender had heard of the other side before (RFC 7323 3.2). */
export const hasHeardClock = (source: OptionSource): boolean =>
  (timestampsOf(source)?.ecr ?? 0) > 0;

/** SACK blocks as raw sequence numbers [left, right), in the order given. */
export function sackBlocksOf(source: OptionSource): (readonly [left: number, right: number])[] {
  const option = wellFormed(source, TcpOptionKind.Sack);
  if (option === undefined) return [];
  const blocks: (readonly [number, number])[] = [];
  for (let at = option.start + KIND_AND_LENGTH; at + BLOCK <= option.end; at += BLOCK) {
    blocks.push([u32(source.bytes, at), u32(source.bytes, at + EDGE)]);
  }
  return blocks;
}

/** The sender breaks off a whole Multipath TCP connection (MP_FASTCLOSE, RFC 8684 3.5). */
export const breaksOffAll = ({ tcp }: Pick<OptionSource, 'tcp'>): boolean =>
  tcp.options.some(
    ({ subtype, malformed }) => subtype === 'MP_FASTCLOSE' && malformed === undefined,
  );

const wellFormed = ({ bytes, tcp }: OptionSource, kind: number): TcpOption | undefined =>
  tcp.options.find(
    (option) =>
      option.kind === kind && option.malformed === undefined && option.end <= bytes.length,
  );
