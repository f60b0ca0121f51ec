// JUnit XML as test runners and CI read it (windyroad's JUnit.xsd, testmoapp/junitxml): a suite a capture, a case an
// expectation.

import { tallyOf, type CaptureResult, type CheckRun } from '../check-run.ts';
import type { Result } from '../evaluate.ts';
import { explained } from '../result-words.ts';
import { xmlText } from './xml-text.ts';

export function junitReport(run: CheckRun): string {
  const suites = run.captures.map((capture) => suite(run, capture));
  const cases = run.captures.reduce((sum, capture) => sum + casesOf(capture), 0);
  const { failed, skipped } = tallyOf(run);
  const unreadable = run.captures.filter((capture) => capture.unreadable !== null).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xmlText(run.lab)}" tests="${cases}" failures="${failed - unreadable}" errors="${unreadable}" skipped="${skipped}" time="0">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

const casesOf = ({ results, unreadable }: CaptureResult): number =>
  unreadable === null ? results.length : 1;

function suite(run: CheckRun, capture: CaptureResult): string {
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
      ? capture.results.map((result) => testCase(run, capture, result))
      : [
          `    <testcase name="can be read" classname="${name}" time="0">`,
          `      <error message="${xmlText(capture.unreadable)}" type="unreadable"/>`,
          '    </testcase>',
        ]),
    '  </testsuite>',
  ].join('\n');
}

function testCase(run: CheckRun, capture: CaptureResult, result: Result): string {
  const { number, title, status, outcome } = result;
  const line = run.places[number - 1]?.line ?? 1;
  const open = `    <testcase name="${xmlText(`${number}. ${title}`)}" classname="${xmlText(capture.file)}" file="${xmlText(run.labFile)}" line="${line}" time="0"`;
  if (status === 'pass') return `${open}/>`;
  const message = xmlText(outcome.why ?? outcome.shows);
  if (status === 'skip') return `${open}>\n      <skipped message="${message}"/>\n    </testcase>`;
  const story = explained(capture, result).map(({ label, text }) => `${label}: ${text}`);
  return `${open}>\n      <failure message="${message}" type="${outcome.verdict}">${xmlText(story.join('\n'))}</failure>\n    </testcase>`;
}
