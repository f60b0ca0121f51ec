// What can be asserted: one property an assertion. Exactly one of them stands in an expectation, which lab-sense.ts sees to.

import { z } from 'zod';
import { LINK_TYPE_NAMES } from '../../capture/link-type.ts';
import { RESET_CAUSES } from '../../classify/finding.ts';
import { ConnectionRefs, Party } from './selector.ts';
import { Count, CountBounds, Duration, DurationBounds, Endpoint, textForms } from './values.ts';

export const HANDSHAKES = ['complete', 'partial', 'absent'] as const;
export const CLOSES = ['graceful', 'by-client', 'by-server', 'half-closed', 'open'] as const;
export const RESETS = ['any', 'none', 'closed-port', ...RESET_CAUSES] as const;
export const UPSTREAMS = ['down', 'refused', 'no-answer'] as const;

const LinkName = z.enum(LINK_TYPE_NAMES, { error: 'check-form-link' });

const ONE_ENTRY = 'check-form-one-entry';

const Side = z.enum(['client', 'server']);

const amount = CountBounds.extend({
  by: Side.optional().meta({ description: 'Sent by this end alone' }),
});

/** The assertions that look at connections. */
const ofConnections = {
  handshake: z.string({ error: 'check-form-handshake' }).meta({
    description:
      "SYN, SYN-ACK, ACK: `complete`, `partial`, `absent`; a connection's name means complete on it",
    examples: [...HANDSHAKES],
  }),
  close: z.enum(CLOSES).meta({
    description: 'FIN from both ends and no RST; who sent the first FIN; only one FIN; none',
  }),
  reset: z
    .enum(RESETS)
    .meta({ description: 'A connection was reset (RST), with this cause; or none was' }),
  refused: z
    .union([z.boolean(), z.strictObject({ server: Endpoint })])
    .meta({ description: 'A connection was asked for and answered by RST: nobody listens there' }),
  resends: z.union([z.literal('none'), z.strictObject({ max: Count })]).meta({
    description: 'Segments whose bytes were sent before; one packet captured twice is not counted',
  }),
  loss: z
    .union([z.literal('none'), z.strictObject({ max: Count })])
    .meta({ description: 'As `resends`, and bytes that were never captured count too' }),
  gaps: z
    .literal('none')
    .meta({ description: 'No byte of either direction is missing in the capture' }),
  options: z
    .strictObject({
      mss: z
        .union([z.boolean(), Count])
        .optional()
        .meta({ description: 'Both ends gave one; this one' }),
      scaling: z
        .boolean()
        .optional()
        .meta({ description: 'Window scaling (RFC 7323) in both SYNs' }),
      sack: z.boolean().optional().meta({ description: 'SACK permitted (RFC 2018) in both SYNs' }),
      timestamps: z
        .boolean()
        .optional()
        .meta({ description: 'Timestamps (RFC 7323) in both SYNs' }),
    })
    .meta({ description: 'TCP options both ends offered' }),
  rtt: DurationBounds.meta({
    description: "Round trip of the handshake; without one, median of the data's",
  }),
  idle: DurationBounds.meta({ description: 'Longest silence between two segments' }),
  duration: DurationBounds.meta({ description: 'First segment to last' }),
  bytes: amount.meta({ description: 'Payload bytes, re-sent ones not counted' }),
  packets: amount.meta({ description: 'Segments; one packet captured twice counts once' }),
  clients: CountBounds.extend({
    server: Endpoint.optional().meta({
      description: 'Connections to this server; else to any one server',
    }),
  }).meta({ description: 'Connections to one server that came about' }),
};

/** The assertions that look at what was said. */
const ofConversation = {
  message: z
    .strictObject({ from: Party.optional(), to: Party.optional(), ...textForms })
    .meta({ description: 'Somebody said this to somebody' }),
  relayed: z
    .strictObject({
      from: Party.optional(),
      to: z
        .union([Party, z.array(Party).min(1, { error: ONE_ENTRY })])
        .optional()
        .meta({
          description: 'Who got it: a connection, a list, `others` (all but the sender) or `all`',
        }),
      only: z.boolean().optional().meta({ description: 'And nobody else' }),
      within: Duration.optional().meta({
        description: 'From the last byte in to the first byte out',
      }),
      ...textForms,
    })
    .meta({ description: 'The server passed a message on' }),
  neverInClear: z
    .strictObject({
      text: textForms.text,
      pattern: textForms.pattern,
      passwords: z
        .literal(true)
        .optional()
        .meta({ description: 'Any password that can be told for one' }),
    })
    .meta({ description: 'Never readable in the capture' }),
  cache: z
    .union([
      z.enum(['hit', 'miss']),
      z.strictObject({
        is: z.enum(['hit', 'miss']),
        target: z.string().optional().meta({ description: 'The request target has these words' }),
      }),
    ])
    .meta({
      description:
        'A proxy answered without asking (hit), or asked and passed the answer on (miss)',
    }),
  upstream: z.enum(UPSTREAMS).meta({ description: 'A proxy could not reach whom it had to ask' }),
};

