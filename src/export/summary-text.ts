// The totals of one capture for the eye: a name, aligned, and what there is of it.

import type { SummaryRecord } from './summary-record.ts';

const NAME_WIDTH = 14;
const INDENT = ' '.repeat(NAME_WIDTH);

/**
 * The block of one capture, newline at its end. Numbers are grouped as in English; `harmless` makes a line of foreign text fit
 * for where it is shown.
 */
export function summaryText(summary: SummaryRecord, harmless: (line: string) => string): string {
  const { connections, checksums } = summary;
  const lines = [
    harmless(summary.capture),
    entry('file', [`${summary.format}, compression ${summary.compression}`]),
    entry('records', [
      `${count(summary.records)} (${count(summary.bytes)} bytes on the wire, ${count(summary.capturedBytes)} kept, ${count(summary.cutFrames)} frames cut)`,
    ]),
    entry('time', [`${summary.start ?? 'not recorded'}, ${summary.duration.toFixed(6)} s`]),
    entry('link types', counts(summary.linkTypes)),
    entry('TCP segments', [
      `${count(summary.segments)} (${count(summary.payloadBytes)} bytes of payload)`,
    ]),
    entry('other frames', counts(summary.otherFrames)),
    entry('connections', [count(connections.total)]),
    entry('  ended', counts(connections.ending)),
    entry('  handshake', counts(connections.handshake)),
    entry('labels', counts(summary.labels)),
    entry('checksums', [
      ...counts(checksums.verdicts),
      ...(checksums.segments < summary.segments
        ? [`(of the first ${count(checksums.segments)} segments; --all-checksums verifies all)`]
        : []),
    ]),
    entry(`top talkers`, [
      ...table(
        summary.topTalkers.map((t) => [
          t.address,
          `${count(t.bytes)} bytes`,
          `${count(t.packets)} packets`,
        ]),
      ),
      ...(summary.hosts > summary.topTalkers.length ? [`of ${count(summary.hosts)} hosts`] : []),
    ]),
    ...said('captured by', summary.capturedBy, harmless),
    ...said('filter', summary.filters, harmless),
    ...said('comments', summary.comments, harmless),
    ...(summary.dropped === undefined
      ? []
      : [entry('dropped', [`${count(summary.dropped)} packets while it was captured`])]),
    ...(summary.damage === undefined ? [] : [entry('damage', [summary.damage])]),
  ];
  return `${lines.join('\n')}\n`;
}

function entry(name: string, values: readonly string[]): string {
  const [first = 'none', ...more] = values;
  return [
    `  ${name.padEnd(NAME_WIDTH)}  ${first}`,
    ...more.map((value) => `  ${INDENT}  ${value}`),
  ].join('\n');
}

/** Foreign text by lines. */
function said(
  name: string,
  texts: readonly string[] | undefined,
  harmless: (line: string) => string,
): string[] {
  const lines = (texts ?? [])
    .flatMap((text) => text.split(/[\r\n]+/))
    .filter((line) => line !== '');
  return lines.length === 0 ? [] : [entry(name, lines.map(harmless))];
}

const counts = (byName: Readonly<Partial<Record<string, number>>>): string[] =>
  table(
    Object.entries(byName)
      .filter(([, value]) => value !== undefined && value > 0)
      .map(([name, value]) => [name, count(value!)]),
  );

/** Cells in columns: the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]!.length)),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
      .join('  '),
  );
}

const count = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');
