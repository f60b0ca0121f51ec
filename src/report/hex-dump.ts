// A frame's bytes, sixteen a line, each with the header field it belongs to. Headers are shown whole, payload up to
// a limit. Neighbouring bytes of one field are one run, so that a renderer marks runs and not bytes.

import type { PacketRow } from '../classify/packet-row.ts';
import { byteLayout, BYTES_A_LINE, type ByteLayout, type BytePart } from './byte-layout.ts';

/** Bytes of one field on one line. */
export interface HexRun {
  readonly part: BytePart;
  /** Numbers the fields of a frame in byte order; the same on every line a field spans, -1 for unnamed bytes. */
  readonly run: number;
  /** "Source Port: 55841"; sub-byte fields that share their bytes are joined with "; ". Null for payload. */
  readonly title: string | null;
  /** "da 21" */
  readonly hex: string;
  /** Printable ASCII, else dots. Captured text. */
  readonly ascii: string;
}

/** Neighbouring runs of one part on one line. */
export interface HexGroup {
  readonly part: BytePart;
  readonly runs: readonly HexRun[];
}

export interface HexLine {
  /** Offset of the first byte, four hex digits or more. */
  readonly offset: string;
  readonly runs: readonly HexRun[];
  /** The same runs by part: a renderer colours parts and marks fields inside them. */
  readonly groups: readonly HexGroup[];
  /** Spaces that fill a short last line up to the ASCII column. */
  readonly fill: string;
}

export interface HexDump {
  readonly lines: readonly HexLine[];
  /** Parts that occur, in byte order: the legend. */
  readonly parts: readonly BytePart[];
  /** Says how many bytes are not shown; null when all are. */
  readonly leftOut: string | null;
}

/** The dump of a row; `leftOutText` words the number of bytes left out. */
export function hexDump(row: PacketRow, leftOutText: (bytes: number) => string): HexDump {
  const layout = byteLayout(row);
  const leftOut = row.bytes.length - layout.shown;
  return {
    lines: hexLines(row, layout),
    parts: layout.parts,
    leftOut: leftOut > 0 ? leftOutText(leftOut) : null,
  };
}

function hexLines(row: PacketRow, { shown, lines, fieldsOfRun }: ByteLayout): HexLine[] {
  const titles = fieldsOfRun.map((fields) =>
    fields.map((i) => titleOf(row.fields.all[i]!)).join('; '),
  );
  const hex = hexText(row.bytes, shown);
  const ascii = asciiText(row.bytes, shown);
  const digits = Math.max(4, (row.bytes.length - 1).toString(16).length);
  return lines.map((line, index) => {
    const from = index * BYTES_A_LINE;
    const runs = line.map(({ start, end, part, run }) => ({
      part,
      run,
      title: titles[run] ?? null,
      hex: hex.slice(start * 3, end * 3 - 1),
      ascii: ascii.slice(start, end),
    }));
    return {
      offset: from.toString(16).padStart(digits, '0'),
      runs,
      groups: groupsOf(runs),
      fill: '   '.repeat(Math.max(0, from + BYTES_A_LINE - shown)),
    };
  });
}

const titleOf = ({ name, value }: PacketRow['fields']['all'][number]): string =>
  value === '' ? name : `${name}: ${value}`;

function groupsOf(runs: readonly HexRun[]): HexGroup[] {
  const groups: { part: BytePart; runs: HexRun[] }[] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last?.part === run.part) last.runs.push(run);
    else groups.push({ part: run.part, runs: [run] });
  }
  return groups;
}

const HEX_DIGITS = Buffer.from('0123456789abcdef');
const SPACE = 0x20;
const DOT = 0x2e;

/** "da 21 ", three characters a byte. */
function hexText(bytes: Uint8Array, shown: number): string {
  const text = Buffer.allocUnsafe(shown * 3);
  for (let i = 0, at = 0; i < shown; i++) {
    const byte = bytes[i]!;
    text[at++] = HEX_DIGITS[byte >> 4]!;
    text[at++] = HEX_DIGITS[byte & 15]!;
    text[at++] = SPACE;
  }
  return text.toString('latin1');
}

/** Printable ASCII, dots for the rest. */
function asciiText(bytes: Uint8Array, shown: number): string {
  const text = Buffer.allocUnsafe(shown);
  for (let i = 0; i < shown; i++) {
    const byte = bytes[i]!;
    text[i] = byte >= 0x20 && byte < 0x7f ? byte : DOT;
  }
  return text.toString('latin1');
}
