// Everything a check may look at of one capture, and the sinks that gather it in one pass.

import type { CaptureReader } from '../capture/capture-reader.ts';
import type { Analysis } from '../collect/analysis.ts';
import { RowCollector } from '../collect/row-collector.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import type { Sink } from '../sink.ts';
import type { Conversation, Message } from '../stitch/conversation.ts';
import { StitchSink } from '../stitch/stitch-sink.ts';
import { StreamCollector } from '../streams/stream-collector.ts';
import type { StreamFacts } from '../streams/stream-facts.ts';
import { ClockWatch, type ClockFacts } from './clock-watch.ts';

export interface Evidence {
  readonly analysis: Analysis;
  readonly conversation: Conversation;
  /** By stream number. */
  readonly streams: ReadonlyMap<number, StreamFacts>;
  readonly clock: ClockFacts;
  readonly rowsOf: ReadonlyMap<number, readonly PacketRow[]>;
  readonly messageById: ReadonlyMap<string, Message>;
}

/** Rows a check keeps; what is beyond makes absences undecidable. */
export const MOST_ROWS = 20_000;

export class EvidenceCollector {
  private readonly rows: RowCollector;
  private readonly stitch = new StitchSink();
  private readonly streams = new StreamCollector();
  private readonly clock = new ClockWatch();

  constructor(maxRows = MOST_ROWS) {
    this.rows = new RowCollector({ maxRows });
  }

  get sinks(): readonly Sink[] {
    return [this.rows, this.stitch, this.streams, this.clock];
  }

  /** To be called once, when the capture is read. */
  evidence(name: string, reader: CaptureReader): Evidence {
    const analysis = this.rows.analysis(name, reader);
    const conversation = this.stitch.conversation();
    const rowsOf = new Map<number, PacketRow[]>();
    for (const row of analysis.rows) {
      const rows = rowsOf.get(row.stream);
      if (rows === undefined) rowsOf.set(row.stream, [row]);
      else rows.push(row);
    }
    return {
      analysis,
      conversation,
      streams: new Map([...this.streams.facts()].map((facts) => [facts.stream, facts])),
      clock: this.clock.facts(),
      rowsOf,
      messageById: new Map(conversation.messages.map((message) => [message.id, message])),
    };
  }
}
