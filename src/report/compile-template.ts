// For the build: turns one of our own templates into a JavaScript function that writes text, several times faster
// than Handlebars' runtime and the same to the byte. It knows what our templates use (names, each, if, unless,
// partials, helpers) and refuses the rest; templates of the user's are run by Handlebars itself (template-engine.ts).

import Handlebars from 'handlebars';
import { ROWS_A_STEP } from './steps.ts';

/**
 * The text of a function `(c0, root, t)`: the context, the model, and what compiled-template.ts gives. `safe` are the
 * helpers whose answer is not escaped once more. A page is a generator, which stops every few items of the lists that
 * it goes through itself.
 * @throws Error that names the file, for what it does not know
 */
export function compiledTemplate(
  file: string,
  source: string,
  safe: ReadonlySet<string>,
  isPage = false,
): string {
  const tree = Handlebars.parse(source, { srcName: file });
  const body = new Writer(file, safe, isPage).program(tree, { depth: 0, loops: [] });
  return isPage
    ? `function* (c0, root, t) { let v; ${body} }`
    : `(c0, root, t) => { let v; ${body} }`;
}

/** Where a statement stands: how many contexts lie around it, and which of them are loops. */
interface Place {
  readonly depth: number;
  readonly loops: readonly number[];
}

class Writer {
  private readonly file: string;
  private readonly safe: ReadonlySet<string>;
  private readonly isPage: boolean;
  private names = 0;

  constructor(file: string, safe: ReadonlySet<string>, isPage: boolean) {
    this.file = file;
    this.safe = safe;
    this.isPage = isPage;
  }

  program(program: hbs.AST.Program | undefined, place: Place): string {
    const statements: string[] = [];
    // Texts side by side are put as one.
    let texts: string[] = [];
    const putTexts = (): void => {
      if (texts.length > 0) statements.push(`t.put(${texts.join(' + ')});`);
      texts = [];
    };
    for (const statement of program?.body ?? []) {
      const text = this.text(statement, place);
      if (text === null) {
        putTexts();
        statements.push(this.statement(statement, place));
      } else if (text !== '') texts.push(text);
    }
    putTexts();
    return statements.join(' ');
  }

  /** The text that a statement is, '' for none; null when it is something else. */
  private text(statement: hbs.AST.Statement, place: Place): string | null {
    switch (statement.type) {
      case 'CommentStatement':
        return '';
      case 'ContentStatement': {
        const { value } = statement as hbs.AST.ContentStatement;
        return value === '' ? '' : JSON.stringify(value);
      }
      case 'MustacheStatement':
        return this.mustache(statement as hbs.AST.MustacheStatement, place);
      default:
        return null;
    }
  }

  private statement(statement: hbs.AST.Statement, place: Place): string {
    switch (statement.type) {
      case 'PartialStatement':
        return this.partial(statement as hbs.AST.PartialStatement, place);
      case 'BlockStatement':
        return this.block(statement as hbs.AST.BlockStatement, place);
      default:
        return this.refuse(statement, statement.type);
    }
  }

  private mustache(statement: hbs.AST.MustacheStatement, place: Place): string {
    const path = statement.path as hbs.AST.PathExpression;
    const value =
      statement.params.length === 0
        ? this.value(path, place)
        : this.call(path, statement.params, place);
    // `escaped` is false for {{{raw}}}; Handlebars' types leave the flag's meaning out.
    if (!(statement as unknown as { escaped: boolean }).escaped) return `t.raw(${value})`;
    return this.safe.has(path.original) ? value : `t.escape(${value})`;
  }

  private partial(statement: hbs.AST.PartialStatement, place: Place): string {
    const { name, params, hash } = statement;
    if (params.length > 0 || hash !== undefined || name.type !== 'PathExpression')
      return this.refuse(statement, 'a partial with arguments');
    // Handlebars' types know no indent: what stands before a partial that has its line to itself.
    const { indent } = statement as unknown as { indent: string };
    const before = indent === '' ? '' : `t.put(${JSON.stringify(indent)}); `;
    return `${before}t.partial(${JSON.stringify(name.original)})(c${place.depth}, root, t);`;
  }

