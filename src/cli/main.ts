// Entry of the program; boot.ts runs it.

import { ExitCode } from './exit-codes.ts';
import { run } from './run.ts';
import { processSession } from './session.ts';

// A reader that closes the pipe early (`| head`) has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? ExitCode.Fine : ExitCode.Internal);
});
void run(process.argv.slice(2), processSession()).then((status) => {
  process.exitCode = status;
});
