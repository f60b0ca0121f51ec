// `tcpexplain packets`: one row per TCP segment, in capture order, for other programs.

import { Command, Option } from 'commander';
import { ROW_FORMATS, rowWriter, type RowFormat } from '../export/formats.ts';
import { packetColumns } from '../export/packet-columns.ts';
import { packetRecord, type PacketRecord } from '../export/packet-record.ts';
import { furtherLine } from '../collect/further-line.ts';
import type { Sink } from '../sink.ts';
import { captureCells } from './capture-column.ts';
import type { CaptureRun } from './open-capture.ts';
import { DEDUP_WORDS, readCaptures } from './read-captures.ts';
import { remarkOn } from './remark.ts';
import type { Session } from './session.ts';
import { TextOutput } from './text-output.ts';

interface PacketsOptions {
  readonly format: RowFormat;
  readonly strict: boolean;
  readonly dedup: boolean;
}

export function packetsCommand(session: Session): Command {
  return new Command('packets')
    .summary('one machine-readable row per TCP segment')
    .description(
      'Prints one row per TCP segment, in capture order (schema: docs/schema/packets.v1.json); of a frame that holds several, of the first.',
    )
    .argument('<files...>', 'captures to read; - is standard input')
    .addOption(
      new Option('--format <format>', 'how rows are written').choices(ROW_FORMATS).default('table'),
    )
    .option('--dedup', DEDUP_WORDS, false)
    .option('--strict', 'exit with status 4 when a capture is cut or damaged', false)
    .action(async (files: string[], options: PacketsOptions) => {
      const writer = rowWriter<PacketRecord>(options.format, packetColumns(files.length > 1));
      const cellOf = captureCells(files, options.format);
      const output = new TextOutput(session.stdout);
      let { header } = writer;
      let furtherSegments = 0;
      const sinksFor = (run: CaptureRun): readonly Sink[] => {
        const cell = cellOf(run.file);
        output.write(header);
        header = '';
        furtherSegments = 0;
        return [
          {
            segment(context) {
              if (context.isFurther) furtherSegments++;
              else output.row(writer, packetRecord(context, cell));
            },
            drained: output.betweenChunks(run),
          },
        ];
      };
      session.exitCode = await readCaptures(files, session, options, sinksFor, ({ file }) => {
        if (furtherSegments > 0) remarkOn(session, file, furtherLine(furtherSegments));
      });
      await output.end();
    });
}