const ofCapture = {
  capture: z
    .strictObject({
      link: z
        .union([LinkName, z.array(LinkName).min(1, { error: ONE_ENTRY })])
        .optional()
        .meta({
          description: 'Link type, as the report and Wireshark name it, or several that are fine',
          examples: ['Ethernet', 'Linux cooked-mode capture v1'],
        }),
      begins: z
        .literal('before-handshakes')
        .optional()
        .meta({ description: 'Every connection is seen from its SYN on' }),
      cut: z
        .literal('none')
        .optional()
        .meta({ description: 'No frame is cut (snap length), the file is whole' }),
      clock: z
        .literal('sane')
        .optional()
        .meta({ description: 'There are times, between 2000 and 2100, that never run backwards' }),
    })
    .meta({ description: 'Conditions on the capture itself' }),
};

const leaves = {
  ...partial({ ...ofConnections, ...ofConversation, ...ofCapture }),
  on: ConnectionRefs.optional().meta({ description: 'Look at these connections; else at all' }),
};

type Leaves = z.infer<z.ZodObject<typeof leaves>>;

/** An assertion with the connections it looks at. */
export interface Expectation extends Leaves {
  not?: Expectation | undefined;
  any?: Expectation[] | undefined;
  all?: Expectation[] | undefined;
  count?: { of: Expectation; min?: number | undefined; max?: number | undefined } | undefined;
  then?: Expectation[] | undefined;
}

export type HandshakeState = (typeof HANDSHAKES)[number];
export type CloseState = (typeof CLOSES)[number];
export type ResetAsked = (typeof RESETS)[number];
export type UpstreamAsked = (typeof UPSTREAMS)[number];
export type DurationAsked = NonNullable<Leaves['rtt']>;
export type AmountAsked = NonNullable<Leaves['bytes']>;
export type ClientsAsked = NonNullable<Leaves['clients']>;
export type MessageAsked = NonNullable<Leaves['message']>;
export type RelayedAsked = NonNullable<Leaves['relayed']>;
export type NeverInClearAsked = NonNullable<Leaves['neverInClear']>;
export type CacheAsked = NonNullable<Leaves['cache']>;
export type CaptureAsked = NonNullable<Leaves['capture']>;

const nested: z.ZodType<Expectation> = z.lazy((): z.ZodType<Expectation> => ExpectationSchema);

/** The properties of an expectation; the top level adds its own (lab.ts). */
export const expectationShape = {
  ...leaves,
  not: nested.optional().meta({ description: 'It does not hold' }),
  any: z
    .array(nested)
    .min(1, { error: ONE_ENTRY })
    .optional()
    .meta({ description: 'At least one of these holds' }),
  all: z
    .array(nested)
    .min(1, { error: ONE_ENTRY })
    .optional()
    .meta({ description: 'All of these hold' }),
  count: z
    .strictObject({ of: nested, min: Count.optional(), max: Count.optional() })
    .optional()
    .meta({ description: 'How often it is so: messages, connections, resets' }),
  // oxlint-disable-next-line unicorn/no-thenable -- the word lab files use; a list is no promise
  then: z
    .array(nested)
    .min(2, { error: 'check-form-two-entries' })
    .optional()
    .meta({ description: 'Each after the one before it, across connections' }),
};

export const ExpectationSchema = z.strictObject(expectationShape).meta({ id: 'Expectation' });

/** The keys of an expectation of which exactly one stands in it. */
export const ASSERTIONS = [
  ...Object.keys(ofConnections),
  ...Object.keys(ofConversation),
  ...Object.keys(ofCapture),
  'not',
  'any',
  'all',
  'count',
  'then',
] as readonly AssertionName[];

export type AssertionName =
  | keyof typeof ofConnections
  | keyof typeof ofConversation
  | keyof typeof ofCapture
  | 'not'
  | 'any'
  | 'all'
  | 'count'
  | 'then';

type Optionals<T extends Record<string, z.ZodType>> = { [K in keyof T]: z.ZodOptional<T[K]> };

function partial<T extends Record<string, z.ZodType>>(shape: T): Optionals<T> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, schema]) => [
      name,
      schema.optional().meta(schema.meta() ?? {}),
    ]),
  ) as Optionals<T>;
}
