import { describe, expect, it } from 'vitest';
import { buildLadder, MAX_LADDER_ENDS } from '../../src/report/diagrams/ladder.ts';
import type { LadderRow } from '../../src/report/diagrams/ladder.ts';
import { mermaidSequence } from '../../src/report/diagrams/mermaid-sequence.ts';
import { svgLadder } from '../../src/report/diagrams/svg-ladder.ts';
import { madeModel } from './made-analysis.ts';

const rung = (frame: number, client: number, changes: Partial<LadderRow> = {}): LadderRow => ({
  frame,
  time: '0.000000',
  source: { endpoint: `10.0.0.${client}:5000`, name: null },
  destination: { endpoint: '10.0.0.99:80', name: null },
  flags: 'ACK',
  len: 0,
  lenText: null,
  payload: null,
  tone: 'ack',
  gap: null,
  relays: null,
  note: null,
  ...changes,
});
const leftOut = (drawn: number, all: number): string => `${drawn} of ${all}`;

describe('a sequence diagram', () => {
  it('draws every row while there is room, and then says nothing', () => {
    expect(buildLadder([rung(1, 1), rung(2, 1)], 2, leftOut).leftOut).toBeNull();
  });

  it('stops at its limit of rows and says so', () => {
    const ladder = buildLadder([rung(1, 1), rung(2, 1), rung(3, 1)], 2, leftOut);
    expect(ladder.rungs.map(({ frame }) => frame)).toEqual([1, 2]);
    expect(ladder.leftOut).toBe('2 of 3');
  });

  it('stops before participants no longer fit side by side', () => {
    const rows = Array.from({ length: 20 }, (_, at) => rung(at + 1, at + 1));
    const ladder = buildLadder(rows, 100, leftOut);
    expect(ladder.ends).toHaveLength(MAX_LADDER_ENDS);
    expect(ladder.leftOut).toBe(`${MAX_LADDER_ENDS - 1} of 20`);
  });

  it('in Mermaid: dotted without data, solid with data, crossed for a reset', () => {
    const rows = [
      rung(1, 1),
      rung(2, 1, { len: 5, lenText: '5 bytes', payload: 'hello', gap: '2 s' }),
      rung(3, 1, { tone: 'reset', flags: 'RST' }),
      rung(4, 1, { note: 'passes on row 2' }),
    ];
    expect(mermaidSequence(buildLadder(rows, 9, leftOut)).split('\n')).toEqual([
      'sequenceDiagram',
      '  participant e1 as 10.0.0.1:5000',
      '  participant e2 as 10.0.0.99:80',
      '  e1-->>e2: 1 · ACK',
      '  Note over e1,e2: 2 s',
      '  e1->>e2: 2 · ACK · 5 bytes · hello',
      '  e1-xe2: 3 · RST',
      '  e1-->>e2: 4 · ACK',
      '  Note over e1: passes on row 2',
    ]);
  });

  it('in SVG: one linked rung a row, a title, a description, and no inline style', () => {
    const { ladder, words } = madeModel('hello');
    const svg = svgLadder(ladder, words);
    expect([...svg.matchAll(/href="#row-(\d+)"/g)].map(([, frame]) => frame)).toEqual([
      '1',
      '2',
      '3',
      '4',
    ]);
    expect(svg).toMatch(/role="group" aria-labelledby="ladder-title ladder-desc"/);
    expect(svg).not.toMatch(/style=|<script/);
    expect(svg.match(/class="break"/g)).toHaveLength(1);
  });

  it('is nothing at all without rows', () => {
    const { words } = madeModel('hello');
    expect(svgLadder(buildLadder([], 9, leftOut), words)).toBe('');
  });
});
