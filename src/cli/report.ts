// `tcpexplain FILE...`: explains captures in the terminal and writes their reports. The default command.

import { Command, Option } from 'commander';
import type { Selection } from '../collect/selection.ts';
import { DEFAULT_MAX_ROWS, RowCollector, SHORTENED } from '../collect/row-collector.ts';
import { LANGUAGES } from '../explain/catalogue.ts';
import type { Detail } from '../explain/explain-row.ts';
import { explainAnalysis } from '../explained.ts';
import { loadTemplates, type TemplateSet } from '../report/load-templates.ts';
import type { WriteBytes } from '../report/page-text.ts';
import { documentSteps, terminalSteps } from '../report/render.ts';
import type { ReportModel } from '../report/report-model.ts';
import { sideBySide, runSteps, type Steps } from '../report/steps.ts';
import { colourLevel } from '../report/terminal-style.ts';
import { canLookAgain, lookAgain } from '../look-again.ts';
import { UsageError } from './exit-codes.ts';
import { withCapture, type CaptureRun } from './open-capture.ts';
import { parseCount, parseStreams } from './option-values.ts';
import { demandDistinct } from './output-clash.ts';
import { DEDUP_WORDS, readCaptures } from './read-captures.ts';
import { remarkOn } from './remark.ts';
import { reportConflict } from './report-conflicts.ts';
import { FORMATS, formatsFor, parseFormats, type Format } from './report-formats.ts';
import { reportNames } from './report-names.ts';
import {
  destinationOf,
  documentPaths,
  writeDocuments,
  writerTo,
  type Destination,
} from './report-output.ts';
import { noRowMatched, parseFrames } from './selection-text.ts';
import type { Session } from './session.ts';
import { compileForTelling, keepNewSpaceSmall, letNewSpaceGrow } from './v8-settings.ts';

interface ReportOptions {
  readonly output: string;
  readonly format: readonly Format[];
  readonly frames?: Selection['frames'];
  readonly stream?: Selection['streams'];
  readonly detail: Detail;
  readonly lang: string;
  readonly maxRows?: number;
  readonly template?: string;
  /** --color and --no-color; absent: decided by the terminal and its environment. */
  readonly color?: boolean;
  readonly strict: boolean;
  readonly dedup: boolean;
  readonly showSecrets: boolean;
}

/** As parsed: without --format, what is made depends on the output. */
type GivenOptions = Omit<ReportOptions, 'format'> & { readonly format: readonly Format[] | null };

export function reportCommand(session: Session): Command {
  return new Command('report')
    .summary('explain captures: in the terminal, as Markdown and as HTML (the default)')
    .description('Explains every TCP segment of the captures.')
    .argument('<files...>', 'captures to read; - is standard input')
    .option(
      '-o, --output <path>',
      'folder the reports go to, a file that ends in .md or .html, or - for standard output (one format; without --format Markdown)',
      'reports',
    )
    .addOption(
      new Option(
        '--format <formats>',
        `what to make, comma-separated: terminal, markdown (md), html`,
      )
        .default(null, FORMATS.join(','))
        .argParser(parseFormats),
    )
    .addOption(
      new Option('--frames <ranges>', 'only these frames: 1-16,20,30-').argParser(parseFrames),
    )
    .addOption(new Option('--stream <numbers>', 'only these streams: 0,2').argParser(parseStreams))
    .addOption(
      new Option('--detail <detail>', 'how much is said of a row')
        .choices(['brief', 'full'])
        .default('full'),
    )
    .addOption(
      new Option('--lang <language>', 'language of the report')
        .choices([...LANGUAGES.keys()])
        .default('en'),
    )
    .addOption(
      new Option(
        '--max-rows <count>',
        `rows explained; without it all of up to ${DEFAULT_MAX_ROWS}, and of more the first and what stands out, ${SHORTENED} at most`,
      ).argParser(parseCount),
    )
    .option('--template <dir>', 'templates of your own (see templates/README.md)')
    .option('--color', 'colour even when standard output is no terminal')
    .option('--no-color', 'no colour')
    .option('--show-secrets', 'show passwords; without it they are masked', false)
    .option('--dedup', DEDUP_WORDS, false)
    .option('--strict', 'exit with status 4 when a capture is cut or damaged', false)
    .action((files: string[], options: GivenOptions, command: Command) => {
      const conflict = reportConflict(options, command.getOptionValueSource('output') === 'cli');
      if (conflict !== null) throw new UsageError(conflict);
      const format = formatsFor(options.output, options.format);
      // A file that is named twice (`*.pcap lab.pcap`) would be explained into the same reports again.
      return report(session, [...new Set(files)], { ...options, format });
    });
}

