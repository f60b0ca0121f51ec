// The Markdown report: GitHub-flavoured, with the sequence diagram in Mermaid. Layout is in templates/markdown.

import { mermaidSequence } from './diagrams/mermaid-sequence.ts';
import type { TemplateSet } from './load-templates.ts';
import { MARKDOWN } from './medium.ts';
import type { ReportModel } from './report-model.ts';
import { runTemplates } from './template-engine.ts';

/** The whole report as one Markdown text with a line break at its end. */
export const markdownReport = (model: ReportModel, templates: TemplateSet): string => {
  const text = runTemplates(templates, MARKDOWN, model, {
    mermaidSource: model.ladder.rungs.length === 0 ? null : mermaidSequence(model.ladder),
  });
  return `${text.replace(/\n{3,}/g, '\n\n').trim()}\n`;
};
