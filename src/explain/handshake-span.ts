// How long a handshake took, in one way wherever that is told: from the first SYN to the third step, and from the SYN that
// was answered, which need not be the first nor the last.

import type { PacketRow } from '../classify/packet-row.ts';
import { echoesClock } from '../tcp/option-values.ts';

export interface HandshakeSpan {
  /** From the first SYN. */
  readonly wholeNs: number;
  /** From the SYN that was answered. */
  readonly answeredNs: number;
  /** The first SYN; null where it is not here. */
  readonly first: PacketRow | null;
  /** The SYN that was answered; null where nothing shows which it was. */
  readonly answered: PacketRow | null;
  /** `lost`: a step was recorded out of order. */
  readonly order: 'kept' | 'repeated' | 'lost';
}

/** Of a complete handshake; `rows` of its connection. Wireshark counts from the last SYN: `initialRttNs`. */
export function handshakeSpan(
  rows: readonly PacketRow[],
  initialRttNs: number | null,
): HandshakeSpan {
  const first = rows.find(({ kind }) => kind === 'syn') ?? null;
  const third = rows.find(({ kind }) => kind === 'handshake-ack') ?? null;
  const answered = third === null ? null : answeredSyn(rows, third);
  const isLate = first !== null && (first.links.answeredBy ?? Infinity) < first.frame;
  const isWhole = first !== null && third !== null && third.timeNs > first.timeNs;
  const wholeNs = isWhole ? third.timeNs - first.timeNs : (initialRttNs ?? 0);
  const answeredNs =
    answered !== null && third !== null
      ? third.timeNs - answered.timeNs
      : (initialRttNs ?? wholeNs);
  const order = isLate ? 'lost' : answeredNs < wholeNs ? 'repeated' : 'kept';
  return { wholeNs, answeredNs, first, answered, order };
}

/** The clock that is sent back tells it (RFC 7323 3.2). */
function answeredSyn(rows: readonly PacketRow[], third: PacketRow): PacketRow | null {
  const byFrame = (frame: number | null): PacketRow | undefined =>
    rows.find((row) => row.frame === frame);
  const accepted = byFrame(third.links.answers);
  const asked = byFrame(accepted?.links.answers ?? null);
  return accepted !== undefined && asked !== undefined && echoesClock(accepted, asked)
    ? asked
    : null;
}
