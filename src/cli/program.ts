// The command line: what `tcpexplain` understands. One file per command; the report is the default.

import { Command } from 'commander';
import { checkCommand } from './check.ts';
import { craftCommand } from './craft.ts';
import { followCommand } from './follow.ts';
import { messagesCommand } from './messages.ts';
import { packetsCommand } from './packets.ts';
import { reportCommand } from './report.ts';
import type { Session } from './session.ts';
import { socketsCommand } from './sockets.ts';
import { streamsCommand } from './streams.ts';
import { summaryCommand } from './summary.ts';

/** The whole program; parse it with `parseAsync`. It never exits by itself: it throws CommanderError or UsageError. */
export function program(session: Session): Command {
  const root = new Command('tcpexplain')
    .description(
      'Reads packet captures, follows their TCP connections and explains every packet in plain words.',
    )
    .version(TCPEXPLAIN_VERSION)
    .usage('FILE... [options]  |  tcpexplain COMMAND ...')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXIT_STATUS)
    .showHelpAfterError('Try: tcpexplain --help')
    .addCommand(reportCommand(session), { isDefault: true })
    .addCommand(packetsCommand(session))
    .addCommand(streamsCommand(session))
    .addCommand(summaryCommand(session))
    .addCommand(followCommand(session))
    .addCommand(messagesCommand(session))
    .addCommand(socketsCommand(session))
    .addCommand(checkCommand(session))
    .addCommand(craftCommand());
  for (const command of [root, ...root.commands]) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: (text) => session.stdout.write(text),
        writeErr: (text) => session.stderr.write(text),
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
Exit status: 0 fine, 1 a check does not hold, 2 wrong usage, 3 a file cannot be read or is no capture,
4 a capture is cut or damaged and --strict was given, 70 a fault of this program.`;
