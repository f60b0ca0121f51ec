// How the bytes of a row are divided: which header field and which part of the stack each belongs to, line by line of a
// dump. Most rows of a capture have the layout of one before them, and it is made once.

import type { PacketRow } from '../classify/packet-row.ts';

/** Where in the stack a byte stands. */
export type BytePart = 'link' | 'network' | 'transport' | 'options' | 'payload' | 'padding';

const PARTS: readonly BytePart[] = [
  'link',
  'network',
  'transport',
  'options',
  'payload',
  'padding',
];

export const BYTES_A_LINE = 16;

/** Bytes [start, end) of one field and one part on one line. */
export interface ByteRun {
  readonly start: number;
  readonly end: number;
  readonly part: BytePart;
  /** Numbers the fields of a frame in byte order, -1 for unnamed bytes. */
  readonly run: number;
}

export interface ByteLayout {
  /** Bytes that are shown. */
  readonly shown: number;
  /** Sixteen bytes each, the last one fewer. */
  readonly lines: readonly (readonly ByteRun[])[];
  /** Parts that occur, in byte order. */
  readonly parts: readonly BytePart[];
  /** By run: the indexes of its fields, those with the same bytes. */
  readonly fieldsOfRun: readonly (readonly number[])[];
  /** By field: its run, -1 when its bytes are not in the row. */
  readonly runOfField: readonly number[];
}

/** What a layout depends on. */
type Laid = Pick<PacketRow, 'payloadStart' | 'payloadEnd'> & {
  readonly len: number;
  readonly shown: number;
  readonly fields: PacketRow['fields']['all'];
  readonly options: PacketRow['tcp']['options'];
};

const MOST_REMEMBERED = 32;
/** The latest first. */
const remembered: { readonly laid: Laid; readonly layout: ByteLayout }[] = [];

/** Payload bytes of a row that are shown. */
const MAX_PAYLOAD_BYTES = 256;

/** The bytes of a row that are shown; what follows a cut payload is not. */
export function shownBytes({ bytes, payloadStart, payloadEnd }: PacketRow): number {
  const isCut = payloadEnd - payloadStart > MAX_PAYLOAD_BYTES;
  return isCut ? payloadStart + MAX_PAYLOAD_BYTES : bytes.length;
}

export function byteLayout(row: PacketRow): ByteLayout {
  const { bytes, payloadStart, payloadEnd, tcp } = row;
  const fields = row.fields.all;
  const shown = shownBytes(row);
  const { options } = tcp;
  const laid: Laid = { payloadStart, payloadEnd, len: bytes.length, shown, fields, options };
  const known = remembered.findIndex((one) => isSame(one.laid, laid));
  const [found = { laid, layout: layOut(laid) }] = known < 0 ? [] : remembered.splice(known, 1);
  remembered.unshift(found);
  remembered.length = Math.min(remembered.length, MOST_REMEMBERED);
  return found.layout;
}

const isSame = (a: Laid, b: Laid): boolean =>
  a.len === b.len &&
  a.payloadStart === b.payloadStart &&
  a.payloadEnd === b.payloadEnd &&
  a.fields.length === b.fields.length &&
  a.options.length === b.options.length &&
  a.fields.every((field, i) => {
    const other = b.fields[i]!;
    return field.start === other.start && field.end === other.end && field.layer === other.layer;
  }) &&
  a.options.every(
    ({ start, end }, i) => start === b.options[i]!.start && end === b.options[i]!.end,
  );

function layOut(laid: Laid): ByteLayout {
  const { shown, fields } = laid;
  const fieldsOfRun = fieldRuns(laid);
  const runOfField = fields.map(() => -1);
  // Narrow fields come after the wide ones around them, and are painted over them.
  const runs = new Int32Array(shown).fill(-1);
  fieldsOfRun.forEach((group, run) => {
    const { start, end } = fields[group[0]!]!;
    for (const field of group) runOfField[field] = run;
    runs.fill(run, start, Math.min(end, shown));
  });
  const parts = paintParts(laid, runs, fieldsOfRun);
  return {
    shown,
    lines: linesOf(shown, runs, parts),
    parts: Array.from(new Set(parts), (part) => PARTS[part]!),
    fieldsOfRun,
    runOfField,
  };
}

/** Fields by their bytes, in byte order, wide ones before the narrow ones inside them. */
function fieldRuns({ fields, len }: Laid): number[][] {
  const groups = new Map<string, number[]>();
  fields.forEach(({ start, end }, index) => {
    if (end <= start || start < 0 || start >= len) return;
    const group = groups.get(`${start}-${end}`);
    if (group === undefined) groups.set(`${start}-${end}`, [index]);
    else group.push(index);
  });
  const first = ([index]: readonly number[]) => fields[index!]!;
  return [...groups.values()].sort(
    (a, b) => first(a).start - first(b).start || first(b).end - first(a).end,
  );
}

/** By byte: index in PARTS. */
function paintParts(
  { shown, fields, options, payloadStart, payloadEnd }: Laid,
  runs: Int32Array,
  fieldsOfRun: readonly (readonly number[])[],
): Uint8Array {
  const parts = new Uint8Array(shown);
  const ofRun = fieldsOfRun.map(([field]) => PARTS.indexOf(partOf(fields[field!]!.layer)));
  // Header bytes without a name belong with the named ones before them.
  let last = PARTS.indexOf('link');
  for (let at = 0; at < shown; at++) {
    last = ofRun[runs[at]!] ?? last;
    parts[at] = last;
  }
  for (const { start, end } of options) parts.fill(PARTS.indexOf('options'), start, end);
  parts.fill(PARTS.indexOf('payload'), payloadStart, payloadEnd);
  parts.fill(PARTS.indexOf('padding'), payloadEnd);
  return parts;
}

function linesOf(shown: number, runs: Int32Array, parts: Uint8Array): ByteRun[][] {
  const lines: ByteRun[][] = [];
  for (let from = 0; from < shown; from += BYTES_A_LINE) {
    const to = Math.min(from + BYTES_A_LINE, shown);
    const line: ByteRun[] = [];
    for (let start = from, end = from; start < to; start = end) {
      const run = runs[start]!;
      const part = parts[start]!;
      while (end < to && runs[end] === run && parts[end] === part) end++;
      line.push({ start, end, part: PARTS[part]!, run });
    }
    lines.push(line);
  }
  return lines;
}

/** Layers by Wireshark's short name; everything else below TCP counts as link (tunnels included). */
export function partOf(layer: string): BytePart {
  if (layer === 'data') return 'payload';
  if (layer === 'padding') return 'padding';
  if (/^tcp\b/i.test(layer)) return 'transport';
  return /^ip(v[46])?\b/i.test(layer) ? 'network' : 'link';
}
