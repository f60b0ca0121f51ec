// The Markdown report: GitHub-flavoured, with the sequence diagram in Mermaid. Layout is in templates/markdown.

import { mermaidSequence } from './diagrams/mermaid-sequence.ts';
import type { TemplateSet } from './load-templates.ts';
import { MARKDOWN } from './medium.ts';
import { PageText } from './page-text.ts';
import type { ReportModel } from './report-model.ts';
import { runTemplates } from './template-engine.ts';

/** The whole report as one Markdown text with a line break at its end, in UTF-8. */
export const markdownReport = (model: ReportModel, templates: TemplateSet): Uint8Array => {
  const text = new PageText({ oneEmptyLine: true });
  const mermaidSource = model.ladder.rungs.length === 0 ? null : mermaidSequence(model.ladder);
  runTemplates(templates, MARKDOWN, model, { mermaidSource }, text);
  return text.trimmedBytes();
};
