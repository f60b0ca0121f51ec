// The column that tells rows of several captures apart.

import type { RowFormat } from '../export/formats.ts';
import { escapeTerminal } from '../report/escape.ts';

/** What stands in it; a table is looked at, so a file's name is made harmless there. Undefined for a single capture. */
export function captureCell(name: string, format: RowFormat, several: boolean): string | undefined {
  if (!several) return undefined;
  return format === 'table' ? escapeTerminal(name) : name;
}
