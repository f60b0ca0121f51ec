// Passwords out of a report: asterisks over their bytes in the kept rows and over their words in what relays tell.
// Checksums were judged before.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Analysis } from '../collect/analysis.ts';
import type { Conversation } from '../stitch/conversation.ts';
import { MASK, secretsOf } from '../stitch/mask.ts';
import type { Message } from '../stitch/message.ts';
import { alignments } from './alignments.ts';
import { payloadOf } from './payload.ts';

export interface Masked {
  readonly analysis: Analysis;
  /** Rows with asterisks in them that were not sent. */
  readonly frames: ReadonlySet<number>;
}

const ASTERISK = 0x2a;

/** The same analysis with its passwords masked; as it is when it was collected to show them, or holds none. */
export function maskSecrets(analysis: Analysis): Masked {
  const { conversation: said, secretsBeyond } = analysis;
  const secret = [...said.messages, ...secretsBeyond].filter(({ secrets }) => secrets.length > 0);
  if (analysis.showSecrets || secret.length === 0) return { analysis, frames: new Set() };
  const frames = new Set<number>();
  const placed = new Map(
    [...placesOf(secret, analysis.rows)].map(([direction, places]) => [direction, hidden(places)]),
  );
  const rows = analysis.rows.map((row) => {
    const masked = maskRow(row, placed.get(directionOf(row)) ?? NOTHING_HIDDEN);
    if (masked !== row) frames.add(row.frame);
    return masked;
  });
  const words = wordsByFrame(secret);
  const relays = analysis.relays.map((relay) =>
    maskTexts(relay, [...(words.get(relay.inFrame) ?? []), ...(words.get(relay.outFrame) ?? [])]),
  );
  const conversation = maskConversation(said);
  return { analysis: { ...analysis, rows, relays, conversation }, frames };
}

/** A message and the sequence number of its first byte. */
interface Place {
  readonly message: Message;
  readonly seq: number;
}

const directionOf = ({ stream, fromClient }: PacketRow | Message): string =>
  `${stream}${fromClient ? '>' : '<'}`;

/** A SYN counts one number before the payload (RFC 9293 3.4). */
const payloadSeq = ({ tcp }: PacketRow): number =>
  tcp.flagNames.includes('SYN') ? tcp.seq + 1 : tcp.seq;

/** Kept rows that are asked where their message begins: of the first, too few of its bytes may be there to tell. */
const ASKED_ROWS = 3;

/** Where each message may begin in its direction's sequence numbers; in doubt all of them: a password is worse than an asterisk. */
function placesOf(
  messages: readonly Message[],
  rows: readonly PacketRow[],
): ReadonlyMap<string, readonly Place[]> {
  const byFrame = new Map(rows.map((row) => [row.frame, row]));
  const places = new Map<string, Place[]>();
  for (const [message, ...others] of alikeIn(messages)) {
    const kept = message.frames
      .flatMap((frame) => byFrame.get(frame) ?? [])
      .filter((row) => row.payloadEnd > row.payloadStart);
    const direction = directionOf(message);
    const known = places.get(direction) ?? [];
    // Behind missing bytes it seems to begin elsewhere: every row tells for itself.
    const asked = message.incomplete ? kept.map((row) => [row]) : [kept.slice(0, ASKED_ROWS)];
    for (const seq of new Set(
      asked.flatMap((some) => beginnings(message, others.length + 1, some)),
    ))
      known.push({ message, seq });
    places.set(direction, known);
  }
  return places;
}

/** Longer ones are hardly said twice in the same rows. */
const LONGEST_ALIKE = 4096;

