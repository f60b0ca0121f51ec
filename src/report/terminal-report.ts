// The terminal report: story, tables, packet list, and a paragraph for each row. No bytes: those are in the written
// reports. Pure: the caller says how wide the terminal is and how many colours it has.

import { escapeTerminal } from './escape.ts';
import { PageText, type WriteBytes } from './page-text.ts';
import type {
  Comments,
  ConnectionLine,
  PacketLine,
  ReportModel,
  ReportRow,
} from './report-model.ts';
import { ROWS_A_STEP, type Steps } from './steps.ts';
import { terminalTalk } from './terminal-talk.ts';
import { labelColumn, labelled, paragraph, table, tableWidth } from './terminal-layout.ts';
import { terminalStyle } from './terminal-style.ts';
import type { ColourLevel, TerminalStyle } from './terminal-style.ts';

export interface TerminalOptions {
  /** Columns. */
  readonly width: number;
  /** From `colourLevel`; 0 is plain text. */
  readonly level: ColourLevel;
}

interface Page {
  readonly model: ReportModel;
  readonly width: number;
  readonly style: TerminalStyle;
  /** Columns of the labels before paragraphs. */
  readonly column: number;
}

const safe = escapeTerminal;

const heading = ({ style }: Page, text: string): string => style.chalk.bold.underline(safe(text));

const frontPage = (page: Page): string[] => {
  const { model, width, style } = page;
  const { chalk, rich } = style;
  const facts = model.facts.map(({ label, value }) => `${label}: ${value}`).join(' · ');
  const blocks = [chalk.bold(safe(model.title)), chalk.dim(paragraph(safe(facts), width))];
  for (const { severity, title, text } of model.notices)
    blocks.push(
      (severity === 'error' ? chalk.red : chalk.yellow)(
        paragraph(safe(`${title}: ${text}`), width),
      ),
    );
  if (model.comments !== null) blocks.push(commentBlock(page, model.comments));
  const said = [
    [model.words.story, model.story],
    [model.words.vantage, model.vantage],
    [model.words.limits, model.limits],
  ] as const;
  for (const [title, sentences] of said)
    if (sentences.length > 0)
      blocks.push(`${heading(page, title)}\n${paragraph(sentences.map(rich).join(' '), width, 2)}`);
  return blocks;
};

const commentBlock = (page: Page, { told, leftOut }: Comments): string => {
  const { model, width, style } = page;
  const lines = told.flatMap(({ of, lines: own }) => [
    ...(of === null ? [] : [style.chalk.dim(paragraph(safe(of), width, 2))]),
    ...own.map((line) => style.chalk.italic(paragraph(safe(line), width, of === null ? 2 : 4))),
  ]);
  if (leftOut !== null) lines.push(paragraph(safe(leftOut), width, 2));
  return [heading(page, model.words.comments), ...lines].join('\n');
};

const connectionCells = (line: ConnectionLine): string[] =>
  [
    String(line.stream),
    line.client.name === null
      ? line.client.endpoint
      : `${line.client.endpoint} (${line.client.name})`,
    line.server.name === null
      ? line.server.endpoint
      : `${line.server.endpoint} (${line.server.name})`,
    `${line.firstFrame}–${line.lastFrame}`,
    String(line.packets),
    `${line.client.payloadBytes} / ${line.server.payloadBytes}`,
    line.handshake,
    line.ending,
  ].map(safe);

