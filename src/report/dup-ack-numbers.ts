// The "5#1" of Wireshark's "TCP Dup ACK 5#1": the row that brought the acknowledgement number, and how often it
// was repeated. Counted only while every row of that sender is here; a selection of rows leaves the number out.

import type { PacketRow } from '../classify/packet-row.ts';

/** " 5#1" by frame, for the rows labelled as duplicate acknowledgements whose count is known. */
export const dupAckNumbers = (rows: readonly PacketRow[]): ReadonlyMap<number, string> => {
  const numbers = new Map<number, string>();
  const senders = new Map<number, { last: number; ack: number; first: number; count: number }>();
  for (const row of rows) {
    const key = row.stream * 2 + (row.fromClient ? 1 : 0);
    const sender = senders.get(key);
    const whole = (sender?.last ?? null) === row.links.previousFromSender;
    const labelled = row.labels.includes('duplicate_ack');
    if (sender === undefined || !whole || sender.ack !== row.tcp.ack) {
      const first = whole && !labelled ? row.frame : -1;
      senders.set(key, { last: row.frame, ack: row.tcp.ack, first, count: 0 });
      continue;
    }
    sender.last = row.frame;
    if (!labelled || sender.first < 0) continue;
    sender.count += 1;
    numbers.set(row.frame, ` ${sender.first}#${sender.count}`);
  }
  return numbers;
};
