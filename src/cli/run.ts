// Runs the command line and turns whatever comes out into one line and an exit status.

import { CommanderError } from 'commander';
import { TemplateError } from '../report/template-error.ts';
import { ExitCode, UsageError } from './exit-codes.ts';
import { mistypedCommand } from './mistyped-command.ts';
import { program } from './program.ts';
import { escapeLines, remark } from './remark.ts';
import type { Session } from './session.ts';

/** Runs the program over `args` (without node and script). Resolves to the exit status. */
export async function run(args: readonly string[], session: Session): Promise<ExitCode> {
  try {
    const mistyped = mistypedCommand(args);
    if (mistyped !== null) throw new UsageError(mistyped);
    await (await program(args, session)).parseAsync([...args], { from: 'user' });
    return session.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      // It was told. Help and version end this way with status 0.
      return error.exitCode === 0 ? ExitCode.Fine : ExitCode.Usage;
    }
    // A fault in the user's own templates is the user's to mend, like a wrong option.
    if (error instanceof UsageError || error instanceof TemplateError) {
      remark(session, error.message);
      return ExitCode.Usage;
    }
    tellFault(error, session);
    return ExitCode.Internal;
  }
}

function tellFault(error: unknown, session: Session): void {
  const fault = error instanceof Error ? error : new Error(String(error));
  if (session.env['TCPEXPLAIN_DEBUG']) {
    session.stderr.write(`${escapeLines(String(fault.stack))}\n`);
    return;
  }
  remark(
    session,
    `a fault of this program: ${fault.message} (set TCPEXPLAIN_DEBUG=1 for the stack, and please report it)`,
  );
}
