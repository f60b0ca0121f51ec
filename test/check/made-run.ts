// Results made by hand for the reporters, with captured text that tries to break out of every format.

import type { CaptureResult, CheckRun } from '../../src/check/check-run.ts';
import type { Result } from '../../src/check/evaluate.ts';
import type { Verdict } from '../../src/check/outcome.ts';
import { given } from '../../src/check/said.ts';

/** Breaks XML, CDATA, workflow commands, Markdown, TAP, YAML, JSON, terminals. */
export const HOSTILE =
  ']]></failure><x y="1">&amp; \u001b[2J\u202e\u0000\ud800\r\n::error file=x::owned\r\n##[add-path]/tmp\n' +
  '::add-mask::x%0A| a | [l](javascript:alert(1)) ![i](http://x.yz) <img src=x onerror=alert(1)> `c` **b** http://evil.yz \n' +
  'not ok 99 - # TODO # SKIP\n---\nBail out!\n...\n';

export const result = (number: number, verdict: Verdict, more: Partial<Result> = {}): Result => ({
  number,
  title: given(`expectation ${number}`),
  status: verdict === 'holds' ? 'pass' : 'fail',
  outcome: {
    verdict,
    expected: given('a thing'),
    shows: given('another thing in row 3'),
    why: verdict === 'undecided' ? given('frames are cut') : null,
    frames: [3],
    streams: [0],
    occurrences: [],
    times: 0,
  },
  points: verdict === 'holds' ? 1 : 0,
  maxPoints: 1,
  hint: null,
  ...more,
});

export const capture = (
  file: string,
  results: readonly Result[],
  unreadable: string | null = null,
): CaptureResult => ({
  file,
  unreadable,
  notices: [],
  results,
});

export const run = (...captures: readonly CaptureResult[]): CheckRun => ({
  lab: 'A lab',
  labFile: 'labs/one lab.yaml',
  places: Array.from({ length: 40 }, (_, i) => ({ line: i + 5, column: 5 })),
  maxPoints: 4,
  captures,
});

/** One of each: holds, fails, undecided, skipped, and a file that is no capture. */
export const mixedRun = (): CheckRun =>
  run(
    capture('captures/a.pcap', [
      result(1, 'holds'),
      result(2, 'fails', { maxPoints: 2, hint: 'Look at row 3.' }),
      result(3, 'undecided'),
      result(4, 'undecided', { status: 'skip', maxPoints: 0 }),
    ]),
    capture('captures/b.txt', [], 'no capture file'),
  );

/** The same words everywhere. */
export const hostileRun = (): CheckRun => ({
  ...run(
    {
      ...capture(`x${HOSTILE}.pcap`, [
        result(1, 'fails', {
          title: given(HOSTILE),
          hint: HOSTILE,
          outcome: {
            ...result(1, 'fails').outcome,
            expected: given(HOSTILE),
            shows: given(HOSTILE),
            why: given(HOSTILE),
          },
        }),
        result(2, 'undecided', {
          title: given(HOSTILE),
          status: 'skip',
          outcome: { ...result(2, 'undecided').outcome, why: given(HOSTILE) },
        }),
      ]),
      notices: [HOSTILE],
    },
    capture(HOSTILE, [], HOSTILE),
  ),
  lab: HOSTILE,
  labFile: `y${HOSTILE}.yaml`,
});
