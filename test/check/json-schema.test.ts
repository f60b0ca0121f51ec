// The published schema is the one the program validates with, and editors that use it agree with the program.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { labJsonSchema } from '../../src/check/json-schema.ts';
import { LabFileError, loadLab } from '../../src/check/load-lab.ts';
import { ASSERTIONS } from '../../src/check/schema/assertions.ts';
import { contract, LAB_NAMES } from './lab-captures.ts';

const PUBLISHED = join(import.meta.dirname, '../../docs/schema/lab.v1.json');

const validate = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
}).compile(JSON.parse(labJsonSchema()) as object);

const isLoaded = (text: string): boolean => {
  try {
    loadLab(text);
    return true;
  } catch (error) {
    if (error instanceof LabFileError) return false;
    throw error;
  }
};

test('docs/schema/lab.v1.json is made from the schema the program validates with (npm run schema)', () => {
  expect(JSON.parse(readFileSync(PUBLISHED, 'utf8'))).toEqual(JSON.parse(labJsonSchema()));
});

test.each(LAB_NAMES)('takes the contract of %s', (lab) => {
  expect(validate(parse(contract(lab)))).toBe(true);
});

test('every assertion says what it is for', () => {
  const { $defs } = JSON.parse(labJsonSchema()) as {
    $defs: { Expectation: { properties: Record<string, { description?: string }> } };
  };
  const silent = ASSERTIONS.filter((name) => !$defs.Expectation.properties[name]?.description);
  expect(silent).toEqual([]);
});

const EXPECTING = (line: string): string => `lab: x\nexpect:\n  - ${line}\n`;

describe('editor and program agree on', () => {
  test.each([
    ['close: graceful', true],
    ['close: gracefully', false],
    ['{ handshake: complete, points: 2, hint: look }', true],
    ['{ handshake: complete, points: -1 }', false],
    ['{ handshake: complete, reset: any }', false],
    ['{ points: 2 }', false],
    ['relayed: { to: others, within: 50ms }', true],
    ['relayed: { to: others, within: 50 }', false],
    ['relayed: { to: others, onyl: true }', false],
    ['not: { any: [{ reset: any }, { refused: true }] }', true],
    ['not: { any: [] }', false],
    ['count: { of: { reset: any }, max: 0 }', true],
    ['then: [{ reset: any }]', false],
    ['resends: { max: 3 }', true],
    ['resends: 3', false],
    ['clients: { min: 2, server: ":10000" }', true],
    ['clients: { min: 2.5 }', false],
  ])('%s', (line, isRight) => {
    const text = EXPECTING(line);
    expect(isLoaded(text)).toBe(isRight);
    expect(validate(parse(text))).toBe(isRight);
  });
});
