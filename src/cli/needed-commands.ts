// Which commands a command line needs. The start asks it too (boot.ts): a program that holds one command starts sooner.

/** What runs when no command is named. */
export const DEFAULT_COMMAND = 'report';

/** In the order of the help. */
export const COMMAND_NAMES = [
  DEFAULT_COMMAND,
  'packets',
  'streams',
  'summary',
  'follow',
  'messages',
  'sockets',
  'check',
  'craft',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

const HELP = new Set(['help', '--help', '-h']);
const VERSION = new Set(['--version', '-V']);

/** The commands that `args` may run or tell about: the one it begins with, else all it names; for help, all. */
export function neededCommands(args: readonly string[]): readonly CommandName[] {
  const [first = ''] = args;
  if (VERSION.has(first)) return [];
  if (args.some((arg) => HELP.has(arg))) return COMMAND_NAMES;
  const named = COMMAND_NAMES.find((name) => name === first);
  if (named !== undefined) return [named];
  return COMMAND_NAMES.filter((name) => name === DEFAULT_COMMAND || args.includes(name));
}
