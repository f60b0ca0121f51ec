// Packs application messages into TCP segments: one connection per pair of endpoints, in order of time.
// The other side stays silent, refuses with RST, or plays the whole connection from SYN to FIN.
import { TcpFlag } from '../decode/tcp-view.ts';
import { seqAdd } from '../tcp/seq.ts';
import type { ChecksumChoice } from './encode-segment.ts';
import {
  type End,
  type Host,
  newEnd,
  receive,
  resetFor,
  type SegmentSpec,
  send,
} from './exchange.ts';
import type { Endpoint, Message } from './messages-csv.ts';
import { packOptions, tcpOption } from './tcp-option-bytes.ts';

/** How the other side answers; the names `--answer` takes. */
export const ANSWERS = ['none', 'rst', 'handshake'] as const;
export type Answer = (typeof ANSWERS)[number];

/** How messages become segments; CONVERSATION_DEFAULTS holds the usual values. */
export interface ConversationOptions {
  answer: Answer;
  /** Flags of every message segment. */
  flags: number;
  /** Sequence number of the first message of the side that speaks first, and its acknowledgement number. */
  seq: number;
  ack: number;
  /** false: every message carries the same numbers, as from a sender that does not count. */
  advance: boolean;
  ttl: number;
  window: number;
  /** Identification of the first packet of the side that speaks first. */
  ipId: number;
  dontFragment: boolean;
  checksum: ChecksumChoice;
  /** Largest payload of one segment; a longer message takes several, the flags' PSH only on the last. */
  mss: number;
  /** Between a segment and what answers it, where the messages do not say. */
  answerDelayNs: number;
}

/** Usual values: a small Linux-like sender whose numbers are easy to follow. */
export const CONVERSATION_DEFAULTS: ConversationOptions = {
  answer: 'handshake',
  flags: TcpFlag.PSH | TcpFlag.ACK,
  seq: 1001,
  ack: 5001,
  advance: true,
  ttl: 64,
  window: 8192,
  ipId: 1,
  dontFragment: false,
  checksum: 'good',
  mss: 1460,
  answerDelayNs: 50_000,
};

/** One crafted IP packet; `message` is the index of the message it carries, null for what only accompanies. */
export interface CraftedPacket {
  timeNs: number;
  packet: Uint8Array;
  message: number | null;
  /** The packet goes from the endpoint that spoke first in its connection. */
  fromOpener: boolean;
}

type Indexed = Message & { index: number };

/** All packets of all connections in order of time; equal times keep the order of the messages. */
export function conversation(
  messages: readonly Message[],
  options: ConversationOptions,
): CraftedPacket[] {
  const connections = new Map<string, Indexed[]>();
  for (const [index, message] of messages.entries()) {
    const key = [endpointKey(message.src), endpointKey(message.dst)].sort().join(' ');
    const list = connections.get(key) ?? [];
    list.push({ ...message, index });
    connections.set(key, list);
  }
  return [...connections.values()]
    .flatMap((list) => new Connection(list, options).packets())
    .sort((a, b) => a.timeNs - b.timeNs);
}

const endpointKey = (end: Endpoint): string => `${end.address.join('.')}:${end.port}`;

/** Plays one connection's messages through its two ends. */
class Connection {
  readonly #messages: readonly Indexed[];
  readonly #options: ConversationOptions;
  readonly #opener: End;
  readonly #other: End;
  readonly #packets: CraftedPacket[] = [];
  #nowNs = Number.NEGATIVE_INFINITY;

  constructor(messages: readonly Indexed[], options: ConversationOptions) {
    const byTime = [...messages].sort((a, b) => a.timeNs - b.timeNs);
    const first = byTime[0] as Indexed;
    const handshake = options.answer === 'handshake';
    this.#messages = byTime;
    this.#options = options;
    const { seq, ack, window, checksum } = options;
    const opener = { ...first.src, iss: handshake ? seqAdd(seq, -1) : seq };
    const other = { ...first.dst, iss: handshake ? seqAdd(ack, -1) : ack };
    this.#opener = newEnd(hostOf(first.src, options), opener.port, opener.iss, window, checksum);
    this.#other = newEnd(hostOf(first.dst, options), other.port, other.iss, window, checksum);
    this.#opener.rcvNxt = ack;
    this.#other.rcvNxt = seq;
  }

