// The reporters by name. Each is a pure function from results to text.

import type { ColourLevel } from '../../report/terminal-style.ts';
import type { CheckRun } from '../check-run.ts';
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
}

export type Reporter = (run: CheckRun, options: ReporterOptions) => string;

export const REPORTERS = {
  pretty: (run, { colour }) => prettyReport(run, colour),
  github: (run) => githubReport(run),
  junit: (run) => junitReport(run),
  sarif: (run, { version }) => sarifReport(run, version),
  tap: (run) => tapReport(run),
  gradescope: (run) => gradescopeReport(run),
  json: (run) => jsonReport(run),
  markdown: (run) => markdownReport(run),
} as const satisfies Record<string, Reporter>;

export type ReporterName = keyof typeof REPORTERS;
