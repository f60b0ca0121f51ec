// `tcpexplain craft`: application messages, from a CSV file or the command line, packed into a capture file.
// The capture goes to -o alone; with --show the encapsulation goes to standard output as text.
import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { CaptureError } from '../capture/capture-error.ts';
import { writePcap } from '../craft/capture-writer.ts';
import { type CraftedFrame, craftFrames, type CraftOptions } from '../craft/craft-capture.ts';
import { LINK_TYPE_OF } from '../craft/encode-link.ts';
import { type Message, MessagesError, parseMessages } from '../craft/messages-csv.ts';
import { writePcapng } from '../craft/pcapng-writer.ts';
import { showFrames } from '../craft/show.ts';
import { craftConflict } from './craft-conflicts.ts';
import { addCraftOptions, type CraftFlags } from './craft-options.ts';
import { ExitCode, UsageError } from './exit-codes.ts';
import { spokenName } from './open-input.ts';
import { demandDistinct } from './output-clash.ts';
import { makeFolder } from './output-folder.ts';
import { readText } from './read-text.ts';
import { remarkOn } from './remark.ts';
import type { Session } from './session.ts';
import { cannotWrite } from './write-fault.ts';

const EXAMPLES = `Examples:
  whole connections, with handshake, data, ACKs and FIN:
    tcpexplain craft messages.csv -o lab.pcap
  every message to a closed port:
    tcpexplain craft messages.csv -o lab.pcap --answer rst --same-seq \\
      --src 127.0.0.1:45234 --dst 127.0.0.1:12345
  one packet, step by step, nothing written:
    tcpexplain craft --message hello --show
  a capture for the next program:
    tcpexplain craft --message hi --flags SYN --ack 0 -o - | tcpexplain -
`;

const COLUMNS = `
The CSV needs the columns src_port, dst_port, message and timestamp (seconds);
src_ip and dst_ip are optional, other columns are passed over. Who speaks first
in a connection is its client.`;

/** The command; it throws UsageError. */
export function craftCommand(session: Session): Command {
  const command = new Command('craft')
    .summary('pack application messages into TCP/IP packets')
    .description('Packs application messages into TCP segments, IP packets and a capture file.')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', COLUMNS)
    .argument('[messages.csv]', 'the messages, one a line; - is standard input');
  return addCraftOptions(command).action(async (file: string | undefined, flags: CraftFlags) => {
    const conflict = craftConflict(flags, (name) => command.getOptionValueSource(name) === 'cli');
    if (conflict !== null) throw new UsageError(`craft: ${conflict}`);
    demandSense(file, flags, session);
    let messages: Message[];
    try {
      messages = await messagesOf(file, flags, session);
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      remarkOn(session, file!, error.message);
      session.exitCode = ExitCode.Unreadable;
      return;
    }
    const frames = craft(messages, flags);
    if (flags.output !== undefined) await write(flags.output, frames, flags, session);
    if (flags.show === true) session.stdout.write(showFrames(frames, flags.link));
  });
}

/** @throws UsageError when the call cannot be meant so */
function demandSense(file: string | undefined, flags: CraftFlags, session: Session): void {
  if (flags.output === undefined && flags.show !== true)
    throw new UsageError('craft: give -o FILE, --show, or both');
  if ((file === undefined) === (flags.message === undefined))
    throw new UsageError('craft: give either a CSV file or --message TEXT');
  if (flags.output !== undefined && flags.output !== STDOUT && file !== undefined)
    demandDistinct([file], [{ path: flags.output, named: `-o ${flags.output}` }], session);
  if (flags.output !== STDOUT) return;
  if (flags.show === true)
    throw new UsageError(
      'craft: -o - and --show both go to standard output: leave one of them out, or name a file with -o',
    );
  if (session.stdout.isTTY === true)
    throw new UsageError(
      'craft: -o - is no text, and standard output is a terminal: pipe it into a program, or name a file with -o',
    );
}

const STDOUT = '-';

function craft(from: Message[], flags: CraftFlags): CraftedFrame[] {
  const messages = directed(from, flags);
  const versions = new Set(
    messages.flatMap(({ src, dst }) => [src.address.length, dst.address.length]),
  );
  if (versions.size > 1) throw new UsageError('craft: IPv4 and IPv6 addresses cannot be mixed');
  return craftFrames(messages, craftOptionsOf(flags));
}

async function messagesOf(
  file: string | undefined,
  flags: CraftFlags,
  session: Session,
): Promise<Message[]> {
  if (file === undefined) {
    const [src, dst] = [
      { address: Uint8Array.of(127, 0, 0, 1), port: 40_000 },
      { address: Uint8Array.of(127, 0, 0, 1), port: 12_345 },
    ];
    return [{ src, dst, payload: new TextEncoder().encode(flags.message), timeNs: 0 }];
  }
  const { timeColumn, answerTimeColumn } = flags;
  const text = await readText(file, session);
  try {
    return parseMessages(text, { timeColumn, answerTimeColumn });
  } catch (error) {
    if (!(error instanceof MessagesError)) throw error;
    throw new UsageError(`craft: ${spokenName(file)}: ${error.message}`);
  }
}

/** With ports, --src and --dst replace every line's own; without, they only give the two sides their addresses. */
function directed(messages: Message[], { src, dst }: CraftFlags): Message[] {
  if (src === undefined && dst === undefined) return messages;
  if (src === undefined || dst === undefined || (src.port === null) !== (dst.port === null))
    throw new UsageError(
      'craft: --src and --dst belong together, both with a port or both without',
    );
  if (src.port !== null && dst.port !== null) {
    const [from, to] = [
      { ...src, port: src.port },
      { ...dst, port: dst.port },
    ];
    return messages.map((message) => ({ ...message, src: from, dst: to }));
  }
  const first = messages[0]?.src.port;
  return messages.map((message) => {
    const [from, to] =
      message.src.port === first || message.dst.port !== first ? [src, dst] : [dst, src];
    return {
      ...message,
      src: { address: from.address, port: message.src.port },
      dst: { address: to.address, port: message.dst.port },
    };
  });
}

const craftOptionsOf = (flags: CraftFlags): CraftOptions => ({
  answer: flags.answer ?? (flags.message === undefined ? 'handshake' : 'none'),
  flags: flags.flags,
  seq: flags.seq,
  ack: flags.ack,
  advance: flags.sameSeq !== true,
  ttl: flags.ttl,
  window: flags.window,
  ipId: flags.ipId,
  dontFragment: flags.df === true,
  checksum: flags.checksum,
  mss: flags.mss,
  answerDelayNs: flags.answerDelay * 1000,
  link: linkOf(flags),
  startNs: flags.start,
});

const linkOf = ({ link, srcMac, dstMac, pad }: CraftFlags): CraftOptions['link'] =>
  link === 'ethernet'
    ? { kind: link, srcMac, dstMac, padding: pad ? 'minimum' : 'none' }
    : { kind: link };

async function write(
  file: string,
  frames: readonly CraftedFrame[],
  flags: CraftFlags,
  { stdout }: Session,
): Promise<void> {
  const linkType = LINK_TYPE_OF[flags.link];
  const { nanoseconds } = flags;
  const bytes = file.endsWith('.pcapng')
    ? writePcapng([{ linkType, tsDigits: 9 }], frames)
    : writePcap(frames, { linkType, nanoseconds });
  if (file === STDOUT) {
    stdout.write(bytes);
    return;
  }
  try {
    makeFolder(dirname(file));
    await writeFile(file, bytes);
  } catch (error) {
    throw cannotWrite(`-o ${file}`, 'capture', error);
  }
}
