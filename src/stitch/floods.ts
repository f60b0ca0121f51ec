// Flooding: more messages of one sender within a second than a limit.

import type { DraftMessage } from './draft-message.ts';

/** More messages a second than the limit, of one sender. */
export interface Flood {
  readonly stream: number;
  readonly sender: string | null;
  readonly messages: readonly string[];
  readonly firstTimeNs: number;
  readonly lastTimeNs: number;
  /** Most messages within any one second, and the limit it is above. */
  readonly peakPerSecond: number;
  readonly limitPerSecond: number;
  /** How many of them went on to others. */
  readonly passedOn: number;
}

const WINDOW_NS = 1_000_000_000;
/** What people and chat programs send; a file in many sends is no flood of messages. */
const LONGEST_MESSAGE = 1024;

/** The floods of one connection's client; `passedOn` says whether a message went on to others. */
export function floodsOf(
  messages: readonly DraftMessage[],
  limitPerSecond: number,
  passedOn: (message: DraftMessage) => boolean,
): Flood[] {
  const said = messages.filter(
    ({ fromClient, text, len, framing }) =>
      fromClient && text !== null && len <= LONGEST_MESSAGE && framing !== 'http',
  );
  const floods: Flood[] = [];
  for (let first = 0; first < said.length;) {
    const burst = burstFrom(said, first, limitPerSecond);
    if (burst === null) {
      first++;
      continue;
    }
    const { end, peak } = burst;
    const flooding = said.slice(first, end);
    first = end;
    // A text file comes in many lines, but few segments.
    const segments = new Set(flooding.flatMap(({ frames }) => frames)).size;
    if (segments * 2 < flooding.length) continue;
    const [opening] = flooding;
    if (opening === undefined) continue;
    floods.push({
      stream: opening.stream,
      sender: opening.sender,
      messages: flooding.map(({ id }) => id),
      firstTimeNs: opening.timeNs,
      lastTimeNs: flooding.at(-1)!.timeNs,
      peakPerSecond: peak,
      limitPerSecond,
      passedOn: flooding.filter(passedOn).length,
    });
  }
  return floods;
}

/** How far the rate stays above the limit from `first` on; null when it is not. */
function burstFrom(
  said: readonly DraftMessage[],
  first: number,
  limit: number,
): { end: number; peak: number } | null {
  let start = first;
  let end = first;
  let peak = 0;
  for (let i = first; i < said.length; i++) {
    while (said[i]!.timeNs - said[start]!.timeNs >= WINDOW_NS) start++;
    const count = i - start + 1;
    if (start > first && count <= limit) break;
    if (count > limit) end = i + 1;
    peak = Math.max(peak, count);
  }
  return peak > limit ? { end, peak } : null;
}
