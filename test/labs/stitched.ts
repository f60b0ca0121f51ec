// A capture's conversation, and what a lab's log says it must hold: pairs of messages, one passed on as the other.
import { join } from 'node:path';
import { analyze } from '../../src/analyze.ts';
import { openFile } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import type { Conversation } from '../../src/stitch/conversation.ts';
import type { Message } from '../../src/stitch/message.ts';
import type { StitchOptions } from '../../src/stitch/stitch-options.ts';
import { StitchSink } from '../../src/stitch/stitch-sink.ts';
import { bytesOf, CAPTURES, type LogEntry, type Party } from './lab-files.ts';

export interface Stitched {
  readonly conversation: Conversation;
  /** ns since 1970 of time 0. */
  readonly epochNs: bigint;
}

export async function stitched(path: string, options?: StitchOptions): Promise<Stitched> {
  const reader = await CaptureReader.open(await openFile(path));
  const sink = new StitchSink(options);
  await analyze(reader, [sink]);
  await reader.close();
  return { conversation: sink.conversation(), epochNs: reader.epochNs ?? 0n };
}

export const stitchedCapture = (file: string): Promise<Stitched> => stitched(join(CAPTURES, file));

/** Kinds of log lines by which something was passed on from one connection to another, or back. */
const PASSED_ON = new Set(['private', 'broadcast', 'echo', 'history', 'cache-miss']);

/** The messages of one direction with the bytes they take in it. */
interface Placed {
  readonly message: Message;
  readonly start: number;
  readonly end: number;
}

/** A log laid against a capture. */
export class LogOnCapture {
  private readonly directions = new Map<string, { placed: Placed[]; bytes: Buffer }>();
  private readonly epochNs: bigint;

  constructor({ conversation, epochNs }: Stitched) {
    this.epochNs = epochNs;
    for (const message of conversation.messages) {
      const key = `${message.src}:${message.srcPort} > ${message.dst}:${message.dstPort}`;
      const known = this.directions.get(key) ?? { placed: [], bytes: Buffer.alloc(0) };
      const start = known.bytes.length;
      known.placed.push({ message, start, end: start + message.len });
      known.bytes = Buffer.concat([known.bytes, message.bytes]);
      this.directions.set(key, known);
    }
  }

  /** "in > out" of every pair the log names, by message ids. */
  expectedPairs(log: readonly LogEntry[]): Set<string> {
    const pairs = new Set<string>();
    const sentBytes = new Map<string, number>();
    /** What the origin answered, by what it was asked: a cache passes it on again. */
    const answers = new Map<string, Message | undefined>();
    for (const entry of log) {
      for (const to of entry.to) {
        const key = `${to.local} > ${to.address}`;
        const at = sentBytes.get(key) ?? 0;
        sentBytes.set(key, at + entry.bytesOut);
        if (entry.from === null || !(isPassedOn(entry) || entry.kind === 'cache-hit')) continue;
        const isHit = entry.kind === 'cache-hit';
        const source = isHit ? answers.get(entry.text) : this.received(entry, entry.from);
        if (entry.kind === 'answer') answers.set(entry.text, source);
        const out = this.directions.get(key)?.placed.find(({ end }) => end > at)?.message;
        pairs.add(`${source?.id ?? `? ${entry.text}`} > ${out?.id ?? `? ${entry.text}`}`);
      }
    }
    return pairs;
  }

  /** The message in which the entry's bytes came: the last one before the log line, for history the first. */
  private received(entry: LogEntry, from: Party): Message | undefined {
    const direction = this.directions.get(`${from.address} > ${from.local}`);
    const wanted = bytesOf(entry.received);
    let found: Message | undefined;
    const { placed, bytes } = direction ?? { placed: [], bytes: Buffer.alloc(0) };
    for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
      const message = placed.find(({ start, end }) => start <= at && at < end)?.message;
      if (message === undefined) break;
      const cameNs = this.epochNs + BigInt(Math.round(message.lastTimeNs));
      if (cameNs > BigInt(entry.time)) break;
      found = message;
      if (entry.kind === 'history') break;
    }
    return found;
  }
}

/** An answer is passed on when a proxy got it on another connection. */
const isPassedOn = ({ kind, from, to }: LogEntry): boolean =>
  PASSED_ON.has(kind) || (kind === 'answer' && to.some(({ address }) => address !== from?.address));

/** "in > out" of what was found, by how sure it is. */
export function foundPairs({ messages }: Conversation): {
  sure: Set<string>;
  possible: Set<string>;
} {
  const sure = new Set<string>();
  const possible = new Set<string>();
  for (const { id, relayOf } of messages)
    for (const one of relayOf)
      (one.certainty === 'possible' ? possible : sure).add(`${one.id} > ${id}`);
  return { sure, possible };
}
