import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { renderTerminal } from '../../src/report/render.ts';
import { colourLevel } from '../../src/report/terminal-style.ts';
import { madeModel } from './made-analysis.ts';

describe('colour', () => {
  it.each([
    ['a terminal', true, {}, 1],
    ['a terminal of 256 colours', true, { TERM: 'xterm-256color' }, 2],
    ['a terminal of all colours', true, { COLORTERM: 'truecolor' }, 3],
    ['a pipe', false, { TERM: 'xterm-256color' }, 0],
    ['NO_COLOR', true, { NO_COLOR: '1' }, 0],
    ['NO_COLOR with nothing in it', true, { NO_COLOR: '' }, 1],
    ['a dumb terminal', true, { TERM: 'dumb' }, 0],
    ['FORCE_COLOR on a pipe', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, 1],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, 0],
  ] as const)('%s', (_, isTerminal, env, level) => {
    expect(colourLevel(isTerminal, env)).toBe(level);
  });

  it.each([
    ['--no-color on a terminal', true, { FORCE_COLOR: '3' }, false, 0],
    ['--color on a pipe', false, {}, true, 1],
    ['--color against all the environment says', false, { NO_COLOR: '1', TERM: 'dumb' }, true, 1],
    ['--color against FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, true, 1],
    ['--color where there are more colours', false, { COLORTERM: 'truecolor' }, true, 3],
  ] as const)('%s: the option decides', (_, isTerminal, env, wanted, level) => {
    expect(colourLevel(isTerminal, env, wanted)).toBe(level);
  });
});

const words = (text: string): string => text.replaceAll(/["\s]+/g, '');

describe('the terminal report', () => {
  const model = madeModel('שלום 日本');

  it.each([40, 60, 80, 120])(
    'keeps to %d columns, wide and right-to-left letters counted',
    (width) => {
      const lines = renderTerminal(model, { width, level: 0 }).split('\n');
      // Columns of a table before its last one cannot wrap.
      const cells = /^ {2}(?:No\.| *\d+ )/;
      expect(lines.filter((line) => stringWidth(line) > width && !cells.test(line))).toEqual([]);
    },
  );

  it('says the same with colour as without', () => {
    // oxlint-disable-next-line no-control-regex
    const bare = renderTerminal(model, { width: 90, level: 3 }).replaceAll(/\x1b\[[\d;]*m/g, '');
    const plain = renderTerminal(model, { width: 90, level: 0 });
    expect(words(bare)).toBe(words(plain));
    expect(plain).not.toContain('\x1b');
  });

  it('has every row with its headline, its links and what was left out', () => {
    const plain = renderTerminal(model, { width: 200, level: 0 });
    for (const row of [1, 2, 3, 4]) expect(plain).toContain(`Row ${row} `);
    expect(plain).toContain('[TCP Retransmission] 10000 → 55841');
    expect(plain).toContain('3 more rows');
  });
});
