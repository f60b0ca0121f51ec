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
  /** The connections of this computer (address) to the same server, this one among them. */
  readonly computerStreams: readonly number[];
}

/** The person at the client's end of a stream, if it is among `clients`: all connections of the same server. */
export function participantsOf(
  clients: readonly ToldConnection[],
): (stream: number, naming: Naming) => Participant[] {
  const connections = new Map(clients.map((one) => [one.stream, one]));
  /** One list for all of a computer: a load test has thousands of connections there. */
  const streamsAt = new Map<string, number[]>();
  for (const { stream, client } of clients) {
    const streams = streamsAt.get(client.address);
    if (streams === undefined) streamsAt.set(client.address, [stream]);
    else streams.push(stream);
  }
  return (stream, { name, certainty, evidence, introducedBy, confirmedBy }) => {
    const connection = connections.get(stream);
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
        computerStreams: streamsAt.get(address) ?? [],
      },
    ];
  };
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
