// Builds dist/: the library as one ES module, the command-line program as scripts with V8's code caches of them
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
  onlyCommand,
  SEPARATE,
  separateFile,
  separatePackages,
} from './build/late.mjs';
import { installed, REQUIRE_IN_MODULE } from './build/sources.mjs';

const CAPTURE = 'captures/server-client-messages.pcap';
const REPORT = [CAPTURE, '--output', 'FOLDER'];
/**
 * Commands that have a program of their own, without the others: it starts sooner. And what is run for its code cache.
 */
const TYPICAL_RUNS = new Map([
  ['report', REPORT],
  ['packets', ['packets', CAPTURE]],
  ['summary', ['summary', CAPTURE]],
  ['streams', ['streams', CAPTURE]],
  ['follow', ['follow', CAPTURE, '--stream', '0']],
  ['messages', ['messages', CAPTURE]],
]);
const PROGRAMS = {
  cachesFor: `${process.versions.v8} ${process.arch}`,
  whole: 'program',
  ofCommands: Object.fromEntries([...TYPICAL_RUNS.keys()].map((name) => [name, `program-${name}`])),
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
await Promise.all([buildLibrary(), buildPrograms()]);
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

async function buildPrograms() {
  const script = { ...installed, format: 'cjs' };
  await Promise.all([
    // boot.ts gives a fault's stack its names back.
    buildProgram(PROGRAMS.whole, [], { sourcemap: true, sourcesContent: false }),
    ...Object.entries(PROGRAMS.ofCommands).map(([command, name]) =>
      buildProgram(name, [onlyCommand(command)]),
    ),
    build({
      ...script,
      entryPoints: ['src/boot.ts'],
      outfile: 'dist/cli.cjs',
      define: { PROGRAMS: JSON.stringify(PROGRAMS) },
    }),
    ...SEPARATE.map((name) =>
      build({ ...script, entryPoints: [name], outfile: `dist/packages/${separateFile(name)}` }),
    ),
  ]);
  chmodSync('dist/cli.cjs', 0o755);
  // Scripts name the program so.
  writeFileSync('dist/cli.js', "#!/usr/bin/env node\nimport './cli.cjs';\n", { mode: 0o755 });
}

async function buildProgram(name, morePlugins, options = {}) {
  const { plugins, define } = installed;
  await build({
    ...installed,
    ...options,
    format: 'cjs',
    entryPoints: ['src/cli/main.ts'],
    outfile: `dist/${name}.cjs`,
    define: { ...define, 'import.meta.url': '__programUrl' },
    banner: { js: PROGRAM_BEGIN },
    footer: { js: PROGRAM_END },
    // Dynamic imports are of files that the script holds, or of the packages beside it.
    supported: { 'dynamic-import': false },
    plugins: [
      ...plugins,
      lateValues,
      lateModules,
      noColourDetection,
      separatePackages,
      ...morePlugins,
    ],
    // A quarter less to read at every start.
    minifyIdentifiers: true,
  });
  // boot.ts reads it so. esbuild escapes strings; a regular expression must not hold more.
  const [foreign] =
    /.{0,40}[\u0080-\uffff].{0,40}/.exec(readFileSync(`dist/${name}.cjs`, 'utf8')) ?? [];
  if (foreign !== undefined) throw new Error(`dist/${name}.cjs is not ASCII: ${foreign}`);
}

function makeCodeCaches() {
  mkdirSync('dist/cache');
  const folder = mkdtempSync(join(tmpdir(), 'tcpexplain-build-'));
  try {
    makeCodeCache(PROGRAMS.whole, REPORT, folder);
    for (const [command, run] of TYPICAL_RUNS)
      makeCodeCache(PROGRAMS.ofCommands[command], run, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeCodeCache(name, run, folder) {
  const args = run.map((arg) => (arg === 'FOLDER' ? folder : arg));
  const script = ['build/code-cache.cjs', `dist/cache/${name}`, `dist/${name}.cjs`, ...args];
  execFileSync(process.execPath, script, { stdio: ['ignore', 'ignore', 'pipe'] });
  demandUse(name);
}

/** V8 would pass over a cache that it cannot use without a word, and every start would be slow. */
function demandUse(name) {
  const source = readFileSync(`dist/${name}.cjs`, 'latin1');
  const cachedData = readFileSync(`dist/cache/${name}`);
  const { cachedDataRejected } = new Script(source, { cachedData });
  if (cachedDataRejected !== false) throw new Error(`V8 refuses dist/cache/${name}`);
}
