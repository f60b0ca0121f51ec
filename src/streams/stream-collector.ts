// The sink of `tcpexplain streams`: an account for every connection that lives, compact rows for those that are over.

import { tcpChecksum } from '../decode/checksum.ts';
import type { LabelledSegment, Sink } from '../sink.ts';
import type { Connection } from '../tcp/connection.ts';
import { FinishedStreams } from './finished-streams.ts';
import { Flights } from './flight.ts';
import { StreamAccount } from './stream-account.ts';
import type { StreamFacts } from './stream-facts.ts';
import { HistoryBook } from './zeek-history.ts';

export class StreamCollector implements Sink {
  readonly labelsOnly = true;
  private readonly live = new Map<number, StreamAccount>();
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
    const account = this.live.get(connection.stream) ?? this.open(connection.stream);
    account.segment(context, this.zeekChecksums && tcpChecksum(packet).verdict === 'damaged');
  }

  over(connection: Connection): void {
    const { stream } = connection;
    const account = this.live.get(stream);
    if (account === undefined) return;
    this.finished.add(account, connection);
    account.release();
    this.idle.push(account);
    this.live.delete(stream);
  }

  /** All connections of the capture by stream number; to be asked for when it is read. */
  facts(): Iterable<StreamFacts> {
    return this.finished.facts();
  }

  private open(stream: number): StreamAccount {
    const account = this.idle.pop() ?? new StreamAccount(this.histories, this.flights);
    account.reset();
    this.live.set(stream, account);
    return account;
  }
}
