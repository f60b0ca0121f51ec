// What can be told only when the last record is read: roles, links between rows, findings, relays.

import type { CaptureError } from '../capture/capture-error.ts';
import { kindsBehindScans } from '../classify/behind-scans.ts';
import { hasFinding } from '../classify/finding.ts';
import { handshakeTimes } from '../classify/handshake-times.ts';
import { askingIn } from '../classify/keep-alive-in-hindsight.ts';
import { type Drops, dropsIn } from '../classify/rules/dropped.ts';
import { findingsOf } from '../classify/rules/findings.ts';
import type { ErrorReport } from '../classify/rules/rule.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { thirdSteps } from '../classify/third-step.ts';
import type { Conversation } from '../stitch/conversation.ts';
import { participantFacts, relayFacts } from '../stitch/row-facts.ts';
import { secretsInRows } from '../stitch/secrets-in-rows.ts';
import { transcript } from '../stitch/transcript.ts';
import type { Connection } from '../tcp/connection.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { connectionFacts } from '../tcp/connection-facts-of.ts';
import { rolesOf, type Role } from '../tcp/roles.ts';
import { TCP_STATE_NAMES } from '../tcp/state.ts';
import type { Analysis, CaptureFacts, HostFacts, Notice } from './analysis.ts';
import type { ConnectionTotals } from './connection-totals.ts';
import type { DraftRow } from './draft-row.ts';
import { explainedFrames } from './explained-rows.ts';
import { furtherLine } from './further-line.ts';
import { MOST_PORTS, type HostTally } from './host-tally.ts';
import type { IcmpErrors } from './icmp-errors.ts';
import type { Wanted } from './kept-rows.ts';
import { joined, ledgerOf, weakened, type LedgerEntry } from './ledger.ts';
import { linkRows } from './link-rows.ts';
import { nearnessOf } from './nearness.ts';
import { noLinks, type UnlinkedRow } from './unlinked-row.ts';
import { listedStreams } from './listed-connections.ts';
import { pacingOf } from './pacing.ts';
import {
  countedOnce,
  resumedConnections,
  withContinued,
  withoutCuts,
} from './resumed-connections.ts';
import { selectionTest } from './selection.ts';
import { withShownStates, type ShownStates } from './shown-states.ts';
import { statesWithoutDrops } from './states-without-drops.ts';
import type { StandOut, StandOutCounts } from './stand-outs.ts';
import { type Shown, shownOf, stretchesOf } from './stretches.ts';
import { vantageOf, withTimes } from './vantage.ts';

export interface Collected {
  readonly capture: CaptureFacts;
  readonly rows: readonly DraftRow[];
  readonly wanted: Wanted;
  readonly standOuts: readonly StandOut[];
  readonly standOutsByStream: ReadonlyMap<number, StandOutCounts>;
  readonly totals: ConnectionTotals;
  readonly connections: ReadonlyMap<number, Connection>;
  readonly hosts: HostTally;
  readonly icmpErrors: IcmpErrors;
  readonly damage: CaptureError | null;
  /** One line for each link type that is not decoded. */
  readonly undecoded: readonly string[];
  readonly conversation: Conversation;
  readonly showSecrets: boolean;
  /** Second records of packets captured twice that were left out. */
  readonly twins: number;
  /** Segments without a row of their own. */
  readonly furtherSegments: number;
}

