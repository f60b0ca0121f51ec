// Two connections from one computer: same IP address, same MAC address where the link has them, and no router between.

import { isUnrouted } from '../tcp/first-ttls.ts';
import { code, digits, field, row as rowArg } from './args.ts';
import type { Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

/** The first row of an earlier connection from another port of the same client host; null when there is none. */
export function earlierClientRow({ row, story, connection }: Scene): number | null {
  const { address, mac, port } = connection.client;
  const earlier = story.analysis.connections.find(
    (other) =>
      other.firstFrame < row.frame &&
      other.stream !== connection.stream &&
      other.client.address === address &&
      other.client.port !== port &&
      other.client.mac === mac,
  );
  return earlier?.firstFrame ?? null;
}

/** Loopback interfaces show a MAC address of zeros: nobody's. */
export const isOfCard = (mac: string | null): boolean => mac !== null && /[1-9a-f]/.test(mac);

/** The frame came from the computer itself: its MAC address is the computer's, and not a router's. */
export const isFromItself = ({ row, sender }: Scene): boolean =>
  isOfCard(sender.mac) && isUnrouted(row.network.ttl);

export function sameComputer(scene: Scene): readonly Saying[] {
  const { row, story, sender } = scene;
  // It is the connection of the row that it repeats.
  const frame = row.links.sameSequenceAs === null ? earlierClientRow(scene) : null;
  const earlier = frame === null ? null : story.rowOf(frame);
  if (earlier === null) return [];
  const earlierPort = story.connectionOf(earlier.stream)?.client.port ?? 0;
  const args = {
    row: rowArg(earlier.frame),
    ip: code(sender.address),
    port: digits(sender.port),
    earlierPort: digits(earlierPort),
  };
  // One IP address may stand for several computers behind a router (NAT); a MAC address is only that of the last hop.
  if (!isOfCard(sender.mac)) return [say('links', 'same-address', args)];
  const seen = { ...args, mac: code(sender.mac ?? '') };
  return isFromItself(scene)
    ? [say('links', 'same-computer', seen)]
    : [say('links', 'same-last-hop', { ...seen, ttl: field('TTL', scene.row.network.ttl) })];
}
