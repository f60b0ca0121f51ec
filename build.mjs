// Builds dist/: the library as one ES module, the command-line program as one script with V8's code cache of it
// (start-up time), and the type declarations.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { build } from 'esbuild';
import {
  lateModules,
  lateValues,
  noColourDetection,
  SEPARATE,
  separateFile,
  separatePackages,
} from './build/late.mjs';
import { installed, REQUIRE_IN_MODULE } from './build/sources.mjs';

const CAPTURE = 'captures/server-client-messages.pcap';
/** What is run for the code cache of each command, the default one first. */
const TYPICAL_RUNS = new Map([
  ['report', [CAPTURE, '--output', 'FOLDER']],
  ['packets', ['packets', CAPTURE]],
  ['summary', ['summary', CAPTURE]],
  ['streams', ['streams', CAPTURE]],
  ['follow', ['follow', CAPTURE, '--stream', '0']],
  ['messages', ['messages', CAPTURE]],
]);
const CODE_CACHE = {
  madeFor: `${process.versions.v8} ${process.arch}`,
  commands: [...TYPICAL_RUNS.keys()],
};

/**
 * The program is a function, and the file a script whose value it is: V8 reads the text of a script as it is, where a
 * function put around it would be a copy of 0.8 MB at every start. As a module the file runs the function.
 */
const PROGRAM_BEGIN = `const program = (function (exports, require, module, __filename, __dirname) {
'use strict';
const __programUrl = require('node:url').pathToFileURL(__filename).href;`;
const PROGRAM_END = `});
typeof module === 'undefined' ? program : program(exports, require, module, __filename, __dirname);`;

rmSync('dist', { recursive: true, force: true });
await Promise.all([buildLibrary(), buildProgram()]);
makeCodeCaches();
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], {
  stdio: 'inherit',
});

function buildLibrary() {
  const { plugins } = installed;
  return build({
    ...installed,
    banner: REQUIRE_IN_MODULE,
    entryPoints: ['src/index.ts'],
    outfile: 'dist/index.js',
    plugins: [...plugins, lateValues, lateModules, noColourDetection],
  });
}

async function buildProgram() {
  const { plugins, define } = installed;
  const script = { ...installed, format: 'cjs' };
  await Promise.all([
    build({
      ...script,
      entryPoints: ['src/cli/main.ts'],
      outfile: 'dist/program.cjs',
      define: { ...define, 'import.meta.url': '__programUrl' },
      banner: { js: PROGRAM_BEGIN },
      footer: { js: PROGRAM_END },
      // Dynamic imports are of files that the script holds, or of the packages beside it.
      supported: { 'dynamic-import': false },
      plugins: [...plugins, lateValues, lateModules, noColourDetection, separatePackages],
      // A quarter less to read at every start; boot.ts gives a fault's stack its names back.
      minifyIdentifiers: true,
      sourcemap: true,
      sourcesContent: false,
    }),
    build({
      ...script,
      entryPoints: ['src/boot.ts'],
      outfile: 'dist/cli.cjs',
      define: { CODE_CACHE: JSON.stringify(CODE_CACHE) },
    }),
    ...SEPARATE.map((name) =>
      build({ ...script, entryPoints: [name], outfile: `dist/packages/${separateFile(name)}` }),
    ),
  ]);
  // boot.ts reads it so. esbuild escapes strings; a regular expression must not hold more.
  const [foreign] =
    /.{0,40}[\u0080-\uffff].{0,40}/.exec(readFileSync('dist/program.cjs', 'utf8')) ?? [];
  if (foreign !== undefined) throw new Error(`dist/program.cjs is not ASCII: ${foreign}`);
  chmodSync('dist/cli.cjs', 0o755);
  // Scripts name the program so.
  writeFileSync('dist/cli.js', "#!/usr/bin/env node\nimport './cli.cjs';\n", { mode: 0o755 });
}

function makeCodeCaches() {
  mkdirSync('dist/cache');
  const folder = mkdtempSync(join(tmpdir(), 'tcpexplain-build-'));
  try {
    for (const [name, run] of TYPICAL_RUNS) {
      const args = run.map((arg) => (arg === 'FOLDER' ? folder : arg));
      const script = ['build/code-cache.cjs', `dist/cache/${name}`, 'dist/program.cjs', ...args];
      execFileSync(process.execPath, script, { stdio: ['ignore', 'ignore', 'pipe'] });
      demandUse(`dist/cache/${name}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** V8 would pass over a cache that it cannot use without a word, and every start would be slow. */
function demandUse(cache) {
  const source = readFileSync('dist/program.cjs', 'latin1');
  const { cachedDataRejected } = new Script(source, { cachedData: readFileSync(cache) });
  if (cachedDataRejected !== false) throw new Error(`V8 refuses ${cache}`);
}
