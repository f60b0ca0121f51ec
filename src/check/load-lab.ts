// Reads a lab file: YAML 1.2 with places, the schema, then sense. Everything wrong is told at once, by line and column.

import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { senseFaults } from './lab-sense.ts';
import { faultsOf, type Fault, type Mistake } from './mistakes.ts';
import { given, say } from './said.ts';
import { Lab } from './schema/lab.ts';

/** Counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface LoadedLab {
  readonly lab: Lab;
  /** Where each expectation begins, by its index. */
  readonly places: readonly Place[];
}

/** A lab file that cannot be used: every mistake of it. Its message names their places. */
export class LabFileError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(mistakes.map(({ line, column }) => `${line}:${column}`).join(' '));
    this.mistakes = mistakes;
  }
}

/** Aliases a file may expand to: far more than people write, far less than a bomb. */
const MOST_ALIASES = 100;

/**
 * The lab that `text` describes.
 * @throws LabFileError with every mistake, in the order of the file
 */
export function loadLab(text: string): LoadedLab {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (document.errors.length > 0) {
    throw new LabFileError(
      document.errors.map(({ pos, message }) => ({
        ...placeAt(pos[0]),
        said: say('check-mistake-yaml', { why: given(firstLine(message)) }),
      })),
    );
  }
  const placed = (fault: Fault): Mistake => ({
    ...placeAt(offsetOf(document, fault)),
    said: fault.said,
  });
  const fail = (faults: readonly Fault[]): never => {
    const mistakes = faults.map(placed);
    throw new LabFileError(mistakes.sort((a, b) => a.line - b.line || a.column - b.column));
  };
  const parsed = Lab.safeParse(plainValue(document, fail), { reportInput: true });
  if (!parsed.success) return fail(faultsOf(parsed.error, Lab));
  const faults = senseFaults(parsed.data);
  if (faults.length > 0) return fail(faults);
  return {
    lab: parsed.data,
    places: parsed.data.expect.map((_, i) => placeAt(offsetOf(document, { path: ['expect', i] }))),
  };
}

function plainValue(document: Document, fail: (faults: readonly Fault[]) => never): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const why = given(error instanceof Error ? firstLine(error.message) : String(error));
    return fail([{ path: [], said: say('check-mistake-plain', { why }) }]);
  }
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!;

/** Where the fault stands; where its nearest surrounding stands when it is about something missing. */
function offsetOf(document: Document, { path, key }: Pick<Fault, 'path' | 'key'>): number {
  for (let len = path.length; len >= 0; len--) {
    const node = len === 0 ? document.contents : document.getIn(path.slice(0, len), true);
    if (!isNode(node)) continue;
    if (key !== undefined && isMap(node)) {
      const found = node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
      if (isScalar(found?.key)) return found.key.range?.[0] ?? 0;
    }
    return node.range?.[0] ?? 0;
  }
  return 0;
}
