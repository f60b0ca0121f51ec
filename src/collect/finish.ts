// What can be told only when the last record is read: roles, links between rows, findings, relays.

import type { CaptureError } from '../capture/capture-error.ts';
import { findingsOf } from '../classify/rules/findings.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import type { Conversation } from '../stitch/conversation.ts';
import { participantFacts, relayFacts } from '../stitch/row-facts.ts';
import { secretsInRows } from '../stitch/secrets-in-rows.ts';
import { transcript } from '../stitch/transcript.ts';
import type { Connection } from '../tcp/connection.ts';
import { connectionFacts } from '../tcp/connection-facts-of.ts';
import { rolesOf, type Role } from '../tcp/roles.ts';
import { TCP_STATE_NAMES } from '../tcp/state.ts';
import type { Analysis, CaptureFacts, HostFacts, Notice } from './analysis.ts';
import type { DraftRow } from './draft-row.ts';
import type { HostTally } from './host-tally.ts';
import type { IcmpErrors } from './icmp-errors.ts';
import { ledgerOf, weakened } from './ledger.ts';
import { linkRows } from './link-rows.ts';
import { pacingOf } from './pacing.ts';
import { withShownStates } from './shown-states.ts';
import { vantageOf } from './vantage.ts';

export interface Collected {
  readonly capture: CaptureFacts;
  readonly rows: readonly DraftRow[];
  readonly selected: ReadonlySet<number> | null;
  readonly rowsLeftOut: number;
  readonly connections: ReadonlyMap<number, Connection>;
  readonly connectionsLeftOut: number;
  readonly hosts: HostTally;
  readonly icmpErrors: IcmpErrors;
  readonly damage: CaptureError | null;
  /** One line for each link type that is not decoded. */
  readonly undecoded: readonly string[];
  readonly conversation: Conversation;
  readonly showSecrets: boolean;
  /** Second records of packets captured twice that were left out. */
  readonly twins: number;
}

/** Tells everything collected as plain facts. */
export function finish(collected: Collected): Analysis {
  const { hosts: tally } = collected;
  const roles = rolesOf(collected.connections.values());
  const connections = [...collected.connections.values()].map((connection) =>
    connectionFacts(connection, roles.get(connection.stream)!, tally.macs(connection.stream)),
  );
  const vantage = vantageOf(tally);
  const linked = linkRows(collected.rows.map((draft) => roleRow(draft, roles.get(draft.stream)!)));
  const findings = findingsOf({ rows: linked, connections });
  const told = withShownStates(
    linked.map((row) => ({ ...row, findings: findings.get(row.frame) ?? [] })),
    connections,
  );
  const ledger = ledgerOf(told, connections);
  const rows = weakened(told, ledger);
  return {
    capture: collected.capture,
    connections,
    hosts: hostFacts(tally, connections, vantage.host),
    vantage,
    rows,
    selected: collected.selected,
    rowsLeftOut: collected.rowsLeftOut,
    connectionsLeftOut: collected.connectionsLeftOut,
    conversation: collected.conversation,
    transcript: transcript(collected.conversation, collected.showSecrets),
    showSecrets: collected.showSecrets,
    secretsBeyond: collected.showSecrets ? [] : secretsInRows(rows, collected.conversation),
    relays: relayFacts(collected.conversation),
    participants: participantFacts(collected.conversation),
    ledger,
    pacing: pacingOf(rows, connections),
    icmpErrors: collected.icmpErrors.about(rows),
    notices: noticesOf(collected),
  };
}

/** The row with its sides named by their roles. */
export function roleRow(draft: DraftRow, role: Role): Omit<PacketRow, 'links' | 'findings'> {
  const { side, states, ...row } = draft;
  return {
    ...row,
    fromClient: side === role.client,
    clientState: TCP_STATE_NAMES[states[role.client]],
    serverState: TCP_STATE_NAMES[states[role.client === 0 ? 1 : 0]],
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
    roles: (['client', 'server'] as const).filter((role) =>
      connections.some((connection) => connection[role].address === address),
    ),
    capturedHere: address === capturedOn,
    packetsSent: notes.packetsSent,
  }));
}

const noticesOf = ({ damage, undecoded, twins }: Collected): Notice[] => [
  ...undecoded.map((text) => ({ severity: 'warn' as const, text })),
  ...(twins === 0 ? [] : [{ severity: 'warn' as const, text: twinsLine(twins) }]),
  ...(damage === null ? [] : [{ severity: 'error' as const, text: damage.message }]),
];

const twinsLine = (twins: number): string =>
  twins === 1
    ? 'one frame is the second record of a packet and left out (--dedup)'
    : `${twins} frames are second records of packets and left out (--dedup)`;
