// Analysis and explanations in, ReportModel out: everything a report shows, decided once for all renderers.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Analysis } from '../collect/analysis.ts';
import { digits, duration } from '../explain/args.ts';
import type { Catalogue } from '../explain/catalogue.ts';
import type { Detail } from '../explain/explain-row.ts';
import type { Explanation, Overview } from '../explain/explanation.ts';
import type { RichText } from '../explain/rich-text.ts';
import { buildRow, linkHere } from './build-row.ts';
import type { RowContext } from './build-row.ts';
import { captureFacts, connectionLines, hostLines } from './build-tables.ts';
import { buildTalk } from './build-talk.ts';
import { buildLadder, GAP_NS, MAX_LADDER_ROWS } from './diagrams/ladder.ts';
import type { LadderRow } from './diagrams/ladder.ts';
import { dupAckNumbers } from './dup-ack-numbers.ts';
import type { ReportModel, ReportRow } from './report-model.ts';
import { timeDigits } from './time-text.ts';
import { buildWords } from './words.ts';

export interface ModelOptions {
  readonly catalogue: Catalogue;
  readonly detail: Detail;
  /** Rows in which passwords are masked; none when absent. */
  readonly masked?: ReadonlySet<number>;
}

const rowContext = (
  analysis: Analysis,
  shown: readonly PacketRow[],
  options: ModelOptions,
): RowContext => {
  const frames = new Set(shown.map(({ frame }) => frame));
  return {
    catalogue: options.catalogue,
    detail: options.detail,
    timeDigits: timeDigits(analysis.capture.resolution),
    byFrame: new Map(analysis.rows.map((row) => [row.frame, row])),
    here: (frame) => frames.has(frame),
    masked: options.masked ?? new Set(),
    dupAcks: dupAckNumbers(analysis.rows),
    relays: analysis.relays,
    nameOf: (stream, side) =>
      analysis.participants.find((one) => one.stream === stream && one.side === side)?.name ?? null,
  };
};

const leftOutText = (
  { rowsLeftOut, connectionsLeftOut }: Analysis,
  catalogue: Catalogue,
): string | null => {
  const texts = [
    ...(rowsLeftOut > 0 ? [catalogue.plain('report-rows-left-out', { count: rowsLeftOut })] : []),
    ...(connectionsLeftOut > 0
      ? [catalogue.plain('report-connections-left-out', { count: connectionsLeftOut })]
      : []),
  ];
  return texts.length === 0 ? null : texts.join(' ');
};

const ladderRows = (
  { relays }: Analysis,
  shown: readonly PacketRow[],
  rows: readonly ReportRow[],
  catalogue: Catalogue,
): LadderRow[] =>
  rows.map((row, index) => {
    const facts = shown[index];
    const before = shown[index - 1];
    const pauseNs = facts === undefined || before === undefined ? 0 : facts.timeNs - before.timeNs;
    const relayed = relays.find(({ outFrame }) => outFrame === row.line.frame)?.inFrame ?? null;
    return {
      frame: row.line.frame,
      time: row.line.time,
      source: { endpoint: row.from, name: row.fromName },
      destination: { endpoint: row.to, name: row.toName },
      flags: row.flags.join(', '),
      len: row.payloadLen,
      lenText: row.payloadLen > 0 ? catalogue.plain('report-len', { count: row.payloadLen }) : null,
      payload: row.payload,
      tone: row.line.tone,
      gap:
        pauseNs >= GAP_NS ? catalogue.plain('report-duration', { time: duration(pauseNs) }) : null,
      relays: relayed,
      note:
        relayed === null ? null : catalogue.plain('report-passes-on', { frame: digits(relayed) }),
    };
  });

/**
 * The report of `analysis`. `explanations` by frame; a row without one shows only what was measured.
 * Same arguments, same model: no clock, no path, no locale but the catalogue's.
 */
export const buildModel = (
  analysis: Analysis,
  explanations: ReadonlyMap<number, Explanation>,
  overview: Overview,
  options: ModelOptions,
): ReportModel => {
  const { catalogue } = options;
  const shown = analysis.rows.filter(
    ({ frame }) => analysis.selected === null || analysis.selected.has(frame),
  );
  const context = rowContext(analysis, shown, options);
  const rows = shown.map((row) => buildRow(row, explanations.get(row.frame), context));
  const linked = (sentences: readonly RichText[]): RichText[] =>
    sentences.map((sentence) => linkHere(sentence, context.here));
  return {
    language: catalogue.language,
    direction: catalogue.direction,
    title: analysis.capture.name,
    detail: options.detail,
    words: buildWords((id) => catalogue.plain(id)),
    facts: captureFacts(analysis.capture, catalogue),
    story: linked(overview.story),
    vantage: linked(overview.vantage),
    limits: linked(overview.limits),
    hosts: hostLines(analysis, context),
    connections: connectionLines(analysis, overview, context),
    conversation: buildTalk(overview.conversation, context),
    packets: rows.map(({ line }) => line),
    ladder: buildLadder(
      ladderRows(analysis, shown, rows, catalogue),
      MAX_LADDER_ROWS,
      (drawn, all) => catalogue.plain('report-ladder-left-out', { drawn, all }),
    ),
    rows,
    notices: analysis.notices.map(({ severity, text }) => ({
      severity,
      title: catalogue.plain(severity === 'error' ? 'report-error' : 'report-warn'),
      text,
    })),
    leftOut: leftOutText(analysis, catalogue),
  };
};
