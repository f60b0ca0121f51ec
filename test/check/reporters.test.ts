// Every format is read by a parser of its kind, and whatever was captured stays text in it.

import { Ajv } from 'ajv';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import MarkdownIt from 'markdown-it';
import { Parser } from 'tap-parser';
import { describe, expect, test } from 'vitest';
import { REPORTER_NAMES } from '../../src/check/reporter-names.ts';
import { MOST_ANNOTATIONS } from '../../src/check/reporters/github.ts';
import { REPORTERS, type ReporterName } from '../../src/check/reporters/reporter.ts';
import type { CheckRun } from '../../src/check/check-run.ts';
import { given, say } from '../../src/check/said.ts';
import { GRADESCOPE_SCHEMA, SARIF_SCHEMA } from './format-schemas.ts';
import { capture, hostileRun, mixedRun, result, run } from './made-run.ts';

const written = (name: ReporterName, of: CheckRun): string =>
  REPORTERS[name](of, { colour: 0, version: '1.2.3', language: 'en' });

test('the names on the command line are those of the reporters', () => {
  expect(Object.keys(REPORTERS).sort()).toEqual([...REPORTER_NAMES].sort());
});

test.each(REPORTER_NAMES)('%s: same results, same bytes', (name) => {
  expect(written(name, hostileRun())).toBe(written(name, hostileRun()));
});

/** Seen by nobody, or obeyed by terminals and editors. */
// oxlint-disable-next-line no-control-regex -- they are what it is about
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

test.each(REPORTER_NAMES)('%s: no control or bidi character gets through', (name) => {
  expect(written(name, hostileRun())).not.toMatch(UNSAFE);
});

interface Suite {
  readonly '@name': string;
  readonly '@tests': string;
  readonly '@failures': string;
  readonly '@errors': string;
  readonly '@skipped': string;
  readonly testcase: readonly Record<string, unknown>[];
}

describe('junit', () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    isArray: (name) => name === 'testsuite' || name === 'testcase',
  });
  const suitesOf = (of: CheckRun): Suite[] =>
    (parser.parse(written('junit', of)) as { testsuites: { testsuite: Suite[] } }).testsuites
      .testsuite;

  test.each([
    ['a mixed run', mixedRun()],
    ['a hostile one', hostileRun()],
  ])('%s is well-formed XML', (_, of) => {
    expect(XMLValidator.validate(written('junit', of))).toBe(true);
  });

  test('a suite a capture, a case an expectation, counts that agree', () => {
    const suites = suitesOf(mixedRun());
    expect(
      suites.map((suite) => [
        suite['@tests'],
        suite['@failures'],
        suite['@errors'],
        suite['@skipped'],
      ]),
    ).toEqual([
      ['4', '2', '0', '1'],
      ['1', '0', '1', '0'],
    ]);
    for (const suite of suites) {
      const count = (key: string): string =>
        String(suite.testcase.filter((one) => key in one).length);
      expect([suite['@tests'], suite['@failures'], suite['@errors'], suite['@skipped']]).toEqual([
        String(suite.testcase.length),
        count('failure'),
        count('error'),
        count('skipped'),
      ]);
    }
  });

  test('hostile text makes no element', () => {
    expect(written('junit', hostileRun())).not.toContain('<x ');
    expect(suitesOf(hostileRun()).map(({ testcase }) => testcase.length)).toEqual([2, 1]);
  });
});

describe('sarif', () => {
  const validate = new Ajv({ strict: false }).compile(SARIF_SCHEMA);
  test.each([
    ['a mixed run', mixedRun()],
    ['a hostile one', hostileRun()],
    ['a run without faults', run(capture('a.pcap', [result(1, 'holds')]))],
  ])('%s fits what SARIF 2.1.0 asks of these properties', (_, of) => {
    validate(JSON.parse(written('sarif', of)));
    expect(validate.errors).toBe(null);
  });

  test('results point at the line of the expectation, because GitHub wants a line', () => {
    const [first] = (JSON.parse(written('sarif', mixedRun())) as SarifLog).runs[0]!.results;
    expect(first!.ruleId).toBe('expectation-2');
    expect(first!.locations[0]!.physicalLocation).toEqual({
      artifactLocation: { uri: 'labs/one%20lab.yaml' },
      region: { startLine: 6, startColumn: 5 },
    });
  });

  test('every result names a rule that is there', () => {
    const [only] = (JSON.parse(written('sarif', mixedRun())) as SarifLog).runs;
    const rules = only!.tool.driver.rules.map(({ id }) => id);
    expect(only!.results.filter(({ ruleId }) => !rules.includes(ruleId))).toEqual([]);
  });
});

interface SarifLog {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly locations: readonly { readonly physicalLocation: object }[];
    }[];
  }[];
}

describe('tap', () => {
  test('a mixed run, as a TAP 14 parser reads it', () => {
    const { results, points } = tapOf(mixedRun());
    expect(results).toMatchObject({
      count: 5,
      pass: 2,
      fail: 3,
      skip: 1,
      ok: false,
      bailout: false,
    });
    expect(points.map(({ ok }) => ok)).toEqual([true, false, false, true, false]);
    expect(points[1]!.diag).toMatchObject({ expected: 'a thing', hint: 'Look at row 3.' });
  });

  test('hostile text is no test point, no directive and no bail-out', () => {
    const { results, points } = tapOf(hostileRun());
    expect(results).toMatchObject({ count: 3, fail: 2, skip: 1, todo: 0, bailout: false });
    expect(results.failures.filter(({ tapError }) => tapError)).toEqual([]);
    expect(points.length).toBe(3);
  });
});

