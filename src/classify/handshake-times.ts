// How long a handshake takes on either side of where it was captured: to the server and back, and to the client and back.

import type { PacketRow } from './packet-row.ts';

type StepRow = Pick<PacketRow, 'stream' | 'frame' | 'kind' | 'timeNs'>;

/** In ns, as they passed where the capture was taken. */
export interface HandshakeTimes {
  /** From the latest SYN to its answer. */
  readonly toServerNs: number;
  /** From that to the acknowledgement that ends the handshake. */
  readonly toClientNs: number;
  /** The answer, and the acknowledgement. */
  readonly frames: readonly [answer: number, end: number];
}

/** How long that side took to answer, and the other. */
export const answerTimes = (
  { toServerNs, toClientNs }: HandshakeTimes,
  side: 'client' | 'server',
): readonly [ownNs: number, otherNs: number] =>
  side === 'client' ? [toClientNs, toServerNs] : [toServerNs, toClientNs];

/**
 * By stream, where one SYN-ACK lies between the latest SYN and the acknowledgement that ends the handshake. Wireshark's
 * round trip ends with any acknowledgement, as with that of an end that still has an older connection.
 */
export function handshakeTimes(rows: readonly StepRow[]): ReadonlyMap<number, HandshakeTimes> {
  const opening = new Map<number, { askedNs: number; answer: StepRow | null; answers: number }>();
  const handshakes = new Map<number, HandshakeTimes>();
  for (const row of rows) {
    const { kind, stream, frame, timeNs } = row;
    const begun = opening.get(stream);
    if (kind === 'syn')
      opening.set(stream, { askedNs: timeNs, answer: null, answers: begun?.answers ?? 0 });
    if (begun === undefined) continue;
    if (kind === 'syn-ack') {
      begun.answers++;
      begun.answer = row;
    }
    const { answer, answers, askedNs } = begun;
    if (kind === 'handshake-ack' && answer !== null && answers === 1)
      handshakes.set(stream, {
        toServerNs: answer.timeNs - askedNs,
        toClientNs: timeNs - answer.timeNs,
        frames: [answer.frame, frame],
      });
  }
  return handshakes;
}