/** Tells everything collected as plain facts. */
export function finish(collected: Collected): Analysis {
  const { hosts: tally } = collected;
  const roles = rolesOf([...collected.connections.values()]);
  const passed = [...collected.connections.values()]
    .map((connection) =>
      connectionFacts(connection, roles.get(connection.stream)!, tally.macs(connection.stream)),
    )
    .sort((a, b) => a.stream - b.stream);
  const firstFrames = new Map(passed.map(({ stream, firstFrame }) => [stream, firstFrame]));
  const stretches = stretchesOf(collected.rows);
  const { icmpErrors } = collected;
  const told = stretches.map((drafts, stretch) =>
    toldRows(drafts, stretch, { roles, connections: passed, icmpErrors }),
  );
  const ends = new Map(told.flatMap((one) => one.ends));
  const ended = passed.map((facts) => withEnds(facts, ends.get(facts.lastFrame)));
  const rows = told.flatMap((one) => one.rows).sort((a, b) => a.frame - b.frame);
  const resumed = resumedConnections(rows, ended);
  const connections = withContinued(ended, resumed);
  // Rows before the first hole.
  const whole = told[0]?.rows ?? [];
  const handshakes = handshakeTimes(whole);
  const { vantage, nearness } = withTimes(vantageOf(tally), nearnessOf(handshakes, connections));
  const { wanted } = collected;
  const isAskedFor = selectionTest(wanted.selection);
  const askedFor = new Set(
    collected.rows
      .filter(({ frame, stream }) => isAskedFor(frame, stream))
      .map(({ frame }) => frame),
  );
  const selected = explainedFrames(wanted, rows, askedFor);
  const listed = listedStreams(connections, rows, selected, collected.standOutsByStream);
  return {
    capture: collected.capture,
    connections,
    hosts: hostFacts(tally, connections, vantage.certainty === 'possible' ? null : vantage.host),
    vantage,
    nearness,
    rows,
    selected,
    rowsLeftOut: selected === null ? 0 : wanted.count - selected.size,
    selection: wanted.selection,
    standOuts: collected.standOuts,
    standOutsByStream: collected.standOutsByStream,
    resumed,
    totals: countedOnce(collected.totals, ended, resumed),
    listed,
    connectionsLeftOut: collected.totals.count - listed.size,
    conversation: collected.conversation,
    transcript: transcript(collected.conversation, collected.showSecrets),
    showSecrets: collected.showSecrets,
    secretsBeyond: collected.showSecrets
      ? []
      : secretsInRows(rows, collected.conversation, firstFrames),
    relays: relayFacts(collected.conversation),
    participants: participantFacts(collected.conversation),
    ledger: withoutCuts(joined(told.map(({ ledger }) => ledger)), resumed),
    pacing: pacingOf(whole, connections, handshakes, vantage),
    icmpErrors: icmpErrors.about(rows, (row) => hasFinding(row, 'captured-twice')),
    notices: noticesOf(collected),
  };
}

interface ToldRows {
  readonly rows: readonly PacketRow[];
  readonly ledger: readonly LedgerEntry[];
  /** By frame, the states behind the last rows of connections: the pass over the records does not know all of them. */
  readonly ends: readonly (readonly [number, ShownStates])[];
}

/** A connection whose last row, if it is kept, leaves its ends in these states. */
const withEnds = (facts: ConnectionFacts, ends: ShownStates | undefined): ConnectionFacts =>
  ends === undefined
    ? facts
    : {
        ...facts,
        client: { ...facts.client, state: ends.clientState },
        server: { ...facts.server, state: ends.serverState },
      };

/** What is known of the capture besides its rows. */
interface BesideRows {
  readonly roles: ReadonlyMap<number, Role>;
  readonly connections: readonly ConnectionFacts[];
  readonly icmpErrors: IcmpErrors;
}

/** Rows without a hole in any connection: what they are to each other, and what is found in them. */
function toldRows(
  drafts: readonly DraftRow[],
  stretch: number,
  { roles, connections, icmpErrors }: BesideRows,
): ToldRows {
  const shown = shownOf(drafts, connections);
  const asking = askingIn(drafts);
  const rowOf = (draft: DraftRow): UnlinkedRow => {
    return roleRow(draft, roles.get(draft.stream)!, stretch, asking.get(draft.frame));
  };
  const { rows, drops, states, errors } = linkedRows(drafts, rowOf, shown, icmpErrors);
  const findings = findingsOf({ rows, ...shown, errors });
  const told = withShownStates(
    rows.map((row) => ({ ...row, findings: findings.get(row.frame) ?? [] })),
    connections,
    { goOn: shown.goOn, withoutReset: shownWithoutReset(states, roles), drops },
  );
  const ledger = ledgerOf(told, shown.connections);
  const lastFrames = new Set(connections.map(({ lastFrame }) => lastFrame));
  const ends = told
    .filter(({ frame }) => lastFrames.has(frame))
    .map(({ frame, clientState, serverState }) => [frame, { clientState, serverState }] as const);
  return { rows: weakened(told, ledger), ledger, ends };
}

interface LinkedRows {
  readonly rows: readonly UnlinkedRow[];
  readonly drops: Drops;
  /** The drafts, with the states that they have without what was dropped. */
  readonly states: readonly DraftRow[];
  /** By frame, rows that an ICMP error quotes whole, and the error. */
  readonly errors: ReadonlyMap<number, ErrorReport>;
}