async function report(
  session: Session,
  files: readonly string[],
  options: ReportOptions,
): Promise<void> {
  const documents = options.format.filter((format) => format !== 'terminal');
  const destination = destinationOf(options.output, documents, files.length);
  const names = reportNames(files);
  const written = files.flatMap((file) => documentPaths(destination, names.get(file)!));
  demandDistinct(
    files,
    written.map((path) => ({ path, named: `-o ${options.output}: ${path}` })),
    session,
  );
  const templates = loadTemplates(options.template);
  const selection = { frames: options.frames ?? null, streams: options.stream ?? null };
  const { maxRows, showSecrets } = options;
  const collectors = new Map<string, RowCollector>();
  const sinksFor = (run: CaptureRun) => {
    const collector = new RowCollector({
      selection,
      isReadAgain: canLookAgain(run),
      showSecrets,
      ...(maxRows === undefined ? {} : { maxRows }),
    });
    collectors.set(run.file, collector);
    return [collector];
  };
  const tell = ({ file, name, reader }: CaptureRun): void => {
    const analysis = collectors.get(file)!.analysis(name, reader);
    collectors.delete(file);
    const { segments, records } = analysis.capture;
    const missed = segments === 0 ? nothingToExplain(records) : noRowMatched(selection, analysis);
    if (missed !== null) remarkOn(session, file, missed);
    const model = explainAnalysis(analysis, { language: options.lang, detail: options.detail });
    if (model.rows.length > MANY_ROWS) letNewSpaceGrow();
    deliver(session, model, names.get(file)!, options, destination, templates);
  };
  const finish = async (run: CaptureRun): Promise<void> => {
    compileForTelling();
    if (canLookAgain(run))
      await lookAgain(
        collectors.get(run.file)!,
        (use) => withCapture(run.file, session, ({ reader }) => use(reader)),
        options,
      );
    tell(run);
  };
  keepNewSpaceSmall();
  session.exitCode = await readCaptures(files, session, options, sinksFor, finish);
}

/** Rows of a report that keeps so much that V8 does better on its own. */
const MANY_ROWS = 2000;

function nothingToExplain(records: number): string {
  if (records === 0) return 'the capture holds no packets: capture again while the program runs';
  if (records === 1) return 'its only packet holds no TCP segment: the report says what it is';
  return `none of its ${records} packets holds a TCP segment: the report says what they are`;
}

/** Writes the report's formats: text to standard output, documents to their destination. */
function deliver(
  session: Session,
  model: ReportModel,
  name: string,
  options: ReportOptions,
  destination: Destination,
  templates: TemplateSet,
): void {
  const { stdout, env } = session;
  const all: Steps[] = [];
  if (options.format.includes('terminal')) {
    const level = colourLevel(stdout.isTTY === true, env, options.color);
    const width = stdout.columns || DEFAULT_WIDTH;
    all.push(terminalSteps(model, writerTo(stdout), { width, level }));
  }
  const documents = destination.formats.map((format) => ({
    format,
    render: (write: WriteBytes) => documentSteps(format, model, write, { templates }),
  }));
  all.push(writeDocuments(destination, name, documents, session));
  runSteps(sideBySide(all));
}

/** Columns when standard output is no terminal, or one that says 0 of itself. */
const DEFAULT_WIDTH = 100;
