// The scalar forms a lab file uses: durations, endpoints, numbers with bounds. Their meaning is read in ../units.ts.

import { z } from 'zod';

/** A number, its unit: ns, us, ms, s, min or h. */
export const DURATION = new RegExp('^\\d+(\\.\\d+)?\\s*(ns|us|µs|ms|s|min|h)$');
/** "address", "address:port", ":port", "[IPv6]", "[IPv6]:port", or an IPv6 address alone. */
export const ENDPOINT =
  /^(?:(?:\d{1,3}(?:\.\d{1,3}){3})?(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)$/;

const DURATION_FORM = 'check-form-duration';
const ENDPOINT_FORM = 'check-form-endpoint';
const COUNT_FORM = 'check-form-count';

export const Duration = z
  .string({ error: DURATION_FORM })
  .regex(DURATION, { error: DURATION_FORM })
  .meta({
    description: 'A duration with its unit: ns, us, ms, s, min or h',
    examples: ['1s', '50ms', '2min'],
  });

export const Endpoint = z
  .string({ error: ENDPOINT_FORM })
  .min(1, { error: ENDPOINT_FORM })
  .regex(ENDPOINT, { error: ENDPOINT_FORM })
  .meta({
    description: 'One end of a connection: address, port, or both',
    examples: ['192.168.0.186:10000', ':10000', '[::1]:80'],
  });

export const Count = z.int({ error: COUNT_FORM }).min(0, { error: COUNT_FORM });

/** Bounds on a count. */
export const CountBounds = z.strictObject({
  min: Count.optional().meta({ description: 'At least so many' }),
  max: Count.optional().meta({ description: 'At most so many' }),
});

/** Bounds on a time. */
export const DurationBounds = z.strictObject({
  min: Duration.optional().meta({ description: 'At least so long' }),
  max: Duration.optional().meta({ description: 'At most so long' }),
});

/** What a message must hold: words in it, all of it, or a pattern. */
export const textForms = {
  text: z
    .string({ error: 'check-form-words' })
    .min(1, { error: 'check-form-character' })
    .optional()
    .meta({ description: 'These words stand in it, letter by letter' }),
  equals: z.string({ error: 'check-form-words' }).optional().meta({
    description: 'It is these words and nothing else; line end or length prefix not counted',
  }),
  pattern: z
    .string({ error: 'check-form-pattern' })
    .min(1, { error: 'check-form-character' })
    .optional()
    .meta({
      description:
        'RE2 pattern that is found in it (no back-references, no look-around): linear time',
    }),
};
