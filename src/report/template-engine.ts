// Runs the templates of a medium over a model: ours as the build compiled them, or all by Handlebars when one of them is
// not ours, or not built.

import { runCompiled, type CompiledTemplate } from './compiled-template.ts';
import { handlebarsPage } from './handlebars-engine.ts';
import type { TemplateSet } from './load-templates.ts';
import type { Medium } from './medium.ts';
import type { PageText } from './page-text.ts';
import { PRECOMPILED, type Precompiled } from './precompiled.ts';
import type { ReportModel } from './report-model.ts';
import type { Steps } from './steps.ts';
import { TemplateError } from './template-error.ts';

/** The page of a medium, by its file name. */
export const PAGE = 'report';

/** Handlebars takes longer to compile a page than to run it over a small capture: it compiles once a medium. */
const handlebarsPages = new WeakMap<TemplateSet, Map<Medium, (model: object) => string>>();

/**
 * Writes the text of one medium: `report.hbs` is the page, the others are its partials by name. What Handlebars runs is
 * written in one step.
 */
export function* runTemplates(
  templates: TemplateSet,
  medium: Medium,
  model: ReportModel,
  more: Readonly<Record<string, unknown>>,
  text: PageText,
  precompiled: ReadonlyMap<string, Precompiled> = PRECOMPILED,
): Steps {
  const prefix = `${medium.name}/`;
  const sources = new Map<string, { path: string; source: string }>();
  const compiled = new Map<string, CompiledTemplate>();
  for (const [path, source] of templates) {
    if (!path.startsWith(prefix) || !path.endsWith('.hbs')) continue;
    const name = path.slice(prefix.length, -'.hbs'.length);
    sources.set(name, { path, source });
    const known = precompiled.get(path);
    if (known?.source === source) compiled.set(name, known.run);
  }
  if (!sources.has(PAGE)) throw new TemplateError(`${prefix}${PAGE}.hbs`, null, 'missing');
  if (compiled.size === sources.size)
    yield* runCompiled(PAGE, compiled, medium, { ...model, ...more }, text);
  else {
    const pages = handlebarsPages.get(templates) ?? new Map<Medium, (model: object) => string>();
    handlebarsPages.set(templates, pages);
    const page = pages.get(medium) ?? handlebarsPage(PAGE, sources, medium);
    pages.set(medium, page);
    text.put(page({ ...model, ...more, rows: [...model.rows] }));
  }
}
