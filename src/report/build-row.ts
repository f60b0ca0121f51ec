// One packet row and its explanation as a report shows them: list line, parts, links to other rows, fields and bytes.
// Words come from the catalogue; sentences come ready from src/explain.

import type { PacketRow } from '../classify/packet-row.ts';
import { digits, duration } from '../explain/args.ts';
import type { Catalogue } from '../explain/catalogue.ts';
import type { Detail } from '../explain/explain-row.ts';
import type { Explanation } from '../explain/explanation.ts';
import { LABEL_TEXTS } from '../explain/label-texts.ts';
import { payloadText } from '../explain/payload.ts';
import type { People } from '../explain/people.ts';
import type { RichText, Span } from '../explain/rich-text.ts';
import type { RelayFacts } from '../stitch/relay-facts.ts';
import { endpointText } from '../tcp/endpoint-text.ts';
import { checksumNotes } from './checksum-notes.ts';
import { fieldTable } from './field-table.ts';
import { hexDump } from './hex-dump.ts';
import type { PacketLine, ReportRow, RowLink } from './report-model.ts';
import { secondsText } from './time-text.ts';
import { TONES } from './tone.ts';
import { ASPECT_IDS, KIND_IDS, LINK_IDS, RELAY_IDS } from './value-words.ts';
import { segmentInfo } from './wireshark-info.ts';

/** What rows of one report share. */
export interface RowContext {
  readonly catalogue: Catalogue;
  readonly detail: Detail;
  readonly timeDigits: number;
  /** Kept rows by frame, those that are not shown too. */
  readonly byFrame: ReadonlyMap<number, PacketRow>;
  /** The row has a section in this report. */
  readonly here: (frame: number) => boolean;
  /** Every row of the capture has. */
  readonly areAllHere: boolean;
  /** Lines of what people wrote to frames in the capture file. */
  readonly comments: ReadonlyMap<number, readonly string[]>;
  /** Rows in which passwords are masked. */
  readonly masked: ReadonlySet<number>;
  readonly dupAcks: ReadonlyMap<number, string>;
  /** By the row that passes on a message, and by the row whose message is passed on. */
  readonly relaysByOut: ReadonlyMap<number, readonly RelayFacts[]>;
  readonly relaysByIn: ReadonlyMap<number, readonly RelayFacts[]>;
  readonly people: People;
}

/** Text whose links to rows outside this report are plain words. */
export function linkHere(text: RichText, here: (frame: number) => boolean): RichText {
  const isElsewhere = (span: Span): boolean => span.kind === 'row' && !here(span.frame);
  // Nearly all text is kept as it is: a copy would be kept beside it.
  if (!text.some(isElsewhere)) return text;
  return text.map((span): Span => (isElsewhere(span) ? { kind: 'text', text: span.text } : span));
}

const SPECIAL_RETRANSMISSIONS = ['fast_retransmission', 'spurious_retransmission'] as const;

/** The row's line in the packet list. Labels stand in front as Wireshark prepends them: the last one first. */
export const packetLine = (row: PacketRow, context: RowContext): PacketLine => {
  const dupAck = context.dupAcks.get(row.frame) ?? '';
  // In the Info column the kind of a retransmission stands for it.
  const isNamed = SPECIAL_RETRANSMISSIONS.some((label) => row.labels.includes(label));
  const shown = row.labels.filter((label) => label !== 'retransmission' || !isNamed);
  const labels = shown.map(
    (label) => `[${LABEL_TEXTS[label]}${label === 'duplicate_ack' ? dupAck : ''}] `,
  );
  return {
    frame: row.frame,
    time: secondsText(row.timeNs, context.timeDigits),
    source: row.src,
    destination: row.dst,
    protocol: 'TCP',
    length: row.origLen,
    info: labels.reverse().join('') + segmentInfo(row),
    tone: TONES[row.kind],
    kind: context.catalogue.plain(KIND_IDS[row.kind]),
    marked:
      row.labels.length > 0 ||
      row.findings.some(({ severity }) => severity === 'warn' || severity === 'error'),
  };
};

