// Worse versions of a good capture: a row dropped, sent again, cut or out of order, its flags, text or addresses changed.
// Works on classic pcap files, byte by byte; checksums are left as they were, as a forger's would be.

import type { PacketRow } from '../../src/classify/packet-row.ts';
import { pcapFile, RECORD_HEADER, RecordAt } from '../support/pcap-file.ts';

const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;

/** A capture that was changed, and how. */
export interface Mutant {
  readonly how: string;
  readonly file: () => Uint8Array;
}

/** A capture whose records can be put together anew. */
export class Film {
  readonly header: Uint8Array;
  readonly records: readonly Uint8Array[];
  readonly isLittle: boolean;

  constructor(file: Uint8Array) {
    ({ header: this.header, records: this.records, isLittle: this.isLittle } = pcapFile(file));
  }

  /** The film with some records replaced by others; by index. */
  with(changes: ReadonlyMap<number, readonly Uint8Array[]>): Uint8Array {
    return Buffer.concat([
      this.header,
      ...this.records.flatMap((record, i) => changes.get(i) ?? [record]),
    ]);
  }

  /** A copy of a record with some of its frame's bytes changed. */
  edited(index: number, edit: (frame: Uint8Array) => void): Uint8Array {
    const record = this.records[index]!.slice();
    edit(record.subarray(RECORD_HEADER));
    return record;
  }
}

const tcpStart = ({ payloadStart, tcp }: PacketRow): number => payloadStart - tcp.headerLen;
const ipStart = (row: PacketRow): number => tcpStart(row) - row.network.headerLen;

/** Mutants of single rows. */
export function* rowMutants(film: Film, row: PacketRow): Generator<Mutant> {
  const index = row.frame - 1;
  const one = (how: string, records: () => readonly Uint8Array[]): Mutant => ({
    how: `row ${row.frame} ${how}`,
    file: () => film.with(new Map([[index, records()]])),
  });
  const edit = (how: string, change: (frame: Uint8Array) => void): Mutant =>
    one(how, () => [film.edited(index, change)]);
  yield one('dropped', () => []);
  const flagsAt = tcpStart(row) + 13;
  yield edit('says RST', (frame) => {
    frame[flagsAt] = RST | ACK;
  });
  yield edit('says FIN', (frame) => {
    frame[flagsAt]! |= FIN;
  });
  yield edit('says SYN', (frame) => {
    frame[flagsAt] = SYN;
  });
  yield one('comes an hour later', () => [later(film, index)]);
  yield edit('says ACK alone', (frame) => {
    frame[flagsAt] = ACK;
  });
  if (row.payloadEnd > row.payloadStart) {
    yield edit('says something else', (frame) => {
      for (let i = row.payloadStart; i < row.payloadEnd; i++) frame[i] = 0x78;
    });
    yield one('sent again', () => [
      film.records[index]!,
      film.edited(index, (frame) => {
        frame[ipStart(row) + 4]! ^= 0x5a;
      }),
    ]);
  }
  yield one('cut', () => [cut(film, index)]);
}

/** Mutants of everything one connection sent. */
export function* connectionMutants(film: Film, rows: readonly PacketRow[]): Generator<Mutant> {
  const all = (how: string, change: (frame: Uint8Array, row: PacketRow) => void): Mutant => ({
    how: `stream ${rows[0]!.stream} ${how}`,
    file: () =>
      film.with(
        new Map(
          rows.map((row) => [
            row.frame - 1,
            [film.edited(row.frame - 1, (frame) => change(frame, row))],
          ]),
        ),
      ),
  });
  yield all('goes to another port', (frame, row) => {
    frame[tcpStart(row) + (row.fromClient ? 3 : 1)]! ^= 0x55;
  });
  yield all('comes from another address', (frame, row) => {
    frame[ipStart(row) + (row.fromClient ? 15 : 19)]! ^= 0x2a;
  });
  yield all('has other options', (frame, row) => {
    // Option bytes become "no operation": nothing is negotiated.
    for (let i = tcpStart(row) + 20; i < row.payloadStart; i++) frame[i] = 1;
  });
  yield all('is dropped', () => {});
  yield {
    how: `stream ${rows[0]!.stream} dropped`,
    file: () => film.with(new Map(rows.map((row) => [row.frame - 1, []]))),
  };
}

/** Mutants of the order of rows: two rows change places, times with them or not. */
export function* orderMutants(film: Film, frames: readonly number[]): Generator<Mutant> {
  for (const frame of frames) {
    const other = film.records.length - frame;
    yield {
      how: `rows ${frame} and ${other + 1} change places`,
      file: () => swapped(film, frame - 1, other),
    };
  }
  yield {
    how: 'the rows run backwards',
    file: () => Buffer.concat([film.header, ...film.records.toReversed()]),
  };
}

/** A row says words that must not be readable. */
export const saysMutant = (film: Film, row: PacketRow, words: string): Mutant => ({
  how: `row ${row.frame} says ${JSON.stringify(words)}`,
  file: () =>
    film.with(
      new Map([
        [
          row.frame - 1,
          [
            film.edited(row.frame - 1, (frame) => {
              frame.set(
                Buffer.from(words).subarray(0, row.payloadEnd - row.payloadStart),
                row.payloadStart,
              );
            }),
          ],
        ],
      ]),
    ),
});

function swapped(film: Film, a: number, b: number): Uint8Array {
  return film.with(
    new Map([
      [a, [film.records[b]!]],
      [b, [film.records[a]!]],
    ]),
  );
}

/** An hour. */
function later(film: Film, index: number): Uint8Array {
  const record = film.records[index]!.slice();
  const view = new DataView(record.buffer);
  view.setUint32(
    RecordAt.Seconds,
    view.getUint32(RecordAt.Seconds, film.isLittle) + 3600,
    film.isLittle,
  );
  return record;
}

/** Half of the frame is not kept. */
function cut(film: Film, index: number): Uint8Array {
  const record = film.records[index]!;
  const kept = Math.floor((record.length - RECORD_HEADER) / 2) + 20;
  const short = record.slice(0, Math.min(record.length, RECORD_HEADER + kept));
  new DataView(short.buffer).setUint32(
    RecordAt.CapLen,
    short.length - RECORD_HEADER,
    film.isLittle,
  );
  return short;
}
