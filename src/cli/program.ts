// The command line: what `tcpexplain` understands. One file per command; the report is the default.

import { Command } from 'commander';
import { commandsFor } from './commands.ts';
import { DEFAULT_COMMAND } from './needed-commands.ts';
import { escapeLines } from './remark.ts';
import type { Session } from './session.ts';

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
    .addHelpText('after', EXIT_STATUS)
    .showHelpAfterError('Try: tcpexplain --help');
  for (const command of await commandsFor(args, session))
    root.addCommand(command, { isDefault: command.name() === DEFAULT_COMMAND });
  for (const command of [root, ...root.commands]) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => session.stdout.write(text),
        // It quotes arguments, and an argument may be the name of a file.
        writeErr: (text) => session.stderr.write(escapeLines(text)),
      })
      .helpCommand(command === root);
  }
  return root;
}

const EXAMPLES = `Examples:
  tcpexplain server-client-messages.pcap        explain it here, and write reports/*.md and *.html
  tcpexplain lab.pcapng --frames 1-16 -o out    only these rows, reports into out/
  tcpexplain lab.pcapng -o lab.html             one file; its ending says which report
  tcpexplain packets lab.pcap --format ndjson   one JSON object per TCP segment
  tcpexplain follow lab.pcap --stream 0         what both ends of a connection said
  tcpdump -w - tcp | tcpexplain -               read standard input
`;

const EXIT_STATUS = `
Exit status: 0 fine, 1 a check does not hold, 2 wrong usage, 3 a file cannot be read, is no capture, or nothing in it
can be decoded, 4 a capture is cut or damaged and --strict was given, 70 a fault of this program, 74 standard output
cannot be written.`;
