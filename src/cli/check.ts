// `tcpexplain check`: judges captures by a lab file, and tells what came of it in any number of formats.

import { Command, Option } from 'commander';
import { analyze } from '../analyze.ts';
import { CaptureError } from '../capture/capture-error.ts';
import type { CaptureResult, CheckRun } from '../check/check-run.ts';
import type { Evidence } from '../check/evidence.ts';
import type { LoadedLab } from '../check/load-lab.ts';
import { REPORTER_NAMES } from '../check/reporter-names.ts';
import type { EvidenceOptions } from '../check/evidence.ts';
import { LinkTypeWatch } from '../collect/link-type-watch.ts';
import { LANGUAGES } from '../explain/catalogue.ts';
import { escapeTerminal } from '../report/escape.ts';
import { checkConflict } from './check-conflicts.ts';
import {
  DEFAULT_DELIVERIES,
  deliver,
  filesOf,
  parseDeliveries,
  type Delivery,
} from './check-output.ts';
import { ExitCode, UsageError } from './exit-codes.ts';
import { withCapture } from './open-capture.ts';
import { spokenName } from './open-input.ts';
import { demandDistinct } from './output-clash.ts';
import { readText } from './read-text.ts';
import { remarkOn } from './remark.ts';
import { reportName } from './report-names.ts';
import type { Session } from './session.ts';
import { compileForReading, keepHeapSmall } from './v8-settings.ts';

interface CheckOptions {
  readonly lab: string;
  readonly reporter: readonly Delivery[];
  readonly init: boolean;
  readonly schema: boolean;
  readonly lang: string;
  readonly color?: boolean;
}

export function checkCommand(session: Session): Command {
  return new Command('check')
    .summary('judge captures by a lab file: what they must show')
    .description(
      'Checks what a lab file expects of a capture, and says why where it does not hold.',
    )
    .argument('[files...]', 'captures to check; - is standard input')
    .option(
      '--lab <file>',
      'the lab file (docs/lecturers.md, schema: docs/schema/lab.v1.json); - is standard input',
      'lab.yaml',
    )
    .addOption(
      new Option(
        '--reporter <names>',
        `${REPORTER_NAMES.join(', ')}; several by comma or by repeating; NAME=FILE writes to a file`,
      )
        .argParser(parseDeliveries)
        .default(DEFAULT_DELIVERIES, 'pretty'),
    )
    .addOption(
      new Option('--lang <language>', 'language of the results')
        .choices([...LANGUAGES.keys()])
        .default('en'),
    )
    .option('--init', 'print a first lab file that this capture passes', false)
    .option('--schema', 'print the JSON Schema of lab files, for editors', false)
    .option('--color', 'colour even when standard output is no terminal')
    .option('--no-color', 'no colour')
    .addHelpText('after', EXIT_STATUS)
    .action(async (files: string[], options: CheckOptions, command: Command) => {
      const conflict = checkConflict(
        files,
        (option) => command.getOptionValueSource(option) === 'cli',
      );
      if (conflict !== null) throw new UsageError(conflict);
      if (options.schema) return printSchema(session);
      if (files.length === 0) throw new UsageError('name the captures to check');
      session.exitCode = options.init
        ? await printLab(session, files, options.lang)
        : await check(session, files, options);
    });
}

const EXIT_STATUS = `
Exit status: 0 everything holds, 1 something does not, 2 the lab file or the
options are wrong, 3 a capture cannot be read or decoded, 74 standard output
cannot be written.`;

async function check(
  session: Session,
  files: readonly string[],
  options: CheckOptions,
): Promise<ExitCode> {
  if (options.lab === '-' && files.includes('-'))
    throw new UsageError(
      'standard input can be read once only: give the lab file or the capture another name',
    );
  demandDistinct([options.lab, ...files], filesOf(options.reporter), session);
  const loaded = await readLab(session, options.lab, options.lang);
  if (loaded === null) return ExitCode.Usage;
  const captures: CaptureResult[] = [];
  for (const file of files) captures.push(await checkCapture(session, file, loaded));
  const run: CheckRun = {
    lab: loaded.lab.lab,
    labFile: spokenName(options.lab),
    places: loaded.places,
    maxPoints: loaded.lab.expect.reduce((sum, { points }) => sum + (points ?? 1), 0),
    captures,
  };
  await deliver(session, run, options.reporter, options);
  if (captures.some(({ unreadable }) => unreadable !== null)) return ExitCode.Unreadable;
  const isMet = captures.every(({ results }) => results.every(({ status }) => status !== 'fail'));
  return isMet ? ExitCode.Fine : ExitCode.CheckFailed;
}