/** Messages of the same bytes, with the same passwords, in the same rows: what is a place of one may be that of another. */
function alikeIn(messages: readonly Message[]): readonly (readonly [Message, ...Message[]])[] {
  const groups = new Map<string, [Message, ...Message[]]>();
  for (const message of messages) {
    const { id, bytes, frames, secrets } = message;
    const said = bytes.length > LONGEST_ALIKE ? `=${id}` : Buffer.from(bytes).toString('latin1');
    const where = [directionOf(message), ...frames].join(' ');
    const key = `${where} ${secrets.map(({ start, end }) => `${start}-${end}`).join(' ')} ${said}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [message]);
    else group.push(message);
  }
  return [...groups.values()];
}

/** Those that every row agrees on; when there is none, all that any row tells. */
function beginnings(
  message: Message,
  alike: number,
  rows: readonly PacketRow[],
): readonly number[] {
  const told = rows.map((row) =>
    alignments(payloadOf(row), message.bytes, alike).map((at) => (payloadSeq(row) + at) >>> 0),
  );
  const all = [...new Set(told.flat())];
  const agreed = all.filter((seq) => told.every((one) => one.includes(seq)));
  return agreed.length > 0 ? agreed : all;
}

/** A password and the sequence number of its first byte. */
interface Hidden {
  readonly secret: Uint8Array;
  readonly seq: number;
}

/** The passwords of one direction by the pages of sequence numbers in which they stand: a row asks only for its own. */
type HiddenByPage = ReadonlyMap<number, readonly Hidden[]>;

const NOTHING_HIDDEN: HiddenByPage = new Map();
const PAGE_BITS = 12;
const PAGES = 2 ** (32 - PAGE_BITS);

/** Pages of the `len` numbers from `seq` on. */
function pagesOf(seq: number, len: number): number[] {
  const first = seq >>> PAGE_BITS;
  const count = ((seq % 2 ** PAGE_BITS) + Math.max(0, len - 1)) >>> PAGE_BITS;
  return Array.from({ length: count + 1 }, (_, i) => (first + i) % PAGES);
}

function hidden(places: readonly Place[]): HiddenByPage {
  const pages = new Map<number, Hidden[]>();
  for (const { message, seq: begin } of places)
    for (const { start, end } of message.secrets) {
      const seq = (begin + start) >>> 0;
      const one = { secret: message.bytes.subarray(start, end), seq };
      for (const page of pagesOf(seq, end - start)) {
        const there = pages.get(page);
        if (there === undefined) pages.set(page, [one]);
        else there.push(one);
      }
    }
  return pages;
}

/** By sequence number, so that a segment sent again is masked too; only where the bytes are the password's. */
function maskRow(row: PacketRow, pages: HiddenByPage): PacketRow {
  if (pages.size === 0) return row;
  const payload = payloadOf(row);
  let bytes: Uint8Array | null = null;
  for (const page of pagesOf(payloadSeq(row) >>> 0, payload.length))
    for (const { secret, seq } of pages.get(page) ?? []) {
      const at = (seq - payloadSeq(row)) | 0;
      const from = Math.max(0, at);
      const to = Math.min(payload.length, at + secret.length);
      if (from >= to) continue;
      const sent = secret.subarray(from - at, to - at);
      if (Buffer.compare(payload.subarray(from, to), sent) !== 0) continue;
      bytes ??= row.bytes.slice();
      bytes.fill(ASTERISK, row.payloadStart + from, row.payloadStart + to);
    }
  return bytes === null ? row : { ...row, bytes };
}

function wordsByFrame(messages: readonly Message[]): ReadonlyMap<number, readonly string[]> {
  const words = new Map<number, string[]>();
  for (const message of messages)
    for (const frame of message.frames) {
      const own = words.get(frame) ?? [];
      words.set(frame, own);
      own.push(...secretsOf(message));
    }
  return words;
}

interface Texts {
  readonly removed: string;
  readonly removedBehind: string;
  readonly added: string;
  readonly addedBehind: string;
  readonly common?: string;
}

function maskTexts<T extends Texts>(texts: T, words: readonly string[]): T {
  if (words.length === 0) return texts;
  const mask = (text: string): string => words.reduce(asterisks, text);
  return {
    ...texts,
    removed: mask(texts.removed),
    removedBehind: mask(texts.removedBehind),
    added: mask(texts.added),
    addedBehind: mask(texts.addedBehind),
    ...(texts.common === undefined ? {} : { common: mask(texts.common) }),
  };
}

/** As many as the word has bytes: lengths that are added up stay right. */
const asterisks = (text: string, word: string): string =>
  word === '' ? text : text.replaceAll(word, '*'.repeat(Buffer.byteLength(word)));

function maskConversation(conversation: Conversation): Conversation {
  const words = new Map(conversation.messages.map((message) => [message.id, secretsOf(message)]));
  return {
    ...conversation,
    messages: conversation.messages.map((message) => ({
      ...message,
      relayOf: message.relayOf.map((told) =>
        maskTexts(told, [...(words.get(message.id) ?? []), ...(words.get(told.id) ?? [])]),
      ),
    })),
    credentials: conversation.credentials.map((one) => ({ ...one, secret: MASK })),
  };
}
