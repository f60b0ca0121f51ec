// Options of a report that would have no effect beside another: a mistake, rather than passed over.

import type { Format } from './report-formats.ts';
import { formatOfFile } from './report-output.ts';

interface Given {
  readonly output: string;
  /** Null without --format. */
  readonly format: readonly Format[] | null;
  readonly template?: string;
}

/** The line that names the two that do not go together; null: all do. `isOutputGiven` says that -o was. */
export function reportConflict(
  { output, format, template }: Given,
  isOutputGiven: boolean,
): string | null {
  const isTerminalOnly = format?.every((one) => one === 'terminal') === true;
  if (isTerminalOnly && template !== undefined)
    return '--template has no effect with --format terminal, which has no templates: leave one of them out';
  if (format === null || !isOutputGiven || output === '-') return null;
  if (isTerminalOnly)
    return `-o ${output} has no effect with --format terminal, which writes no file: leave one of them out`;
  const own = formatOfFile(output);
  const other = format.find((one) => one !== 'terminal' && one !== own);
  return own === null || other === undefined || !format.includes(own)
    ? null
    : `--format ${other} has no effect with -o ${output}, which is one ${own} file: leave it out, or name a folder`;
}
