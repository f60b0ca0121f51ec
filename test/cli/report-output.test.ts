// Where `-o` sends the written reports.
import { describe, expect, test } from 'vitest';
import { destinationOf } from '../../src/cli/report-output.ts';
import { UsageError } from '../../src/cli/exit-codes.ts';

const BOTH = ['markdown', 'html'] as const;

describe('-o', () => {
  test.each([
    ['reports', 'folder', BOTH],
    ['out.d/', 'folder', BOTH],
    ['-', 'stdout', BOTH],
    ['lab.md', 'file', ['markdown']],
    ['out/Lab.HTML', 'file', ['html']],
  ] as const)('%s is a %s', (output, kind, formats) => {
    expect(destinationOf(output, BOTH, 1)).toEqual({ kind, path: output, formats });
  });

  test('one file cannot hold several captures', () => {
    expect(() => destinationOf('lab.md', BOTH, 2)).toThrow(UsageError);
    expect(destinationOf('labs', BOTH, 2).kind).toBe('folder');
  });

  test('a file whose format --format leaves out is a mistake', () => {
    expect(() => destinationOf('lab.md', ['html'], 1)).toThrow(/-o lab\.md is a markdown file/);
  });
});
