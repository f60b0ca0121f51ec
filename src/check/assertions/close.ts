// How a connection ended: FIN from both ends, who began, one FIN only, or not at all (RFC 9293 3.6).

import { row } from '../../explain/args.ts';
import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Evidence } from '../evidence.ts';
import { forEvery, type Judged } from '../judged.ts';
import type { Outcome } from '../outcome.ts';
import { say, where } from '../said.ts';
import type { CloseState } from '../schema/assertions.ts';
import type { Scope } from '../selectors.ts';

export const closeIs = (evidence: Evidence, scope: Scope, state: CloseState): Outcome =>
  forEvery(evidence, scope, say('check-close-asked', { state }), (connection) =>
    judgeClose(evidence, connection, state),
  );

function judgeClose(evidence: Evidence, connection: ConnectionFacts, state: CloseState): Judged {
  const { stream, ending, endedBy, lastFrame } = connection;
  const notes = evidence.notes.get(stream);
  const frames = (notes?.endings ?? []).map(({ frame }) => frame);
  const shows = say('check-close', { ending, by: endedBy ?? 'nobody', ...where(frames) });
  const last = notes?.lastEnding ?? notes?.last ?? null;
  const at = last && { stream, frame: last.frame, timeNs: last.timeNs };
  const told = { shows, frames, ...(at === null ? {} : { at }) };
  if (isSo(connection, state)) return { verdict: 'holds', ...told };
  if (ending === 'continued')
    return { verdict: 'undecided', ...told, why: say('check-close-elsewhere') };
  // A half-close may have been the first half of a close that the capture does not live to see.
  if (ending === 'open' && state !== 'open')
    return {
      verdict: 'undecided',
      ...told,
      why: say('check-close-unseen', { row: row(lastFrame) }),
    };
  if (
    ending === 'half-closed' &&
    GRACEFUL.has(state) &&
    !(state !== 'graceful' && `by-${endedBy}` !== state)
  )
    return { verdict: 'undecided', ...told, why: say('check-close-half-seen') };
  return { verdict: 'fails', ...told };
}

const GRACEFUL: ReadonlySet<CloseState> = new Set(['graceful', 'by-client', 'by-server']);

function isSo({ ending, endedBy }: ConnectionFacts, state: CloseState): boolean {
  if (state === 'half-closed' || state === 'open') return ending === state;
  return ending === 'closed' && (state === 'graceful' || `by-${endedBy}` === state);
}
