// JUnit XML as test runners and CI read it: a suite a capture, a case an expectation. Holds to the oldest schema still
// in use (Jenkins, junit-4.xsd), which newer ones extend: no file or line of a case, the reason of a skipped one as text.

import { tallyOf, type CaptureResult, type CheckRun } from '../check-run.ts';
import type { Result } from '../evaluate.ts';
import { explained, line } from '../result-words.ts';
import { say } from '../said.ts';
import type { Tell } from '../words.ts';
import { xmlText } from './xml-text.ts';

export function junitReport(run: CheckRun, tell: Tell): string {
  const suites = run.captures.map((capture) => suite(run, capture, tell));
  const cases = run.captures.reduce((sum, capture) => sum + casesOf(capture), 0);
  const { failed } = tallyOf(run);
  const unreadable = run.captures.filter((capture) => capture.unreadable !== null).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xmlText(run.lab)}" tests="${cases}" failures="${failed - unreadable}" errors="${unreadable}" time="0">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

const casesOf = ({ results, unreadable }: CaptureResult): number =>
  unreadable === null ? results.length : 1;

function suite(run: CheckRun, capture: CaptureResult, tell: Tell): string {
  const { failed, skipped, points, maxPoints } = tallyOf(run, [capture]);
  const errors = capture.unreadable === null ? 0 : 1;
  const name = xmlText(capture.file);
  return [
    `  <testsuite name="${name}" tests="${casesOf(capture)}" failures="${failed - errors}" errors="${errors}" skipped="${skipped}" time="0">`,
    '    <properties>',
    `      <property name="points" value="${points}"/>`,
    `      <property name="maxPoints" value="${maxPoints}"/>`,
    '    </properties>',
    ...(capture.unreadable === null
      ? capture.results.map((result) => testCase(run, capture, result, tell))
      : [
          `    <testcase name="${xmlText(tell(say('check-readable-title')))}" classname="${name}" time="0">`,
          `      <error message="${xmlText(capture.unreadable)}" type="unreadable"/>`,
          '    </testcase>',
        ]),
    '  </testsuite>',
  ].join('\n');
}

function testCase(run: CheckRun, capture: CaptureResult, result: Result, tell: Tell): string {
  const { number, title, status, outcome } = result;
  const name = xmlText(`${number}. ${tell(title)}`);
  const open = `    <testcase name="${name}" classname="${xmlText(capture.file)}" time="0"`;
  if (status === 'pass') return `${open}/>`;
  const reason = xmlText(tell(outcome.why ?? outcome.shows));
  if (status === 'skip') return `${open}>\n      <skipped>${reason}</skipped>\n    </testcase>`;
  const place = run.places[number - 1] ?? { line: 1, column: 1 };
  const story = [
    `${run.labFile}:${place.line}:${place.column}`,
    ...explained(capture, result).map((part) => tell(line(part))),
  ];
  return `${open}>\n      <failure message="${reason}" type="${outcome.verdict}">${story.map(xmlText).join('&#10;')}</failure>\n    </testcase>`;
}
