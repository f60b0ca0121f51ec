// Checks a value against the part of JSON Schema that docs/schema uses. Independent of src.

export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
}

const typeOf = (value: unknown): string[] => {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  return Number.isInteger(value) ? ['integer', 'number'] : [typeof value];
};

/** What in `value` the schema does not allow, each with its path; properties it does not name count as well. */
export function violations(schema: Schema, value: unknown, path = '$'): string[] {
  const found: string[] = [];
  const types = schema.type === undefined ? null : [schema.type].flat();
  if (types && !typeOf(value).some((type) => types.includes(type))) return [`${path}: type`];
  if (schema.enum && !schema.enum.includes(value)) found.push(`${path}: enum`);
  if (typeof value === 'string' && schema.pattern && !new RegExp(schema.pattern).test(value)) {
    found.push(`${path}: pattern`);
  }
  if (typeof value === 'number' && !(value >= (schema.minimum ?? -Infinity)))
    found.push(`${path}: minimum`);
  if (typeof value === 'number' && !(value <= (schema.maximum ?? Infinity)))
    found.push(`${path}: maximum`);
  if (Array.isArray(value)) {
    if (value.length > (schema.maxItems ?? Infinity)) found.push(`${path}: maxItems`);
    for (const [i, item] of value.entries()) {
      if (schema.items) found.push(...violations(schema.items, item, `${path}[${i}]`));
    }
  } else if (value !== null && typeof value === 'object') {
    found.push(...objectViolations(schema, value, path));
  }
  return found;
}

function objectViolations(schema: Schema, value: object, path: string): string[] {
  const found: string[] = [];
  for (const name of schema.required ?? [])
    if (!(name in value)) found.push(`${path}.${name}: missing`);
  for (const [name, inner] of Object.entries(value)) {
    const rule = schema.properties?.[name] ?? schema.additionalProperties;
    if (rule) found.push(...violations(rule, inner, `${path}.${name}`));
    else found.push(`${path}.${name}: not in the schema`);
    if (schema.propertyNames)
      found.push(...violations(schema.propertyNames, name, `${path}.${name} (name)`));
  }
  return found;
}
