// Relays through one server: every message it sent is held against those it had just received, and against all it
// ever received where that is proved by the sender's name (history). Bounded: so many are held against each.

import { commonText } from './common-text.ts';
import type { DraftMessage } from './draft-message.ts';
import { NameIndex } from './name-index.ts';
import { namesInTime, type Names } from './names.ts';
import { LONGEST_DELAY_NS } from './part.ts';
import { candidatesFrom, isComparable, type Candidate } from './relay-candidates.ts';
import { chooseRelay, type Choice } from './relay-choice.ts';
import type { RelaySource } from './relay.ts';
import { looseText } from './text.ts';

/** Messages just received that one is held against. */
const MOST_RECENT = 48;
/** Earlier messages of like ending that one is held against. */
const MOST_LIKE = 64;
const KEY_BYTES = 6;

export interface FoundRelay {
  readonly out: DraftMessage;
  readonly choices: readonly Choice[];
}

/** What a server passed on; `messages` are all of its connections' in order, `introductions` name people only. */
export function searchRelays(
  messages: readonly DraftMessage[],
  names: Names,
  introductions: ReadonlySet<DraftMessage>,
): FoundRelay[] {
  const found: FoundRelay[] = [];
  const earlier = new Map<number, DraftMessage[]>();
  /** Streams that got a message, by message. */
  const spent = new Map<DraftMessage, Set<number>>();
  const recent: DraftMessage[] = [];
  const index = new NameIndex([...names.values()].flatMap(namesInTime).map(({ name }) => name));
  for (const message of inOrderOfEnd(messages)) {
    if (!isComparable(message)) continue;
    if (message.fromClient) {
      if (introductions.has(message)) continue;
      recent.push(message);
      if (recent.length > MOST_RECENT) recent.shift();
      remember(earlier, message);
      continue;
    }
    const oldest = message.timeNs - LONGEST_DELAY_NS;
    while (recent.length > 0 && recent[0]!.lastTimeNs < oldest) recent.shift();
    const isSpent = (source: DraftMessage): boolean =>
      [spent.get(source), source.passedTo].some((streams) => streams?.has(message.stream));
    const candidates = [
      ...candidatesFrom(recent, message, names, { late: false, index, isSpent }),
      ...candidatesFrom(like(earlier, message, oldest), message, names, {
        late: true,
        index,
        isSpent,
      }),
    ];
    if (candidates.length === 0 || isOwnAnswer(message, candidates, recent)) continue;
    const choices = chooseRelay(candidates, message.stream, names, {
      isSpent: ({ source }) => isSpent(source),
      isPassedOn: ({ source }) => spent.has(source) || source.passedTo !== null,
    });
    if (choices.length === 0) continue;
    found.push({ out: message, choices });
    const [only] = choices;
    if (choices.length === 1 && (only!.certainty !== 'possible' || only!.candidate.common.whole)) {
      const { source } = only!.candidate;
      spent.set(source, (spent.get(source) ?? new Set()).add(message.stream));
    }
  }
  return found;
}

/** Without a name, words that the receiver himself just said are an answer to him and come from nobody else. */
function isOwnAnswer(
  out: DraftMessage,
  candidates: readonly Candidate[],
  recent: readonly DraftMessage[],
): boolean {
  if (
    candidates.some(({ senderNamed, receiverNamed, echo }) => senderNamed || receiverNamed || echo)
  )
    return false;
  const longest = Math.max(...candidates.map(({ common }) => common.lenBytes));
  return recent.some(
    ({ stream, core }) =>
      stream === out.stream && (commonText(core, out.core)?.lenBytes ?? 0) >= longest,
  );
}

/** A message is there when its last byte is; one that goes out is judged by its first. */
const inOrderOfEnd = (messages: readonly DraftMessage[]): DraftMessage[] => {
  const frame = ({ fromClient, frames }: DraftMessage): number =>
    fromClient ? frames.at(-1)! : frames[0]!;
  return [...messages].sort((a, b) => frame(a) - frame(b));
};

/** What two messages have in common stands at their ends: by these few bytes earlier ones are found again. */
const keyOf = ({ core }: DraftMessage, lenBytes: number): number =>
  lenBytes * BEYOND_KEYS + core.readUIntBE(core.length - lenBytes, lenBytes);
const BEYOND_KEYS = 2 ** (8 * KEY_BYTES);

function remember(earlier: Map<number, DraftMessage[]>, message: DraftMessage): void {
  const key = keyOf(message, Math.min(KEY_BYTES, message.core.length));
  const known = earlier.get(key);
  if (known === undefined) earlier.set(key, [message]);
  else if (known.length < MOST_LIKE) known.push(message);
}

function like(
  earlier: ReadonlyMap<number, DraftMessage[]>,
  out: DraftMessage,
  before: number,
): DraftMessage[] {
  const found: DraftMessage[] = [];
  for (let len = 1; len <= Math.min(KEY_BYTES, out.core.length); len++)
    for (const source of earlier.get(keyOf(out, len)) ?? [])
      if (source.lastTimeNs < before) found.push(source);
  return found;
}

/** How a chosen candidate is told. */
export function relaySource({ candidate, certainty }: Choice, out: DraftMessage): RelaySource {
  const { source, common, added, removed } = candidate;
  const [put, cut] = [common.atOut + common.lenBytes, common.atIn + common.lenBytes];
  const isText = source.text !== null && out.text !== null;
  return {
    id: source.id,
    certainty,
    added,
    removed,
    addedBehind: looseText(out.core.subarray(put)),
    removedBehind: looseText(source.core.subarray(cut)),
    ...(isText
      ? {}
      : {
          lengths: {
            added: common.atOut,
            removed: common.atIn,
            addedBehind: out.core.length - put,
            removedBehind: source.core.length - cut,
          },
        }),
    delayNs: Math.max(0, out.timeNs - source.lastTimeNs),
  };
}
