// Resets and their causes, and connections that were refused (RFC 9293 3.5.2, 3.10.7.1).

import type { Cause } from '../../classify/finding.ts';
import type { PacketRow } from '../../classify/packet-row.ts';
import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Evidence } from '../evidence.ts';
import { forEvery, forSome, type Judged } from '../judged.ts';
import type { Outcome } from '../outcome.ts';
import type { ResetAsked } from '../schema/assertions.ts';
import { fits, type Scope } from '../selectors.ts';
import { rowsText } from '../units.ts';

const CAUSES: Readonly<Record<Exclude<ResetAsked, 'none'>, string>> = {
  any: 'a reset',
  'closed-port': 'a reset because nobody listens on the port',
  middlebox: 'a reset by something in between',
  'after-close': 'a reset because the program had closed already',
  'unknown-connection': 'a reset because the other end knew no such connection',
  'unread-data': 'a reset because the program closed with bytes unread',
  aborted: 'a reset because the program broke off',
};

export function resetIs(evidence: Evidence, scope: Scope, asked: ResetAsked): Outcome {
  if (asked === 'none')
    return forEvery(evidence, scope, 'no reset', (connection) => notReset(evidence, connection));
  return forSome(evidence, scope, CAUSES[asked], (connection) =>
    judgeReset(evidence, connection, asked),
  );
}

const resetsOf = ({ rowsOf }: Evidence, { stream }: ConnectionFacts): PacketRow[] =>
  (rowsOf.get(stream) ?? []).filter(({ kind }) => kind === 'rst');

function notReset(evidence: Evidence, connection: ConnectionFacts): Judged {
  const frames = resetsOf(evidence, connection).map(({ frame }) => frame);
  return frames.length === 0
    ? { verdict: 'holds', shows: 'no RST', frames }
    : { verdict: 'fails', shows: `RST in ${rowsText(frames)}`, frames };
}

function judgeReset(
  evidence: Evidence,
  connection: ConnectionFacts,
  asked: Exclude<ResetAsked, 'none'>,
): Judged {
  const resets = resetsOf(evidence, connection);
  const [first] = resets;
  if (first === undefined) return { verdict: 'fails', shows: 'no RST', frames: [] };
  const read = resets.map((row) => ({ row, ...readCause(row, asked) }));
  const best =
    read.find(({ verdict }) => verdict === 'holds') ??
    read.find(({ verdict }) => verdict === 'undecided') ??
    read[0]!;
  const { row, verdict, words } = best;
  return {
    verdict,
    shows: `RST in row ${row.frame}${words}`,
    frames: [row.frame],
    at: { stream: connection.stream, frame: row.frame, timeNs: row.timeNs },
    ...(verdict === 'undecided' ? { why: 'the cause asked for is one of several that fit' } : {}),
  };
}

function readCause(
  row: PacketRow,
  asked: Exclude<ResetAsked, 'none'>,
): Pick<Judged, 'verdict'> & { words: string } {
  if (asked === 'any') return { verdict: 'holds', words: '' };
  const closedPort = row.findings.find(({ kind }) => kind === 'closed-port');
  if (asked === 'closed-port')
    return closedPort === undefined
      ? { verdict: 'fails', words: ', and the port was open' }
      : {
          verdict: closedPort.certainty === 'possible' ? 'undecided' : 'holds',
          words: ', nobody listens',
        };
  const causes = (row.findings.find(({ kind }) => kind === 'reset-cause')?.evidence['causes'] ??
    []) as readonly Cause[];
  const words =
    causes.length === 0
      ? ', cause not known'
      : `, cause: ${causes.map(({ cause, certainty }) => `${cause} (${certainty})`).join(', ')}`;
  const [best] = causes;
  if (best?.cause === asked && best.certainty !== 'possible') return { verdict: 'holds', words };
  return { verdict: causes.some(({ cause }) => cause === asked) ? 'undecided' : 'fails', words };
}

/** With `server`, connections asked of that end; else all of the scope, of which one is enough unless they are named. */
export function refusedIs(
  evidence: Evidence,
  scope: Scope,
  asked: boolean | { readonly server: string },
): Outcome {
  const server = typeof asked === 'object' ? asked.server : undefined;
  const connections = scope.connections.filter((connection) => fits(connection.server, server));
  const where = server === undefined ? '' : ` to ${server}`;
  const narrowed = { ...scope, connections };
  if (asked === false)
    return forEvery(evidence, narrowed, 'no refusal', (connection) =>
      flipped(judgeRefused(evidence, connection)),
    );
  const together = scope.isNamed ? forEvery : forSome;
  return together(evidence, narrowed, `a connection${where} refused`, (connection) =>
    judgeRefused(evidence, connection),
  );
}

function judgeRefused(evidence: Evidence, connection: ConnectionFacts): Judged {
  const refusal = resetsOf(evidence, connection).find(
    (row) =>
      !row.fromClient &&
      (connection.server.synSeen ? false : row.findings.some(({ kind }) => kind === 'closed-port')),
  );
  if (refusal === undefined) {
    const answered = connection.server.synSeen
      ? 'the server answers with SYN-ACK'
      : 'no RST answers it';
    return { verdict: 'fails', shows: answered, frames: [connection.firstFrame] };
  }
  return {
    verdict: 'holds',
    shows: `refused in row ${refusal.frame}`,
    frames: [connection.firstFrame, refusal.frame],
    at: { stream: connection.stream, frame: refusal.frame, timeNs: refusal.timeNs },
  };
}

const flipped = (judged: Judged): Judged => ({
  ...judged,
  verdict: judged.verdict === 'holds' ? 'fails' : 'holds',
});
