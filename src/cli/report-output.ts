// Where the written reports go, from `-o` and `--format`: a folder, one file, or standard output.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import type { DocumentFormat } from '../report/render.ts';
import { UsageError } from './exit-codes.ts';
import type { Session } from './session.ts';

export interface ReportDocument {
  readonly format: DocumentFormat;
  /** In UTF-8. */
  readonly bytes: Uint8Array;
}

/** `formats` are those to be made; a destination that is a file makes only its own. */
export interface Destination {
  readonly kind: 'folder' | 'file' | 'stdout';
  readonly path: string;
  readonly formats: readonly DocumentFormat[];
}

const ENDINGS: ReadonlyMap<string, DocumentFormat> = new Map([
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.html', 'html'],
  ['.htm', 'html'],
]);

const SUFFIX: Readonly<Record<DocumentFormat, string>> = { markdown: 'md', html: 'html' };

/**
 * What `-o output` means. A name that ends in .md or .html is a file, and its ending picks the format among `formats`.
 * Throws a UsageError when several captures would go into one file, or when `formats` leaves out the file's format.
 */
export function destinationOf(
  output: string,
  formats: readonly DocumentFormat[],
  captures: number,
): Destination {
  if (output === '-') return { kind: 'stdout', path: output, formats };
  const format = ENDINGS.get(extname(output).toLowerCase());
  if (format === undefined) return { kind: 'folder', path: output, formats };
  if (captures > 1)
    throw new UsageError(`-o ${output} is one file for ${captures} captures: name a folder`);
  if (!formats.includes(format))
    throw new UsageError(`-o ${output} is a ${format} file, but --format does not ask for one`);
  return { kind: 'file', path: output, formats: [format] };
}

/**
 * Writes the documents of one capture and tells on standard error where they are. `name` has no ending.
 * Throws a UsageError when that place cannot be written to.
 */
export async function writeDocuments(
  { kind, path }: Destination,
  name: string,
  documents: readonly ReportDocument[],
  { stdout, stderr }: Session,
): Promise<void> {
  if (kind === 'stdout') {
    for (const { bytes } of documents) stdout.write(bytes);
    return;
  }
  if (documents.length === 0) return;
  const paths = documents.map(({ format }) =>
    kind === 'file' ? path : join(path, `${name}.${SUFFIX[format]}`),
  );
  try {
    await mkdir(kind === 'file' ? dirname(path) : path, { recursive: true });
    for (const [i, { bytes }] of documents.entries()) await writeFile(paths[i]!, bytes);
  } catch (error) {
    throw new UsageError(
      `-o ${path}: the reports cannot be written there: ${(error as Error).message}`,
    );
  }
  stderr.write(`tcpexplain: wrote ${paths.join(' and ')}\n`);
}
