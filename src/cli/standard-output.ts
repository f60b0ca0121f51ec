// How the program ends when standard output takes nothing more: quietly when its reader has what it wanted, else with a
// line and a status of its own, for what was written is incomplete.

import { ExitCode } from './exit-codes.ts';
import { remark } from './remark.ts';
import type { Session } from './session.ts';
import { writeFault } from './write-fault.ts';

/** Says why nothing more can be written; the status to end with. */
export function endOfOutput(error: NodeJS.ErrnoException, session: Session): ExitCode {
  // A reader that closes the pipe early (`| head`).
  if (error.code === 'EPIPE') return ExitCode.Fine;
  remark(
    session,
    `standard output cannot be written: ${writeFault(error)}; what is there is incomplete: make room, or send it elsewhere`,
  );
  return ExitCode.Output;
}
