// What the bundler must be told of our sources, whatever is made of them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { constants } from './constants.mjs';
import { packedMessages } from './messages.mjs';

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

const plain = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  define: { TCPEXPLAIN_VERSION: JSON.stringify(version) },
  logLevel: 'warning',
};

/** CommonJS packages inside an ES module bundle still call require for Node's own modules. */
export const REQUIRE_IN_MODULE = {
  js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
};

/** Our templates are compiled here and not at every start. */
const precompiledTemplates = {
  name: 'precompiled-templates',
  setup(pluginBuild) {
    pluginBuild.onLoad({ filter: /[/\\]report[/\\]precompiled\.ts$/ }, async () => {
      const { outputFiles } = await build({
        ...plain,
        banner: REQUIRE_IN_MODULE,
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

/** Options of every bundle that is installed. */
export const installed = {
  ...plain,
  // Less text to read at every start.
  minifyWhitespace: true,
  minifySyntax: true,
  plugins: [packedMessages, rawText, precompiledTemplates, constants],
};
