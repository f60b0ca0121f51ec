// Runs `node code-cache.cjs CACHE PROGRAM ARGS...`: the program as boot.ts would run it, and writes V8's code cache of
// it when it ends, so that the functions that the run compiled are in it.
const { readFileSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { basename, dirname, resolve } = require('node:path');
const v8 = require('node:v8');
const { Script } = require('node:vm');

// V8 refuses a cache that was made with other settings than it has when the program starts.
v8.setFlagsFromString = () => undefined;

const [cache, program] = process.argv.splice(2, 2).map((path) => resolve(path));
// The cache names the file; where the build lies is nobody's business.
const script = new Script(readFileSync(program, 'latin1'), { filename: basename(program) });
process.on('exit', () => writeFileSync(cache, script.createCachedData()));
script.runInThisContext()({}, Module.createRequire(program), module, program, dirname(program));
