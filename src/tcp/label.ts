// Wireshark's names for what its TCP analysis says of a segment (tcp.analysis.*), as bits.

export const Label = {
  Retransmission: 1 << 0,
  FastRetransmission: 1 << 1,
  SpuriousRetransmission: 1 << 2,
  OutOfOrder: 1 << 3,
  LostSegment: 1 << 4,
  AckLostSegment: 1 << 5,
  WindowUpdate: 1 << 6,
  WindowFull: 1 << 7,
  KeepAlive: 1 << 8,
  KeepAliveAck: 1 << 9,
  DuplicateAck: 1 << 10,
  ZeroWindowProbe: 1 << 11,
  ZeroWindow: 1 << 12,
  ZeroWindowProbeAck: 1 << 13,
  ReusedPorts: 1 << 14,
} as const;

/** Names by bit number: Wireshark's field name without "tcp.analysis.". */
export const LABEL_NAMES = [
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
  'lost_segment',
  'ack_lost_segment',
  'window_update',
  'window_full',
  'keep_alive',
  'keep_alive_ack',
  'duplicate_ack',
  'zero_window_probe',
  'zero_window',
  'zero_window_probe_ack',
  'reused_ports',
] as const;

export type LabelName = (typeof LABEL_NAMES)[number];

/** The names of the bits set in `labels`, in the order of LABEL_NAMES. */
export const labelNames = (labels: number): LabelName[] =>
  labels === 0 ? [] : LABEL_NAMES.filter((_, bit) => labels & (1 << bit));

/** The bits of those names. */
export const labelBits = (names: readonly LabelName[]): number =>
  names.reduce((bits, name) => bits | (1 << LABEL_NAMES.indexOf(name)), 0);
