// What rows for programs are held against: the schemas of docs/schema, and the committed captures.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const ROOT = join(import.meta.dirname, '../..');

export const CAPTURES = join(ROOT, 'captures');

export const CAPTURE_NAMES: readonly string[] = readdirSync(CAPTURES).filter((name) =>
  name.endsWith('.pcap'),
);

interface Property {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly items?: Property;
}

export interface RowSchema {
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Property>>;
}

export const rowSchema = (file: string): RowSchema =>
  JSON.parse(readFileSync(join(ROOT, 'docs/schema', file), 'utf8')) as RowSchema;

/** Fields that the schema does not explain. */
export const undescribed = ({ properties }: RowSchema): string[] =>
  Object.entries(properties)
    .filter(([, { description }]) => (description ?? '') === '')
    .map(([name]) => name);

/** Tells whether a row is what the schema says, and has no other field. */
export const rowValidator = (schema: RowSchema): ValidateFunction =>
  new Ajv2020({
    strict: true,
    // Alternatives of a schema require fields that are described beside them.
    strictRequired: false,
    allErrors: true,
    allowUnionTypes: true,
  }).compile({ ...schema, additionalProperties: false });

/** The rows that a command printed as NDJSON. */
export const rowsOf = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
