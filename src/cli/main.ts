// Entry of the program; boot.ts runs it.

import { run } from './run.ts';
import { processSession } from './session.ts';
import { endOfOutput } from './standard-output.ts';

const session = processSession();
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(endOfOutput(error, session));
});
// When nothing is left to do. Node would take its heap apart first, which the system does faster. Listeners added later
// would not be called: nothing adds any.
process.once('exit', (status) => process.exit(status));
void run(process.argv.slice(2), session).then((status) => {
  process.exitCode = status;
});
