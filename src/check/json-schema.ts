// The published JSON Schema of a lab file, made from the schema the program validates with. Editors complete by it.

import { z } from 'zod';
import { ASSERTIONS } from './schema/assertions.ts';
import { Lab } from './schema/lab.ts';

const ID = 'urn:tcpexplain:schema:lab:1';

/** docs/schema/lab.v1.json, as text with its last line end. */
export function labJsonSchema(): string {
  const schema = z.toJSONSchema(Lab, {
    io: 'input',
    override: ({ jsonSchema }) => {
      // An expectation: exactly one assertion stands in it.
      if (jsonSchema.properties !== undefined && 'handshake' in jsonSchema.properties)
        jsonSchema.oneOf = ASSERTIONS.map((name) => ({ required: [name] }));
    },
  });
  const { $schema, ...rest } = schema;
  return `${JSON.stringify({ $schema, $id: ID, ...rest }, null, 2)}\n`;
}
