// The sink that looks for words in every byte of every stream, for `neverInClear`: nothing is said in a part of the
// capture that was not looked at. Does nothing when no words are asked for.

import type { SegmentContext, Sink } from '../../sink.ts';
import { TcpFlag } from '../../decode/tcp-view.ts';
import type { Side } from '../../tcp/connection.ts';
import { DuplexReassembly } from '../../tcp/reassembly-duplex.ts';
import { finderOf, type Finder, type Words } from '../text-match.ts';
import { ClearTextStream, overlapOf } from './clear-text.ts';
import { MOST_FRAMES } from './found.ts';

/** Where words can be read in one connection. */
export interface WordPlaces {
  readonly count: number;
  /** The rows of the first places. */
  readonly frames: readonly number[];
}

export interface ClearText {
  /** By stream; those where the words cannot be read are absent. */
  places(words: Words): ReadonlyMap<number, WordPlaces>;
  /** Connections that were not searched. */
  readonly leftOut: number;
}

interface Searched {
  readonly reassembly: DuplexReassembly;
  readonly streams: readonly [ClearTextStream, ClearTextStream];
}

/** Connections searched at the same time. */
const MOST_CONNECTIONS = 50_000;
/** Remembered as over; what comes after the end of others is searched on its own. */
const MOST_DONE = 1_000_000;
const BUDGET_BYTES = 64 << 20;
const REASSEMBLY = { heldLimitBytes: 64 << 10, historyBytes: 4096 };
/** Between two looks at the memory. */
const SEGMENTS_A_LOOK = 4096;

export class ClearTextWatch implements Sink {
  private readonly words: readonly Words[];
  private readonly mostConnections: number;
  private readonly finders: readonly Finder[];
  private readonly overlap: number;
  private readonly live = new Map<number, Searched>();
  /** Connections that are over and searched. */
  private readonly done = new Set<number>();
  private readonly places: Map<number, { count: number; frames: number[] }>[];
  private readonly leftOut = new Set<number>();
  private segments = 0;

  constructor(words: readonly Words[], mostConnections = MOST_CONNECTIONS) {
    this.mostConnections = mostConnections;
    this.words = words;
    this.finders = words.map(finderOf);
    this.overlap = overlapOf(words);
    this.places = words.map(() => new Map());
  }

  segment({ connection, side, packet, record }: SegmentContext): void {
    if (this.words.length === 0) return;
    const { tcp } = packet;
    const { stream, halves } = connection;
    let searched = this.live.get(stream);
    if (searched === undefined) {
      if (tcp.len <= 0 || this.done.has(stream)) return;
      if (this.live.size >= this.mostConnections) {
        if (this.leftOut.size < MOST_CONNECTIONS) this.leftOut.add(stream);
        return;
      }
      searched = this.open(stream);
      // The handshake passed before there was anything to search: it tells where the streams begin.
      halves.forEach((half, sender) => {
        if (half.synSeen)
          searched!.reassembly
            .stream(sender as Side)
            .take({ ...SYN, seq: half.baseSeq }, NOTHING, 0, 0);
      });
    }
    searched.reassembly.take(side, tcp, packet.bytes, record.frame, record.timeNs);
    if (searched.reassembly.isComplete) this.finish(stream, searched);
    if (++this.segments % SEGMENTS_A_LOOK === 0) this.makeRoom();
  }

  /** To be called once, when the capture is read. */
  found(): ClearText {
    for (const [stream, searched] of this.live) this.finish(stream, searched);
    const keys = this.words.map(keyOf);
    return {
      places: (words) => this.places[keys.indexOf(keyOf(words))] ?? new Map(),
      leftOut: this.leftOut.size,
    };
  }

  private finish(stream: number, { reassembly, streams }: Searched): void {
    reassembly.end();
    for (const one of streams) one.search();
    this.live.delete(stream);
    if (this.done.size < MOST_DONE) this.done.add(stream);
  }

  private open(stream: number): Searched {
    const told = (word: number, frames: readonly number[]): void => {
      const places = this.places[word]!;
      const one = places.get(stream) ?? { count: 0, frames: [] };
      places.set(stream, one);
      one.count++;
      if (one.frames.length < MOST_FRAMES) one.frames.push(...frames.slice(0, MOST_FRAMES));
    };
    const streams = [
      new ClearTextStream(this.finders, this.overlap, told),
      new ClearTextStream(this.finders, this.overlap, told),
    ] as const;
    const searched = { reassembly: new DuplexReassembly(streams, REASSEMBLY), streams };
    this.live.set(stream, searched);
    return searched;
  }

  private makeRoom(): void {
    let bytes = 0;
    for (const { streams } of this.live.values())
      bytes += streams[0].capacity + streams[1].capacity;
    if (bytes <= BUDGET_BYTES) return;
    for (const { streams } of this.live.values()) for (const one of streams) one.search();
  }
}

const keyOf = ({ text, pattern }: Words): string => JSON.stringify([text, pattern]);
const NOTHING = new Uint8Array(0);
const SYN = { flags: TcpFlag.SYN as number, len: 0, payloadStart: 0, payloadEnd: 0 };