/** Two lines a connection, for a terminal too narrow for the table: the two ends, and the rest with its titles. */
const connectionList = (
  { width }: Page,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string =>
  rows
    .map(([stream = '', client = '', server = '', ...others]) => {
      const facts = others
        .map((value, at) => `${safe(titles[at + 3] ?? '')}: ${value}`)
        .join(' · ');
      const ends = paragraph(`${stream}  ${client} → ${server}`, width, 2);
      return `${ends}\n${paragraph(facts, width, 5)}`;
    })
    .join('\n');

/** The line of titles is dim. */
const dimTitle =
  ({ style }: Page) =>
  (line: string, row: number): string =>
    row === 0 ? style.chalk.dim(line) : line;

const connectionTable = (page: Page): string[] => {
  const { model, width } = page;
  const { words, connections } = model;
  if (connections.length === 0) return [];
  const titles = [words.stream, words.clientTitle, words.serverTitle, words.rows, words.packets];
  titles.push(words.bytesEachWay, words.handshake, words.ending);
  const columns = titles.map((title, at) => ({ title, right: at === 0 || at === 4 }));
  const rows = connections.map(connectionCells);
  if (tableWidth(columns, rows) > width)
    return [`${heading(page, words.connections)}\n${connectionList(page, titles, rows)}`];
  return [`${heading(page, words.connections)}\n${table(columns, rows, width, dimTitle(page))}`];
};

const standOutTable = (page: Page): string[] => {
  const { model, width } = page;
  const { words, standOuts } = model;
  if (standOuts.length === 0) return [];
  const columns = [
    { title: words.count, right: true },
    { title: words.label },
    { title: words.rows },
    { title: words.filter },
  ];
  const rows = standOuts.map(({ count, name, frames, more, filter }) => {
    const first = frames.map(({ frame }) => frame).join(', ');
    return [String(count), name, more === null ? first : `${first} ${more}`, filter].map(safe);
  });
  // The filters are in the written reports too.
  const shown = tableWidth(columns, rows) > width ? 3 : 4;
  const cells = rows.map((row) => row.slice(0, shown));
  return [
    `${heading(page, words.standOuts)}\n${table(columns.slice(0, shown), cells, width, dimTitle(page))}`,
  ];
};

const packetCells = (line: PacketLine): string[] =>
  [
    String(line.frame),
    line.time,
    line.source,
    line.destination,
    String(line.length),
    line.info,
  ].map(safe);

const packetTable = (page: Page): string[] => {
  const { model, width, style } = page;
  const { words, packets } = model;
  if (packets.length === 0) return [];
  const columns = [
    { title: words.number, right: true },
    { title: words.time, right: true },
    { title: words.source },
    { title: words.destination },
    { title: words.length, right: true },
    { title: words.info },
  ];
  const paint = (line: string, row: number): string => {
    const packet = packets[row - 1];
    return packet === undefined ? style.chalk.dim(line) : style.tone[packet.tone](line);
  };
  return [
    `${heading(page, words.packetList)}\n${table(columns, packets.map(packetCells), width, paint)}`,
  ];
};

const rowBlock = ({ model, width, style, column }: Page, row: ReportRow): string => {
  const { chalk, rich, tone } = style;
  const between = `${row.from} → ${row.to}`;
  const meta = [
    row.line.time,
    row.delta,
    between,
    row.line.kind,
    row.payloadLen > 0 ? `Len=${row.payloadLen}` : null,
  ];
  const lines = [
    paragraph(
      `${tone[row.line.tone](chalk.bold(safe(row.name)))} ${chalk.dim(safe(meta.filter((one) => one !== null).join(' · ')))}`,
      width,
    ),
    chalk.bold(paragraph(rich(row.headline), width, 2)),
  ];
  for (const line of row.comments) lines.push(chalk.italic(paragraph(safe(`» ${line}`), width, 2)));
  if (row.masked !== null) lines.push(chalk.dim(paragraph(safe(row.masked), width, 2)));
  if (row.labels.length > 0)
    lines.push(labelled(model.words.labels, safe(row.labels.join(', ')), width, column));
  for (const { title, sentences } of row.parts)
    lines.push(labelled(chalk.dim(safe(title)), sentences.map(rich).join(' '), width, column));
  const { client, server } = model.words;
  const states = `${client} ${row.clientState} · ${server} ${row.serverState}`;
  if (model.detail === 'full')
    lines.push(labelled(chalk.dim(safe(model.words.states)), safe(states), width, column));
  const references = row.references.map(({ text }) => text).join(', ');
  if (references !== '')
    lines.push(labelled(chalk.dim(safe(model.words.references)), safe(references), width, column));
  return lines.join('\n');
};

/** Writes the whole report, lines at most `width` columns wide where words allow, with a line break at its end. */
export function* terminalReport(
  model: ReportModel,
  write: WriteBytes,
  { width, level }: TerminalOptions,
): Steps {
  const { labels, states, references } = model.words;
  const column = labelColumn([labels, states, references, ...model.partTitles].map(safe));
  const page: Page = { model, width, style: terminalStyle(level), column };
  const text = new PageText(write);
  const blocks = [
    ...frontPage(page),
    ...standOutTable(page),
    ...connectionTable(page),
    ...terminalTalk(model, width, page.style),
    ...packetTable(page),
  ];
  text.put(blocks.join('\n\n'));
  for (let row = 0; row < model.rows.length; row++) {
    if (row % ROWS_A_STEP === 0) yield;
    const section = model.rows.at(row);
    if (section.skipped !== null)
      text.put(`\n\n${page.style.chalk.dim(paragraph(safe(section.skipped), width))}`);
    text.put(`\n\n${rowBlock(page, section)}`);
  }
  if (model.leftOut !== null) text.put(`\n\n${paragraph(safe(model.leftOut), width)}`);
  text.put('\n');
  text.end();
}
