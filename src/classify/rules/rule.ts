// What a rule about rows looks like: a pure function from a row and its surroundings to a finding, or nothing.

import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { IcmpReason } from '../../tcp/icmp-reason.ts';
import type { Finding } from '../finding.ts';
import type { HandshakeTimes } from '../handshake-times.ts';
import type { PacketRow } from '../packet-row.ts';

/** A row before it has findings. */
export type RuleRow = Omit<PacketRow, 'findings'>;

/** An ICMP error: its frame, the address it comes from, why the packet got no further, and whether it names that one. */
export interface ErrorReport {
  readonly frame: number;
  readonly from: string;
  readonly reason: IcmpReason;
  /** Bytes of the largest packet that would have got further; null where the error does not tell. */
  readonly mtu: number | null;
  readonly isNamed: boolean;
}

export interface Surroundings {
  rowOf(frame: number | null): RuleRow | null;
  connectionOf(stream: number): ConnectionFacts | undefined;
  /** The capture has rows of the connection before the first one here. */
  beginsBefore(stream: number): boolean;
  /** The capture has rows of the connection behind the last one here. */
  goesOn(stream: number): boolean;
  /** Rows of the same connection before this one, nearest first, at most as many as rules look back. */
  before(row: RuleRow): Iterable<RuleRow>;
  /** Rows of the same connection after this one, nearest first, at most as many as rules look ahead. */
  after(row: RuleRow): Iterable<RuleRow>;
  /** Later rows of the same sender that carry some of the row's numbers once more. */
  copiesAfter(row: RuleRow): readonly RuleRow[];
  /** The row's sender counts its packets: its IP identifications go up by small steps. */
  isCounting(row: RuleRow): boolean;
  /** SYN to the acknowledgement that ends the handshake, ns; null when they are not both there. */
  roundTripNs(stream: number): number | null;
  /** The same on either side of where it was captured; null when they are not both there. */
  handshakeTimes(stream: number): HandshakeTimes | null;
  /**
   * From where it was captured to the row's sender and back, ns: as long as its quickest answer took, in the handshake or
   * to data. Null without a handshake.
   */
  pathNs(row: RuleRow): number | null;
  /** The row that is the earlier record of this packet (see tcp/twin.ts); null when there is none. */
  earlierRecord(row: RuleRow): RuleRow | null;
  /** A second record in the connection of which its receiver shows that the network doubled it; null without one. */
  doubled(stream: number): RuleRow | null;
  /** The connection was recorded where every packet passes twice. */
  isMirrored(stream: number): boolean;
  /** The ICMP error that reports that the packet got no further; null none. */
  errorAbout(row: RuleRow): ErrorReport | null;
  /** The last segment of a host, but for resets, where all that it sent came with one TTL; null where not, or too few came. */
  steadySender(address: string): RuleRow | null;
  /** The connection that used the same two endpoints before this one; null when there is none. */
  earlierConnection(stream: number): ConnectionFacts | null;
}

export type Rule = (row: RuleRow, around: Surroundings) => Finding | null;
