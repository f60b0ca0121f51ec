// What every explainer is given (a row in its surroundings) and what it gives back (messages by aspect, no words).

import type { PacketRow } from '../classify/packet-row.ts';
import type { ConnectionFacts, EndpointFacts } from '../tcp/connection-facts.ts';
import type { Args } from './args.ts';
import type { Aspect } from './explanation.ts';
import type { Side, Story } from './story.ts';
import type { Topic } from './topics.ts';

export interface Scene {
  readonly row: PacketRow;
  readonly story: Story;
  readonly connection: ConnectionFacts;
  readonly from: Side;
  readonly sender: EndpointFacts;
  readonly receiver: EndpointFacts;
}

/** A message of the catalogue. Every message may also use `$from`, the sender's side. */
export interface Message {
  readonly id: string;
  readonly args: Args;
}

/** A sentence (or a few that belong together) under one aspect, with the sections to read on it. */
export interface Saying extends Message {
  readonly aspect: Aspect;
  readonly refs: readonly string[];
}

/** A pure function from facts to messages; empty when it has nothing to say of this row. */
export type Explainer = (scene: Scene) => readonly Saying[];

export const say = (
  aspect: Aspect,
  id: string,
  args: Args = {},
  refs: readonly string[] = [],
): Saying => ({ aspect, id, args, refs });

export const headline = (id: string, args: Args = {}): Message => ({ id, args });

/** The row with what stands around it. Throws when the analysis has no connection for it. */
export function sceneOf(row: PacketRow, story: Story): Scene {
  const connection = story.connectionOf(row.stream);
  if (connection === null) throw new Error(`row ${row.frame}: no connection ${row.stream}`);
  const { client, server } = connection;
  return {
    row,
    story,
    connection,
    from: row.fromClient ? 'client' : 'server',
    sender: row.fromClient ? client : server,
    receiver: row.fromClient ? server : client,
  };
}

/** Rows that the row's own sender sent before it. */
export const sentBefore =
  ({ row }: Scene) =>
  ({ frame, fromClient }: PacketRow): boolean =>
    frame < row.frame && fromClient === row.fromClient;

/** Rows that the other side sent before it. */
export const heardBefore =
  ({ row }: Scene) =>
  ({ frame, fromClient }: PacketRow): boolean =>
    frame < row.frame && fromClient !== row.fromClient;

export const otherSide = (side: Side): Side => (side === 'client' ? 'server' : 'client');

/** True on the row where the report explains this mechanism in full. */
export const isLecture = ({ row, story }: Scene, topic: Topic): boolean =>
  story.firstMention(topic) === row.frame;

/** Nanoseconds from an earlier row to this one. */
export function elapsedSince({ row, story }: Scene, frame: number): number {
  const other = story.rowOf(frame);
  return other === null ? 0 : Math.abs(row.timeNs - other.timeNs);
}
