// Builds dist/: the command-line program and the library as one bundle each (start-up time), and the type declarations.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
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

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  define: { TCPEXPLAIN_VERSION: JSON.stringify(version) },
  // CommonJS packages inside an ES module bundle still call require for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  plugins: [rawText],
  logLevel: 'warning',
});
execFileSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'],
  { stdio: 'inherit' },
);
