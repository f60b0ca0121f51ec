#!/usr/bin/env node
// The installed program: runs program.cjs from V8's code cache, which the build made of it (build/code-cache.cjs).
// Most of a short run would else be compiling. Where the cache is not for this Node the program runs without.

import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

const program = join(__dirname, 'program.cjs');
const isDebugged = Boolean(process.env['TCPEXPLAIN_DEBUG']);
const cache = isDebugged ? undefined : cachedData(process.argv[2] ?? '');
// The stack of a fault (run.ts) names what the sources name.
if (isDebugged) process.setSourceMapsEnabled(true);

if (cache === undefined) {
  // Node 22.1 and newer keep a cache of their own.
  (Module as { enableCompileCache?: () => void }).enableCompileCache?.();
  require(program);
} else {
  // V8 passes over a cache that it cannot use: other flags, a damaged file.
  // The build sees to it that the program is ASCII: so it need not be decoded.
  const script = new Script(readFileSync(program, 'latin1'), {
    filename: program,
    cachedData: cache,
  });
  const run = script.runInThisContext() as (...given: unknown[]) => void;
  run({}, require, module, program, __dirname);
}

/** Each command has a cache of what it runs. */
function cachedData(command: string): Buffer | undefined {
  if (`${process.versions.v8} ${process.arch}` !== CODE_CACHE.madeFor) return undefined;
  const name = CODE_CACHE.commands.includes(command) ? command : CODE_CACHE.commands[0]!;
  try {
    return readFileSync(join(__dirname, 'cache', name));
  } catch {
    return undefined;
  }
}
