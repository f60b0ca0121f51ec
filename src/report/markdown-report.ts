// The Markdown report: GitHub-flavoured, with the sequence diagram in Mermaid. Layout is in templates/markdown.

import { mermaidSequence } from './diagrams/mermaid-sequence.ts';
import type { TemplateSet } from './load-templates.ts';
import { MARKDOWN } from './medium.ts';
import { PageText, type WriteBytes } from './page-text.ts';
import type { ReportModel } from './report-model.ts';
import type { Steps } from './steps.ts';
import { runTemplates } from './template-engine.ts';

/** Writes the whole report as one Markdown text. */
export function* markdownReport(
  model: ReportModel,
  templates: TemplateSet,
  write: WriteBytes,
): Steps {
  const text = new PageText(write, { paragraphs: true });
  const mermaidSource = model.ladder.rungs.length === 0 ? null : mermaidSequence(model.ladder);
  yield* runTemplates(templates, MARKDOWN, model, { mermaidSource }, text);
  text.end();
}
