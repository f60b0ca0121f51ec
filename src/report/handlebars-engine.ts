// Handlebars, set up so that a template cannot let captured text through by oversight: every {{expression}} is
// escaped by the medium's own rules, not only by HTML's. {{{raw}}} stays raw. Strict: unknown names are errors.
// It runs templates of the user's; ours are compiled beforehand (template-engine.ts).

import Handlebars from 'handlebars';
import type { Medium } from './medium.ts';
import { TemplateError } from './template-error.ts';

const ESCAPE = 'escape';
/** Known helpers only: a name is a helper or a field of the model, which need not be found out each time. */
const OPTIONS = {
  strict: true,
  noEscape: true,
  preventIndent: true,
  knownHelpersOnly: true,
} as const;

/** Rewrites {{x}} to {{escape x}}, unless x is a helper whose answer is already safe. */
function escapeEverything(tree: hbs.AST.Program, safe: ReadonlySet<string>): void {
  class EscapeEverything extends Handlebars.Visitor {
    /** Handlebars is strict about the name in {{name}} alone; we are about names given to helpers, too. */
    override PathExpression(path: hbs.AST.PathExpression): void {
      (path as { strict?: boolean }).strict = true;
    }

    override MustacheStatement(statement: hbs.AST.MustacheStatement): void {
      super.MustacheStatement(statement);
      const path = statement.path as hbs.AST.PathExpression;
      // `escaped` is false for {{{raw}}}; Handlebars' types leave the flag's meaning out.
      if (!(statement as unknown as { escaped: boolean }).escaped || safe.has(path.original))
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
  new EscapeEverything().accept(tree);
}

/** Helpers for conditions, the same in every medium. None of them answers text. */
const LOGIC = {
  eq: (a: unknown, b: unknown): boolean => a === b,
};

const safeHelpers = (medium: Medium): ReadonlySet<string> => new Set(Object.keys(medium.helpers));

const treeOf = (safe: ReadonlySet<string>, file: string, source: string): hbs.AST.Program => {
  const tree = Handlebars.parse(source, { srcName: file });
  escapeEverything(tree, safe);
  return tree;
};

const optionsFor = (safe: ReadonlySet<string>) => ({
  ...OPTIONS,
  knownHelpers: Object.fromEntries(
    [ESCAPE, ...Object.keys(LOGIC), ...safe].map((name) => [name, true]),
  ),
});

const compile = (
  engine: typeof Handlebars,
  safe: ReadonlySet<string>,
  file: string,
  source: string,
): Handlebars.TemplateDelegate => {
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

/** `page` of the templates (by name, with the file each comes from), to be run over models; the others are its partials. */
export function handlebarsPage(
  page: string,
  templates: ReadonlyMap<string, { readonly path: string; readonly source: string }>,
  medium: Medium,
): (model: object) => string {
  const engine = Handlebars.create();
  const safe = safeHelpers(medium);
  engine.registerHelper({ ...LOGIC });
  // Handlebars gives every helper its options object last.
  engine.registerHelper(ESCAPE, (...given: unknown[]) => medium.escape(given[0]));
  for (const [name, helper] of Object.entries(medium.helpers))
    engine.registerHelper(name, (...given: unknown[]) => helper(...given.slice(0, -1)));
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  for (const [name, { path, source }] of templates) {
    const template = named(path, compile(engine, safe, path, source));
    compiled.set(name, template);
    if (name !== page) engine.registerPartial(name, template);
  }
  return compiled.get(page)!;
}
