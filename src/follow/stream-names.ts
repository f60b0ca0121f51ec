// What streams are called: in the line that asks to choose one, and as files.

import type { SegmentContext, Sink } from '../sink.ts';
import type { Connection, Side } from '../tcp/connection.ts';
import { endpointText } from '../tcp/endpoint-text.ts';

/** Streams named in one line; beyond it only their number is told. */
const MAX_NAMED = 12;

const endpoint = (connection: Connection, side: Side): string =>
  endpointText(connection.address(side), connection.ports[side]);

/** Counts the streams of a capture and names the first ones. */
export class StreamList implements Sink {
  count = 0;
  private readonly names: string[] = [];

  segment({ connection, opened }: SegmentContext): void {
    if (!opened) return;
    this.count++;
    if (this.count > MAX_NAMED) return;
    const ends = `${endpoint(connection, 0)} and ${endpoint(connection, 1)}`;
    this.names.push(`${connection.stream} (${ends})`);
  }

  /** "0 (10.0.0.1:5000 and 10.0.0.2:80), 1 (...)". */
  get text(): string {
    const more = this.count - this.names.length;
    return this.names.join(', ') + (more > 0 ? ` and ${more} more` : '');
  }
}

/** File name of a stream without its ending: its number and who sent the first segment to whom. */
export function streamFileName(connection: Connection): string {
  const end = (side: Side): string =>
    `${connection.address(side).replaceAll(':', '-')}_${connection.ports[side]}`;
  return `stream-${connection.stream}-${end(0)}-to-${end(1)}`;
}
