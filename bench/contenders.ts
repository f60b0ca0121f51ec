// What runs side by side: our totals, the least Node can do, a package from npm, and the tools people use today.
import { join } from 'node:path';
import { isRunnable, type CommandLine } from './measure.ts';

export interface Contender {
  readonly name: string;
  /** What it does with the file, for the reader of the table. */
  readonly does: string;
  readonly command: (capture: string, scratch: string) => CommandLine;
  /** Slow ones run fewer times. */
  readonly isSlow?: true;
}

const programs = join(import.meta.dirname, 'programs');
const node = (program: string, capture: string): CommandLine => [
  process.execPath,
  join(programs, program),
  capture,
];

/** As it is installed. */
export const PROGRAM = join(import.meta.dirname, '../dist/cli.cjs');

/** Our program with these arguments. */
export const tcpexplain = (...args: readonly string[]): CommandLine => [
  process.execPath,
  PROGRAM,
  ...args,
];

/** The one all others are compared with. */
export const OURS: Contender = {
  name: 'tcpexplain summary',
  does: 'decodes, follows and labels every segment; totals of the capture',
  command: (capture) => tcpexplain('summary', capture),
};

/** Our other commands. */
export const COMMANDS: readonly Pick<Contender, 'name' | 'command'>[] = [
  ...['streams --format csv', 'packets --format csv', 'sockets', 'messages --format ndjson'].map(
    (name) => ({
      name,
      command: (capture: string) => tcpexplain(...name.split(' '), capture),
    }),
  ),
  ...['raw', 'hex', 'text'].map((mode) => ({
    name: `follow --as ${mode} --output FOLDER`,
    command: (capture: string, scratch: string) =>
      tcpexplain('follow', '--as', mode, '--output', scratch, capture),
  })),
];

const IN_NODE: readonly Contender[] = [
  OURS,
  {
    name: 'bare walk',
    does: 'steps from record header to record header in Node',
    command: (capture) => node('bare-walk.mjs', capture),
  },
  {
    name: 'flow walk',
    does: 'and reads IPv4 and TCP headers, and finds the connection; no state, no checks',
    command: (capture) => node('flow-walk.mjs', capture),
  },
  {
    name: 'pcap-parser',
    does: 'the npm package: an event per record',
    command: (capture) => node('pcap-parser.mjs', capture),
    isSlow: true,
  },
];

/** With what tells whether it is there. tcpflow writes every stream to disk: that is what it is for. */
const INSTALLED: readonly (Contender & { readonly probe: CommandLine })[] = [
  {
    name: 'tshark -n -q -z conv,tcp',
    does: 'TCP analysis and a table of connections',
    probe: ['tshark', '--version'],
    command: (capture) => ['tshark', '-n', '-q', '-z', 'conv,tcp', '-r', capture],
    isSlow: true,
  },
  {
    name: 'tcptrace -n -l',
    does: 'TCP analysis, a page per connection',
    probe: ['tcptrace', '-v'],
    command: (capture) => ['tcptrace', '-n', '-l', capture],
    isSlow: true,
  },
  {
    name: 'tcpflow',
    does: 'puts streams together into files',
    probe: ['tcpflow', '-h'],
    command: (capture, scratch) => ['tcpflow', '-o', scratch, '-r', capture],
    isSlow: true,
  },
  {
    name: 'tcpdump -n',
    does: 'a line per packet',
    probe: ['tcpdump', '--version'],
    command: (capture) => ['tcpdump', '-n', '-r', capture],
    isSlow: true,
  },
  {
    name: 'capinfos',
    does: 'counts records',
    probe: ['capinfos', '--version'],
    command: (capture) => ['capinfos', capture],
  },
];

/** Those that can run on this machine, ours first. */
export function contenders(): Contender[] {
  return [
    ...IN_NODE,
    ...INSTALLED.filter(({ probe: [program, ...args] }) => isRunnable(program, args)),
  ];
}
