// Whether a reset ended anything: its receiver does not obey one whose number is not the one that it waits for
// (RFC 9293 3.10.7.4, RFC 5961 3.2; refused-reset.ts).

import type { TcpStateName } from './state.ts';

/** What a row tells of it. */
interface Told {
  readonly kind: string;
  readonly links: { readonly refutedBy: number | null };
  readonly clientState: TcpStateName;
  readonly serverState: TcpStateName;
}

const NOT_CONNECTED = new Set<TcpStateName>([
  'unknown',
  'CLOSED',
  'LISTEN',
  'SYN-SENT',
  'SYN-RECEIVED',
]);

/** Both ends have their connection behind it: its number lay outside the window. */
const isOutside = ({ clientState, serverState }: Told): boolean =>
  !NOT_CONNECTED.has(clientState) && !NOT_CONNECTED.has(serverState);

export const endedNothing = (row: Told): boolean =>
  row.kind === 'rst' && (row.links.refutedBy !== null || isOutside(row));
