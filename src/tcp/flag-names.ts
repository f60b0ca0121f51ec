// Names of the TCP control bits (RFC 9293 3.1, RFC 3168 for ECE and CWR, RFC 9768 for AE), in display order.

import { TcpFlag } from '../decode/tcp-view.ts';

export const FLAG_NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'] as const;

export type FlagName = (typeof FLAG_NAMES)[number];

const FLAG_SETS = new Map<number, readonly FlagName[]>();

/** Names of the flags set, in the order of FLAG_NAMES. The same array for the same flags. */
export function flagNames(flags: number): readonly FlagName[] {
  const known = FLAG_SETS.get(flags);
  if (known) return known;
  const names = FLAG_NAMES.filter((name) => flags & TcpFlag[name]);
  FLAG_SETS.set(flags, names);
  return names;
}
