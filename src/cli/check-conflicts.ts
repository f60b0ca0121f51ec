// Options of `tcpexplain check` that would have no effect beside another: a mistake, rather than passed over.

/** Of a check that is made. */
const OF_A_CHECK = ['lab', 'reporter'];

/** The line that names the two that do not go together; null: all do. */
export function checkConflict(
  files: readonly string[],
  isGiven: (option: string) => boolean,
): string | null {
  if (isGiven('schema')) {
    const option = ['init', ...OF_A_CHECK].find(isGiven);
    const what = files.length > 0 ? 'a capture' : option && `--${option}`;
    return what
      ? `${what} has no effect with --schema, which prints the schema of every lab file: leave one of them out`
      : null;
  }
  const option = isGiven('init') ? OF_A_CHECK.find(isGiven) : undefined;
  return option === undefined
    ? null
    : `--${option} has no effect with --init, which prints a lab file and checks nothing: leave one of them out`;
}
