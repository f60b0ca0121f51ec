// The sink of `tcpexplain streams`: an account for every connection that lives, compact rows for those that are over.

import { tcpChecksum } from '../decode/checksum.ts';
import type { LabelledSegment, Sink } from '../sink.ts';
import type { Connection } from '../tcp/connection.ts';
import type { Cleared } from '../tcp/older-connections.ts';
import { FinishedStreams } from './finished-streams.ts';
import { Flights } from './flight.ts';
import { StreamAccount } from './stream-account.ts';
import type { StreamFacts } from './stream-facts.ts';
import { HistoryBook } from './zeek-history.ts';

/** Accounts kept to be used again; in the end all connections are over at once. */
const MOST_IDLE = 1024;

export class StreamCollector implements Sink {
  readonly labelsOnly = true;
  /** By stream; null when it is over. Streams are numbered as they come. */
  private readonly live: (StreamAccount | null)[] = [];
  /** Accounts of connections that are over, to be used again: they are many and short. */
  private readonly idle: StreamAccount[] = [];
  private readonly histories = new HistoryBook();
  private readonly finished = new FinishedStreams(this.histories);
  private readonly flights = new Flights();
  private readonly zeekChecksums: boolean;

  /** `zeekChecksums`: Zeek as it runs without -C, which drops damaged segments (offloaded ones are not). */
  constructor(zeekChecksums = false) {
    this.zeekChecksums = zeekChecksums;
  }

  segment(context: LabelledSegment): void {
    const { connection, packet } = context;
    const account = this.live[connection.stream] ?? this.open(connection.stream);
    account.segment(context, this.zeekChecksums && tcpChecksum(packet).verdict === 'damaged');
  }

  over(connection: Connection): void {
    const { stream } = connection;
    const account = this.live[stream] ?? null;
    if (account === null) return;
    this.finished.add(account, connection);
    account.release();
    if (this.idle.length < MOST_IDLE) this.idle.push(account);
    this.live[stream] = null;
  }

  cleared(older: Cleared): void {
    this.finished.clear(older);
  }

  /** All connections of the capture by stream number; to be asked for when it is read. */
  facts(): Iterable<StreamFacts> {
    return this.finished.facts();
  }

  /** The same, one by one as it is asked for; undefined for a number without segments. */
  factsByStream(): (stream: number) => StreamFacts | undefined {
    return this.finished.factsByStream();
  }

  private open(stream: number): StreamAccount {
    const account = this.idle.pop() ?? new StreamAccount(this.histories, this.flights);
    account.reset();
    this.live[stream] = account;
    return account;
  }
}
