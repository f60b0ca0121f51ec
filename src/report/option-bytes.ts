// Where a row's TCP options lie in its own bytes. An option's offsets count in the buffer it was decoded from, which
// the row's copy need not share; the options area begins 20 bytes into the TCP header (RFC 9293 3.1) in both.

import type { PacketRow } from '../classify/packet-row.ts';

type TcpOption = PacketRow['tcp']['options'][number];

const FIXED_HEADER = 20;

export interface OptionBytes {
  readonly option: TcpOption;
  /** row.bytes[start, end) */
  readonly start: number;
  readonly end: number;
}

/** The options in wire order, never reaching beyond the captured bytes. */
export const optionBytes = ({ bytes, payloadStart, tcp }: PacketRow): OptionBytes[] => {
  const [first] = tcp.options;
  if (first === undefined) return [];
  const area = payloadStart - tcp.headerLen + FIXED_HEADER;
  const within = (at: number): number =>
    Math.max(0, Math.min(area + at - first.start, bytes.length));
  return tcp.options.map((option) => ({
    option,
    start: within(option.start),
    end: within(option.end),
  }));
};