  packets(): CraftedPacket[] {
    if (this.#options.answer === 'handshake') this.#open();
    for (const message of this.#messages) this.#say(message);
    if (this.#options.answer === 'handshake') this.#close();
    return this.#packets;
  }

  /** RFC 9293 3.5: three segments, the last one a delay before the first message. */
  #open(): void {
    const { answerDelayNs, mss } = this.#options;
    const options = packOptions(tcpOption.mss(mss));
    this.#nowNs = (this.#messages[0] as Indexed).timeNs - 4 * answerDelayNs;
    this.#deliver(this.#opener, { flags: TcpFlag.SYN, options });
    this.#deliver(this.#other, { flags: TcpFlag.SYN | TcpFlag.ACK, options });
    this.#deliver(this.#opener, { flags: TcpFlag.ACK });
  }

  #say(message: Indexed): void {
    const { answer, advance, flags, mss } = this.#options;
    const from = this.#endOf(message.src);
    const to = this.#opposite(from);
    const { seq, ack } = { seq: from.sndNxt, ack: from.rcvNxt };
    let first = true;
    for (let at = 0; first || at < message.payload.length; at += mss) {
      const payload = message.payload.subarray(at, at + mss);
      const last = at + mss >= message.payload.length;
      const spec = {
        flags: last ? flags : flags & ~TcpFlag.PSH,
        payload,
        seq: seqAdd(seq, at),
        ack,
      };
      const earliest = first ? message.timeNs : this.#nowNs;
      const sent = this.#emit(from, spec, earliest, message.index);
      first = false;
      const answerNs = message.answerTimeNs ?? this.#nowNs + this.#options.answerDelayNs;
      if (answer === 'rst') {
        const reset = resetFor(sent);
        if (reset !== null) this.#emit(to, { ...reset, id: 0, dontFragment: true }, answerNs, null);
        continue;
      }
      if (advance || answer === 'handshake') receive(to, sent);
      if (answer === 'handshake') this.#emit(to, { flags: TcpFlag.ACK }, answerNs, null);
    }
    if (!advance) from.sndNxt = seq;
  }

  /** RFC 9293 3.6: who spoke first also closes first; the other side closes with its acknowledgement. */
  #close(): void {
    const fin = { flags: TcpFlag.FIN | TcpFlag.ACK };
    this.#deliver(this.#opener, fin);
    this.#deliver(this.#other, fin);
    this.#deliver(this.#opener, { flags: TcpFlag.ACK });
  }

  #deliver(from: End, spec: SegmentSpec): void {
    const sent = this.#emit(from, spec, this.#nowNs + this.#options.answerDelayNs, null);
    receive(this.#opposite(from), sent);
  }

  /** Sends at `timeNs`, or right after the connection's last packet when that was later. */
  #emit(
    from: End,
    spec: SegmentSpec,
    timeNs: number,
    message: number | null,
  ): ReturnType<typeof send> {
    const sent = send(from, this.#opposite(from), spec);
    this.#nowNs = Math.max(timeNs, this.#nowNs);
    const fromOpener = from === this.#opener;
    this.#packets.push({ timeNs: this.#nowNs, packet: sent.packet, message, fromOpener });
    return sent;
  }

  #opposite(end: End): End {
    return end === this.#opener ? this.#other : this.#opener;
  }

  #endOf(endpoint: Endpoint): End {
    const opener = { address: this.#opener.host.address, port: this.#opener.port };
    return endpointKey(endpoint) === endpointKey(opener) ? this.#opener : this.#other;
  }
}

/** Each connection's end counts its own identifications, as Linux does. */
const hostOf = (end: Endpoint, options: ConversationOptions): Host => ({
  address: end.address,
  ttl: options.ttl,
  dontFragment: options.dontFragment,
  nextId: options.ipId,
});
