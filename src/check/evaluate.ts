// Judges a lab's expectations on the evidence of one capture: each to its assertion, then what it counts for.

import { amountWithin, clientsWithin, timeWithin } from './assertions/bounds.ts';
import { captureIs } from './assertions/capture.ts';
import { closeIs } from './assertions/close.ts';
import { allHold, anyHolds, counted, inOrder, negated } from './assertions/combined.ts';
import { handshakeIs, optionsAre } from './assertions/handshake.ts';
import { lossAtMost, noGaps, resendsAtMost } from './assertions/loss.ts';
import { messageIs } from './assertions/message.ts';
import { neverInClear } from './assertions/never-in-clear.ts';
import { cacheIs, upstreamIs } from './assertions/proxy.ts';
import { refusedIs, resetIs } from './assertions/reset.ts';
import { relayedIs } from './assertions/relayed.ts';
import type { Evidence } from './evidence.ts';
import type { Outcome } from './outcome.ts';
import { HANDSHAKES, type Expectation, type HandshakeState } from './schema/assertions.ts';
import { given, type Said } from './said.ts';
import type { Lab, LabExpectation } from './schema/lab.ts';
import { scopeOf, type ConnectionRef, type Ground, type Scope } from './selectors.ts';

/** What an expectation counts for. Skipped ones are worth nothing and cost nothing. */
export type Status = 'pass' | 'fail' | 'skip';

export interface Result {
  /** From 1, in the order of the file. */
  readonly number: number;
  readonly title: Said;
  readonly status: Status;
  readonly outcome: Outcome;
  readonly points: number;
  readonly maxPoints: number;
  readonly hint: string | null;
}

/** Every expectation of the lab, judged. */
export function evaluate(lab: Lab, evidence: Evidence): Result[] {
  const ground: Ground = { evidence, declared: lab.connections ?? {} };
  return lab.expect.map((expectation, i) => {
    const outcome = judge(ground, expectation, undefined);
    const status = statusOf(outcome, expectation, lab);
    const worth = expectation.points ?? 1;
    return {
      number: i + 1,
      title: expectation.title === undefined ? outcome.expected : given(expectation.title),
      status,
      outcome,
      points: status === 'pass' ? worth : 0,
      maxPoints: status === 'skip' ? 0 : worth,
      hint: expectation.hint ?? null,
    };
  });
}

function statusOf({ verdict }: Outcome, { undecidable }: LabExpectation, lab: Lab): Status {
  if (verdict === 'undecided') return undecidable ?? lab.undecidable ?? 'fail';
  return verdict === 'holds' ? 'pass' : 'fail';
}

type On = Expectation['on'];

/** One expectation; one inside another looks where that one looks, unless it says otherwise. */
export function judge(ground: Ground, expectation: Expectation, inherited: On): Outcome {
  const on = expectation.on ?? inherited;
  const inside = (one: Expectation): Outcome => judge(ground, one, on);
  if (expectation.not !== undefined) return negated(inside(expectation.not));
  if (expectation.any !== undefined) return anyHolds(expectation.any.map(inside));
  if (expectation.all !== undefined) return allHold(expectation.all.map(inside));
  if (expectation.then !== undefined) return inOrder(expectation.then.map(inside));
  if (expectation.count !== undefined) {
    const { of, min, max } = expectation.count;
    return counted(inside(of), min, max);
  }
  return judgeOne(ground, expectation, scopeOf(ground, on));
}

function judgeOne(ground: Ground, asked: Expectation, scope: Scope): Outcome {
  const { evidence } = ground;
  if (asked.handshake !== undefined) return judgeHandshake(ground, asked.handshake, scope);
  if (asked.close !== undefined) return closeIs(evidence, scope, asked.close);
  if (asked.reset !== undefined) return resetIs(evidence, scope, asked.reset);
  if (asked.refused !== undefined) return refusedIs(evidence, scope, asked.refused);
  if (asked.resends !== undefined) return resendsAtMost(evidence, scope, asked.resends);
  if (asked.loss !== undefined) return lossAtMost(evidence, scope, asked.loss);
  if (asked.gaps !== undefined) return noGaps(evidence, scope);
  if (asked.options !== undefined) return optionsAre(evidence, scope, asked.options);
  for (const name of ['rtt', 'idle', 'duration'] as const) {
    const bounds = asked[name];
    if (bounds !== undefined) return timeWithin(evidence, scope, name, bounds);
  }
  for (const name of ['bytes', 'packets'] as const) {
    const bounds = asked[name];
    if (bounds !== undefined) return amountWithin(evidence, scope, name, bounds);
  }
  if (asked.clients !== undefined) return clientsWithin(evidence, scope, asked.clients);
  if (asked.message !== undefined) return messageIs(ground, scope, asked.message);
  if (asked.relayed !== undefined) return relayedIs(ground, scope, asked.relayed);
  if (asked.neverInClear !== undefined) return neverInClear(ground, scope, asked.neverInClear);
  if (asked.cache !== undefined) return cacheIs(ground, scope, asked.cache);
  if (asked.upstream !== undefined) return upstreamIs(ground, scope, asked.upstream);
  if (asked.capture !== undefined) return captureIs(ground, scope, asked.capture);
  throw new Error('an expectation without an assertion got past lab-sense');
}

/** `complete`, `partial`, `absent`; any other word is a connection, and means complete on it. */
function judgeHandshake(ground: Ground, asked: string, scope: Scope): Outcome {
  const isState = (HANDSHAKES as readonly string[]).includes(asked);
  const where: ConnectionRef | undefined = isState ? undefined : asked;
  return handshakeIs(
    ground.evidence,
    where === undefined ? scope : scopeOf(ground, where),
    isState ? (asked as HandshakeState) : 'complete',
  );
}
