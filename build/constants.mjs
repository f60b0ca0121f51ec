// Numbers in the place of their names: where a source says `TcpFlag.SYN`, what is installed says 2. V8 looks a member up
// each time until it has compiled the code around it, and a short run is over before that; a long one has less to compile.
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseAst } from 'rolldown/parseAst';

/** Whole numbers, and bits as `1 << 3`. */
const NUMBER = /^-?(?:0x[0-9a-f]+|\d+)(?: << \d+)?$/i;

/** Puts the members of constant objects in the place of their names, in all our sources. */
export const constants = {
  name: 'constants',
  setup(pluginBuild) {
    const files = new Map();
    const parsed = (path) => {
      if (!files.has(path)) files.set(path, parse(path));
      return files.get(path);
    };
    pluginBuild.onLoad({ filter: /[/\\]src[/\\].*\.ts$/, namespace: 'file' }, ({ path }) =>
      path.includes('node_modules') ? undefined : { contents: inlined(path, parsed), loader: 'ts' },
    );
  },
};

// A local name never hides one of a file (lint's no-shadow), so that a name means the same all over it.
function inlined(path, parsed) {
  const { text, body, objects } = parsed(path);
  const known = new Map([...objects, ...importedBy(path, parsed)]);
  if (known.size === 0) return text;
  let out = '';
  let from = 0;
  const visit = (node) => {
    const number = numberAt(node, known);
    if (number !== undefined) {
      out += `${text.slice(from, node.start)}(${number})`;
      from = node.end;
    } else {
      for (const child of childrenOf(node)) visit(child);
    }
  };
  for (const statement of body) visit(statement);
  return out + text.slice(from);
}

/** In the order of the text. */
const childrenOf = (node) =>
  Object.values(node)
    .flat()
    .filter((value) => typeof value?.type === 'string')
    .sort((a, b) => a.start - b.start);

const numberAt = ({ type, object, property, computed }, known) =>
  type === 'MemberExpression' && object.type === 'Identifier' && !computed
    ? known.get(object.name)?.get(property.name)
    : undefined;

/** A file: its text, its statements, and its constant objects by name, each a map from member to number. */
function parse(path) {
  const text = readFileSync(path, 'utf8');
  const { body } = parseAst(text, { lang: 'ts' });
  const objects = new Map();
  for (const statement of body) {
    const { declarations = [] } = statement.declaration ?? statement;
    for (const { id, init } of declarations) {
      const members = membersOf(init, text);
      if (members !== null) objects.set(id.name, members);
    }
  }
  return { text, body, objects };
}

/** Those of other files, by the names they have here. */
function importedBy(path, parsed) {
  const objects = new Map();
  for (const { type, source, specifiers } of parsed(path).body) {
    if (type !== 'ImportDeclaration' || !/^\..*\.ts$/.test(source.value)) continue;
    const there = parsed(resolve(dirname(path), source.value)).objects;
    for (const { imported, local } of specifiers) {
      const members = there.get(imported?.name);
      if (members !== undefined) objects.set(local.name, members);
    }
  }
  return objects;
}

/** Null for what is no object `as const`, or holds something else than NUMBERs. */
function membersOf(init, text) {
  if (init?.type !== 'TSAsExpression' || init.typeAnnotation.typeName?.name !== 'const')
    return null;
  if (init.expression.type !== 'ObjectExpression') return null;
  const members = init.expression.properties.map(({ key, value }) => [
    key?.name,
    value === undefined ? '' : text.slice(value.start, value.end),
  ]);
  return members.every(([, number]) => NUMBER.test(number)) ? new Map(members) : null;
}
