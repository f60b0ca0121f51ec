// A connection that never was: nothing but a reset answered its SYN (RFC 9293 3.5.2).

import type { ConnectionFacts } from '../tcp/connection-facts.ts';

export const isRefusedRequest = ({ client, server, ending, endedBy }: ConnectionFacts): boolean =>
  client.synSeen &&
  !server.synSeen &&
  server.payloadBytes === 0 &&
  ending === 'reset' &&
  endedBy === 'server';
