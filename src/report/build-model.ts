// Analysis and explanations in, ReportModel out: everything a report shows, decided once for all renderers.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Analysis } from '../collect/analysis.ts';
import { digits, duration } from '../explain/args.ts';
import type { Catalogue } from '../explain/catalogue.ts';
import type { Detail } from '../explain/explain-row.ts';
import { ASPECTS, type Explanation, type Overview } from '../explain/explanation.ts';
import { payloadText } from '../explain/payload.ts';
import { peopleOf } from '../explain/people.ts';
import type { RichText } from '../explain/rich-text.ts';
import { grouped } from '../tcp/grouped.ts';
import { buildComments, rowComments } from './build-comments.ts';
import { buildRow, linkHere, packetLine, rowEnds } from './build-row.ts';
import type { RowContext } from './build-row.ts';
import { captureFacts, connectionLines, hostLines, standOutLines } from './build-tables.ts';
import { buildTalk } from './build-talk.ts';
import { buildLadder, GAP_NS, MAX_LADDER_ROWS } from './diagrams/ladder.ts';
import type { LadderRow } from './diagrams/ladder.ts';
import { dupAckNumbers } from './dup-ack-numbers.ts';
import { lazyList } from './lazy-list.ts';
import type { PacketLine, ReportModel } from './report-model.ts';
import { ROWS_A_STEP } from './steps.ts';
import { timeDigits } from './time-text.ts';
import { ASPECT_IDS } from './value-words.ts';
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
  const { relays } = analysis;
  const frames = new Set(shown.map(({ frame }) => frame));
  return {
    catalogue: options.catalogue,
    detail: options.detail,
    timeDigits: timeDigits(analysis.capture.resolution),
    byFrame: new Map(analysis.rows.map((row) => [row.frame, row])),
    here: (frame) => frames.has(frame),
    areAllHere: analysis.selected === null,
    masked: options.masked ?? new Set(),
    dupAcks: dupAckNumbers(analysis.rows),
    relaysByOut: grouped(relays, ({ outFrame }) => outFrame),
    relaysByIn: grouped(relays, ({ inFrame }) => inFrame),
    comments: rowComments(analysis.capture),
    people: peopleOf(analysis.participants),
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

const ladderRow = (
  row: PacketRow,
  line: PacketLine,
  before: PacketRow | undefined,
  context: RowContext,
): LadderRow => {
  const { catalogue } = context;
  const { from, to, fromName, toName } = rowEnds(row, context);
  const { len, flagNames } = row.tcp;
  // Between rows that do not follow each other there may be others.
  const follows = context.areAllHere || before?.frame === row.frame - 1;
  const pauseNs = before === undefined || !follows ? 0 : row.timeNs - before.timeNs;
  const relayed = context.relaysByOut.get(row.frame)?.[0]?.inFrame ?? null;
  return {
    frame: row.frame,
    time: line.time,
    source: { endpoint: from, name: fromName },
    destination: { endpoint: to, name: toName },
    flags: flagNames.join(', '),
    len,
    lenText: len > 0 ? catalogue.plain('report-len', { count: len }) : null,
    payload: payloadText(row)?.beginning ?? null,
    tone: line.tone,
    gap: pauseNs >= GAP_NS ? catalogue.plain('report-duration', { time: duration(pauseNs) }) : null,
    relays: relayed,
    note: relayed === null ? null : catalogue.plain('report-passes-on', { frame: digits(relayed) }),
  };
};

/**
 * The report of `analysis`. `explain` is asked for a row when its section is; a row without an explanation shows only what
 * was measured.
 * Same arguments, same model: no clock, no path, no locale but the catalogue's.
 */
export const buildModel = (
  analysis: Analysis,
  explain: (row: PacketRow) => Explanation | undefined,
  overview: Overview,
  options: ModelOptions,
): ReportModel => {
  const { catalogue } = options;
  const shown = analysis.rows.filter(
    ({ frame }) => analysis.selected === null || analysis.selected.has(frame),
  );
  const context = rowContext(analysis, shown, options);
  const packets = shown.map((row) => packetLine(row, context));
  const linked = (sentences: readonly RichText[]): RichText[] =>
    sentences.map((sentence) => linkHere(sentence, context.here));
  return {
    language: catalogue.language,
    direction: catalogue.direction,
    title: analysis.capture.name,
    detail: options.detail,
    words: buildWords((id) => catalogue.plain(id)),
    facts: captureFacts(analysis.capture, catalogue),
    comments: buildComments(analysis.capture, context.here, catalogue),
    story: linked(overview.story),
    vantage: linked(overview.vantage),
    limits: linked(overview.limits),
    standOuts: standOutLines(overview, context),
    hosts: hostLines(analysis, context),
    connections: connectionLines(analysis, overview, context),
    conversation: buildTalk(overview.conversation, context),
    packets,
    partTitles: ASPECTS.map((aspect) => catalogue.plain(ASPECT_IDS[aspect])),
    ladder: buildLadder(
      lazyList(shown.length, 1, (at) =>
        ladderRow(shown[at]!, packets[at]!, shown[at - 1], context),
      ),
      MAX_LADDER_ROWS,
      (drawn, all) => catalogue.plain('report-ladder-left-out', { drawn, all }),
    ),
    rows: lazyList(shown.length, ROWS_A_STEP, (at) => {
      const row = shown[at]!;
      return buildRow(row, packets[at]!, explain(row), context, shown[at - 1]?.frame ?? 0);
    }),
    notices: analysis.notices.map(({ severity, text }) => ({
      severity,
      title: catalogue.plain(severity === 'error' ? 'report-error' : 'report-warn'),
      text,
    })),
    leftOut: leftOutText(analysis, catalogue),
  };
};
