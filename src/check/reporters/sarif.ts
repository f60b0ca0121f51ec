// SARIF 2.1.0 for code scanning. Results point at the expectation in the lab file, because they must point at a line
// (GitHub's rule GH1003) and a capture has none; the rows stand in the message and in `properties`.

import { visible } from '../../report/escape.ts';
import type { CaptureResult, CheckRun } from '../check-run.ts';
import { explained, line, ofCapture } from '../result-words.ts';
import { given, say } from '../said.ts';
import type { Tell } from '../words.ts';
import { jsonText } from './json-text.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

export function sarifReport(run: CheckRun, tell: Tell, version: string): string {
  const [firstRead] = run.captures.filter(({ unreadable }) => unreadable === null);
  const rules = [
    { id: UNREADABLE, shortDescription: { text: tell(say('check-readable-rule')) } },
    ...(firstRead?.results ?? []).map(({ number, title, hint }) => ({
      id: ruleId(number),
      shortDescription: { text: visible(tell(title)) },
      ...(hint === null ? {} : { help: { text: visible(hint) } }),
    })),
  ];
  const driver = { name: 'tcpexplain', version, rules };
  const results = run.captures.flatMap((capture) => resultsOf(run, capture, tell));
  return jsonText({
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  });
}

const UNREADABLE = 'unreadable';
const ruleId = (number: number): string => `expectation-${number}`;

function resultsOf(run: CheckRun, capture: CaptureResult, tell: Tell): object[] {
  if (capture.unreadable !== null) {
    const text = visible(tell(ofCapture(capture, given(capture.unreadable))));
    return [result(run, UNREADABLE, 'error', text, 0, { capture: capture.file })];
  }
  return capture.results
    .filter(({ status }) => status !== 'pass')
    .map((one) => {
      const text = [
        visible(capture.file),
        ...explained(capture, one).map((part) => visible(tell(line(part)))),
      ].join('\n');
      const level = one.status === 'fail' ? 'error' : 'note';
      const { frames, streams, verdict } = one.outcome;
      return result(run, ruleId(one.number), level, text, one.number, {
        capture: capture.file,
        verdict,
        frames,
        streams,
      });
    });
}

function result(
  run: CheckRun,
  rule: string,
  level: string,
  text: string,
  number: number,
  properties: { readonly capture: string; readonly [name: string]: unknown },
): object {
  const place = run.places[number - 1] ?? { line: 1, column: 1 };
  return {
    ruleId: rule,
    level,
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(run.labFile) },
          region: { startLine: place.line, startColumn: place.column },
        },
      },
    ],
    partialFingerprints: {
      expectation: `${rule}:${uriOf(properties.capture)}`,
    },
    properties,
  };
}

/** The path as a reference (RFC 3986), each step percent-encoded: relative, or with its scheme (RFC 8089). */
function uriOf(path: string): string {
  const steps = visible(path).replaceAll('\\', '/').split('/');
  const drive = /^[A-Za-z]:$/.test(steps[0]!) ? steps.shift() : undefined;
  const encoded = steps.map(encodeURIComponent).join('/');
  if (drive !== undefined) return `file:///${drive}/${encoded}`;
  return encoded.startsWith('/') ? `file://${encoded}` : encoded;
}
