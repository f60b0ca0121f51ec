// Conditions on the capture itself: link type, where it begins, whether it is whole, whether its clock can be believed.

import { limitWords } from '../limits.ts';
import { allOf, outcome, type Outcome, type Verdict } from '../outcome.ts';
import {
  allOfThem,
  clauses,
  commas,
  given,
  oneOfThem,
  rows,
  say,
  word,
  type Said,
} from '../said.ts';
import type { CaptureAsked } from '../schema/assertions.ts';
import { namedConnections, type Ground, type Scope } from '../selectors.ts';

interface Condition {
  readonly asked: Said;
  readonly verdict: Verdict;
  readonly shows: Said;
  readonly frames: readonly number[];
  /** Why it cannot be decided. */
  readonly why?: Said;
}

export function captureIs(ground: Ground, scope: Scope, asked: CaptureAsked): Outcome {
  const conditions = [
    asked.link === undefined
      ? null
      : link(ground, typeof asked.link === 'string' ? [asked.link] : asked.link),
    asked.begins === undefined ? null : begins(ground, scope),
    asked.cut === undefined ? null : whole(ground),
    asked.clock === undefined ? null : clock(ground),
  ].filter((condition) => condition !== null);
  const verdict = allOf(conditions.map((condition) => condition.verdict));
  const deciding = conditions.filter((condition) => condition.verdict === verdict);
  return outcome(
    verdict,
    say('check-capture-asked', {
      conditions: allOfThem(conditions.map((condition) => condition.asked)),
    }),
    clauses(deciding.map(({ shows }) => shows)),
    {
      why: verdict === 'undecided' ? limitWords(deciding.flatMap(({ why }) => why ?? [])) : null,
      frames: deciding.flatMap(({ frames }) => frames),
    },
  );
}

const of = (
  asked: Said,
  holds: boolean,
  shows: Said,
  frames: readonly number[] = [],
): Condition => ({
  asked,
  verdict: holds ? 'holds' : 'fails',
  shows,
  frames,
});

function link({ evidence }: Ground, wanted: readonly string[]): Condition {
  const found = evidence.capture.linkTypes;
  const holds = found.length > 0 && found.every((name) => wanted.includes(name));
  return of(
    say('check-link-asked', { types: oneOfThem(wanted.map(given)) }),
    holds,
    found.length === 0
      ? say('check-link-unknown')
      : say('check-link', { types: commas(found.map(word)) }),
  );
}

const MOST_TOLD = 4;

function begins({ evidence }: Ground, { connections, isNamed }: Scope): Condition {
  const inside = connections.filter(({ client }) => !client.synSeen);
  const frames = inside.map(({ firstFrame }) => firstFrame);
  const asked = say('check-begins-asked');
  const shows =
    inside.length === 0
      ? say(connections.length === 0 ? 'check-no-connection' : 'check-begins')
      : say('check-begins-in', { connections: commas(namedConnections(inside, MOST_TOLD)) });
  const count = isNamed ? 0 : evidence.connectionsLeftOut;
  if (inside.length === 0 && count > 0) {
    const why = say('check-connections-left-out', { count });
    return { asked, verdict: 'undecided', shows, frames, why };
  }
  return of(asked, inside.length === 0 && connections.length > 0, shows, frames);
}

function whole({ evidence }: Ground): Condition {
  const { cut, damage } = evidence.capture;
  const shows =
    damage !== null
      ? given(damage)
      : cut.count === 0
        ? say('check-not-cut')
        : say('check-cut', { count: cut.count, rows: rows(cut.frames) });
  return of(say('check-cut-asked'), cut.count === 0 && damage === null, shows, cut.frames);
}

/** Before it no capture program wrote such files with a clock set right; after it the 32-bit seconds run out. */
const EARLIEST_NS = 946_684_800_000_000_000n; // 2000-01-01
const LATEST_NS = 4_102_444_800_000_000_000n; // 2100-01-01

function clock({ evidence }: Ground): Condition {
  const asked = say('check-clock-asked');
  const { backwards, epochNs } = evidence.capture;
  if (epochNs === null) return of(asked, false, say('check-clock-none'));
  if (epochNs < EARLIEST_NS || epochNs >= LATEST_NS) {
    const seconds = Number(epochNs / 1_000_000_000n);
    return of(asked, false, say('check-clock-epoch', { seconds }));
  }
  const { count, frames } = backwards;
  const shows =
    count === 0 ? say('check-clock') : say('check-clock-backwards', { count, rows: rows(frames) });
  return of(asked, count === 0, shows, frames);
}
