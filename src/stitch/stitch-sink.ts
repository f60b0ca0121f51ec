// Takes segments off the pass and keeps what stitching needs of them, up to a budget: the first bytes of every
// direction, or, in parts, what was not told yet. `conversation` does the rest when the capture is read.

import { TcpFlag } from '../decode/tcp-view.ts';
import type { SegmentContext, Sink } from '../sink.ts';
import type { Connection } from '../tcp/connection.ts';
import { AttemptWatch } from './connection-attempts.ts';
import type { Conversation } from './conversation.ts';
import { DoubtfulPayloads } from './doubtful-payloads.ts';
import { inCapture, type Fingerprint } from './fingerprint.ts';
import { InParts } from './in-parts.ts';
import { LeftOut } from './left-out.ts';
import { EVERYTHING } from './part.ts';
import { limitsOf, type StitchOptions } from './stitch-options.ts';
import { Telling } from './telling.ts';
import { noteSegment, type TrackedConnection } from './tracked-connection.ts';
import { TrackedSet } from './tracked-set.ts';

export class StitchSink implements Sink {
  private readonly connections: TrackedSet;
  private readonly attempts = new AttemptWatch();
  private readonly leftOut = new LeftOut();
  private readonly doubtful = new DoubtfulPayloads();
  private readonly endsTogether: boolean;
  private readonly telling: Telling;
  /** Null when the conversation is told as one. */
  private readonly inParts: InParts | null;

  constructor(options: StitchOptions = {}) {
    const { onPart } = options;
    const limits = limitsOf(options);
    this.endsTogether = limits.endsTogether;
    // In parts nothing is refused: what is told makes room again.
    this.connections =
      onPart === undefined
        ? new TrackedSet(limits.budgetBytes, limits.directionBytes)
        : new TrackedSet(Infinity, Infinity);
    this.telling = new Telling(this.connections, this.attempts, limits);
    this.inParts =
      onPart === undefined ? null : new InParts(onPart, this.connections, this.telling, limits);
  }

  segment(context: SegmentContext): void {
    const { connection, packet, opened } = context;
    if (opened || this.attempts.isWatching) this.attempts.segment(context);
    if (opened) this.doubtful.note(context);
    const tracked = this.connections.of(connection.stream);
    if (tracked !== undefined) this.follow(tracked, context);
    else if (packet.tcp.len > 0) this.begin(context);
  }

  over(connection: Connection): void {
    if (this.inParts === null && this.connections.of(connection.stream) === undefined)
      this.leftOut.untracked(connection);
  }

  /** From now on no more memory than this is used for what is to come. */
  narrow(budgetBytes: number): void {
    this.connections.narrow(budgetBytes);
  }

  /** Everything found, or what no part told. To be called once, when the capture is read. */
  conversation(): Conversation {
    for (const tracked of this.connections.all()) {
      const { reassembly, tapes } = tracked;
      this.doubtful.end(tracked);
      reassembly.end();
      for (const tape of tapes) tape.goesOn = false;
    }
    const leftOut = this.leftOut.total(this.connections.all());
    const told = this.telling.tell(EVERYTHING, this.leftOut.refusedNs, leftOut);
    this.connections.clear();
    return told;
  }

  /** What the connections are recognised by in another capture; to be called after `conversation`. */
  fingerprints(capture: number, epochNs: bigint | null): Fingerprint[] {
    return this.telling.recognition.fingerprints().map((one) => inCapture(one, capture, epochNs));
  }

  /** The first payload of a connection. */
  private begin(context: SegmentContext): void {
    const { connection, side, packet, record } = context;
    if (this.connections.hasRoom) {
      this.follow(this.connections.open(connection, packet, side), context);
    } else if (this.leftOut.refusedNs === Infinity) {
      // What lacked room once lacks it ever after: in parts nothing does. A time handed over would be an object for every
      // segment.
      this.leftOut.refusedNs = record.timeNs;
    }
  }

  private follow(tracked: TrackedConnection, context: SegmentContext): void {
    const { side, packet, record } = context;
    const { tcp } = packet;
    const hasPayload = tcp.len > 0;
    noteSegment(tracked, side, packet, record.timeNs);
    if (tracked.doubtful.length > 0) this.doubtful.confirmed(tracked, side, tcp);
    const { reassembly, tapes } = tracked;
    if (hasPayload && tapes[side].isFull) {
      this.leftOut.skip(tcp.len);
    } else if (hasPayload && this.endsTogether && tapes[side === 0 ? 1 : 0].isFull) {
      tapes[side].leaveOut(tcp.len, record.timeNs);
      reassembly.stop(side);
    } else if (hasPayload) {
      if (this.doubtful.holds(tracked, context)) return;
      tapes[side].announce(record.frame, record.timeNs, (tcp.flags & TcpFlag.PSH) !== 0);
      this.inParts?.row(record.frame, record.timeNs, tcp.len);
    }
    reassembly.take(side, tcp, packet.bytes, record.frame, record.timeNs);
    if (this.inParts === null) {
      if (tapes[side].isFull) reassembly.stop(side);
    } else if (this.inParts.isDue(tapes[side])) this.inParts.tell(record.timeNs);
  }
}
