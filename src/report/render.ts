// The door to the report stage: a model in, text out, in three media. Pure but for reading our own templates once.

import { htmlReport } from './html-report.ts';
import { loadTemplates } from './load-templates.ts';
import type { TemplateSet } from './load-templates.ts';
import { markdownReport } from './markdown-report.ts';
import type { ReportModel } from './report-model.ts';
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

/** A document in UTF-8, as it goes into a file. Throws TemplateError for a fault in the user's templates. */
export const renderDocument = (
  format: DocumentFormat,
  model: ReportModel,
  { templates = ownTemplates() }: RenderOptions = {},
): Uint8Array =>
  format === 'markdown' ? markdownReport(model, templates) : htmlReport(model, templates);

const textOf = (document: Uint8Array): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(document);

/** GitHub-flavoured Markdown. Throws TemplateError for a fault in the user's templates. */
export const renderMarkdown = (model: ReportModel, options?: RenderOptions): string =>
  textOf(renderDocument('markdown', model, options));

/** One self-contained HTML document. Throws TemplateError for a fault in the user's templates. */
export const renderHtml = (model: ReportModel, options?: RenderOptions): string =>
  textOf(renderDocument('html', model, options));

/** Text for a terminal; the caller decides on colour and width. */
export const renderTerminal = (model: ReportModel, options: TerminalOptions): string =>
  terminalReport(model, options);
