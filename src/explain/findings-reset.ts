// Why a connection was reset, in words: the likeliest cause with its proof, then the others (classify/rules/reset-cause.ts).

import type { Cause, Finding, ResetCause } from '../classify/finding.ts';
import { endedNothing } from '../tcp/reset-outcome.ts';
import { weaker } from '../tcp/certainty.ts';
import { message, rows as rowsArg } from './args.ts';
import { causesOf } from './evidence.ts';
import { Rfc } from './references.ts';
import type { Saying, Scene } from './scene.ts';
import { say } from './scene.ts';
import type { Side } from './story.ts';

const CAUSE_MESSAGES: Readonly<Record<ResetCause, string>> = {
  middlebox: 'reset-because-middlebox',
  'after-close': 'reset-because-after-close',
  'unknown-connection': 'reset-because-unknown',
  'accept-queue-full': 'reset-because-queue-full',
  'listener-closed': 'reset-because-listener-closed',
  'unread-data': 'reset-because-unread',
  'gave-up': 'reset-because-gave-up',
  'fast-closed': 'reset-because-fast-closed',
  aborted: 'reset-because-aborted',
};

export const resetCauses = ({ from, row }: Scene, finding: Finding): readonly Saying[] => {
  // Where the connection goes on, neither end has ended it.
  const isRefuted = endedNothing(row);
  const [best, ...others] = causesOf(finding).filter(
    ({ cause }) => !isRefuted || cause === 'middlebox',
  );
  if (best === undefined) return [];
  return [
    say(
      'why',
      weaker(best.certainty, finding.certainty) === 'possible' ? 'reset-possible' : 'reset-likely',
      told(best, from),
      [Rfc.ResetGeneration],
    ),
    ...others.map((other) => say('certainty', 'reset-also', told(other, from))),
    say('certainty', 'reset-not-proven'),
  ];
};

/** Causes whose rows have a part each: the first is told apart from the others. */
const PAIRED = new Set<ResetCause>(['after-close', 'accept-queue-full']);

const told = ({ cause, frames, reasons }: Cause, from: Side) => ({
  cause: message(CAUSE_MESSAGES[cause], {
    from,
    rows: rowsArg(PAIRED.has(cause) ? frames.slice(0, 1) : frames),
    refused: rowsArg(frames.slice(1)),
    reason: reasons[0] ?? 'none',
    ...(cause === 'middlebox' ? middleboxSigns(reasons) : {}),
  }),
});

/** What is out of line with the host's habits, and whether the host goes on. */
function middleboxSigns(reasons: readonly string[]) {
  const signs = reasons.filter((reason) => reason !== 'goes-on');
  const goesOn = signs.length === reasons.length ? 'no' : signs.length === 0 ? 'only' : 'too';
  return { signs: signs.length, sign: signs[0] ?? 'none', goesOn };
}
