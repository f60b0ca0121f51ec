// TCP Fast Open (RFC 7413): a cookie that lets a later SYN carry data, and what becomes of that data.

import type { PacketRow } from '../classify/packet-row.ts';
import type { TcpOption } from '../decode/tcp-options.ts';
import type { Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

const KIND_AND_LENGTH = 2;
const EXPERIMENT_ID_BYTES = 2;

/** By the names of tcp-option-kinds.ts; before it had a kind of its own, it was an experiment (RFC 7413 4.1.1). */
function cookieBytes({ name, experiment, length, malformed }: TcpOption): number | null {
  if (malformed !== undefined) return null;
  if (name === 'TCP Fast Open Cookie') return length - KIND_AND_LENGTH;
  return experiment === 'TCP Fast Open' ? length - KIND_AND_LENGTH - EXPERIMENT_ID_BYTES : null;
}

/** Bytes of the cookie that a SYN or SYN-ACK carries, 0 where it asks for one; null without the option. */
export const fastOpenCookie = ({ tcp }: PacketRow): number | null =>
  tcp.options.map(cookieBytes).find((count) => count !== null) ?? null;

/** Of the bytes that came with the SYN, how many the SYN-ACK confirms. */
export const bytesTaken = (syn: PacketRow, synAck: PacketRow): number =>
  Math.max(0, Math.min(syn.tcp.len, synAck.tcp.relAck - syn.tcp.relSeq - 1));

export function fastOpen({ row }: Scene): readonly Saying[] {
  const count = fastOpenCookie(row);
  if (count === null) return [];
  if (row.kind === 'syn-ack') return [say('how', 'fast-open-granted', { count }, ['RFC 7413 4.1'])];
  return count === 0
    ? [say('how', 'fast-open-request', {}, ['RFC 7413 3'])]
    : [say('how', 'fast-open-cookie', { count }, ['RFC 7413 3'])];
}
