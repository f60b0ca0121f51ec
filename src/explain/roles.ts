// How client and server are told apart when no SYN shows it: said once per connection, on its first row.

import type { RoleEvidence } from '../tcp/connection-facts.ts';
import { code, digits } from './args.ts';
import type { Explainer } from './scene.ts';
import { say } from './scene.ts';

/** Messages by evidence; a SYN needs none. */
export const ROLE_MESSAGES: Readonly<Record<Exclude<RoleEvidence, 'syn'>, string>> = {
  'syn-ack': 'roles-syn-ack',
  'shared-port': 'roles-shared-port',
  port: 'roles-port',
  'first-sender': 'roles-first-sender',
};

export const explainRoles: Explainer = ({ row, story, connection }) => {
  const { roleEvidence, client, server } = connection;
  if (roleEvidence === 'syn' || story.firstExplained(row.stream) !== row.frame) return [];
  return [
    say('certainty', ROLE_MESSAGES[roleEvidence], {
      client: code(client.address),
      clientPort: digits(client.port),
      server: code(server.address),
      serverPort: digits(server.port),
    }),
  ];
};
