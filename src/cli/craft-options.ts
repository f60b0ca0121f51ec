// The options of `tcpexplain craft`, their words and defaults.
import { type Command, Option } from 'commander';
import { ANSWERS, type Answer, CONVERSATION_DEFAULTS } from '../craft/conversation.ts';
import { LINK_KINDS, type LinkKind } from '../craft/encode-link.ts';
import { flagsOf, macOf, momentOf, numberUpTo, type Socket, socketOf } from './craft-values.ts';

/** What the command line said, as commander hands it over. */
export interface CraftFlags {
  output?: string;
  show?: true;
  message?: string;
  link: LinkKind;
  srcMac: Uint8Array;
  dstMac: Uint8Array;
  pad: boolean;
  src?: Socket;
  dst?: Socket;
  flags: number;
  seq: number;
  ack: number;
  sameSeq?: true;
  answer?: Answer;
  answerDelay: number;
  ttl: number;
  window: number;
  ipId: number;
  df?: true;
  mss: number;
  checksum: 'good' | 'offloaded';
  timeColumn?: string;
  answerTimeColumn?: string;
  start: bigint;
  nanoseconds?: true;
}

const U16 = 0xffff;
const U32 = 0xffffffff;
const LARGEST_MSS = U16 - 40 - 20;

/** An option whose value `read` takes apart; the help shows `shown` as its default. */
const option = <T>(
  flags: string,
  text: string,
  read: (text: string) => T,
  value?: T,
  shown?: string,
) => new Option(flags, text).argParser(read).default(value, shown);

/** Adds the options to `command`. */
export function addCraftOptions(command: Command): Command {
  const d = CONVERSATION_DEFAULTS;
  return command
    .option(
      '-o, --output <file>',
      'capture to write: pcap, or pcapng by its name; - is standard output',
    )
    .option('--show', 'print the encapsulation step by step')
    .option('--message <text>', 'one message instead of a file')
    .addOption(new Option('--link <kind>', 'link header').choices(LINK_KINDS).default('null'))
    .addOption(
      option(
        '--src <ip[:port]>',
        'sender of every message; without a port, of the first',
        socketOf,
      ),
    )
    .addOption(option('--dst <ip[:port]>', 'receiver likewise; give both or none', socketOf))
    .addOption(
      option('--flags <names>', 'flags of the message segments', flagsOf, d.flags, 'PSH,ACK'),
    )
    .addOption(option('--seq <n>', 'sequence number of the first message', numberUpTo(U32), d.seq))
    .addOption(option('--ack <n>', 'its acknowledgement number', numberUpTo(U32), d.ack))
    .addOption(
      new Option('--advance', 'sequence numbers count the bytes sent (default)').conflicts(
        'sameSeq',
      ),
    )
    .option(
      '--same-seq',
      'every message with the same numbers, as from a sender that does not count',
    )
    .addOption(
      new Option(
        '--answer <how>',
        'the other side: silent, closed port, or a whole connection (default: handshake; with --message none)',
      ).choices(ANSWERS),
    )
    .addOption(option('--answer-delay <us>', 'microseconds until an answer', numberUpTo(U32), 50))
    .addOption(option('--ttl <n>', 'IP time to live', numberUpTo(255), d.ttl))
    .addOption(option('--window <n>', 'TCP window field', numberUpTo(U16), d.window))
    .addOption(option('--ip-id <n>', 'first IP identification', numberUpTo(U16), d.ipId))
    .option('--df', "set IP's don't-fragment flag")
    .addOption(
      option('--mss <n>', 'largest payload of a segment', numberUpTo(LARGEST_MSS, 1), d.mss),
    )
    .addOption(
      new Option('--checksum <kind>', 'TCP checksum')
        .choices(['good', 'offloaded'])
        .default('good'),
    )
    .addOption(
      option(
        '--src-mac <mac>',
        "client's, for Ethernet",
        macOf,
        Uint8Array.of(2, 0, 0, 0, 0, 1),
        '02:00:00:00:00:01',
      ),
    )
    .addOption(
      option(
        '--dst-mac <mac>',
        "server's, for Ethernet",
        macOf,
        Uint8Array.of(2, 0, 0, 0, 0, 2),
        '02:00:00:00:00:02',
      ),
    )
    .option('--no-pad', 'leave short Ethernet frames below 60 bytes')
    .option('--time-column <name>', 'column of the send times (default: timestamp)')
    .option('--answer-time-column <name>', 'column of the times of the answers')
    .addOption(
      option(
        '--start <moment>',
        'date and time of second 0',
        momentOf,
        momentOf('2025-01-01'),
        '2025-01-01',
      ),
    )
    .option('--nanoseconds', 'write a nanosecond pcap');
}
