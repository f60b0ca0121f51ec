// The lab file as a whole. The program validates with it, and docs/schema/lab.v1.json is made from it (json-schema.ts).

import { z } from 'zod';
import { expectationShape } from './assertions.ts';
import { SelectorSchema } from './selector.ts';

const Undecidable = z.enum(['fail', 'pass', 'skip']);

/** An expectation as it stands in the list: with what it is worth and what is said when it does not hold. */
export const TopExpectation = z.strictObject({
  ...expectationShape,
  title: z
    .string()
    .min(1, { error: 'check-form-character' })
    .optional()
    .meta({ description: 'What it is called in results' }),
  points: z
    .number({ error: 'check-form-points' })
    .min(0, { error: 'check-form-points' })
    .optional()
    .meta({ description: 'What it is worth; 1 when absent' }),
  hint: z
    .string({ error: 'check-form-hint' })
    .optional()
    .meta({ description: 'Shown when it does not hold' }),
  undecidable: Undecidable.optional().meta({
    description: 'What it counts for when the capture cannot decide it; else as the file says',
  }),
});

export const Lab = z
  .strictObject({
    lab: z
      .string({ error: 'check-form-lab' })
      .min(1, { error: 'check-form-lab-empty' })
      .meta({ description: 'The name of the lab' }),
    description: z.string().optional().meta({ description: 'What it is about' }),
    connections: z
      .record(z.string(), SelectorSchema)
      .optional()
      .meta({ description: 'Names for connections, used in the expectations' }),
    undecidable: Undecidable.optional().meta({
      description:
        'What an expectation counts for that the capture cannot decide: `fail` (when absent), `pass`, or `skip`',
    }),
    expect: z
      .array(TopExpectation, { error: 'check-form-expect' })
      .min(1, { error: 'check-form-expect-empty' })
      .meta({ description: 'What the capture must show' }),
  })
  .meta({
    title: 'tcpexplain lab, version 1',
    description: "What a lab's capture must show (tcpexplain check)",
  });

export type Lab = z.infer<typeof Lab>;
export type LabExpectation = z.infer<typeof TopExpectation>;
