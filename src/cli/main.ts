#!/usr/bin/env node
// Entry of the installed program.

import { ExitCode } from './exit-codes.ts';
import { run } from './run.ts';
import { processSession } from './session.ts';

// A reader that closes the pipe early (`| head`) has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? ExitCode.Fine : ExitCode.Internal);
});
process.exitCode = await run(process.argv.slice(2), processSession());
