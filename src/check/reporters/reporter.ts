// The reporters by name. Each is a pure function from results to text.

import type { ColourLevel } from '../../report/terminal-style.ts';
import type { CheckRun } from '../check-run.ts';
import { escapeMarkdown, escapeTerminal, joinMarkdown } from '../../report/escape.ts';
import { openTeller, openWriter, type Tell } from '../words.ts';
import { githubReport } from './github.ts';
import { gradescopeReport } from './gradescope.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import { prettyReport } from './pretty.ts';
import { sarifReport } from './sarif.ts';
import { tapReport } from './tap.ts';

export interface ReporterOptions {
  /** Of a terminal; files have 0. */
  readonly colour: ColourLevel;
  /** Of this program. */
  readonly version: string;
  /** Of what is said; formats for programs are told without isolates. */
  readonly language: string;
}

export type Reporter = (run: CheckRun, options: ReporterOptions) => string;

const forPrograms =
  (report: (run: CheckRun, tell: Tell) => string): Reporter =>
  (run, { language }) =>
    report(run, openTeller(language));

export const REPORTERS = {
  pretty: (run, { colour, language }) =>
    prettyReport(run, openWriter(language, { escape: escapeTerminal }), colour),
  github: forPrograms(githubReport),
  junit: forPrograms(junitReport),
  sarif: (run, { version, language }) => sarifReport(run, openTeller(language), version),
  tap: forPrograms(tapReport),
  gradescope: forPrograms(gradescopeReport),
  json: forPrograms(jsonReport),
  markdown: (run, { language }) =>
    markdownReport(run, {
      text: openWriter(language, { escape: (text) => escapeMarkdown(text), join: joinMarkdown }),
      cell: openWriter(language, {
        escape: (text) => escapeMarkdown(text, 'cell'),
        join: joinMarkdown,
      }),
    }),
} as const satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof REPORTERS;