/** The rows with their links: told twice where the first time shows that some were dropped. */
function linkedRows(
  drafts: readonly DraftRow[],
  rowOf: (draft: DraftRow) => UnlinkedRow,
  shown: Shown,
  icmpErrors: IcmpErrors,
): LinkedRows {
  const rows = drafts.map(rowOf);
  linkRows(rows);
  const errors = new Map(
    icmpErrors
      .about(rows)
      .filter(({ isWhole }) => isWhole)
      .map(({ quotedFrame, frame, from, reason, mtu, isNamed }) => [
        quotedFrame,
        { frame, from, reason, mtu, isNamed },
      ]),
  );
  const drops = dropsIn({ rows, ...shown, errors });
  const states = statesWithoutDrops(drafts, rows, drops);
  if (drops.size + states.size === 0) return { rows, drops, states: drafts, errors };
  const kinds = new Map([...kindsBehindScans(rows, drops), ...thirdSteps(rows, drops)]);
  const moved = drafts.map((draft) => ({
    ...draft,
    ...states.get(draft.frame),
    kind: kinds.get(draft.frame) ?? draft.kind,
  }));
  const again = moved.map(rowOf);
  linkRows(again, drops);
  return { rows: again, drops, states: moved, errors };
}

const shownStates = (states: DraftRow['states'], { client }: Role): ShownStates => ({
  clientState: TCP_STATE_NAMES[states[client]],
  serverState: TCP_STATE_NAMES[states[client === 0 ? 1 : 0]],
});

/** By frame, the states of client and server where no reset before the row was obeyed and that makes a difference. */
function shownWithoutReset(
  drafts: readonly DraftRow[],
  roles: ReadonlyMap<number, Role>,
): ReadonlyMap<number, ShownStates> {
  const changed = drafts.filter(({ states, statesWithoutReset: without }) =>
    states.some((state, side) => state !== without[side]),
  );
  return new Map(
    changed.map(({ frame, stream, statesWithoutReset: without }) => [
      frame,
      shownStates(without, roles.get(stream)!),
    ]),
  );
}

/**
 * The row with its sides named by their roles; its links are still to be told. All fields by name: what is left over when
 * some are taken out of so large an object costs ten times as much, to make and to read.
 */
export function roleRow(
  draft: DraftRow,
  role: Role,
  stretch: number,
  kind = draft.kind,
): UnlinkedRow {
  const { side } = draft;
  const { clientState, serverState } = shownStates(draft.states, role);
  return {
    frame: draft.frame,
    timeNs: draft.timeNs,
    capLen: draft.capLen,
    origLen: draft.origLen,
    bytes: draft.bytes,
    reassembled: draft.reassembled,
    fields: draft.fields,
    payloadStart: draft.payloadStart,
    payloadEnd: draft.payloadEnd,
    protocols: draft.protocols,
    link: draft.link,
    network: draft.network,
    src: draft.src,
    dst: draft.dst,
    stream: draft.stream,
    stretch,
    fromClient: side === role.client,
    tcp: draft.tcp,
    kind,
    labels: draft.labels,
    expectedRelSeq: draft.expectedRelSeq,
    clientState,
    serverState,
    links: noLinks(),
  };
}

function hostFacts(
  tally: HostTally,
  connections: Analysis['connections'],
  capturedOn: string | null,
): HostFacts[] {
  return [...tally.hosts].map(([address, notes]) => ({
    address,
    macs: [...notes.macs],
    ports: [...notes.ports].sort((a, b) => a - b),
    hasMorePorts: notes.ports.size >= MOST_PORTS,
    roles: (['client', 'server'] as const).filter((role) =>
      connections.some((connection) => connection[role].address === address),
    ),
    capturedHere: address === capturedOn,
    packetsSent: notes.packetsSent,
  }));
}

const noticesOf = ({ damage, undecoded, twins, furtherSegments }: Collected): Notice[] => [
  ...undecoded.map((text) => ({ severity: 'warn' as const, text })),
  ...(furtherSegments === 0
    ? []
    : [{ severity: 'warn' as const, text: furtherLine(furtherSegments) }]),
  ...(twins === 0 ? [] : [{ severity: 'warn' as const, text: twinsLine(twins) }]),
  ...(damage === null ? [] : [{ severity: 'error' as const, text: damage.message }]),
];

const twinsLine = (twins: number): string =>
  twins === 1
    ? 'one frame is the second record of a packet and left out (--dedup)'
    : `${twins} frames are second records of packets and left out (--dedup)`;
