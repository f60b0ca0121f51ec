// Where the written reports go, from `-o` and `--format`: a folder, one file, or standard output.

import { closeSync, openSync, writeSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { WriteBytes } from '../report/page-text.ts';
import type { DocumentFormat } from '../report/render.ts';
import { sideBySide, type Steps } from '../report/steps.ts';
import { UsageError } from './exit-codes.ts';
import { isNamedAsFile, makeFolder } from './output-folder.ts';
import { remark } from './remark.ts';
import type { Session } from './session.ts';
import { cannotWrite } from './write-fault.ts';

export interface ReportDocument {
  readonly format: DocumentFormat;
  /** Writes it in UTF-8. */
  readonly render: (write: WriteBytes) => Steps;
}

/** `formats` are those to be made, one document each; a destination that is a file makes only its own. */
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

/** What a file of that name holds; null where its ending does not say so. */
export const formatOfFile = (path: string): DocumentFormat | null =>
  ENDINGS.get(extname(path).toLowerCase()) ?? null;

/**
 * What `-o output` means. A name that ends in .md or .html is a file, and its ending picks the format among `formats`.
 * Throws a UsageError when several captures would go into one file, when `formats` leaves out the file's format, or for
 * the name of a file that is no report.
 */
export function destinationOf(
  output: string,
  formats: readonly DocumentFormat[],
  captures: number,
): Destination {
  if (output === '-') return { kind: 'stdout', path: output, formats };
  const format = formatOfFile(output);
  if (format === null) {
    if (formats.length > 0 && isNamedAsFile(output))
      throw new UsageError(
        `-o ${output} is no name of a report: name a file that ends in .md or .html, or a folder`,
      );
    return { kind: 'folder', path: output, formats };
  }
  if (captures > 1)
    throw new UsageError(`-o ${output} is one file for ${captures} captures: name a folder`);
  if (!formats.includes(format))
    throw new UsageError(`-o ${output} is a ${format} file, but --format does not ask for one`);
  return { kind: 'file', path: output, formats: [format] };
}

/** The files that the reports of one capture go to, in the order of the formats. `name` has no ending. */
export const documentPaths = ({ kind, path, formats }: Destination, name: string): string[] =>
  kind === 'stdout'
    ? []
    : formats.map((format) => (kind === 'file' ? path : join(path, `${name}.${SUFFIX[format]}`)));

/**
 * Writes the documents of one capture and tells on standard error where they are. `name` has no ending.
 * Throws a UsageError when that place cannot be written to.
 */
export function* writeDocuments(
  destination: Destination,
  name: string,
  documents: readonly ReportDocument[],
  session: Session,
): Steps {
  const { kind, path } = destination;
  if (kind === 'stdout') {
    for (const { render } of documents) yield* render(writerTo(session.stdout));
    return;
  }
  if (documents.length === 0) return;
  const paths = documentPaths(destination, name);
  try {
    yield* sideBySide(documents.map(({ render }, i) => writeWhole(paths[i]!, render)));
  } catch (error) {
    throw cannotWrite(`-o ${path}`, 'reports', error);
  }
  remark(session, `wrote ${paths.join(' and ')}`);
}

/** The file and its folder are touched when there is something to write: not for a fault in a template. */
function* writeWhole(path: string, render: ReportDocument['render']): Steps {
  let file: number | null = null;
  try {
    yield* render((utf8) => {
      file ??= created(path);
      for (let at = 0; at < utf8.length;) at += writeSync(file, utf8, at);
    });
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** A stream takes its time: it is given a copy. */
export const writerTo =
  (stream: Session['stdout']): WriteBytes =>
  (utf8) =>
    stream.write(Buffer.from(utf8));

function created(path: string): number {
  makeFolder(dirname(path));
  return openSync(path, 'w');
}
