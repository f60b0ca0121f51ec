// The results as JSON, version 1: for programs. Fields may be added; none is renamed or removed within a version.

import { tallyOf, type CheckRun } from '../check-run.ts';
import { lookCommand } from '../look.ts';
import type { Tell } from '../words.ts';
import { jsonText } from './json-text.ts';

export function jsonReport(run: CheckRun, tell: Tell): string {
  const captures = run.captures.map((capture) => ({
    file: capture.file,
    error: capture.unreadable,
    notices: capture.notices,
    ...tallyOf(run, [capture]),
    results: capture.results.map(({ number, title, status, outcome, points, maxPoints, hint }) => ({
      number,
      title: tell(title),
      line: run.places[number - 1]?.line ?? null,
      status,
      verdict: outcome.verdict,
      expected: tell(outcome.expected),
      shows: tell(outcome.shows),
      why: outcome.why === null ? null : tell(outcome.why),
      frames: outcome.frames,
      streams: outcome.streams,
      points,
      maxPoints,
      hint,
      look: lookCommand(capture.file, outcome),
    })),
  }));
  const report = { version: 1, lab: run.lab, labFile: run.labFile, ...tallyOf(run), captures };
  return jsonText(report);
}
