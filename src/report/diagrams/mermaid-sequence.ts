// The ladder as a Mermaid sequenceDiagram, for Markdown. Mermaid gets ids of our own making (e1, e2 ...); what
// people named or sent stands only in aliases and messages, escaped.

import { escapeMermaid } from '../escape.ts';
import { shorten } from '../shorten.ts';
import type { Ladder, Rung } from './ladder.ts';

/** Characters of a payload that an arrow carries. */
const PAYLOAD_LENGTH = 24;

const messageText = (rung: Rung): string => {
  const payload =
    rung.payload === null ? '' : ` · ${escapeMermaid(shorten(rung.payload, PAYLOAD_LENGTH))}`;
  const len = rung.lenText === null ? '' : ` · ${escapeMermaid(rung.lenText)}`;
  return `${rung.frame} · ${rung.flags === '' ? '-' : escapeMermaid(rung.flags)}${len}${payload}`;
};

/** Arrows: solid with data, dotted without, crossed for a reset. */
const arrow = (rung: Rung): string => {
  if (rung.tone === 'reset') return '-x';
  return rung.len > 0 ? '->>' : '-->>';
};

/** The diagram's source without a fence, one statement a line, no line break at the end. */
export const mermaidSequence = ({ ends, rungs }: Ladder): string => {
  const lines = ['sequenceDiagram'];
  for (const [index, { endpoint, name }] of ends.entries()) {
    const alias = name === null ? '' : `${escapeMermaid(name)} · `;
    lines.push(`  participant e${index + 1} as ${alias}${escapeMermaid(endpoint)}`);
  }
  const everyone = ends.length > 1 ? `e1,e${ends.length}` : 'e1';
  for (const rung of rungs) {
    const [from, to] = [`e${rung.from + 1}`, `e${rung.to + 1}`];
    if (rung.gap !== null) lines.push(`  Note over ${everyone}: ${escapeMermaid(rung.gap)}`);
    lines.push(`  ${from}${arrow(rung)}${to}: ${messageText(rung)}`);
    if (rung.note !== null) lines.push(`  Note over ${from}: ${escapeMermaid(rung.note)}`);
  }
  return lines.join('\n');
};
