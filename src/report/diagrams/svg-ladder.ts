// The ladder as an inline SVG for HTML: no script, no inline style (classes are in report.css), a title and a
// description for those who cannot see it. Drawn left to right in every language; foreign text is isolated.

import { escapeHtml } from '../escape.ts';
import { shorten } from '../shorten.ts';
import type { Words } from '../words.ts';
import type { Ladder, LadderEnd, Rung } from './ladder.ts';

// Lengths in SVG user units (px at full size).
const GUTTER = 150;
const HEAD = 64;
const RUNG = 34;
const GAP = 30;
const FOOT = 16;
const MARGIN = 110;
const ARROW = 7;
/** Mean width of a character of a rung's label. */
const CHAR = 6.4;

/** The drawing's width as long as its lifelines fit, and the least and most there is between two of them. */
const WIDTH = 1100;
const COLUMN = { min: 150, max: 480 } as const;

/** Distance of two lifelines: the fewer they are, the more room for words. */
const columnWidth = (ends: number): number => {
  const room = (WIDTH - GUTTER - MARGIN / 2 - 20 - MARGIN) / Math.max(1, ends - 1);
  return Math.floor(Math.min(COLUMN.max, Math.max(COLUMN.min, room)));
};

/** First strong isolate and its end (UAX #9): foreign text orders itself, and nothing else. */
const isolated = (text: string): string => `\u2068${escapeHtml(text)}\u2069`;

const lifeline = (end: LadderEnd, x: number, bottom: number): string => {
  const name =
    end.name === null
      ? ''
      : `<text class="who" x="${x}" y="22">${isolated(shorten(end.name, 24))}</text>`;
  return (
    `<line class="life" x1="${x}" y1="${HEAD - 12}" x2="${x}" y2="${bottom}"/>${name}` +
    `<text class="end" x="${x}" y="42">${escapeHtml(end.endpoint)}</text>`
  );
};

const label = (rung: Rung, room: number): string => {
  const head = [rung.flags || '–', rung.lenText, rung.note].filter(
    (part) => part !== null && part !== '',
  );
  const text = head.join(' · ');
  const left = Math.floor(room / CHAR) - text.length - 3;
  const payload =
    rung.payload === null || left < 4
      ? ''
      : ` · <tspan class="say">${isolated(shorten(rung.payload, left))}</tspan>`;
  return `${escapeHtml(text)}${payload}`;
};

const arrowPath = (from: number, to: number, y: number): string => {
  if (from === to) return `M${from} ${y - 8}h24v8h-${24 - ARROW}`;
  const tip = to > from ? to - 1 : to + 1;
  return `M${from} ${y}H${tip}`;
};

const arrowHead = (from: number, to: number, y: number): string => {
  const back = to > from ? to - ARROW - 1 : to + ARROW + 1;
  const tip = to > from ? to - 1 : to + 1;
  return `M${back} ${y - ARROW / 2 - 0.5}L${tip} ${y}L${back} ${y + ARROW / 2 + 0.5}z`;
};

const rungShape = (rung: Rung, y: number, xs: readonly number[]): string => {
  const from = xs[rung.from] ?? 0;
  const to = xs[rung.to] ?? 0;
  const middle = from === to ? from + 30 : (from + to) / 2;
  const room = from === to ? 160 : Math.abs(to - from) - 16;
  return (
    `<a href="#row-${rung.frame}" tabindex="-1"><g class="rung ${rung.tone}${rung.len > 0 ? '' : ' bare'}">` +
    `<rect class="hit" x="0" y="${y - 22}" width="${(xs.at(-1) ?? 0) + MARGIN}" height="${RUNG - 2}" rx="4"/>` +
    `<text class="no" x="34" y="${y + 4}">${rung.frame}</text>` +
    `<text class="at" x="${GUTTER - 30}" y="${y + 4}">${rung.time}</text>` +
    `<path class="shaft" d="${arrowPath(from, to, y)}"/><path class="tip" d="${arrowHead(from, to, y)}"/>` +
    `<text class="say-what${from === to ? ' self' : ''}" x="${middle}" y="${y - 6}">${label(rung, room)}</text></g></a>`
  );
};

const gapShape = (text: string, y: number, xs: readonly number[]): string => {
  const breaks = xs.map((x) => `M${x} ${y - 12}l5 4l-10 5l10 5l-5 4`).join('');
  return (
    `<path class="break" d="${breaks}"/>` +
    `<text class="pause" x="${GUTTER - 30}" y="${y + 1}">${escapeHtml(text)}</text>`
  );
};

/** The diagram as one `<svg>` element; an empty string when there is nothing to draw. */
export const svgLadder = ({ ends, rungs }: Ladder, words: Words): string => {
  if (rungs.length === 0) return '';
  const column = columnWidth(ends.length);
  const xs = ends.map((_, index) => GUTTER + MARGIN / 2 + 20 + index * column);
  const width = (xs.at(-1) ?? 0) + MARGIN;
  const shapes: string[] = [];
  let y = HEAD + 4;
  for (const rung of rungs) {
    if (rung.gap !== null) {
      shapes.push(gapShape(rung.gap, y + 8, xs));
      y += GAP;
    }
    y += RUNG;
    shapes.push(rungShape(rung, y - 10, xs));
  }
  const height = y + FOOT;
  return (
    `<svg class="ladder" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" direction="ltr" role="group" aria-labelledby="ladder-title ladder-desc">` +
    `<title id="ladder-title">${escapeHtml(words.sequence)}</title><desc id="ladder-desc">${escapeHtml(words.sequenceAlt)}</desc>` +
    `${ends.map((end, index) => lifeline(end, xs[index] ?? 0, height - 6)).join('')}${shapes.join('\n')}</svg>`
  );
};
