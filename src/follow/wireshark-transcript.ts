// A connection as `tshark -z follow,tcp,MODE` prints it: wireshark-order.ts chooses, wireshark-layout.ts writes.

import { TcpFlag } from '../decode/tcp-view.ts';
import type { SegmentContext } from '../sink.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import {
  isWanted,
  roleSoFar,
  type Transcript,
  type TranscriptOutput,
  type WantedSide,
  writeText,
} from './transcript.ts';
import {
  nodesOf,
  wiresharkLayout,
  type WiresharkLayout,
  type WiresharkMode,
} from './wireshark-layout.ts';
import { isFollowed, WiresharkOrder, type FollowedChunk } from './wireshark-order.ts';

export class WiresharkTranscript implements Transcript {
  private readonly order = new WiresharkOrder((chunk) => this.show(chunk));
  private layout: WiresharkLayout | undefined;
  private first: Side = 0;
  private readonly connection: Connection;
  private readonly mode: WiresharkMode;
  private readonly wanted: WantedSide;
  private readonly output: TranscriptOutput;

  constructor(
    connection: Connection,
    mode: WiresharkMode,
    wanted: WantedSide,
    output: TranscriptOutput,
  ) {
    this.connection = connection;
    this.mode = mode;
    this.wanted = wanted;
    this.output = output;
  }

  segment({ packet, record, side, verdict }: SegmentContext, timeNs: bigint): void {
    const { tcp } = packet;
    if (!isFollowed(tcp)) return;
    if (this.layout === undefined) {
      this.first = side;
      const { connection } = this;
      this.layout = wiresharkLayout(this.mode, connection.stream, nodesOf(connection, side));
      writeText(this.output, this.layout.header);
    }
    const relAck = tcp.flags & TcpFlag.ACK ? verdict.relAck : tcp.ack;
    this.order.take(side, tcp, verdict.relSeq, relAck, packet.bytes, record.frame, timeNs);
  }

  end(): void {
    if (this.layout) {
      writeText(this.output, this.layout.footer);
      return;
    }
    const { header, footer } = wiresharkLayout(this.mode, this.connection.stream);
    writeText(this.output, header + footer);
  }

  private show(chunk: FollowedChunk): void {
    const side: Side = chunk.node === 0 ? this.first : this.first === 0 ? 1 : 0;
    if (this.wanted !== 'both') {
      if (!isWanted(this.wanted, side, roleSoFar(this.connection).client)) return;
    }
    this.layout!.writeChunk(chunk, this.output.lines);
    this.output.written();
  }
}
