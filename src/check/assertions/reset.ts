// Resets and their causes, and connections that were refused (RFC 9293 3.5.2, 3.10.7.1).

import { row } from '../../explain/args.ts';
import type { Cause } from '../../classify/finding.ts';
import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Evidence } from '../evidence.ts';
import { forEvery, forSome, type Judged } from '../judged.ts';
import { opposite, type Outcome, type Verdict } from '../outcome.ts';
import { commas, optional, rows, say, word, type Said } from '../said.ts';
import type { ResetAsked } from '../schema/assertions.ts';
import { fits, type Scope } from '../selectors.ts';
import type { ResetFacts } from '../watch/reset-causes.ts';

export function resetIs(evidence: Evidence, scope: Scope, asked: ResetAsked): Outcome {
  const words = say('check-reset-asked', { cause: asked });
  if (asked === 'none')
    return forEvery(evidence, scope, words, (connection) => notReset(evidence, connection));
  return forSome(evidence, scope, words, (connection) => judgeReset(evidence, connection, asked));
}

function notReset({ notes }: Evidence, { stream }: ConnectionFacts): Judged {
  const { frames } = notes.get(stream)!.resets;
  return frames.length === 0
    ? { verdict: 'holds', shows: say('check-no-reset'), frames }
    : { verdict: 'fails', shows: say('check-reset', { rows: rows(frames) }), frames };
}

function judgeReset(
  { notes, resets }: Evidence,
  { stream, server }: ConnectionFacts,
  asked: Exclude<ResetAsked, 'none'>,
): Judged {
  const { frames, timesNs } = notes.get(stream)!.resets;
  const [frame] = frames;
  if (frame === undefined) return { verdict: 'fails', shows: say('check-no-reset'), frames: [] };
  if (asked === 'any')
    return {
      verdict: 'holds',
      shows: say('check-reset', { rows: row(frame) }),
      frames: [frame],
      at: { stream, frame, timeNs: timesNs[0]! },
    };
  const read = (resets.get(stream) ?? []).map((one) => ({ one, ...readCause(one, asked, server) }));
  const best =
    read.find(({ verdict }) => verdict === 'holds') ??
    read.find(({ verdict }) => verdict === 'undecided') ??
    read[0];
  const isAll = read.length >= frames.length && frames.length === notes.get(stream)!.resets.count;
  if (best === undefined || (best.verdict === 'fails' && !isAll))
    return {
      verdict: 'undecided',
      shows: best?.shows ?? say('check-reset', { rows: rows(frames) }),
      frames,
      why: say('check-cause-not-kept'),
    };
  const { one, verdict, shows } = best;
  return {
    verdict,
    shows,
    frames: [one.frame],
    at: { stream, frame: one.frame, timeNs: one.timeNs },
    ...(verdict === 'undecided' ? { why: say('check-cause-one-of-several') } : {}),
  };
}

function readCause(
  { frame, findings }: ResetFacts,
  asked: Exclude<ResetAsked, 'none' | 'any'>,
  server: ConnectionFacts['server'],
): { readonly verdict: Verdict; readonly shows: Said } {
  const told = { rows: row(frame) };
  const closedPort = findings.find(({ kind }) => kind === 'closed-port');
  if (closedPort !== undefined) {
    // It explains its reset fully (classify/precedence.ts): there is no other cause.
    const isRejected = closedPort.evidence['nearerThan'] !== undefined;
    const isDoubtful = closedPort.certainty === 'possible';
    return {
      verdict:
        asked !== 'closed-port' && !(isRejected && asked === 'middlebox')
          ? 'fails'
          : isDoubtful
            ? 'undecided'
            : 'holds',
      shows: say('check-reset-nobody-listens', told),
    };
  }
  if (asked === 'closed-port' && server.synSeen)
    return { verdict: 'fails', shows: say('check-reset-port-open', told) };
  const found = findings.find(({ kind }) => kind === 'reset-cause');
  const causes = (found?.evidence['causes'] ?? []) as readonly Cause[];
  const shows =
    causes.length === 0
      ? say('check-reset-unknown', told)
      : say('check-reset-caused', {
          ...told,
          causes: commas(
            causes.map(({ cause, certainty }) => say('check-cause', { cause, certainty })),
          ),
        });
  const [best] = causes;
  if (best?.cause === asked && best.certainty !== 'possible') return { verdict: 'holds', shows };
  return { verdict: causes.some(({ cause }) => cause === asked) ? 'undecided' : 'fails', shows };
}

/** With `server`, connections asked of that end; else all of the scope, of which one is enough unless they are named. */
export function refusedIs(
  evidence: Evidence,
  scope: Scope,
  asked: boolean | { readonly server: string },
): Outcome {
  const server = typeof asked === 'object' ? asked.server : undefined;
  const connections = scope.connections.filter((connection) => fits(connection.server, server));
  const narrowed = { ...scope, connections };
  if (asked === false)
    return forEvery(evidence, narrowed, say('check-no-refusal-asked'), (connection) =>
      flipped(judgeRefused(evidence, connection)),
    );
  const together = scope.isNamed ? forEvery : forSome;
  const words = say('check-refused-asked', {
    ...optional('server', server === undefined ? null : word(server)),
  });
  return together(evidence, narrowed, words, (connection) => judgeRefused(evidence, connection));
}

function judgeRefused(
  { notes, resets }: Evidence,
  { stream, server, firstFrame }: ConnectionFacts,
): Judged {
  if (server.synSeen)
    return { verdict: 'fails', shows: say('check-answered'), frames: [firstFrame] };
  const read = resets.get(stream) ?? [];
  const refusal = read.find(
    ({ fromClient, findings }) =>
      !fromClient && findings.some(({ kind }) => kind === 'closed-port'),
  );
  if (refusal !== undefined)
    return {
      verdict: 'holds',
      shows: say('check-refused', { row: row(refusal.frame) }),
      frames: [firstFrame, refusal.frame],
      at: { stream, frame: refusal.frame, timeNs: refusal.timeNs },
    };
  const shows = say('check-not-refused');
  const { count } = notes.get(stream)!.resets;
  return read.length < Math.min(count, 1)
    ? { verdict: 'undecided', shows, frames: [firstFrame], why: say('check-cause-not-kept') }
    : { verdict: 'fails', shows, frames: [firstFrame] };
}

const flipped = (judged: Judged): Judged => ({ ...judged, verdict: opposite(judged.verdict) });
