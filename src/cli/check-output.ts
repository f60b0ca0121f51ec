// Where the results of a check go: reporters by name, each to standard output or a file, and GitHub's step summary.

import { appendFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { CheckRun } from '../check/check-run.ts';
import { REPORTER_NAMES } from '../check/reporter-names.ts';
import type { ReporterName } from '../check/reporters/reporter.ts';
import { colourLevel } from '../report/terminal-style.ts';
import type { Output } from './output-clash.ts';
import { makeFolder } from './output-folder.ts';
import type { Session } from './session.ts';
import { cannotWrite } from './write-fault.ts';

/** One reporter and where it writes; null: standard output. */
export interface Delivery {
  readonly name: ReporterName;
  readonly file: string | null;
}

export const DEFAULT_DELIVERIES: readonly Delivery[] = [{ name: 'pretty', file: null }];

/** Reads "pretty,junit=out.xml"; what earlier options gave comes first. */
export function parseDeliveries(text: string, before: readonly Delivery[]): readonly Delivery[] {
  const added = text.split(',').map((part) => {
    const at = part.indexOf('=');
    const name = (at < 0 ? part : part.slice(0, at)).trim();
    const file = at < 0 ? null : part.slice(at + 1);
    if (!isReporter(name))
      throw new InvalidArgumentError(
        `There is no reporter "${name}"; there are ${REPORTER_NAMES.join(', ')}.`,
      );
    if (file === '') throw new InvalidArgumentError(`"${name}=" lacks the name of a file.`);
    return { name, file: file === '-' ? null : file };
  });
  return before === DEFAULT_DELIVERIES ? added : [...before, ...added];
}

const isReporter = (name: string): name is ReporterName =>
  (REPORTER_NAMES as readonly string[]).includes(name);

/** The files that reports go to. */
export const filesOf = (deliveries: readonly Delivery[]): Output[] =>
  deliveries.flatMap(({ name, file }) =>
    file === null ? [] : [{ path: file, named: placeOf(name, file) }],
  );

/** As on the command line. */
const placeOf = (name: ReporterName, file: string): string => `--reporter ${name}=${file}`;

/** GitHub takes a step summary of one mebibyte. */
const MOST_SUMMARY_BYTES = 1 << 20;

/**
 * Writes every report. On GitHub the step summary gets the Markdown one beside the annotations.
 * @throws UsageError when a file cannot be written
 */
export async function deliver(
  session: Session,
  run: CheckRun,
  deliveries: readonly Delivery[],
  { color, lang }: { readonly color?: boolean; readonly lang: string },
): Promise<void> {
  const { REPORTERS } = await import('../check/reporters/reporter.ts');
  const level = colourLevel(session.stdout.isTTY === true, session.env, color);
  const render = (name: ReporterName, isFile: boolean): string =>
    REPORTERS[name](run, {
      colour: isFile ? 0 : level,
      version: TCPEXPLAIN_VERSION,
      language: lang,
    });
  for (const { name, file } of deliveries) {
    if (file === null) session.stdout.write(render(name, false));
    else await writeReport(placeOf(name, file), file, render(name, true));
  }
  const summary = session.env['GITHUB_STEP_SUMMARY'];
  if (summary && deliveries.some(({ name }) => name === 'github'))
    await appendSummary(summary, render('markdown', true), await tooLong(lang));
}

async function writeReport(place: string, file: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(file));
    await writeFile(file, text);
  } catch (error) {
    throw cannotWrite(place, 'results', error);
  }
}

async function tooLong(language: string): Promise<string> {
  const { say } = await import('../check/said.ts');
  const { openTeller } = await import('../check/words.ts');
  return openTeller(language)(say('check-summary-too-long'));
}

/** As much of the report as there is room for, whole lines, and a word about the rest. */
async function appendSummary(file: string, text: string, tooLongWords: string): Promise<void> {
  const taken = await stat(file).then(
    ({ size }) => size,
    () => 0,
  );
  const rest = `\n\n${tooLongWords}\n`;
  const room = MOST_SUMMARY_BYTES - taken - Buffer.byteLength(rest);
  try {
    await appendFile(file, Buffer.byteLength(text) <= room ? text : wholeLines(text, room) + rest);
  } catch (error) {
    throw cannotWrite(`GITHUB_STEP_SUMMARY=${file}`, 'step summary', error);
  }
}

function wholeLines(text: string, roomBytes: number): string {
  const bytes = Buffer.from(text);
  const end = bytes.lastIndexOf(0x0a, Math.max(0, roomBytes - 1));
  return end < 0 ? '' : bytes.toString('utf8', 0, end);
}
