// Handlebars, set up so that a template cannot let captured text through by oversight: every {{expression}} is
// escaped by the medium's own rules, not only by HTML's. {{{raw}}} stays raw. Strict: unknown names are errors.

import Handlebars from 'handlebars';
import type { TemplateSet } from './load-templates.ts';
import type { Medium } from './medium.ts';
import { PRECOMPILED } from './precompiled.ts';
import type { ReportModel } from './report-model.ts';
import { TemplateError } from './template-error.ts';

const ESCAPE = 'escape';
const ROOT = 'report';
/** Known helpers only: a name is a helper or a field of the model, which need not be found out each time. */
const OPTIONS = {
  strict: true,
  noEscape: true,
  preventIndent: true,
  knownHelpersOnly: true,
} as const;

/** Rewrites {{x}} to {{escape x}}, unless x is a helper whose answer is already safe. */
class EscapeEverything extends Handlebars.Visitor {
  private readonly safe: ReadonlySet<string>;

  constructor(safe: ReadonlySet<string>) {
    super();
    this.safe = safe;
  }

  /** Handlebars is strict about the name in {{name}} alone; we are about names given to helpers, too. */
  override PathExpression(path: hbs.AST.PathExpression): void {
    (path as { strict?: boolean }).strict = true;
  }

  override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
    super.MustacheStatement(statement);
    const path = statement.path as hbs.AST.PathExpression;
    // `escaped` is false for {{{raw}}}; Handlebars' types leave the flag's meaning out.
    if (!(statement as unknown as { escaped: boolean }).escaped || this.safe.has(path.original))
      return;
    const { params, hash, loc } = statement;
    const inner = params.length > 0 ? { type: 'SubExpression', path, params, hash, loc } : path;
    statement.params = [inner];
    statement.path = {
      type: 'PathExpression',
      data: false,
      depth: 0,
      parts: [ESCAPE],
      original: ESCAPE,
      loc,
    } as hbs.AST.PathExpression;
    statement.hash = { type: 'Hash', pairs: [], loc } as unknown as hbs.AST.Hash;
  }
}

/** Helpers for conditions, the same in every medium. None of them answers text. */
const LOGIC = {
  eq: (a: unknown, b: unknown): boolean => a === b,
};

const safeHelpers = (medium: Medium): ReadonlySet<string> => new Set(Object.keys(medium.helpers));

const treeOf = (safe: ReadonlySet<string>, file: string, source: string): hbs.AST.Program => {
  const tree = Handlebars.parse(source, { srcName: file });
  new EscapeEverything(safe).accept(tree);
  return tree;
};

const optionsFor = (safe: ReadonlySet<string>) => ({
  ...OPTIONS,
  knownHelpers: Object.fromEntries(
    [ESCAPE, ...Object.keys(LOGIC), ...safe].map((name) => [name, true]),
  ),
});

/** The JavaScript text of a template's specification. */
export const precompileTemplate = (medium: Medium, file: string, source: string): string => {
  const safe = safeHelpers(medium);
  // Typed as an object, it is the text of one.
  return Handlebars.precompile(treeOf(safe, file, source), optionsFor(safe)) as unknown as string;
};

const compile = (
  engine: typeof Handlebars,
  safe: ReadonlySet<string>,
  file: string,
  source: string,
): Handlebars.TemplateDelegate => {
  const known = PRECOMPILED.get(file);
  if (known !== undefined && known.source === source) return engine.template(known.specification);
  try {
    return engine.compile(treeOf(safe, file, source), optionsFor(safe));
  } catch (cause) {
    throw TemplateError.from(file, cause);
  }
};

/** Runs a template so that an error names the file it happened in. */
const named =
  (file: string, template: Handlebars.TemplateDelegate): Handlebars.TemplateDelegate =>
  (context, options) => {
    try {
      return template(context, options);
    } catch (cause) {
      throw TemplateError.from(file, cause);
    }
  };

/** A renderer of one medium from its templates: `report.hbs` is the page, the others are its partials by name. */
export const openTemplates = (
  templates: TemplateSet,
  medium: Medium,
): ((model: ReportModel, more: Readonly<Record<string, unknown>>) => string) => {
  const engine = Handlebars.create();
  const safe = safeHelpers(medium);
  engine.registerHelper({ ...LOGIC });
  // Handlebars gives every helper its options object last.
  engine.registerHelper(ESCAPE, (...given: unknown[]) => medium.escape(given[0]));
  for (const [name, helper] of Object.entries(medium.helpers))
    engine.registerHelper(name, (...given: unknown[]) => helper(...given.slice(0, -1)));
  const prefix = `${medium.name}/`;
  let page: Handlebars.TemplateDelegate | null = null;
  for (const [path, source] of templates) {
    if (!path.startsWith(prefix) || !path.endsWith('.hbs')) continue;
    const name = path.slice(prefix.length, -'.hbs'.length);
    const template = named(path, compile(engine, safe, path, source));
    if (name === ROOT) page = template;
    else engine.registerPartial(name, template);
  }
  if (page === null) throw new TemplateError(`${prefix}${ROOT}.hbs`, null, 'missing');
  const root = page;
  return (model, more) => root({ ...model, ...more });
};
