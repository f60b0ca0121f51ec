// Options of `tcpexplain craft` that would have no effect beside another: a mistake, rather than passed over.

import type { CraftFlags } from './craft-options.ts';

type Flag = readonly [name: keyof CraftFlags, flag: string];

/** Of the CSV file. */
const OF_A_FILE: readonly Flag[] = [
  ['timeColumn', '--time-column'],
  ['answerTimeColumn', '--answer-time-column'],
];

/** Of the one link header that has addresses and a least length. */
const OF_ETHERNET: readonly Flag[] = [
  ['srcMac', '--src-mac'],
  ['dstMac', '--dst-mac'],
  ['pad', '--no-pad'],
];

/** The line that names the two that do not go together; null: all do. */
export function craftConflict(
  { message, link, output, nanoseconds }: CraftFlags,
  isGiven: (name: keyof CraftFlags) => boolean,
): string | null {
  const given = (flags: readonly Flag[]): string | undefined =>
    flags.find(([name]) => isGiven(name))?.[1];
  const ofFile = given(OF_A_FILE);
  if (message !== undefined && ofFile !== undefined)
    return `${ofFile} has no effect with --message, which has no columns: leave one of them out`;
  if (nanoseconds === true && output?.endsWith('.pcapng') === true)
    return `--nanoseconds has no effect with -o ${output}, which has them anyway: leave it out`;
  const ofEthernet = given(OF_ETHERNET);
  if (link !== 'ethernet' && ofEthernet !== undefined)
    return `${ofEthernet} has no effect with --link ${link}: leave it out, or add --link ethernet`;
  return null;
}
