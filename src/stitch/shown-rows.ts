// Kept rows as a connection that can be stitched: what they say is put in order once more, whatever was left out.

import { endpointKey } from '../tcp/endpoint-text.ts';
import { DuplexReassembly, type DuplexSegment } from '../tcp/reassembly-duplex.ts';
import { StreamTape } from './stream-tape.ts';
import { NOT_FRAMED, type TapedEnd, type ToldConnection } from './taped-connection.ts';

/** A kept row, as far as stitching asks for it. */
export interface ShownRow {
  readonly frame: number;
  /** Since the first record. */
  readonly timeNs: number;
  readonly stream: number;
  /** Rows of different stretches of a connection do not follow each other. */
  readonly stretch: number;
  readonly fromClient: boolean;
  readonly src: string;
  readonly dst: string;
  /** The payload is bytes[payloadStart, payloadEnd). */
  readonly bytes: Uint8Array;
  readonly payloadStart: number;
  readonly payloadEnd: number;
  readonly tcp: Omit<DuplexSegment, 'payloadStart' | 'payloadEnd'> & {
    readonly srcPort: number;
    readonly dstPort: number;
  };
}

export const hasPayload = ({ payloadStart, payloadEnd }: ShownRow): boolean =>
  payloadEnd > payloadStart;

const NO_LIMIT = { usedBytes: 0, limitBytes: Infinity };

/** The connection as far as its rows are kept. */
export function connectionOf(rows: readonly ShownRow[]): ToldConnection {
  const tapes = [new StreamTape(Infinity, NO_LIMIT), new StreamTape(Infinity, NO_LIMIT)] as const;
  const reassembly = new DuplexReassembly(tapes);
  for (const row of rows) {
    const { frame, timeNs, payloadStart, payloadEnd } = row;
    const side = row.fromClient ? 0 : 1;
    reassembly.take(side, { ...row.tcp, payloadStart, payloadEnd }, row.bytes, frame, timeNs);
  }
  reassembly.end();
  keepStrays(rows, tapes);
  return withTapes(rows, tapes);
}

/** The same with every payload by itself. */
export function payloadsOf(rows: readonly ShownRow[]): ToldConnection {
  const tapes = [new StreamTape(Infinity, NO_LIMIT), new StreamTape(Infinity, NO_LIMIT)] as const;
  keepStrays(rows, tapes);
  return withTapes(rows, tapes);
}

function withTapes(
  rows: readonly ShownRow[],
  tapes: readonly [StreamTape, StreamTape],
): ToldConnection {
  const [first] = rows as [ShownRow];
  const { src, dst, tcp } = first;
  const sender = { address: src, port: tcp.srcPort };
  const receiver = { address: dst, port: tcp.dstPort };
  const [client, server] = first.fromClient ? [sender, receiver] : [receiver, sender];
  return {
    stream: first.stream,
    client: { ...client, ...endOf(tapes[0]) },
    server: { ...server, ...endOf(tapes[1]) },
    serverKey: endpointKey(server.address, server.port),
    openedNs: first.timeNs,
    endedNs: Infinity,
    tunnels: [],
    earlier: NOT_FRAMED,
    beginningLost: true,
  };
}

/** Payloads that are in no stream are shown all the same. */
function keepStrays(rows: readonly ShownRow[], tapes: readonly [StreamTape, StreamTape]): void {
  const kept = new Set(
    tapes.flatMap(({ pieces, strays }) => [...pieces, ...strays].map(({ frame }) => frame)),
  );
  for (const row of rows) {
    const { frame, timeNs, payloadStart, payloadEnd } = row;
    if (!hasPayload(row) || kept.has(frame)) continue;
    const bytes = row.bytes.subarray(payloadStart, payloadEnd);
    tapes[row.fromClient ? 0 : 1].strays.push({ bytes, frame, timeNs });
  }
}

const endOf = (tape: StreamTape): Omit<TapedEnd, 'address' | 'port'> => ({
  tape,
  isn: null,
  ipIds: [],
  mac: null,
  finished: false,
});
