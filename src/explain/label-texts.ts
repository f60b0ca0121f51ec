// Wireshark's words for its tcp.analysis labels, as they stand in brackets before the Info of its packet list.

import type { LabelName } from '../tcp/label.ts';

export const LABEL_TEXTS: Readonly<Record<LabelName, string>> = {
  retransmission: 'TCP Retransmission',
  fast_retransmission: 'TCP Fast Retransmission',
  spurious_retransmission: 'TCP Spurious Retransmission',
  out_of_order: 'TCP Out-Of-Order',
  reused_ports: 'TCP Port numbers reused',
  lost_segment: 'TCP Previous segment not captured',
  window_update: 'TCP Window Update',
  window_full: 'TCP Window Full',
  keep_alive: 'TCP Keep-Alive',
  keep_alive_ack: 'TCP Keep-Alive ACK',
  duplicate_ack: 'TCP Dup ACK',
  zero_window_probe: 'TCP ZeroWindowProbe',
  zero_window: 'TCP ZeroWindow',
  zero_window_probe_ack: 'TCP ZeroWindowProbeAck',
  ack_lost_segment: 'TCP ACKed unseen segment',
};