  private block(statement: hbs.AST.BlockStatement, place: Place): string {
    const { path, params, program, inverse } = statement;
    const [given] = params;
    if (params.length !== 1 || given === undefined || statement.hash !== undefined)
      return this.refuse(statement, 'a block with other than one argument');
    const value = this.value(given, place);
    switch (path.original) {
      case 'if':
        return `if (t.holds(${value})) { ${this.program(program, place)} } else { ${this.program(inverse, place)} }`;
      case 'unless':
        return `if (!t.holds(${value})) { ${this.program(program, place)} } else { ${this.program(inverse, place)} }`;
      case 'each': {
        if (inverse !== undefined) return this.refuse(statement, 'each with else');
        const inner = place.depth + 1;
        const stops = this.isPage && place.depth === 0;
        const list = `list${this.names++}`;
        const body = this.program(program, { depth: inner, loops: [...place.loops, inner] });
        const items = stops ? `t.items(${value})` : `t.list(${value})`;
        const item = stops ? `${list}.at(i${inner})` : `${list}[i${inner}]`;
        return (
          `const ${list} = ${items}; const n${list} = ${list}.length; ` +
          `for (let i${inner} = 0, last${inner} = n${list} - 1; i${inner} < n${list}; i${inner}++) ` +
          `{ ${stops ? `if (i${inner} % ${ROWS_A_STEP} === 0) yield; ` : ''}const c${inner} = ${item}; ${body} }`
        );
      }
      default:
        return this.refuse(statement, `{{#${path.original}}}`);
    }
  }

  private value(expression: hbs.AST.Expression, place: Place): string {
    switch (expression.type) {
      case 'StringLiteral':
      case 'NumberLiteral':
      case 'BooleanLiteral':
        return JSON.stringify((expression as hbs.AST.StringLiteral).value);
      case 'SubExpression': {
        const { path, params } = expression as hbs.AST.SubExpression;
        return this.call(path, params, place);
      }
      case 'PathExpression':
        return this.path(expression as hbs.AST.PathExpression, place);
      default:
        return this.refuse(expression, expression.type);
    }
  }

  private call(
    path: hbs.AST.PathExpression,
    params: readonly hbs.AST.Expression[],
    place: Place,
  ): string {
    const values = params.map((param) => this.value(param, place));
    if (path.original === 'eq' && values.length === 2) return `(${values.join(' === ')})`;
    return `t.helpers.${path.original}(${values.join(', ')})`;
  }

  private path(path: hbs.AST.PathExpression, place: Place): string {
    const { data, depth, parts } = path;
    if (data) return this.data(path, place);
    if (depth > place.depth) return this.refuse(path, `${path.original} beyond the file`);
    return this.members(`c${place.depth - depth}`, parts);
  }

  private data(path: hbs.AST.PathExpression, { loops }: Place): string {
    const [name, ...rest] = path.parts;
    if (name === 'root') return this.members('root', rest);
    const loop = loops.at(-1);
    if (loop !== undefined && name === 'first') return `(i${loop} === 0)`;
    if (loop !== undefined && name === 'last') return `(i${loop} === last${loop})`;
    return this.refuse(path, path.original);
  }

  /** As strict as Handlebars' strict mode: a name that is not there is an error. */
  private members(from: string, parts: readonly string[]): string {
    return parts.reduce(
      (object, part) =>
        `((v = ${object}.${part}) === undefined ? t.unknown(${JSON.stringify(part)}) : v)`,
      from,
    );
  }

  private refuse(node: hbs.AST.Node, what: string): never {
    throw new Error(`${this.file}:${node.loc.start.line}: ${what} is not compiled`);
  }
}
