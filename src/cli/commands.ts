// The commands by name, each loaded when it is asked for: what a command line does not need costs no start-up time.

import type { Command } from 'commander';
import type { Session } from './session.ts';

type MakeCommand = (session: Session) => Command;

/** What runs when no command is named. */
export const DEFAULT_COMMAND = 'report';

/** In the order of the help. */
const COMMANDS: ReadonlyMap<string, () => Promise<MakeCommand>> = new Map([
  [DEFAULT_COMMAND, async () => (await import('./report.ts')).reportCommand],
  ['packets', async () => (await import('./packets.ts')).packetsCommand],
  ['streams', async () => (await import('./streams.ts')).streamsCommand],
  ['summary', async () => (await import('./summary.ts')).summaryCommand],
  ['follow', async () => (await import('./follow.ts')).followCommand],
  ['messages', async () => (await import('./messages.ts')).messagesCommand],
  ['sockets', async () => (await import('./sockets.ts')).socketsCommand],
  ['check', async () => (await import('./check.ts')).checkCommand],
  ['craft', async () => (await import('./craft.ts')).craftCommand],
]);

const HELP = new Set(['help', '--help', '-h']);
const VERSION = new Set(['--version', '-V']);

/** The commands that `args` may run or tell about: the one it begins with, else all it names; for help, all. */
export async function commandsFor(args: readonly string[], session: Session): Promise<Command[]> {
  const [first = ''] = args;
  const isNeeded = (name: string): boolean =>
    COMMANDS.has(first) ? name === first : name === DEFAULT_COMMAND || args.includes(name);
  const names = VERSION.has(first)
    ? []
    : [...COMMANDS.keys()].filter((name) => args.some((arg) => HELP.has(arg)) || isNeeded(name));
  return Promise.all(names.map(async (name) => (await COMMANDS.get(name)!())(session)));
}
