// A report's media are written side by side: a row is explained once for all of them, and forgotten soon after.
import { describe, expect, test } from 'vitest';
import { lazyList } from '../../src/report/lazy-list.ts';
import {
  documentSteps,
  renderHtml,
  renderMarkdown,
  renderTerminal,
  terminalSteps,
} from '../../src/report/render.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import { ROWS_A_STEP, runSteps, sideBySide, type Steps } from '../../src/report/steps.ts';
import { madeModel } from './made-analysis.ts';

const OPTIONS = { width: 100, level: 0 } as const;

/** The model with its rows `times` over, and the numbers of the rows that were made. */
function longModel(times: number): { model: ReportModel; made: number[] } {
  const model = madeModel('hello');
  const rows = [...model.rows];
  const made: number[] = [];
  const long = lazyList(rows.length * times, ROWS_A_STEP, (at) => {
    made.push(at);
    return rows[at % rows.length]!;
  });
  return { model: { ...model, rows: long }, made };
}

const collecting = (): { write: (utf8: Uint8Array) => void; text: () => string } => {
  const pieces: Buffer[] = [];
  return {
    write: (utf8) => pieces.push(Buffer.from(utf8)),
    text: () => Buffer.concat(pieces).toString(),
  };
};

describe('media side by side', () => {
  test('say what each says by itself', () => {
    const { model } = longModel(5);
    const [terminal, markdown, html] = [collecting(), collecting(), collecting()];
    runSteps(
      sideBySide([
        terminalSteps(model, terminal.write, OPTIONS),
        documentSteps('markdown', model, markdown.write),
        documentSteps('html', model, html.write),
      ]),
    );
    expect(terminal.text()).toBe(renderTerminal(model, OPTIONS));
    expect(markdown.text()).toBe(renderMarkdown(model));
    expect(html.text()).toBe(renderHtml(model));
  });

  test('a row is made once for the terminal and for whoever goes in step with it', () => {
    const { model, made } = longModel(5);
    const ignore = (): void => {};
    const steps = [1, 2, 3].map(() => terminalSteps(model, ignore, OPTIONS));
    runSteps(sideBySide(steps));
    expect(made).toEqual(made.map((_, at) => at));
    expect(made).toHaveLength(model.rows.length);
  });

  test('one after the other makes every row again', () => {
    const { model, made } = longModel(5);
    for (let i = 0; i < 2; i++) renderTerminal(model, OPTIONS);
    expect(made).toHaveLength(2 * model.rows.length);
  });

  test('a fault ends its own medium only, and is told when the others are through', () => {
    const { model } = longModel(5);
    const markdown = collecting();
    function* faulty(): Steps {
      yield;
      throw new Error('no space');
    }
    const all = sideBySide([faulty(), documentSteps('markdown', model, markdown.write)]);
    expect(() => runSteps(all)).toThrow('no space');
    expect(markdown.text()).toBe(renderMarkdown(model));
  });
});

describe('a list that is made when asked', () => {
  test('forgets what is not in the latest batch', () => {
    const made: number[] = [];
    const list = lazyList(10, 3, (at) => {
      made.push(at);
      return `item ${at}`;
    });
    expect([list.at(4), list.at(3), list.at(5), list.at(4)]).toEqual([
      'item 4',
      'item 3',
      'item 5',
      'item 4',
    ]);
    expect(list.at(0)).toBe('item 0');
    expect(list.at(4)).toBe('item 4');
    expect(made).toEqual([4, 3, 5, 0, 4]);
  });

  test('goes through all of it', () => {
    expect([...lazyList(7, 2, (at) => at * at)]).toEqual([0, 1, 4, 9, 16, 25, 36]);
    expect([...lazyList(0, 2, (at) => at)]).toEqual([]);
  });
});
