// GitHub workflow commands: at most ten annotations a kind, which is all GitHub shows of a step; the rest stands in the
// step summary (markdown.ts). They point at the expectation in the lab file: a capture has no lines.

import { visible } from '../../report/escape.ts';
import type { CheckRun } from '../check-run.ts';
import { explained, line, ofCapture } from '../result-words.ts';
import { say } from '../said.ts';
import type { Tell } from '../words.ts';

/** GitHub shows so many errors, and as many warnings, of one step. */
export const MOST_ANNOTATIONS = 10;

interface Annotation {
  readonly kind: 'error' | 'warning';
  /** Line of the lab file. */
  readonly place: number;
  readonly title: string;
  readonly message: string;
}

export function githubReport(run: CheckRun, tell: Tell): string {
  const all = annotationsOf(run, tell);
  const shown = (['error', 'warning'] as const).flatMap((kind) =>
    limited(
      all.filter((one) => one.kind === kind),
      tell,
    ),
  );
  return shown
    .map(
      ({ kind, place, title, message }) =>
        `::${kind} file=${property(run.labFile)},line=${place},title=${property(title)}::${data(message)}\n`,
    )
    .join('');
}

/** The last place says how many there is no room for. */
function limited(annotations: readonly Annotation[], tell: Tell): readonly Annotation[] {
  const [first] = annotations;
  if (first === undefined || annotations.length <= MOST_ANNOTATIONS) return annotations;
  const left = annotations.length - MOST_ANNOTATIONS + 1;
  const rest = {
    ...first,
    place: 1,
    title: tell(say('check-annotations-left', { count: left })),
    message: tell(say('check-in-summary')),
  };
  return [...annotations.slice(0, MOST_ANNOTATIONS - 1), rest];
}

function annotationsOf(run: CheckRun, tell: Tell): Annotation[] {
  return run.captures.flatMap((capture) => {
    if (capture.unreadable !== null)
      return [
        {
          kind: 'error' as const,
          place: 1,
          title: capture.file,
          message: visible(capture.unreadable),
        },
      ];
    const notices = capture.notices.map((notice) => ({
      kind: 'warning' as const,
      place: 1,
      title: capture.file,
      message: visible(notice),
    }));
    const unmet = capture.results
      .filter(({ status }) => status !== 'pass')
      .map((result) => ({
        kind: result.status === 'fail' ? ('error' as const) : ('warning' as const),
        place: run.places[result.number - 1]?.line ?? 1,
        title: tell(ofCapture(capture, result.title)),
        message: explained(capture, result)
          .map((part) => visible(tell(line(part))))
          .join('\n'),
      }));
    return [...notices, ...unmet];
  });
}

/** What would end a command, or begin another, is percent-encoded. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string =>
  data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
