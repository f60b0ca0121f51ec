// The last row's finding of one kind, of a scripted connection.
import type { Finding, FindingKind } from '../../../src/classify/finding.ts';
import { analyzeBytes } from '../../../src/index.ts';
import { type Trace, trace } from '../../support/trace.ts';
import type { TraceOptions } from '../../support/trace-side.ts';

export async function lastFinding(
  kind: FindingKind,
  script: (t: Trace) => unknown,
  options: TraceOptions = {},
  frame?: number,
): Promise<Finding | undefined> {
  const t = trace(options);
  script(t);
  const { rows } = await analyzeBytes(t.capture(), 'trace', { maxRows: Infinity });
  const row = frame === undefined ? rows.at(-1) : rows.find((one) => one.frame === frame);
  return row?.findings.find((finding) => finding.kind === kind);
}
