// How long a handshake takes on either side of where it was captured: to the server and back, and to the client and back.

import type { PacketRow } from './packet-row.ts';

type StepRow = Pick<PacketRow, 'stream' | 'kind' | 'timeNs'>;

/** In ns, as they passed where the capture was taken. */
export interface HandshakeTimes {
  /** From the latest SYN to its answer. */
  readonly toServerNs: number;
  /** From that to the acknowledgement that ends the handshake. */
  readonly toClientNs: number;
}

/**
 * By stream, where one SYN-ACK lies between the latest SYN and the acknowledgement that ends the handshake. Wireshark's
 * round trip ends with any acknowledgement, as with that of an end that still has an older connection.
 */
export function handshakeTimes(rows: readonly StepRow[]): ReadonlyMap<number, HandshakeTimes> {
  const opening = new Map<number, { askedNs: number; answeredNs: number; answers: number }>();
  const handshakes = new Map<number, HandshakeTimes>();
  for (const { kind, stream, timeNs } of rows) {
    const begun = opening.get(stream);
    if (kind === 'syn')
      opening.set(stream, { askedNs: timeNs, answeredNs: 0, answers: begun?.answers ?? 0 });
    if (begun === undefined) continue;
    if (kind === 'syn-ack') {
      begun.answers++;
      begun.answeredNs = timeNs;
    }
    if (kind === 'handshake-ack' && begun.answers === 1)
      handshakes.set(stream, {
        toServerNs: begun.answeredNs - begun.askedNs,
        toClientNs: timeNs - begun.answeredNs,
      });
  }
  return handshakes;
}
