// The door to the report stage: a model in, text out, in three media. Pure but for reading our own templates once.

import { htmlReport } from './html-report.ts';
import { loadTemplates } from './load-templates.ts';
import type { TemplateSet } from './load-templates.ts';
import { markdownReport } from './markdown-report.ts';
import type { WriteBytes } from './page-text.ts';
import type { ReportModel } from './report-model.ts';
import { runSteps, type Steps } from './steps.ts';
import { terminalReport } from './terminal-report.ts';
import type { TerminalOptions } from './terminal-report.ts';

export interface RenderOptions {
  /** From `loadTemplates(folder)`; ours when absent. */
  readonly templates?: TemplateSet;
}

let ours: TemplateSet | null = null;
const ownTemplates = (): TemplateSet => (ours ??= loadTemplates());

/** The documents a report can be written as. */
export type DocumentFormat = 'markdown' | 'html';

/**
 * Writes a document in UTF-8, piece by piece, in steps of a row. Throws TemplateError for a fault in the user's templates,
 * before anything is written.
 */
export function documentSteps(
  format: DocumentFormat,
  model: ReportModel,
  write: WriteBytes,
  { templates = ownTemplates() }: RenderOptions = {},
): Steps {
  return format === 'markdown'
    ? markdownReport(model, templates, write)
    : htmlReport(model, templates, write);
}

/** Writes text for a terminal in the same steps; the caller decides on colour and width. */
export const terminalSteps = terminalReport;

/** GitHub-flavoured Markdown. Throws TemplateError for a fault in the user's templates. */
export const renderMarkdown = (model: ReportModel, options?: RenderOptions): string =>
  textOf((write) => documentSteps('markdown', model, write, options));

/** One self-contained HTML document. Throws TemplateError for a fault in the user's templates. */
export const renderHtml = (model: ReportModel, options?: RenderOptions): string =>
  textOf((write) => documentSteps('html', model, write, options));

/** Text for a terminal; the caller decides on colour and width. */
export const renderTerminal = (model: ReportModel, options: TerminalOptions): string =>
  textOf((write) => terminalSteps(model, write, options));

function textOf(steps: (write: WriteBytes) => Steps): string {
  const pieces: Buffer[] = [];
  runSteps(steps((utf8) => pieces.push(Buffer.from(utf8))));
  return Buffer.concat(pieces).toString('utf8');
}
