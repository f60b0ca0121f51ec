// Things that cost start-up time although most runs do without them: made, or loaded, when first used.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** What packages make when they are loaded, and only unusual text needs: grapheme clusters, patterns of Unicode's. */
const EAGER = {
  'string-width': [
    'segmenter',
    'visibleCharacterRegex',
    'spacingMarkRegex',
    'rgiEmojiRegex',
    'extendedPictographicRegex',
  ],
  'wrap-ansi': ['segmenter'],
};

/** Makes them when first used. The build fails when such a package has changed. */
export const lateValues = {
  name: 'late-values',
  setup(pluginBuild) {
    for (const [name, values] of Object.entries(EAGER)) {
      const file = resolve('node_modules', name, 'index.js');
      pluginBuild.onLoad({ filter: new RegExp(name) }, ({ path }) =>
        path === file ? { contents: lateIn(path, values), loader: 'js' } : undefined,
      );
    }
  },
};

function lateIn(path, values) {
  let text = readFileSync(path, 'utf8');
  for (const name of values) {
    const [made, value] = new RegExp(`^const ${name} = (.*);$`, 'm').exec(text) ?? [];
    if (made === undefined) throw new Error(`${path} no longer makes ${name}`);
    const [before, after] = text.split(made);
    const uses = after.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `${name}()`);
    text = `${before}let ${name}Made;\nconst ${name} = () => (${name}Made ??= ${value});${uses}`;
  }
  return text;
}

/** Modules that take milliseconds to load and that most runs do without. */
const LATE = /^(?:node:(?:child_process|crypto|os|tty|v8|zlib)|fzstd|handlebars)$/;

/** Imports of LATE modules load them when one of their names is used. */
export const lateModules = {
  name: 'late-modules',
  setup(pluginBuild) {
    const namespace = 'late-module';
    pluginBuild.onResolve({ filter: LATE }, ({ path, ...from }) =>
      from.namespace === namespace ? undefined : { path, namespace },
    );
    pluginBuild.onLoad({ filter: /.*/, namespace }, async ({ path }) => {
      const loaded = await import(path);
      const names = Object.keys(loaded.default ?? loaded);
      const getters = names
        .filter((name) => name !== 'default')
        .map((name) => `get ${name}() { return load().${name}; }`);
      return {
        contents: `const load = () => require('${path}');\nmodule.exports = { ${getters.join(', ')} };`,
        resolveDir: resolve('.'),
        loader: 'js',
      };
    });
  },
};

/** Chalk looks at the terminal when it is loaded; we tell each instance its level (terminal-style.ts). */
export const noColourDetection = {
  name: 'no-colour-detection',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /[/\\]supports-color[/\\]index\.js$/ }, () => ({
      contents: 'export default { stdout: false, stderr: false };',
      loader: 'js',
    }));
  },
};

/** Packages that few commands need, each in a file of its own beside the program. */
export const SEPARATE = [
  'cli-progress',
  'csv-parse/sync',
  'fzstd',
  'handlebars',
  're2js',
  'yaml',
  'zod',
];

export const separateFile = (name) => `${name.replace('/', '-')}.cjs`;

export const separatePackages = {
  name: 'separate-packages',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^[a-z]/ }, ({ path }) =>
      SEPARATE.includes(path)
        ? { path: `./packages/${separateFile(path)}`, external: true }
        : undefined,
    );
  },
};

/** Leaves out the commands that are loaded when asked for (src/cli/commands.ts), but for `command`. */
export const onlyCommand = (command) => ({
  name: 'only-command',
  setup(pluginBuild) {
    const namespace = 'left-out';
    pluginBuild.onResolve({ filter: /^\.\/[a-z]+\.ts$/ }, ({ kind, path, importer }) =>
      kind === 'dynamic-import' &&
      importer === resolve('src/cli/commands.ts') &&
      path !== `./${command}.ts`
        ? { path, namespace }
        : undefined,
    );
    pluginBuild.onLoad({ filter: /.*/, namespace }, () => ({ contents: '' }));
  },
});
