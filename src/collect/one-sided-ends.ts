// Ends of connections of which the capture has one direction only. A FIN that confirms more than its sender had confirmed
// before may be the answer to the other FIN (RFC 9293 3.6, figure 12): which of the two closed first does not show.

import type { PacketRow } from '../classify/packet-row.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { grouped } from '../tcp/grouped.ts';
import { isToItself } from '../tcp/simultaneous-open.ts';

/** Frames from which on the states of both ends are not known. */
export function oneSidedEnds(
  rows: readonly PacketRow[],
  connections: readonly ConnectionFacts[],
): ReadonlySet<number> {
  const oneSided = new Set(
    connections
      .filter(({ client, server }) => client.packets === 0 || server.packets === 0)
      .map(({ stream }) => stream),
  );
  if (oneSided.size === 0) return oneSided;
  const concerned = rows.filter(({ stream }) => oneSided.has(stream));
  const unknown = new Set<number>();
  for (const own of grouped(concerned, ({ stream }) => stream).values()) {
    // Who is connected with itself has one direction.
    if (isToItself(own[0]!)) continue;
    const place = own.findIndex(({ kind }) => kind === 'fin');
    const [before, fin] = [own[place - 1], own[place]];
    if (before === undefined || fin === undefined || before.tcp.ack === fin.tcp.ack) continue;
    for (const { frame, kind } of own.slice(place)) if (kind !== 'rst') unknown.add(frame);
  }
  return unknown;
}
