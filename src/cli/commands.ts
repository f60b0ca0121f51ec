// The commands by name, each loaded when it is asked for: what a command line does not need costs no start-up time.

import type { Command } from 'commander';
import { type CommandName, neededCommands } from './needed-commands.ts';
import type { Session } from './session.ts';

type MakeCommand = (session: Session) => Command;

const COMMANDS: Readonly<Record<CommandName, () => Promise<MakeCommand>>> = {
  report: async () => (await import('./report.ts')).reportCommand,
  packets: async () => (await import('./packets.ts')).packetsCommand,
  streams: async () => (await import('./streams.ts')).streamsCommand,
  summary: async () => (await import('./summary.ts')).summaryCommand,
  follow: async () => (await import('./follow.ts')).followCommand,
  messages: async () => (await import('./messages.ts')).messagesCommand,
  sockets: async () => (await import('./sockets.ts')).socketsCommand,
  check: async () => (await import('./check.ts')).checkCommand,
  craft: async () => (await import('./craft.ts')).craftCommand,
};

/** The commands that `args` may run or tell about. */
export const commandsFor = (args: readonly string[], session: Session): Promise<Command[]> =>
  Promise.all(neededCommands(args).map(async (name) => (await COMMANDS[name]())(session)));
