// Everything a check may look at of one capture, and the sinks that gather it in one pass. Nothing here grows with the
// rows of the capture; what a bound left out is counted, and told where it matters (limits.ts).

import type { CaptureReader } from '../capture/capture-reader.ts';
import type { Sink } from '../sink.ts';
import type { Conversation } from '../stitch/conversation.ts';
import type { Message } from '../stitch/message.ts';
import type { StitchOptions } from '../stitch/stitch-options.ts';
import { StitchSink } from '../stitch/stitch-sink.ts';
import { StreamCollector } from '../streams/stream-collector.ts';
import type { StreamFacts } from '../streams/stream-facts.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { connectionFacts } from '../tcp/connection-facts-of.ts';
import { rolesOf } from '../tcp/roles.ts';
import { CaptureWatch, type CaptureNotes } from './watch/capture-watch.ts';
import { ClearTextWatch, type ClearText } from './watch/clear-text-watch.ts';
import type { ConnectionNotes } from './watch/connection-notes.ts';
import { ConnectionWatch, type WatchOptions } from './watch/connection-watch.ts';
import { resetsOf, type ResetFacts } from './watch/reset-causes.ts';
import type { Words } from './text-match.ts';

export interface Evidence {
  readonly capture: CaptureNotes;
  /** In the order of their streams. */
  readonly connections: readonly ConnectionFacts[];
  /** Connections of which nothing is kept. */
  readonly connectionsLeftOut: number;
  /** By stream number, as all maps here. */
  readonly notes: ReadonlyMap<number, ConnectionNotes>;
  readonly streams: { get(stream: number): StreamFacts | undefined };
  /** Resets with what caused them; of connections with very many, the first ones. */
  readonly resets: ReadonlyMap<number, readonly ResetFacts[]>;
  readonly conversation: Conversation;
  readonly messageById: ReadonlyMap<string, Message>;
  /** Where the words of each `neverInClear` can be read. */
  readonly clearText: ClearText;
}

/** For messages: whole conversations, and of one direction the beginning of a long download. */
const STITCHED = { budgetBytes: 96 << 20, directionBytes: 4 << 20 } as const;

export interface EvidenceOptions extends WatchOptions {
  /** Words that are looked for in every byte of the streams. */
  readonly words?: readonly Words[];
  /** Connections in which they are looked for. */
  readonly mostSearched?: number;
  /** What is kept of messages. */
  readonly stitch?: StitchOptions;
}

export class EvidenceCollector {
  private readonly stitch: StitchSink;
  private readonly accounts = new StreamCollector();
  private readonly capture = new CaptureWatch();
  private readonly watch: ConnectionWatch;
  private readonly clearText: ClearTextWatch;

  constructor(options: EvidenceOptions = {}) {
    this.watch = new ConnectionWatch(options);
    this.clearText = new ClearTextWatch(options.words ?? [], options.mostSearched);
    this.stitch = new StitchSink({ ...STITCHED, ...options.stitch });
  }

  get sinks(): readonly Sink[] {
    return [this.stitch, this.accounts, this.capture, this.watch, this.clearText];
  }

  /** To be called once, when the capture is read. */
  evidence(reader: Pick<CaptureReader, 'epochNs' | 'damage'>): Evidence {
    const { notes, resets, leftOut } = this.watch;
    // First: what was searched, and what was kept of messages, is free then.
    const clearText = this.clearText.found();
    const conversation = this.stitch.conversation();
    const roles = rolesOf(this.watch.connections);
    const connections = Array.from(this.watch.connections, (connection) =>
      connectionFacts(connection, roles.get(connection.stream)!, NO_MACS),
    );
    const factsOf = new Map(connections.map((facts) => [facts.stream, facts]));
    return {
      capture: this.capture.notes(reader),
      connections,
      connectionsLeftOut: leftOut,
      notes,
      streams: { get: this.accounts.factsByStream() },
      resets: new Map(
        [...resets.rows].map(([stream, rows]) => [
          stream,
          resetsOf(rows, factsOf.get(stream)!, roles.get(stream)!, notes.get(stream)!),
        ]),
      ),
      conversation,
      messageById: new Map(conversation.messages.map((message) => [message.id, message])),
      clearText,
    };
  }
}

const NO_MACS = [null, null] as const;
