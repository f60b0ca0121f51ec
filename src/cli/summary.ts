// `tcpexplain summary`: the totals of each capture.

import { Command, Option } from 'commander';
import { summaryRecord } from '../export/summary-record.ts';
import { summaryText } from '../export/summary-text.ts';
import { escapeTerminal } from '../report/escape.ts';
import { SummaryTally } from '../streams/summary-tally.ts';
import { captureNames } from './capture-column.ts';
import { DEDUP_WORDS, readCaptures } from './read-captures.ts';
import type { Session } from './session.ts';
import { TextOutput } from './text-output.ts';

const SUMMARY_FORMATS = ['text', 'json'] as const;

interface SummaryOptions {
  readonly format: (typeof SUMMARY_FORMATS)[number];
  readonly allChecksums: boolean;
  readonly strict: boolean;
  readonly dedup: boolean;
}

export function summaryCommand(session: Session): Command {
  return new Command('summary')
    .summary('totals of a capture')
    .description(
      'Prints records, bytes, time, protocols, connections, labels and top talkers of each capture (schema of json, one line a capture: docs/schema/summary.v1.json).',
    )
    .argument('<files...>', 'captures to read; - is standard input')
    .addOption(
      new Option('--format <format>', 'how totals are written')
        .choices(SUMMARY_FORMATS)
        .default('text'),
    )
    .option(
      '--all-checksums',
      'verify the checksum of every segment, not of the first thousand',
      false,
    )
    .option('--dedup', DEDUP_WORDS, false)
    .option('--strict', 'exit with status 4 when a capture is cut or damaged', false)
    .action(async (files: string[], options: SummaryOptions) => {
      const output = new TextOutput(session.stdout);
      const names = captureNames(files);
      let tally = new SummaryTally();
      let blocks = 0;
      session.exitCode = await readCaptures(
        files,
        session,
        options,
        () => [(tally = new SummaryTally(options.allChecksums))],
        ({ file, reader }) => {
          const name = names.get(file)!;
          const record = summaryRecord(name, tally, reader);
          if (options.format === 'json') output.write(`${JSON.stringify(record)}\n`);
          else output.write(`${blocks++ > 0 ? '\n' : ''}${summaryText(record, escapeTerminal)}`);
        },
      );
      await output.end();
    });
}