/** The lab; null when it has mistakes, which are told, each with its place. */
async function readLab(
  session: Session,
  file: string,
  language: string,
): Promise<LoadedLab | null> {
  const { LabFileError, loadLab } = await import('../check/load-lab.ts');
  const { openWriter } = await import('../check/words.ts');
  const text = await readText(file, session).catch((error: unknown) => {
    if (!(error instanceof CaptureError)) throw error;
    throw new UsageError(
      `the lab file ${spokenName(file)} ${error.what}; name it with --lab, or make one with --init`,
    );
  });
  try {
    return loadLab(text);
  } catch (error) {
    if (!(error instanceof LabFileError)) throw error;
    const lines = text.split(/\r?\n/);
    const write = openWriter(language, { escape: escapeTerminal });
    for (const { line, column, said } of error.mistakes) {
      const source = escapeTerminal((lines[line - 1] ?? '').slice(0, MOST_COLUMNS));
      const caret = column <= MOST_COLUMNS ? `\n    ${' '.repeat(column - 1)}^` : '';
      session.stderr.write(
        `${escapeTerminal(`${spokenName(file)}:${line}:${column}: `)}${write(said)}\n    ${source}${caret}\n`,
      );
    }
    return null;
  }
}

const MOST_COLUMNS = 100;

async function checkCapture(
  session: Session,
  file: string,
  { lab }: LoadedLab,
): Promise<CaptureResult> {
  const { evaluate } = await import('../check/evaluate.ts');
  const { forbiddenWords } = await import('../check/assertions/never-in-clear.ts');
  try {
    const evidence = await readEvidence(session, file, { words: forbiddenWords(lab) });
    const { notices } = evidence.capture;
    return { file, unreadable: null, notices, results: evaluate(lab, evidence) };
  } catch (error) {
    const unreadable = whyUnreadable(error);
    remarkOn(session, file, unreadable);
    return { file, unreadable, notices: [], results: [] };
  }
}

/** Nothing in the capture is of a link type that is decoded. */
class UndecodedError extends Error {}

/** @throws the error itself, when it is no fault of the capture */
function whyUnreadable(error: unknown): string {
  if (error instanceof CaptureError || error instanceof UndecodedError) return error.message;
  throw error;
}

/** @throws CaptureError or UndecodedError when the file is no capture, or nothing in it can be decoded */
async function readEvidence(
  session: Session,
  file: string,
  options: EvidenceOptions = {},
): Promise<Evidence> {
  const { EvidenceCollector } = await import('../check/evidence.ts');
  compileForReading();
  keepHeapSmall();
  return withCapture(file, session, async ({ reader }) => {
    const collector = new EvidenceCollector(options);
    const linkTypes = new LinkTypeWatch();
    await analyze(reader, [...collector.sinks, linkTypes]);
    if (linkTypes.nothingDecoded) throw new UndecodedError(linkTypes.lines[0]);
    return collector.evidence(reader);
  });
}

async function printSchema(session: Session): Promise<void> {
  const { labJsonSchema } = await import('../check/json-schema.ts');
  session.stdout.write(labJsonSchema());
}

async function printLab(
  session: Session,
  files: readonly string[],
  language: string,
): Promise<ExitCode> {
  const [file] = files;
  if (file === undefined || files.length > 1)
    throw new UsageError('--init makes a lab file of one capture');
  const { initialLab } = await import('../check/init.ts');
  const { openTeller } = await import('../check/words.ts');
  try {
    const evidence = await readEvidence(session, file);
    for (const notice of evidence.capture.notices) remarkOn(session, file, notice);
    session.stdout.write(initialLab(evidence, reportName(file), openTeller(language)));
    return ExitCode.Fine;
  } catch (error) {
    remarkOn(session, file, whyUnreadable(error));
    return ExitCode.Unreadable;
  }
}
