// Whose numbers a reset has (RFC 9293 3.10.7.1).

import type { PacketRow } from '../classify/packet-row.ts';
import { hex, row as rowArg } from './args.ts';
import { Rfc } from './references.ts';
import type { Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

/** RFC 9293 3.10.7.1: which numbers a reset has depends on the ACK flag of the refused segment. */
export function resetNumbers(
  { row }: Scene,
  provoking: PacketRow,
  isFirst: boolean,
): readonly Saying[] {
  const refs = [Rfc.ClosedState];
  const args = { row: rowArg(provoking.frame), raw: row.tcp.seq, hex: hex(row.tcp.seq, 8) };
  const refusedHadAck = provoking.tcp.flagNames.includes('ACK');
  if (refusedHadAck && row.tcp.seq === provoking.tcp.ack && !row.tcp.flagNames.includes('ACK'))
    return [say('how', isFirst ? 'reset-without-ack-first' : 'reset-without-ack', args, refs)];
  if (!refusedHadAck && row.tcp.flagNames.includes('ACK'))
    return [say('how', 'reset-with-ack', { ...args, ackRaw: row.tcp.ack }, refs)];
  return [];
}
