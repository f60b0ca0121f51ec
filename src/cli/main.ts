// Entry of the program; boot.ts runs it.

import { run } from './run.ts';
import { processSession } from './session.ts';
import { endOfOutput } from './standard-output.ts';

const session = processSession();
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(endOfOutput(error, session));
});
void run(process.argv.slice(2), session).then((status) => {
  process.exitCode = status;
});