interface TapPoint {
  readonly ok: boolean;
  readonly diag: object | null;
}

function tapOf(of: CheckRun): {
  results: { count: number; failures: readonly { tapError?: unknown }[] };
  points: TapPoint[];
} {
  const points: TapPoint[] = [];
  let results = { count: 0, failures: [] as { tapError?: unknown }[] };
  const parser = new Parser((all) => {
    results = all;
  });
  parser.on('assert', (point: TapPoint) => points.push(point));
  parser.end(written('tap', of));
  return { results, points };
}

describe('gradescope', () => {
  const validate = new Ajv({ strict: false }).compile(GRADESCOPE_SCHEMA);
  test.each([
    ['a mixed run', mixedRun()],
    ['a hostile one', hostileRun()],
  ])('%s fits the autograder specification', (_, of) => {
    validate(JSON.parse(written('gradescope', of)));
    expect(validate.errors).toBe(null);
  });

  test('the score is the sum of its tests, and a file that cannot be read costs all points', () => {
    const { score, tests } = JSON.parse(written('gradescope', mixedRun())) as {
      score: number;
      tests: { score: number; max_score: number }[];
    };
    expect(score).toBe(tests.reduce((sum, one) => sum + one.score, 0));
    expect(tests.map((one) => one.max_score)).toEqual([1, 2, 1, 0, 4]);
  });
});

/** A workflow command as GitHub's runner reads a line of output. */
const COMMAND = /^::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/;

describe('github', () => {
  test('one line a command, and each of ours', () => {
    const lines = written('github', hostileRun()).trimEnd().split('\n');
    const commands = lines.map((line) => COMMAND.exec(line));
    expect(commands.filter((command) => command === null)).toEqual([]);
    expect(commands.map((command) => command![1]!).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'error',
      'error',
      'warning',
      'warning',
    ]);
    for (const command of commands) {
      const properties = command![2]!.split(',').map((one) => one.split('=')[0]);
      expect(properties).toEqual(['file', 'line', 'title']);
    }
  });

  test('at most ten annotations a kind; the last says how many are left', () => {
    const many = run(
      capture(
        'a.pcap',
        Array.from({ length: 25 }, (_, i) => result(i + 1, 'fails')),
      ),
    );
    const lines = written('github', many).trimEnd().split('\n');
    expect(lines.length).toBe(MOST_ANNOTATIONS);
    expect(lines.at(-1)).toContain('title=16 more::');
    expect(written('github', many)).not.toContain('expectation 10');
  });

  test('exactly ten are all shown, and none when all holds', () => {
    const ten = run(
      capture(
        'a.pcap',
        Array.from({ length: 10 }, (_, i) => result(i + 1, 'fails')),
      ),
    );
    expect(written('github', ten)).toContain('expectation 10');
    expect(written('github', run(capture('a.pcap', [result(1, 'holds')])))).toBe('');
  });
});

describe('markdown', () => {
  const render = (of: CheckRun): string =>
    new MarkdownIt({ html: true, linkify: true }).render(written('markdown', of));

  test('a table a capture', () => {
    expect(render(mixedRun()).match(/<table>/g)).toHaveLength(1);
    expect(render(mixedRun()).match(/<tr>/g)).toHaveLength(5);
    expect(written('markdown', mixedRun())).toContain(
      '- Look: `tcpexplain captures/a.pcap --frames 3`',
    );
  });

  test('quotation marks stay outside of words that must become code', () => {
    const shows = say('check-quoted', { text: given('@eliad hello') });
    const failing = result(1, 'fails');
    const of = run(capture('a.pcap', [{ ...failing, outcome: { ...failing.outcome, shows } }]));
    expect(written('markdown', of)).toContain('- The capture shows: "`@eliad` hello"\n');
  });

  test('hostile text makes no link, image or element', () => {
    const html = render(hostileRun());
    expect(html).not.toMatch(/<(?:a|img|x|script)[ >]/);
    expect(html.match(/<tr>/g)).toHaveLength(3);
  });
});

test('json: what a program needs, with a version', () => {
  const report = JSON.parse(written('json', mixedRun())) as Record<string, unknown>;
  expect(report).toMatchObject({
    version: 1,
    passed: 1,
    failed: 3,
    skipped: 1,
    points: 1,
    maxPoints: 8,
    captures: [
      {
        file: 'captures/a.pcap',
        error: null,
        results: [{ line: 5, verdict: 'holds' }, {}, {}, {}],
      },
      { file: 'captures/b.txt', error: 'no capture file', results: [] },
    ],
  });
});

test('pretty: what is not met says what was expected, what is shown, and how to look', () => {
  expect(written('pretty', mixedRun())).toContain(`✗ expectation 2 [0/2]
      Expected: a thing
      The capture shows: another thing in row 3
      Hint: Look at row 3.
      Look: tcpexplain captures/a.pcap --frames 3
`);
});
