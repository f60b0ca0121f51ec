// The published JSON Schema of a lab file, made from the schema the program validates with. Editors complete by it.

import { z } from 'zod';
import { ASSERTIONS, expectationShape } from './schema/assertions.ts';
import { Lab } from './schema/lab.ts';

const ID = 'urn:tcpexplain:schema:lab:1';

type Schema = z.core.JSONSchema.JSONSchema;

/** docs/schema/lab.v1.json, as text. */
export function labJsonSchema(): string {
  const schema = z.toJSONSchema(Lab, {
    io: 'input',
    override: ({ jsonSchema }) => {
      // An expectation: exactly one assertion stands in it.
      if (jsonSchema.properties !== undefined && 'handshake' in jsonSchema.properties)
        jsonSchema.oneOf = ASSERTIONS.map((name) => ({ required: [name] }));
    },
  });
  const { $schema, $defs = {}, ...rest } = schema;
  const aliases = new Map(
    Object.entries($defs).flatMap(([name, def]) =>
      def.$ref !== undefined && isBare(def) ? [[`#/$defs/${name}`, def.$ref]] : [],
    ),
  );
  const defs = Object.fromEntries(
    Object.entries($defs).filter(([name]) => !aliases.has(`#/$defs/${name}`)),
  );
  const text = JSON.stringify(
    { $schema, $id: ID, ...rest, $defs: defs },
    (key, value: unknown) => {
      if (key === '$ref') return resolved(aliases, value as string);
      return key === 'properties' ? withNot(value as Schema['properties']) : value;
    },
    2,
  );
  return `${text}\n`;
}

/** Nothing but a reference, and words about it. */
const isBare = (def: Schema): boolean =>
  Object.keys(def).every((key) => key === '$ref' || key === 'description');

/** What a reference comes to in the end. */
function resolved(aliases: ReadonlyMap<string, string>, ref: string): string {
  let at = ref;
  for (let next = aliases.get(at); next !== undefined; next = aliases.get(at)) at = next;
  return at;
}

/** zod leaves out the description of a bare reference. */
function withNot(properties: Schema['properties']): Schema['properties'] {
  const not = properties?.['not'];
  if (typeof not !== 'object') return properties;
  return {
    ...properties,
    not: { description: expectationShape.not.meta()?.description ?? '', ...not },
  };
}
