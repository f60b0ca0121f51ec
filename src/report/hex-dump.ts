// A frame's bytes, sixteen a line, each with the header field it belongs to. Headers are shown whole, payload up to
// a limit. Neighbouring bytes of one field are one run, so that a renderer marks runs and not bytes.

import type { PacketRow } from '../classify/packet-row.ts';
import type { FieldGroup, FieldLine } from './report-model.ts';

/** Where in the stack a byte stands; what hex dumps are coloured by. */
export type BytePart = 'link' | 'network' | 'transport' | 'options' | 'payload' | 'padding';

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

const BYTES_A_LINE = 16;
/** Payload bytes of a row shown when the caller names no limit. */
export const DEFAULT_PAYLOAD_BYTES = 256;

type Field = PacketRow['fields'][number];

interface Paint {
  readonly owner: Int32Array;
  readonly titles: readonly string[];
  /** First field of each run. */
  readonly fieldOf: readonly (Field | undefined)[];
  readonly options: PacketRow['tcp']['options'];
  readonly runOf: ReadonlyMap<Field, number>;
}

/** Narrow fields over wide ones; fields with the same bytes share a run. Bytes from `shown` on are not painted. */
const paintFields = (row: PacketRow, shown: number): Paint => {
  const { fields } = row;
  const { length } = row.bytes;
  const owner = new Int32Array(shown).fill(-1);
  const groups = new Map<string, Field[]>();
  for (const field of fields) {
    if (field.end <= field.start || field.start < 0 || field.start >= length) continue;
    const key = `${field.start}-${field.end}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [field]);
    else group.push(field);
  }
  const runs = [...groups.values()].sort(
    ([a], [b]) => (a?.start ?? 0) - (b?.start ?? 0) || (b?.end ?? 0) - (a?.end ?? 0),
  );
  const runOf = new Map<Field, number>();
  const titles = runs.map((group, run) => {
    for (const field of group) runOf.set(field, run);
    owner.fill(run, group[0]?.start, Math.min(group[0]?.end ?? 0, shown));
    return group.map(({ name, value }) => (value === '' ? name : `${name}: ${value}`)).join('; ');
  });
  return { owner, titles, fieldOf: runs.map(([first]) => first), options: row.tcp.options, runOf };
};

/** Layers by Wireshark's short name; everything else below TCP counts as link (tunnels included). */
const partOf = (layer: string): BytePart => {
  if (layer === 'data') return 'payload';
  if (layer === 'padding') return 'padding';
  if (/^tcp\b/i.test(layer)) return 'transport';
  return /^ip(v[46])?\b/i.test(layer) ? 'network' : 'link';
};

const HEX_DIGITS = Buffer.from('0123456789abcdef');
const SPACE = 0x20;
const DOT = 0x2e;
/** A line's text is put together here: a string a run, not one a byte. */
const LINE = Buffer.alloc(BYTES_A_LINE * 3);

/** "da 21" */
function hexText(bytes: Uint8Array, from: number, to: number): string {
  let at = 0;
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    LINE[at++] = HEX_DIGITS[byte >> 4]!;
    LINE[at++] = HEX_DIGITS[byte & 15]!;
    LINE[at++] = SPACE;
  }
  return LINE.toString('latin1', 0, at - 1);
}

/** Printable ASCII, dots for the rest. */
function asciiText(bytes: Uint8Array, from: number, to: number): string {
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    LINE[i - from] = byte >= 0x20 && byte < 0x7f ? byte : DOT;
  }
  return LINE.toString('latin1', 0, to - from);
}

const partAt = (row: PacketRow, paint: Paint, at: number): BytePart => {
  if (at >= row.payloadEnd) return 'padding';
  if (at >= row.payloadStart) return 'payload';
  if (paint.options.some(({ start, end }) => at >= start && at < end)) return 'options';
  // Header bytes without a name belong with the named ones before them.
  let named = at;
  while (named > 0 && (paint.owner[named] ?? -1) < 0) named--;
  const field = paint.fieldOf[paint.owner[named] ?? -1];
  return field === undefined ? 'link' : partOf(field.layer);
};

const lineRuns = (row: PacketRow, paint: Paint, from: number, to: number): HexRun[] => {
  const runs: HexRun[] = [];
  for (let at = from; at < to;) {
    const run = paint.owner[at] ?? -1;
    const part = partAt(row, paint, at);
    let end = at + 1;
    while (end < to && paint.owner[end] === run && partAt(row, paint, end) === part) end++;
    const title = paint.titles[run] ?? null;
    const hex = hexText(row.bytes, at, end);
    runs.push({ part, run, title, hex, ascii: asciiText(row.bytes, at, end) });
    at = end;
  }
  return runs;
};

const groupsOf = (runs: readonly HexRun[]): HexGroup[] => {
  const groups: { part: BytePart; runs: HexRun[] }[] = [];
  for (const run of runs) {
    const last = groups.at(-1);
    if (last?.part === run.part) last.runs.push(run);
    else groups.push({ part: run.part, runs: [run] });
  }
  return groups;
};

const NO_NOTES: ReadonlyMap<Field, string> = new Map();

/**
 * The dump of a row and its field table. At most `payloadBytes` of the payload are shown, and what follows a cut
 * payload is not; `leftOutText` words the number of bytes left out, `notes` is what is said of single fields.
 */
export const dumpRow = (
  row: PacketRow,
  payloadBytes: number,
  leftOutText: (bytes: number) => string,
  notes = NO_NOTES,
): { dump: HexDump; fields: FieldGroup[] } => {
  const cut = row.payloadEnd - row.payloadStart > payloadBytes;
  const shown = cut ? row.payloadStart + payloadBytes : row.bytes.length;
  const paint = paintFields(row, shown);
  const lines: HexLine[] = [];
  const digits = Math.max(4, (row.bytes.length - 1).toString(16).length);
  for (let from = 0; from < shown; from += BYTES_A_LINE) {
    const to = Math.min(from + BYTES_A_LINE, shown);
    const runs = lineRuns(row, paint, from, to);
    lines.push({
      offset: from.toString(16).padStart(digits, '0'),
      runs,
      groups: groupsOf(runs),
      fill: '   '.repeat(BYTES_A_LINE - (to - from)),
    });
  }
  const parts = [...new Set(lines.flatMap((line) => line.runs.map((run) => run.part)))];
  const leftOut = cut ? leftOutText(row.bytes.length - shown) : null;
  return { dump: { lines, parts, leftOut }, fields: fieldGroups(row, paint, shown, notes) };
};

interface OpenGroup extends FieldGroup {
  readonly fields: FieldLine[];
}

const fieldGroups = (
  row: PacketRow,
  paint: Paint,
  shown: number,
  notes: ReadonlyMap<Field, string>,
): FieldGroup[] => {
  const groups: OpenGroup[] = [];
  for (const field of row.fields) {
    const last = groups.at(-1);
    const same = last !== undefined && last.layer === field.layer;
    const group: OpenGroup = same
      ? last
      : { layer: field.layer, part: partOf(field.layer), fields: [] };
    if (!same) groups.push(group);
    group.fields.push({
      name: field.name,
      value: field.value,
      note: notes.get(field) ?? null,
      first: field.start,
      last: field.end - 1,
      run: field.start < shown ? (paint.runOf.get(field) ?? -1) : -1,
    });
  }
  return groups;
};
