// Handshake complete, partial or absent (RFC 9293 3.5), and the options both SYNs offered (RFC 9293 3.1, RFC 7323).

import type { PacketRow } from '../../classify/packet-row.ts';
import type { ConnectionFacts } from '../../tcp/connection-facts.ts';
import type { Evidence } from '../evidence.ts';
import { forEvery, type Judged } from '../judged.ts';
import { allOf, type Outcome, type Verdict } from '../outcome.ts';
import type { Expectation, HandshakeState } from '../schema/assertions.ts';
import type { Scope } from '../selectors.ts';
import { rowsText } from '../units.ts';

const ASKED: Readonly<Record<HandshakeState, string>> = {
  complete: 'a complete handshake',
  partial: 'a handshake that was begun and not finished',
  absent: 'no handshake in the capture',
};

export const handshakeIs = (evidence: Evidence, scope: Scope, state: HandshakeState): Outcome =>
  forEvery(evidence, scope, ASKED[state], (connection) =>
    judgeHandshake(evidence, connection, state),
  );

function judgeHandshake(
  evidence: Evidence,
  connection: ConnectionFacts,
  state: HandshakeState,
): Judged {
  const rows = evidence.rowsOf.get(connection.stream) ?? [];
  const opening = rows.filter(({ kind }) => OPENING.has(kind));
  const frames = opening.map(({ frame }) => frame);
  const where = frames.length === 0 ? '' : ` (${rowsText(frames)})`;
  const done =
    opening.findLast(({ kind }) => kind === 'handshake-ack') ?? opening.at(-1) ?? rows[0];
  const at = done && { stream: connection.stream, frame: done.frame, timeNs: done.timeNs };
  const told = { frames, ...(at === undefined ? {} : { at }) };
  if (connection.handshake === state) {
    return { verdict: 'holds', shows: `the handshake is ${state}${where}`, ...told };
  }
  const shows = `the handshake is ${connection.handshake}${where}`;
  if (state === 'complete') {
    const begun = rows[0];
    const inside = begun !== undefined && begun.kind !== 'syn' && begun.kind !== 'rst';
    const unseen =
      rows.some((row) => row.tcp.len > 0 && row.kind !== 'syn') &&
      connection.handshake === 'partial';
    if (inside)
      return {
        verdict: 'undecided',
        shows,
        why: `the capture begins inside the connection (row ${begun.frame}): start capturing before the client does`,
        ...told,
      };
    if (unseen)
      return {
        verdict: 'undecided',
        shows,
        why: `data follow, so a row of the handshake was not captured (${missingStep(rows)})`,
        ...told,
      };
  }
  return { verdict: 'fails', shows: `${shows}${after(rows)}`, ...told };
}

const OPENING: ReadonlySet<string> = new Set(['syn', 'syn-ack', 'handshake-ack']);

const missingStep = (rows: readonly PacketRow[]): string => {
  const missing = ['syn', 'syn-ack', 'handshake-ack'].filter(
    (kind) => !rows.some((row) => row.kind === kind),
  );
  return `no ${missing.join(', no ') || 'row in order'}`;
};

/** What came instead of the rest. */
function after(rows: readonly PacketRow[]): string {
  const reset = rows.find(({ kind }) => kind === 'rst');
  if (reset !== undefined) return `: refused with RST in row ${reset.frame}`;
  return rows.some(({ kind }) => kind === 'syn-ack')
    ? ': the third segment, ACK, is not there'
    : ': nobody answers the SYN';
}

type OptionsAsked = NonNullable<Expectation['options']>;

export function optionsAre(evidence: Evidence, scope: Scope, asked: OptionsAsked): Outcome {
  const words = Object.entries(asked).map(([name, value]) =>
    value === false ? `${name} not negotiated` : value === true ? name : `${name} ${value}`,
  );
  return forEvery(evidence, scope, `options negotiated: ${words.join(', ')};`, (connection) =>
    judgeOptions(evidence, connection, asked),
  );
}

function judgeOptions(
  evidence: Evidence,
  connection: ConnectionFacts,
  asked: OptionsAsked,
): Judged {
  const { client, server } = connection;
  const frames = (evidence.rowsOf.get(connection.stream) ?? [])
    .filter(({ kind }) => kind === 'syn' || kind === 'syn-ack')
    .map(({ frame }) => frame);
  const both = {
    scaling: client.windowShift !== null && server.windowShift !== null,
    sack: client.sackPermitted && server.sackPermitted,
    timestamps: client.timestamps && server.timestamps,
  };
  const shows = `MSS ${client.mss ?? 'none'} and ${server.mss ?? 'none'}, window scaling ${yesNo(both.scaling)}, SACK ${yesNo(both.sack)}, timestamps ${yesNo(both.timestamps)}${frames.length === 0 ? '' : ` (${rowsText(frames)})`}`;
  if (!client.synSeen || !server.synSeen)
    return {
      verdict: 'undecided',
      shows,
      frames,
      why: 'options stand in the two SYNs, and not both of them were captured',
    };
  const verdicts: Verdict[] = [];
  for (const name of ['scaling', 'sack', 'timestamps'] as const) {
    const wanted = asked[name];
    if (wanted !== undefined) verdicts.push(wanted === both[name] ? 'holds' : 'fails');
  }
  if (asked.mss !== undefined)
    verdicts.push(mssFits(asked.mss, client.mss, server.mss) ? 'holds' : 'fails');
  return { verdict: allOf(verdicts), shows, frames };
}

function mssFits(asked: number | boolean, client: number | null, server: number | null): boolean {
  if (typeof asked === 'number') return client === asked && server === asked;
  return (client !== null && server !== null) === asked;
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