const rowLinks = (row: PacketRow, context: RowContext): RowLink[] => {
  const { catalogue, here } = context;
  const found: [string, readonly number[]][] = [];
  for (const [name, id] of Object.entries(LINK_IDS)) {
    const frames = row.links[name as keyof typeof LINK_IDS];
    if (frames !== null) found.push([id, typeof frames === 'number' ? [frames] : frames]);
  }
  const from = context.relaysByOut.get(row.frame) ?? [];
  const to = context.relaysByIn.get(row.frame) ?? [];
  found.push([RELAY_IDS.from, from.map(({ inFrame }) => inFrame)]);
  found.push([RELAY_IDS.to, to.map(({ outFrame }) => outFrame)]);
  return found
    .filter(([, frames]) => frames.length > 0)
    .map(([id, frames]) => ({
      label: catalogue.plain(id),
      frames: frames.map((frame) => ({ frame, here: here(frame) })),
    }));
};

const NOTHING_SAID: Omit<Explanation, 'frame'> = { headline: [], parts: [], references: [] };

/** Who sends a row, and to whom. */
export interface RowEnds {
  readonly from: string;
  readonly to: string;
  readonly fromName: string | null;
  readonly toName: string | null;
}

export function rowEnds(
  { frame, src, dst, stream, fromClient, tcp }: PacketRow,
  { people }: RowContext,
): RowEnds {
  const client = people.at(stream, 'client', frame)?.name ?? null;
  const server = people.at(stream, 'server', frame)?.name ?? null;
  return {
    from: endpointText(src, tcp.srcPort),
    to: endpointText(dst, tcp.dstPort),
    fromName: fromClient ? client : server,
    toName: fromClient ? server : client,
  };
}

function skippedText(
  before: number,
  frame: number,
  { areAllHere, catalogue }: RowContext,
): string | null {
  const [first, last] = [before + 1, frame - 1];
  if (areAllHere || before === 0 || last < first) return null;
  return catalogue.plain('report-rows-skipped', {
    count: last - first + 1,
    first: digits(first),
    last: digits(last),
  });
}

/** The section of a row whose line in the packet list is `line`. Without an explanation it shows what was measured. */
export const buildRow = (
  row: PacketRow,
  line: PacketLine,
  explanation: Explanation | undefined,
  context: RowContext,
  /** Frame of the row whose section stands before; 0 for the first. */
  before: number,
): ReportRow => {
  const { catalogue, byFrame, here } = context;
  const said = explanation ?? NOTHING_SAID;
  const shown = (frame: number | null): number | null =>
    frame !== null && here(frame) ? frame : null;
  const earlier = byFrame.get(row.links.previousInStream ?? -1);
  const isFull = context.detail === 'full';
  return {
    line,
    name: catalogue.plain('report-row', { frame: { as: 'digits', value: row.frame } }),
    delta: earlier === undefined ? null : deltaText(row.timeNs - earlier.timeNs, catalogue),
    ...rowEnds(row, context),
    fromClient: row.fromClient,
    flags: row.tcp.flagNames,
    stream: row.stream,
    labels: row.labels.map((label) => LABEL_TEXTS[label]),
    payload: payloadText(row)?.beginning ?? null,
    payloadLen: row.tcp.len,
    headline: linkHere(said.headline, here),
    parts: said.parts.map(({ aspect, sentences }) => ({
      aspect,
      title: catalogue.plain(ASPECT_IDS[aspect]),
      sentences: sentences.map((sentence) => linkHere(sentence, here)),
    })),
    references: said.references,
    clientState: row.clientState,
    serverState: row.serverState,
    links: rowLinks(row, context),
    previous: shown(row.links.previousInStream),
    next: shown(row.links.nextInStream),
    skipped: skippedText(before, row.frame, context),
    comments: context.comments.get(row.frame) ?? [],
    masked: context.masked.has(row.frame) ? catalogue.plain('report-masked') : null,
    fields: isFull ? fieldTable(row, checksumNotes(row, catalogue)) : [],
    dump: isFull
      ? hexDump(row, (count) => catalogue.plain('report-bytes-left-out', { count }))
      : null,
  };
};

/** Time stamps may go backward. */
const deltaText = (ns: number, catalogue: Catalogue): string =>
  catalogue.plain(ns < 0 ? 'report-delta-back' : 'report-delta', { time: duration(ns) });
