// Things that cost start-up time although most runs do without them: made, or loaded, when first used.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * string-width makes a segmenter and compiles the emoji pattern when it is loaded: a third of the start-up time, for
 * text that is not ASCII. The build fails when the package has changed.
 */
export const lateStringWidth = {
  name: 'late-string-width',
  setup(pluginBuild) {
    const path = resolve('node_modules/string-width/index.js');
    pluginBuild.onLoad({ filter: /string-width/ }, (args) => {
      if (args.path !== path) return undefined;
      let contents = readFileSync(path, 'utf8');
      for (const [name, eager, late] of [
        ['segmenter', 'new Intl.Segmenter()', 'new Intl.Segmenter()'],
        ['rgiEmojiRegex', '/^\\p{RGI_Emoji}$/v', "new RegExp('^\\\\p{RGI_Emoji}$', 'v')"],
      ]) {
        const made = `const ${name} = ${eager};`;
        if (!contents.includes(made)) throw new Error(`${path} no longer has "${made}"`);
        contents = contents
          .replaceAll(`${name}.`, `${name}().`)
          .replace(
            made,
            () => `let ${name}Made;\nconst ${name} = () => (${name}Made ??= ${late});`,
          );
      }
      return { contents, loader: 'js' };
    });
  },
};

/** Node's own modules that take milliseconds to load: each name is looked up in them when it is used. */
export const lateBuiltins = {
  name: 'late-builtins',
  setup(pluginBuild) {
    const namespace = 'late-builtin';
    pluginBuild.onResolve({ filter: /^node:(?:child_process|crypto|os|tty|zlib)$/ }, (args) =>
      args.namespace === namespace
        ? { path: args.path, external: true }
        : { path: args.path, namespace },
    );
    pluginBuild.onLoad({ filter: /.*/, namespace }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => name !== 'default');
      const getters = names.map((name) => `get ${name}() { return load().${name}; }`);
      return {
        contents: `const load = () => require('${path}');\nmodule.exports = { ${getters.join(', ')} };`,
        loader: 'js',
      };
    });
  },
};

/** Packages that few commands need, each in a file of its own beside the program. */
export const SEPARATE = ['cli-progress', 'csv-parse/sync', 're2js', 'yaml', 'zod'];

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
