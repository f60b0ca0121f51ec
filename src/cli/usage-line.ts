// What commander says of a mistake in the command line, in the form of every other complaint: one line.

const SUGGESTION = /\n\(Did you mean (?<meant>[^\n]+)\?\)$/;

/** Without a suggestion the line ends with `help`, the command that shows what there is. */
export function usageLine(complaint: string, help: string): string {
  const text = complaint.trim().replace(/^error: /, '');
  const meant = SUGGESTION.exec(text)?.groups?.['meant'];
  if (meant !== undefined) return `${text.replace(SUGGESTION, '')} (did you mean ${meant}?)`;
  return `${text.replace(/\.$/, '')}; see ${help}`;
}
