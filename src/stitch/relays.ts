// Messages that a node took in on one connection and passed on in another. First, narrow form: one data row is
// one message. The method is general: the same bytes leave the node soon after they came in.

import type { PacketRow } from '../classify/packet-row.ts';
import { commonRun, withoutBlanks, type CommonRun } from './common-run.ts';
import { messagesOf, type RowMessage } from './message-of-row.ts';
import type { ParticipantFacts } from './participant-facts.ts';
import type { RelayFacts } from './relay-facts.ts';

/** A program passes a message on at once; what comes a second later had another reason. */
const LONGEST_DELAY_NS = 1_000_000_000;
/** Less than this in common happens by chance. */
const SHORTEST_COMMON_BYTES = 3;
/** Enough in common to be convincing without a name to confirm it. */
const CONVINCING_BYTES = 8;

/** Relays among rows in capture order. Where two messages fit equally well, both are told as possible. */
export function relaysOf(
  rows: readonly PacketRow[],
  participants: readonly ParticipantFacts[],
): RelayFacts[] {
  const names = new Map(participants.map((participant) => [participant.stream, participant.name]));
  const introductions = new Set(participants.map(({ introducedIn }) => introducedIn));
  const relays: RelayFacts[] = [];
  let recent: RowMessage[] = [];
  for (const message of messagesOf(rows)) {
    recent = recent.filter(({ row }) => message.row.timeNs - row.timeNs <= LONGEST_DELAY_NS);
    relays.push(...relaysInto(message, recent, names, introductions));
    recent.push(message);
  }
  return relays;
}

interface Candidate {
  readonly source: RowMessage;
  readonly run: CommonRun;
}

/** How `out` may have come about from the messages its sender had just received on other connections. */
function relaysInto(
  out: RowMessage,
  recent: readonly RowMessage[],
  names: ReadonlyMap<number, string>,
  introductions: ReadonlySet<number>,
): RelayFacts[] {
  const fitting = recent
    .filter((source) => source.to === out.from && source.row.stream !== out.row.stream)
    .map((source) => ({
      source,
      run: withoutBlanks(
        commonRun(source.bytes, out.bytes, leastInCommon(source.bytes)),
        source.bytes,
      ),
    }))
    .filter(isPassedOn);
  // The name in front of every relayed message equals the one its sender introduced himself with: no evidence
  // where something else fits.
  const said = fitting.filter(({ source }) => !introductions.has(source.row.frame));
  const candidates = said.length > 0 ? said : fitting;
  const longest = Math.max(0, ...candidates.map(({ run }) => run.lenBytes));
  const best = candidates.filter(({ run }) => run.lenBytes === longest);
  return best.map((candidate) => relay(candidate, out, certaintyOf(candidate, out, best, names)));
}

/** So much of a message must be in common: no mere scrap of it. */
const leastInCommon = ({ length }: Uint8Array): number =>
  Math.max(SHORTEST_COMMON_BYTES, Math.ceil(length / 4));

const isPassedOn = ({ source, run }: Candidate): boolean =>
  run.lenBytes >= leastInCommon(source.bytes);

function certaintyOf(
  { source, run }: Candidate,
  out: RowMessage,
  best: readonly Candidate[],
  names: ReadonlyMap<number, string>,
): RelayFacts['certainty'] {
  if (best.length > 1) return 'possible';
  const removed = text(source.bytes.subarray(0, run.atA));
  const added = text(out.bytes.subarray(0, run.atB));
  const sender = names.get(source.row.stream);
  const receiver = names.get(out.row.stream);
  const named =
    (sender !== undefined && added.includes(sender)) ||
    (receiver !== undefined && removed.includes(receiver));
  if (named) return 'certain';
  return run.lenBytes >= CONVINCING_BYTES ? 'likely' : 'possible';
}

function relay(
  { source, run }: Candidate,
  out: RowMessage,
  certainty: RelayFacts['certainty'],
): RelayFacts {
  const { atA, atB, lenBytes } = run;
  return {
    inFrame: source.row.frame,
    outFrame: out.row.frame,
    inStream: source.row.stream,
    outStream: out.row.stream,
    delayNs: out.row.timeNs - source.row.timeNs,
    removed: text(source.bytes.subarray(0, atA)),
    removedBehind: text(source.bytes.subarray(atA + lenBytes)),
    added: text(out.bytes.subarray(0, atB)),
    addedBehind: text(out.bytes.subarray(atB + lenBytes)),
    common: text(source.bytes.subarray(atA, atA + lenBytes)),
    certainty,
  };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
