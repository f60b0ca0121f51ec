// How a connection ended: FIN from both ends, who began, one FIN only, or not at all (RFC 9293 3.6).

import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Evidence } from '../evidence.ts';
import { forEvery, type Judged } from '../judged.ts';
import type { Outcome } from '../outcome.ts';
import type { CloseState } from '../schema/assertions.ts';
import type { Scope } from '../selectors.ts';
import { rowsText } from '../units.ts';

const ASKED: Readonly<Record<CloseState, string>> = {
  graceful: 'a graceful close (FIN from both ends)',
  'by-client': 'a graceful close that the client begins',
  'by-server': 'a graceful close that the server begins',
  'half-closed': 'a half-close (FIN from one end only)',
  open: 'no close',
};

export const closeIs = (evidence: Evidence, scope: Scope, state: CloseState): Outcome =>
  forEvery(evidence, scope, ASKED[state], (connection) => judgeClose(evidence, connection, state));

function judgeClose(evidence: Evidence, connection: ConnectionFacts, state: CloseState): Judged {
  const rows = evidence.rowsOf.get(connection.stream) ?? [];
  const ends = rows.filter(({ kind }) => kind === 'fin' || kind === 'rst');
  const frames = ends.map(({ frame }) => frame);
  const where = frames.length === 0 ? '' : ` (${rowsText(frames)})`;
  const { ending, endedBy } = connection;
  const shows = `${ENDINGS[ending]}${endedBy === null ? '' : `, begun by the ${endedBy}`}${where}`;
  const last = ends.at(-1) ?? rows.at(-1);
  const at = last && { stream: connection.stream, frame: last.frame, timeNs: last.timeNs };
  const told = { shows, frames, ...(at === undefined ? {} : { at }) };
  if (isSo(connection, state)) return { verdict: 'holds', ...told };
  // A half-close may have been the first half of a close that the capture does not live to see.
  if (ending === 'open' && state !== 'open')
    return {
      verdict: 'undecided',
      ...told,
      why: `the capture ends (row ${rows.at(-1)?.frame ?? connection.lastFrame}) while the connection is open: close the programs before you stop capturing`,
    };
  if (
    ending === 'half-closed' &&
    GRACEFUL.has(state) &&
    !(state !== 'graceful' && `by-${endedBy}` !== state)
  )
    return {
      verdict: 'undecided',
      ...told,
      why: 'one end has closed, and the capture ends before the other does',
    };
  return { verdict: 'fails', ...told };
}

const GRACEFUL: ReadonlySet<CloseState> = new Set(['graceful', 'by-client', 'by-server']);

function isSo({ ending, endedBy }: ConnectionFacts, state: CloseState): boolean {
  if (state === 'half-closed' || state === 'open') return ending === state;
  return ending === 'closed' && (state === 'graceful' || `by-${endedBy}` === state);
}

const ENDINGS: Readonly<Record<ConnectionFacts['ending'], string>> = {
  open: 'nobody closes it',
  'half-closed': 'only one end sends FIN',
  closed: 'both ends send FIN',
  reset: 'it is reset (RST)',
};
