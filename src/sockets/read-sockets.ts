// The pass for sockets: capture > decode > tcp > sockets, up to the moment asked for, where reading ends. Nothing is told
// of single segments; labels are needed all the same for stream numbers. The caller opens and closes the reader.

import type { CaptureReader } from '../capture/capture-reader.ts';
import { Read } from '../capture/read-status.ts';
import { wiresharkLabels } from '../classify/wireshark-labels.ts';
import { Decoder } from '../decode/decoder.ts';
import type { Sink } from '../sink.ts';
import { ConnectionTable } from '../tcp/connection-table.ts';
import { noteBase, observe } from '../tcp/observe.ts';
import { StreamNumbers } from '../tcp/stream-numbers.ts';
import { limitOf, type Moment } from './moment.ts';
import { SocketTable } from './socket-table.ts';

export interface SocketsRead {
  readonly table: SocketTable;
  /** The last frame that counts; 0 when the moment lies before the first. */
  readonly frame: number;
  /** The moment, ns since the first record. */
  readonly timeNs: number;
  /** The capture ends before the moment: nothing is known of what came between. */
  readonly isBeyondEnd: boolean;
}

export interface ReadSocketsOptions {
  /** Called between chunks with the bytes read so far. */
  readonly onProgress?: (bytesRead: number) => void;
  /** Told of every frame that holds no TCP segment, and of every connection that is over. */
  readonly watch?: Pick<Sink, 'other' | 'over'>;
}

/** Reads until the first record behind the moment, the capture's end, or its damage (`reader.damage`). */
export async function readSockets(
  reader: CaptureReader,
  moment: Moment,
  { onProgress, watch }: ReadSocketsOptions = {},
): Promise<SocketsRead> {
  const decoder = new Decoder();
  const connections = new ConnectionTable();
  const numbers = new StreamNumbers(connections);
  const table = new SocketTable();
  const { record } = reader;
  const { packet } = decoder;
  let frame = 0;
  let lastNs = 0;
  let limit = limitOf(moment, reader.epochNs);
  const until = (isBeyondEnd: boolean): SocketsRead => {
    for (const connection of connections.live()) watch?.over?.(connection);
    const timeNs = Number.isFinite(limit.timeNs) ? limit.timeNs : lastNs;
    return { table, frame, timeNs, isBeyondEnd };
  };
  for (;;) {
    const status = reader.next();
    if (status === Read.Wait) {
      onProgress?.(reader.bytesRead);
      await reader.refill();
      continue;
    }
    if (status === Read.End) return until(moment.kind !== 'end');
    if (frame === 0) limit = limitOf(moment, reader.epochNs);
    if (record.frame > limit.frame || record.timeNs > limit.timeNs) return until(false);
    frame = record.frame;
    lastNs = record.timeNs;
    const holdsSegment = decoder.decode(record);
    for (let isHere = holdsSegment; isHere; isHere = decoder.decodeNext(record.frame)) {
      connections.lookUp(packet);
      const { connection, side, replaced } = connections;
      if (replaced !== null) watch?.over?.(replaced);
      noteBase(connection, side, packet.tcp);
      const labels = wiresharkLabels(connection, side, packet.tcp, record);
      observe(connection, side, packet.tcp, record, labels);
      table.segment(connection, side, packet.tcp, record, replaced);
      numbers.segment(packet, connection, labels);
    }
    if (!holdsSegment) {
      const replaced = numbers.other(packet, record);
      if (numbers.quoted !== null) table.icmpError(numbers.quoted, record);
      if (replaced !== null) watch?.over?.(replaced);
      watch?.other?.(record, packet);
    }
    // The next frame may be long in coming, when the capture is a pipe.
    if (frame === limit.frame) return until(false);
  }
}
