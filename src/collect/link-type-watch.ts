// Watches for records of a link type that is not decoded: each type is told once, with its first frame.

import { linkTypeName } from '../capture/link-type.ts';
import type { RecordView } from '../capture/record-view.ts';
import type { PacketView } from '../decode/packet-view.ts';
import { Stop } from '../decode/stop.ts';
import type { Sink } from '../sink.ts';

/** Link types told of; a capture with more is no capture people read line by line. */
const MAX_TOLD = 16;

export class LinkTypeWatch implements Sink {
  /** One clear line for each link type that is not decoded. */
  readonly lines: string[] = [];
  private readonly told = new Set<number>();
  /** Connections, and frames that are no segment. */
  private decoded = 0;

  over(): void {
    this.decoded++;
  }

  other(record: RecordView, packet: PacketView): void {
    if (packet.stop !== Stop.UnsupportedLinkType) {
      this.decoded++;
      return;
    }
    if (this.told.has(record.linkType) || this.told.size >= MAX_TOLD) return;
    this.told.add(record.linkType);
    this.lines.push(
      `${linkTypeName(record.linkType)} is a link type that is not decoded (first in frame ${record.frame} at file offset ${record.fileOffset}): ` +
        'its frames are counted but not explained; capture on another interface, or change the type with editcap -T if it is wrong',
    );
  }

  /** Nothing in the capture could be decoded because of its link types. */
  get nothingDecoded(): boolean {
    return this.told.size > 0 && this.decoded === 0;
  }
}
