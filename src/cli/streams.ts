// `tcpexplain streams`: one row per connection, by stream number, for other programs.

import { Command, Option } from 'commander';
import { ROW_FORMATS, rowWriter, type RowFormat } from '../export/formats.ts';
import { streamColumns } from '../export/stream-columns.ts';
import { toldStream } from '../export/stream-record.ts';
import { StreamCollector } from '../streams/stream-collector.ts';
import { captureCells } from './capture-column.ts';
import { DEDUP_WORDS, readCaptures } from './read-captures.ts';
import type { Session } from './session.ts';
import { keepHeapSmall } from './v8-settings.ts';
import { TextOutput } from './text-output.ts';

interface StreamsOptions {
  readonly format: RowFormat;
  readonly strict: boolean;
  readonly dedup: boolean;
  readonly zeekChecksums: boolean;
}

export function streamsCommand(session: Session): Command {
  return new Command('streams')
    .summary('one machine-readable row per connection')
    .description(
      'Prints one row per TCP connection, by stream number (schema: docs/schema/streams.v1.json).',
    )
    .argument('<files...>', 'captures to read; - is standard input')
    .addOption(
      new Option('--format <format>', 'how rows are written').choices(ROW_FORMATS).default('table'),
    )
    .option(
      '--zeek-checksums',
      'connState and history as of a Zeek that drops damaged segments (no -C)',
      false,
    )
    .option('--dedup', DEDUP_WORDS, false)
    .option('--strict', 'exit with status 4 when a capture is cut or damaged', false)
    .action(async (files: string[], options: StreamsOptions) => {
      keepHeapSmall();
      const cellOf = captureCells(files, options.format);
      const output = new TextOutput(session.stdout);
      const writer = rowWriter(options.format, streamColumns(options.format, files.length > 1));
      let { header } = writer;
      let collector = new StreamCollector(options.zeekChecksums);
      session.exitCode = await readCaptures(
        files,
        session,
        options,
        () => {
          output.write(header);
          header = '';
          return [(collector = new StreamCollector(options.zeekChecksums))];
        },
        async ({ file }) => {
          for (const facts of collector.facts()) {
            output.row(writer, toldStream(facts, cellOf(file)));
            await output.drained();
          }
        },
      );
      await output.end();
    });
}
