// Conditions on the capture itself: link type, where it begins, whether it is whole, whether its clock can be believed.

import { outcome } from '../judged.ts';
import { limitWords } from '../limits.ts';
import { allOf, type Outcome, type Verdict } from '../outcome.ts';
import type { CaptureAsked } from '../schema/assertions.ts';
import { connectionWords, listWords, type Ground, type Scope } from '../selectors.ts';
import { plural, rowsText } from '../units.ts';

interface Condition {
  readonly asked: string;
  readonly verdict: Verdict;
  readonly shows: string;
  readonly frames: readonly number[];
  /** Why it cannot be decided. */
  readonly why?: string;
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
    `a capture ${listWords(conditions.map((condition) => condition.asked))}`,
    deciding.map(({ shows }) => shows).join('; '),
    {
      why: verdict === 'undecided' ? limitWords(deciding.flatMap(({ why }) => why ?? [])) : null,
      frames: deciding.flatMap(({ frames }) => frames),
    },
  );
}

const of = (
  asked: string,
  holds: boolean,
  shows: string,
  frames: readonly number[] = [],
): Condition => ({
  asked,
  verdict: holds ? 'holds' : 'fails',
  shows,
  frames,
});

function link({ evidence }: Ground, wanted: readonly string[]): Condition {
  const found = evidence.analysis.captures[0]?.linkTypes ?? [];
  const known = new Set(wanted.map(linkName));
  const holds = found.length > 0 && found.every((name) => known.has(linkName(name)));
  return of(
    `of link type ${listWords(wanted, 'or')}`,
    holds,
    `its link type is ${found.join(', ') || 'unknown'}`,
  );
}

/** Without the number behind it, "Ethernet (1)", and in small letters. */
export const linkName = (name: string): string => name.split(' (')[0]!.toLowerCase();

function begins({ evidence }: Ground, { connections, isNamed }: Scope): Condition {
  const inside = connections.filter(({ client }) => !client.synSeen);
  const frames = inside.map(({ firstFrame }) => firstFrame);
  const shows =
    inside.length === 0
      ? 'every connection is seen from its SYN on'
      : `begins inside ${inside.slice(0, MOST_TOLD).map(connectionWords).join(', ')}`;
  const asked = 'that begins before the handshakes';
  const left = isNamed ? 0 : evidence.analysis.connectionsLeftOut;
  if (inside.length === 0 && left > 0) {
    const why = `${plural(left, 'connection')} beyond what a check keeps were not looked at`;
    return { asked, verdict: 'undecided', shows, frames, why };
  }
  return of(asked, inside.length === 0 && connections.length > 0, shows, frames);
}

const MOST_TOLD = 4;

function whole({ evidence }: Ground): Condition {
  const { captures, rows, notices } = evidence.analysis;
  const cut = captures.reduce((sum, { cutFrames }) => sum + cutFrames, 0);
  const damage = notices.find(({ severity }) => severity === 'error');
  const frames = rows.filter(({ capLen, origLen }) => capLen < origLen).map(({ frame }) => frame);
  const rowsCut = frames.length === 0 ? '' : ` (${rowsText(frames)})`;
  const shows =
    damage?.text ?? (cut === 0 ? 'no frame is cut' : `${plural(cut, 'frame')} cut${rowsCut}`);
  return of('that is not cut', cut === 0 && damage === undefined, shows, frames);
}

/** Before it no capture program wrote such files with a clock set right; after it the 32-bit seconds run out. */
const EARLIEST_NS = 946_684_800_000_000_000n; // 2000-01-01
const LATEST_NS = 4_102_444_800_000_000_000n; // 2100-01-01

function clock({ evidence }: Ground): Condition {
  const asked = 'with a sane clock';
  const { backwards, backwardFrames } = evidence.clock;
  const epochNs = evidence.analysis.captures[0]?.epochNs ?? null;
  if (epochNs === null) return of(asked, false, 'the capture has no times');
  if (epochNs < EARLIEST_NS || epochNs >= LATEST_NS)
    return of(
      asked,
      false,
      `the first record is of ${Number(epochNs / 1_000_000_000n)} s after 1970`,
    );
  const shows =
    backwards === 0
      ? 'times never run backwards'
      : `times run backwards ${plural(backwards, 'time')} (${rowsText(backwardFrames)})`;
  return of(asked, backwards === 0, shows, backwardFrames);
}
