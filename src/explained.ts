// From an analysis to the model every report is rendered from: explain, then lay out.

import type { Analysis } from './collect/analysis.ts';
import { openCatalogue } from './explain/catalogue.ts';
import { explainOverview } from './explain/explain-overview.ts';
import { explainRow, type Detail } from './explain/explain-row.ts';
import { maskSecrets } from './explain/mask-secrets.ts';
import { buildStory } from './explain/story.ts';
import { buildModel } from './report/build-model.ts';
import type { ReportModel } from './report/report-model.ts';

export interface ExplainOptions {
  /** A language of LANGUAGES; English when absent. */
  readonly language?: string;
  readonly detail?: Detail;
}

/**
 * Explains the selected rows and gathers everything a report shows. Same arguments, same model. Passwords are masked
 * unless the analysis was collected with `showSecrets`.
 */
export function explainAnalysis(collected: Analysis, options: ExplainOptions = {}): ReportModel {
  const { analysis, frames: masked } = maskSecrets(collected);
  const catalogue = openCatalogue(options.language ?? 'en');
  const detail = options.detail ?? 'full';
  const story = buildStory(analysis);
  const shown = analysis.rows.filter(
    ({ frame }) => analysis.selected === null || analysis.selected.has(frame),
  );
  const explanations = new Map(
    shown.map((row) => [row.frame, explainRow(row, story, catalogue, detail)]),
  );
  const overview = explainOverview(analysis, story, catalogue);
  return buildModel(analysis, explanations, overview, { catalogue, detail, masked });
}
