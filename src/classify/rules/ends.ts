// What is known of the two ends of a row; undefined where nothing is told of its connection.

import type { EndpointFacts } from '../../tcp/connection-facts.ts';
import type { RuleRow, Surroundings } from './rule.ts';

/** Who sent the row. */
export function senderOf(row: RuleRow, around: Surroundings): EndpointFacts | undefined {
  const connection = around.connectionOf(row.stream);
  return row.fromClient ? connection?.client : connection?.server;
}

/** Who was to receive it. */
export function receiverOf(row: RuleRow, around: Surroundings): EndpointFacts | undefined {
  const connection = around.connectionOf(row.stream);
  return row.fromClient ? connection?.server : connection?.client;
}

/** Nothing that the receiver sent is in the capture: nobody knows what it did, or asked for. */
export const isReceiverUnseen = (row: RuleRow, around: Surroundings): boolean =>
  (receiverOf(row, around)?.packets ?? 0) === 0;
