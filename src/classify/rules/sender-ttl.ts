// With which TTL (or hop limit) a host's packets arrive: routers on the way take one off each (RFC 1812 5.3.1), and a device on
// the way that writes packets in the host's name has fewer of them behind it.

import { firstTtl } from '../../tcp/first-ttls.ts';
import { grouped } from '../../tcp/grouped.ts';
import type { RuleRow } from './rule.ts';

/** Fewer do not show a habit. */
const FEWEST_SENT = 3;

const routersPassed = ({ network }: RuleRow): number => firstTtl(network.ttl) - network.ttl;

/** By host, the last of its segments, but for resets, if all of them came with the same TTL. */
export function steadySenders(rows: readonly RuleRow[]): ReadonlyMap<string, RuleRow> {
  const sent = grouped(
    rows.filter(({ kind }) => kind !== 'rst'),
    ({ src }) => src,
  );
  return new Map(
    [...sent].flatMap(([src, own]) => {
      const last = own.at(-1)!;
      const isSteady = own.every(({ network }) => network.ttl === last.network.ttl);
      return own.length >= FEWEST_SENT && isSteady ? [[src, last] as const] : [];
    }),
  );
}

/** It has passed fewer routers than what its alleged sender sends. */
export const isFromNearer = (row: RuleRow, usual: RuleRow): boolean =>
  routersPassed(row) < routersPassed(usual);
