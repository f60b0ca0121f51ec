// The command line: what `tcpexplain` understands. One file per command; the report is the default.

import { Command } from 'commander';
import { commandsFor } from './commands.ts';
import { DEFAULT_COMMAND } from './needed-commands.ts';
import { escapeLines, remark } from './remark.ts';
import type { Session } from './session.ts';
import { usageLine } from './usage-line.ts';

/**
 * The program as far as `args` needs it; parse them with `parseAsync`. It never exits by itself: it throws
 * CommanderError or UsageError.
 */
export async function program(args: readonly string[], session: Session): Promise<Command> {
  const root = new Command('tcpexplain')
    .description(
      'Reads packet captures, follows their TCP connections and explains every packet in plain words.',
    )
    .version(TCPEXPLAIN_VERSION)
    .usage('FILE... [options]  |  tcpexplain COMMAND ...')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', MORE);
  for (const command of await commandsFor(args, session))
    root.addCommand(command, { isDefault: command.name() === DEFAULT_COMMAND });
  for (const command of [root, ...root.commands]) {
    const isNamed = command !== root && args[0] === command.name();
    const help = isNamed ? `tcpexplain help ${command.name()}` : 'tcpexplain --help';
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => session.stdout.write(text),
        // It quotes arguments, and an argument may be the name of a file.
        writeErr: (text) => session.stderr.write(escapeLines(text)),
        outputError: (text) => remark(session, usageLine(text, help)),
        getOutHelpWidth: () => session.stdout.columns || HELP_WIDTH,
      })
      .helpCommand(command === root);
  }
  return root;
}

/** Columns where the terminal's are not known: help texts are written for them. */
const HELP_WIDTH = 80;

const EXAMPLES = `Examples:
  tcpexplain lab.pcapng                       explain it, write reports/lab.*
  tcpexplain lab.pcapng --frames 1-16 -o out  these rows only, reports into out/
  tcpexplain lab.pcapng -o lab.html           one file; its ending says which
  tcpexplain packets lab.pcap --format csv    one row per TCP segment
  tcpexplain follow lab.pcap --stream 0       what its two ends said
  tcpdump -w - tcp | tcpexplain -             read standard input
`;

const MORE = `
Options of FILE..., that is of report, the default command (what they mean:
tcpexplain help report):
  -o PATH, --format, --frames, --stream, --detail, --max-rows, --template,
  --color, --show-secrets, --dedup, --strict

Exit status: 0 fine, 1 a check does not hold, 2 wrong usage, 3 a file cannot be
read, is no capture, or nothing in it can be decoded, 4 a capture is cut or
damaged and --strict was given, 70 a fault of this program, 74 standard output
cannot be written.`;
