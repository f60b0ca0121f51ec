#!/usr/bin/env node
// The installed program: runs it from V8's code cache, which the build made of it (build/code-cache.cjs). Most of a short
// run would else be compiling. Where the cache is not for this Node the program runs without.

import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { neededCommands } from './cli/needed-commands.ts';

const isDebugged = Boolean(process.env['TCPEXPLAIN_DEBUG']);
// The stack of a fault (run.ts) names what the sources name.
if (isDebugged) process.setSourceMapsEnabled(true);

const name = isDebugged ? PROGRAMS.whole : programFor(process.argv.slice(2));
const program = join(__dirname, `${name}.cjs`);
const script = isDebugged ? null : cachedScript(join(__dirname, 'cache', name));
if (script === null) {
  // Node 22.1 and newer keep a cache of their own.
  (require('node:module') as { enableCompileCache?: () => void }).enableCompileCache?.();
  require(program);
} else {
  const run = script.runInThisContext() as (...given: unknown[]) => void;
  run({}, require, module, program, __dirname);
}

/** The one that holds the command that `args` needs and no other, where there is one: less to read. */
function programFor(args: readonly string[]): string {
  const [command = '', ...others] = neededCommands(args);
  return (others.length === 0 && PROGRAMS.ofCommands[command]) || PROGRAMS.whole;
}

/** The program with its code cache; null where there is none for this Node. */
function cachedScript(cache: string): Script | null {
  if (`${process.versions.v8} ${process.arch}` !== PROGRAMS.cachesFor) return null;
  try {
    // One buffer for both files: memory that was touched costs less than fresh one.
    const buffer = Buffer.allocUnsafeSlow(Math.max(statSync(cache).size, statSync(program).size));
    // The build sees to it that the program is ASCII: so it need not be decoded.
    const source = contents(program, buffer).toString('latin1');
    // V8 passes over a cache that it cannot use: other flags, a damaged file.
    return new Script(source, { filename: program, cachedData: contents(cache, buffer) });
  } catch {
    return null;
  }
}

function contents(path: string, buffer: Buffer): Buffer {
  const file = openSync(path, 'r');
  const length = readSync(file, buffer, 0, buffer.length, 0);
  closeSync(file);
  return buffer.subarray(0, length);
}
