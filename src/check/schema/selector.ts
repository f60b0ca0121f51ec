// How a lab file points at connections and at the people in them.

import { z } from 'zod';
import { Endpoint } from './values.ts';

export const SelectorSchema = z
  .strictObject({
    from: Endpoint.optional().meta({ description: 'The client: who opened the connection' }),
    to: Endpoint.optional().meta({ description: 'The server: who was asked' }),
    host: Endpoint.optional().meta({ description: 'Either end' }),
    name: z
      .string({ error: 'check-form-name' })
      .min(1, { error: 'check-form-character' })
      .optional()
      .meta({ description: 'The name its user gave himself in the conversation' }),
    order: z
      .int({ error: 'check-form-order' })
      .min(1, { error: 'check-form-order-one' })
      .optional()
      .meta({ description: 'Among those that match the rest: 1 was opened first' }),
  })
  .meta({
    id: 'Selector',
    description: 'Which connection, or connections: all that is given must match',
  });

export type Selector = z.infer<typeof SelectorSchema>;

/** A name declared under `connections:`, or a selector written in place. */
export const ConnectionRef = z
  .union([z.string({ error: 'check-form-ref' }), SelectorSchema])
  .meta({ description: 'A name from `connections:`, or { to: ..., order: 1 }' });

export const ConnectionRefs = z
  .union([ConnectionRef, z.array(ConnectionRef).min(1, { error: 'check-form-refs-empty' })])
  .meta({ description: 'One connection or a list of them' });

/** The client of a connection, or the words `server` and `anyone`. */
export const Party = z
  .union([z.string({ error: 'check-form-party' }), SelectorSchema])
  .meta({ description: 'A connection (its client is meant), `server`, or `anyone`' });

/** Not names of connections. */
export const RESERVED_PARTIES = ['server', 'anyone'] as const;
export const RESERVED_RECEIVERS = ['others', 'all'] as const;
