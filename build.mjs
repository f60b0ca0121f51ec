// Builds dist/: the command-line program and the library as one bundle each (start-up time), and the type declarations.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** `import text from './file.ftl?raw'` gives the file's text, as it does in Vite and so in the tests. */
const rawText = {
  name: 'raw-text',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /.*/, namespace: 'file' }, (args) =>
      args.suffix === '?raw'
        ? { contents: readFileSync(args.path, 'utf8'), loader: 'text', watchFiles: [args.path] }
        : undefined,
    );
  },
};

/**
 * string-width makes a segmenter and compiles the emoji pattern when it is loaded: a third of the start-up time, for
 * text that is not ASCII. Here both are made when first used. The build fails when the package has changed.
 */
const lateStringWidth = {
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

/** Our templates are compiled here and not at every start. */
const precompiledTemplates = {
  name: 'precompiled-templates',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /[/\\]report[/\\]precompiled\.ts$/ }, async () => {
      const { outputFiles } = await build({
        ...common,
        entryPoints: ['src/report/precompile.ts'],
        write: false,
        plugins: [rawText],
      });
      const folder = mkdtempSync(join(tmpdir(), 'tcpexplain-build-'));
      try {
        // One level below a folder that holds templates/, as dist/ is.
        symlinkSync(resolve('templates'), join(folder, 'templates'), 'dir');
        const file = join(folder, 'dist', 'precompile.mjs');
        mkdirSync(join(folder, 'dist'));
        writeFileSync(file, outputFiles[0].contents);
        const { precompiledModule } = await import(pathToFileURL(file).href);
        return { contents: precompiledModule(), loader: 'js' };
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
};

const common = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  define: { TCPEXPLAIN_VERSION: JSON.stringify(version) },
  // CommonJS packages inside an ES module bundle still call require for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
};

rmSync('dist', { recursive: true, force: true });
await build({
  ...common,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  splitting: true,
  // Less text to read at every start; names are kept for stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  plugins: [rawText, lateStringWidth, precompiledTemplates],
});
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], {
  stdio: 'inherit',
});
