// Analysis and explanations in, ReportModel out: everything a report shows, decided once for all renderers.

import type { Analysis } from '../collect/analysis.ts';
import { digits, duration } from '../explain/args.ts';
import type { Catalogue } from '../explain/catalogue.ts';
import type { Explanation, Overview } from '../explain/explanation.ts';
import type { RichText } from '../explain/rich-text.ts';
import { buildRow, linkHere } from './build-row.ts';
import type { RowContext } from './build-row.ts';
import { captureFacts, connectionLines, hostLines } from './build-tables.ts';
import { buildLadder, DEFAULT_LADDER_ROWS, GAP_NS } from './diagrams/ladder.ts';
import type { LadderRow } from './diagrams/ladder.ts';
import { dupAckNumbers } from './dup-ack-numbers.ts';
import { DEFAULT_PAYLOAD_BYTES } from './hex-dump.ts';
import type { Detail, ReportModel, ReportRow } from './report-model.ts';
import { buildWords } from './words.ts';

export interface ModelOptions {
  readonly catalogue: Catalogue;
  readonly detail: Detail;
  /** Payload bytes of a row that are dumped; 256 when absent. */
  readonly payloadBytes?: number;
  /** Rows drawn in the sequence diagram; 100 when absent. */
  readonly ladderRows?: number;
}

const rowContext = (analysis: Analysis, options: ModelOptions): RowContext => ({
  catalogue: options.catalogue,
  detail: options.detail,
  payloadBytes: options.payloadBytes ?? DEFAULT_PAYLOAD_BYTES,
  timeDigits: analysis.captures.some(({ resolution }) => /^(?:nano|ns|1 ns)/i.test(resolution)) ? 9 : 6,
  byFrame: new Map(analysis.rows.map((row) => [row.frame, row])),
  dupAcks: dupAckNumbers(analysis.rows),
  relays: analysis.relays,
  nameOf: (stream, side) =>
    analysis.participants.find((one) => one.stream === stream && one.side === side)?.name ?? null,
});

const ladderRows = (
  analysis: Analysis,
  rows: readonly ReportRow[],
  { plain }: Catalogue,
): LadderRow[] =>
  rows.map((row, index) => {
    const facts = analysis.rows[index];
    const before = analysis.rows[index - 1];
    const pauseNs = facts === undefined || before === undefined ? 0 : facts.timeNs - before.timeNs;
    const relays = analysis.relays.find(({ outFrame }) => outFrame === row.line.frame)?.inFrame ?? null;
    return {
      frame: row.line.frame,
      time: row.line.time,
      source: { endpoint: row.from, name: row.fromName },
      destination: { endpoint: row.to, name: row.toName },
      flags: row.flags.join(', '),
      len: row.payloadLen,
      lenText: row.payloadLen > 0 ? plain('report-len', { count: row.payloadLen }) : null,
      payload: row.payload,
      tone: row.line.tone,
      gap: pauseNs >= GAP_NS ? plain('report-duration', { time: duration(pauseNs) }) : null,
      relays,
      note: relays === null ? null : plain('report-passes-on', { frame: digits(relays) }),
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
  const context = rowContext(analysis, options);
  const rows = analysis.rows.map((row) => buildRow(row, explanations.get(row.frame), context));
  const linked = (sentences: readonly RichText[]): RichText[] =>
    sentences.map((sentence) => linkHere(sentence, (frame) => context.byFrame.has(frame)));
  return {
    language: catalogue.language,
    direction: catalogue.direction,
    title: analysis.captures.map(({ name }) => name).join(', '),
    detail: options.detail,
    words: buildWords((id) => catalogue.plain(id)),
    captures: analysis.captures.map((capture) => captureFacts(capture, catalogue)),
    story: linked(overview.story),
    vantage: linked(overview.vantage),
    limits: linked(overview.limits),
    hosts: hostLines(analysis, context),
    connections: connectionLines(analysis, overview, context),
    packets: rows.map(({ line }) => line),
    ladder: buildLadder(
      ladderRows(analysis, rows, catalogue),
      options.ladderRows ?? DEFAULT_LADDER_ROWS,
      (drawn, all) => catalogue.plain('report-ladder-left-out', { drawn, all }),
    ),
    rows,
    notices: analysis.notices.map(({ severity, text }) => ({
      severity,
      title: catalogue.plain(severity === 'error' ? 'report-error' : 'report-warn'),
      text,
    })),
    leftOut:
      analysis.rowsLeftOut === 0
        ? null
        : catalogue.plain('report-rows-left-out', { count: analysis.rowsLeftOut }),
  };
};
