// Which commands a command line needs: as many as it can ask for, and of a plain one no more than the one that runs.
import { expect, test } from 'vitest';
import { COMMAND_NAMES, neededCommands } from '../../src/cli/needed-commands.ts';

test.each<[string, string[], readonly string[]]>([
  ['a capture alone', ['lab.pcap'], ['report']],
  ['nothing', [], ['report']],
  ['a command', ['summary', 'lab.pcap'], ['summary']],
  ['a command and a file that is called like one', ['summary', 'check'], ['summary']],
  ['a command behind an option', ['--strict', 'check'], ['report', 'check']],
  ['the version', ['--version'], []],
  ['help', ['help', 'craft'], COMMAND_NAMES],
  ['help of a command', ['summary', '--help'], COMMAND_NAMES],
])('%s', (_, args, expected) => {
  expect(neededCommands(args)).toEqual(expected);
});
