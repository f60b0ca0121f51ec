// The README shows what the program prints: every line of its excerpt stands in the real output, one behind the other.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { reportCommand } from '../src/cli/report.ts';
import { processSession } from '../src/cli/session.ts';
import { analyzeFile, explainAnalysis, renderTerminal } from '../src/index.ts';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** Columns the program takes when its output is no terminal, as for an excerpt. */
const WIDTH = 100;

describe('the README', () => {
  test('shows a piece of the report as the program prints it today', async () => {
    const readme = readFileSync(at('README.md'), 'utf8');
    const excerpt = /```text\n(Row .*?)```/s.exec(readme)?.[1] ?? '';
    const analysis = await analyzeFile(at('captures/server-client-messages.pcap'));
    const report = renderTerminal(explainAnalysis(analysis), { width: WIDTH, level: 0 });
    expect(excerpt.split('\n').length).toBeGreaterThan(20);
    expect(report).toContain(excerpt);
  });

  test('lists every option of a report', () => {
    const table = readFileSync(at('README.md'), 'utf8')
      .match(/^\| `-.*$/gm)!
      .join('\n');
    const { options } = reportCommand(processSession());
    const missing = options.filter(
      ({ short, long }) =>
        ![short, long].some((flag) => flag != null && table.includes(`\`${flag}`)),
    );
    expect(missing.map(({ flags }) => flags)).toEqual([]);
  });
});
