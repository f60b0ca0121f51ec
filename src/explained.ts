// From an analysis to the model every report is rendered from: explain, then lay out.

import type { Analysis } from './collect/analysis.ts';
import { openCatalogue } from './explain/catalogue.ts';
import { explainOverview } from './explain/explain-overview.ts';
import { explainRow, type Detail } from './explain/explain-row.ts';
import type { Explanation } from './explain/explanation.ts';
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
 * Gathers everything a report shows; the selected rows are explained as it asks for them. Same arguments, same model. Passwords are masked
 * unless the analysis was collected with `showSecrets`.
 */
export function explainAnalysis(collected: Analysis, options: ExplainOptions = {}): ReportModel {
  const { analysis, frames: masked } = maskSecrets(collected);
  const catalogue = openCatalogue(options.language ?? 'en');
  const detail = options.detail ?? 'full';
  const story = buildStory(analysis);
  const overview = explainOverview(analysis, story, catalogue);
  const explain = (row: Analysis['rows'][number]): Explanation =>
    explainRow(row, story, catalogue, detail);
  return buildModel(analysis, explain, overview, { catalogue, detail, masked });
}
