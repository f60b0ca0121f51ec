// People by connection, as told in the end; and who said each message to whom.

import type { Certainty } from '../tcp/certainty.ts';
import type { DraftMessage } from './draft-message.ts';
import { nameAt, type NameEvidence, type Names, type Naming } from './names.ts';
import type { Relay } from './relay.ts';
import type { ToldConnection } from './taped-connection.ts';

/** The name of whoever is at one end of a connection. */
export interface Participant {
  readonly stream: number;
  readonly side: 'client' | 'server';
  readonly address: string;
  readonly port: number;
  readonly name: string;
  readonly certainty: Certainty;
  readonly evidence: readonly NameEvidence[];
  /** Message that gave the name, null when it was never told in this capture; and the first that confirms it. */
  readonly introducedBy: string | null;
  readonly confirmedBy: string | null;
  /** Other connections of the same computer (address) to the same server. */
  readonly sameComputerStreams: readonly number[];
}

/** The person at the client's end of `stream`, if it is among `clients`: all connections of the same server. */
export function participantOf(
  stream: number,
  { name, certainty, evidence, introducedBy, confirmedBy }: Naming,
  clients: readonly ToldConnection[],
): Participant[] {
  const connection = clients.find((one) => one.stream === stream);
  if (connection === undefined) return [];
  const { address, port } = connection.client;
  return [
    {
      stream,
      side: 'client',
      address,
      port,
      name,
      certainty,
      evidence,
      introducedBy: introducedBy?.id ?? null,
      confirmedBy: confirmedBy?.id ?? null,
      sameComputerStreams: clients
        .filter((one) => one.stream !== stream && one.client.address === address)
        .map((one) => one.stream),
    },
  ];
}

/** Sets sender and receiver: of the connection's end, and through the server where a relay shows it. */
export function tellNames(
  messages: readonly DraftMessage[],
  relays: readonly Relay[],
  names: Names,
  byId: ReadonlyMap<string, DraftMessage>,
): void {
  for (const message of messages) {
    const person = nameAt(names, message.stream, message) ?? null;
    if (message.fromClient) message.sender = person;
    else message.receiver = person;
  }
  for (const { source, copies } of relays) {
    const said = byId.get(source)!;
    const others = copies.filter(({ kind }) => kind === 'private');
    if (others.length === 1 && said.fromClient) said.receiver = others[0]!.receiver;
    for (const { id, kind } of copies)
      if (!kind.startsWith('proxy')) byId.get(id)!.sender = said.sender;
  }
}
