// Options of `tcpexplain follow` that would have no effect beside another: a mistake, rather than passed over.

import type { FollowOptions } from './follow-options.ts';

type OptionName = keyof FollowOptions;

/** Of one connection; a session is of all, in one form. */
const OF_A_STREAM: readonly OptionName[] = ['stream', 'as', 'charset', 'time', 'side', 'output'];

/** Of the form that is ours; the others are tshark's to the byte. */
const OF_TEXT: readonly OptionName[] = ['charset', 'time'];

const FLAGS: Readonly<Partial<Record<OptionName, string>>> = { output: '-o' };

/** The line that names two options which do not go together, the first found; null: all do. */
export function conflictOf(
  options: FollowOptions,
  isGiven: (name: OptionName) => boolean,
): string | null {
  const flag = (name: OptionName): string => FLAGS[name] ?? `--${name}`;
  // --no-color is true of what has no colour anyway.
  const colour = options.color === true ? 'color' : undefined;
  if (options.session) {
    const name = OF_A_STREAM.find(isGiven) ?? colour;
    return name === undefined
      ? null
      : `${flag(name)} has no effect with --session, which tells all connections as one talk: leave one of them out`;
  }
  if (options.as === 'text') return null;
  const name = OF_TEXT.find(isGiven) ?? colour;
  return name === undefined
    ? null
    : `${flag(name)} has no effect with --as ${options.as}, which prints what tshark does: leave it out, or use --as text`;
}
