// With which TTL (or hop limit) a host's packets arrive: routers on the way take one off each (RFC 1812 5.3.1), and a device on
// the way that writes packets in the host's name has fewer of them behind it.

import { grouped } from '../../tcp/grouped.ts';
import type { RuleRow } from './rule.ts';

/** What kernels and devices in use begin with. */
const INITIAL_TTLS = [64, 128, 255] as const;
/** Fewer do not show a habit. */
const FEWEST_SENT = 3;

/** What its sender most likely began with. */
export const initialTtl = ({ network }: RuleRow): number =>
  INITIAL_TTLS.find((ttl) => network.ttl <= ttl) ?? network.ttl;

const routersPassed = (row: RuleRow): number => initialTtl(row) - row.network.ttl;

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
