// A simultaneous open (RFC 9293 3.5, figure 7): both ends ask, each before an answer of the other. Nobody listens.

import { TcpFlag } from '../decode/tcp-view.ts';

/** Whether both ends are one socket: what it sends it receives. */
export const isToItself = ({
  src,
  dst,
  tcp,
}: {
  readonly src: string;
  readonly dst: string;
  readonly tcp: { readonly srcPort: number; readonly dstPort: number };
}): boolean => src === dst && tcp.srcPort === tcp.dstPort;

/** What is asked of a segment, whoever keeps it. */
export interface OpeningSegment {
  readonly fromClient: boolean;
  readonly tcp: { readonly flags: number; readonly seq: number };
}

export interface SimultaneousOpen<T> {
  /** The SYNs that crossed, in capture order. */
  readonly first: T;
  readonly second: T;
  /** The first SYN-ACK of either sender; null none. */
  readonly firstAnswer: T | null;
  readonly secondAnswer: T | null;
}

const OPENING = TcpFlag.SYN | TcpFlag.ACK | TcpFlag.RST;
const isSyn = ({ tcp }: OpeningSegment): boolean => (tcp.flags & OPENING) === TcpFlag.SYN;
const isSynAck = ({ tcp }: OpeningSegment): boolean =>
  (tcp.flags & OPENING) === (TcpFlag.SYN | TcpFlag.ACK);

/** What crossed in the segments of one connection, given from its first on; null where one end only asked. */
export function simultaneousOpenOf<T extends OpeningSegment>(
  segments: readonly T[],
): SimultaneousOpen<T> | null {
  const [first] = segments;
  if (first === undefined || !isSyn(first)) return null;
  const place = segments.findIndex(({ fromClient }) => fromClient !== first.fromClient);
  const second = segments[place];
  // Before that its sender has sent nothing but its request.
  if (second === undefined || !isSyn(second)) return null;
  if (!segments.slice(0, place).every(isSyn)) return null;
  const answerOf = ({ fromClient }: T): T | null =>
    segments.slice(place).find((one) => isSynAck(one) && one.fromClient === fromClient) ?? null;
  const [firstAnswer, secondAnswer] = [answerOf(first), answerOf(second)];
  // Another number is that of an end that listens, and has forgotten its request.
  if (firstAnswer !== null && firstAnswer.tcp.seq !== first.tcp.seq) return null;
  return { first, second, firstAnswer, secondAnswer };
}
