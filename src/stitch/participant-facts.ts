// Who is behind a connection: the name its user gave himself, with the rows that show it.

import type { Certainty } from '../tcp/certainty.ts';

/** The name a program's user gave himself on one connection. */
export interface ParticipantFacts {
  readonly stream: number;
  readonly side: 'client' | 'server';
  readonly name: string;
  /** The row that introduces the name, and the row that proves it. */
  readonly introducedIn: number;
  readonly confirmedIn: number | null;
  readonly certainty: Certainty;
}
