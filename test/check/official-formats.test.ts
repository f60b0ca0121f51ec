// Reports against schemas that others wrote: SARIF of Microsoft's SDK, JUnit of Jenkins; and JSON against our published one.
// What they say beyond that is in reporters.test.ts.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { evaluate } from '../../src/check/evaluate.ts';
import { loadLab } from '../../src/check/load-lab.ts';
import { REPORTERS, type ReporterName } from '../../src/check/reporters/reporter.ts';
import type { CheckRun } from '../../src/check/check-run.ts';
import { captureBytes, contract, evidenceOf } from './lab-captures.ts';
import { capture, hostileRun, mixedRun, result, run } from './made-run.ts';

const ROOT = join(import.meta.dirname, '../..');
const schemaText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const written = (name: ReporterName, of: CheckRun): string =>
  REPORTERS[name](of, { colour: 0, version: '1.2.3', language: 'en' });

/** A real capture held against a lab it does not meet. */
async function realRun(): Promise<CheckRun> {
  const { lab, places } = loadLab(contract('chatroom-broadcast'));
  const results = evaluate(lab, await evidenceOf(captureBytes('http-direct.pcap')));
  const captures = [{ file: 'captures/http-direct.pcap', unreadable: null, notices: [], results }];
  return { lab: lab.lab, labFile: 'lab.yaml', places, maxPoints: 9, captures };
}

const RUNS: readonly (readonly [string, () => CheckRun | Promise<CheckRun>])[] = [
  ['a mixed run', mixedRun],
  ['a hostile one', hostileRun],
  ['a run without faults', () => run(capture('a.pcap', [result(1, 'holds')]))],
  ['a run of a real capture', realRun],
];

function validator(path: string): (value: unknown) => unknown {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(schemaText(path)) as object);
  return (value) => (validate(value) ? null : validate.errors);
}

describe.each([
  ['sarif', 'test/check/schemas/sarif-2.1.0.json'],
  ['json', 'docs/schema/check.v1.json'],
] as const)('%s', (name, schema) => {
  const errorsOf = validator(schema);
  test.each(RUNS)(`%s fits ${schema}`, async (_, made) => {
    expect(errorsOf(JSON.parse(written(name, await made())))).toBe(null);
  });
});

test('the published schema would see a field that is missing or new in kind', () => {
  const errorsOf = validator('docs/schema/check.v1.json');
  const report = JSON.parse(written('json', mixedRun())) as { captures: { results: object[] }[] };
  Object.assign(report.captures[0]!.results[0]!, { verdict: 'maybe' });
  expect(errorsOf(report)).toMatchObject([{ keyword: 'enum' }]);
});

test("the SARIF schema would see a result without a message's text", () => {
  const errorsOf = validator('test/check/schemas/sarif-2.1.0.json');
  const log = JSON.parse(written('sarif', mixedRun())) as {
    runs: { results: { message: object }[] }[];
  };
  log.runs[0]!.results[0]!.message = {};
  expect(errorsOf(log)).not.toBe(null);
});

describe('junit', () => {
  const schema = schemaText('test/check/schemas/junit-4.xsd');
  const errorsOf = async (contents: string): Promise<readonly object[]> =>
    (await validateXML({ xml: { fileName: 'out.xml', contents }, schema })).errors;

  test.each(RUNS)('%s fits the schema of Jenkins', async (_, made) => {
    expect(await errorsOf(written('junit', await made()))).toEqual([]);
  });

  test('and the schema would see an attribute it does not know', async () => {
    const xml = written('junit', mixedRun()).replace('<testcase ', '<testcase row="3" ');
    expect(await errorsOf(xml)).not.toEqual([]);
  });
});
