// The HTML report: one file that needs nothing else. A content security policy forbids all loading, and lets in the
// one style sheet and the one script by their hashes. Layout is in templates/html.

import { cspHash } from './csp-hash.ts';
import { svgLadder } from './diagrams/svg-ladder.ts';
import type { TemplateSet } from './load-templates.ts';
import { HTML } from './medium.ts';
import { PageText, type WriteBytes } from './page-text.ts';
import { KNOWN_HASHES } from './precompiled.ts';
import type { ReportModel } from './report-model.ts';
import type { Steps } from './steps.ts';
import { TemplateError } from './template-error.ts';
import { runTemplates } from './template-engine.ts';

const hashOf = (text: string): string => KNOWN_HASHES.get(text) ?? cspHash(text);

/** The text as it stands in the page. */
export const inlined = (text: string): string => text.trim();

/** A style sheet or script must not end its own element. */
const inlineFile = (templates: TemplateSet, path: string): string => {
  const text = inlined(templates.get(path) ?? '');
  if (/<\/(?:style|script)|<!--/i.test(text))
    throw new TemplateError(path, null, 'must not contain </style, </script or <!--');
  return text;
};

/** Writes the whole report as one HTML document. */
export function* htmlReport(model: ReportModel, templates: TemplateSet, write: WriteBytes): Steps {
  const style = inlineFile(templates, 'html/report.css');
  const script = inlineFile(templates, 'html/report.js');
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${script === '' ? "'none'" : hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const ladder = svgLadder(model.ladder, model.words);
  const text = new PageText(write);
  yield* runTemplates(templates, HTML, model, { style, script, policy, ladderSvg: ladder }, text);
  text.end();
}
