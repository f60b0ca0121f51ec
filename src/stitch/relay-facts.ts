// What a relay is: one application message that a node took in on one connection and passed on in another.

import type { Certainty } from '../tcp/certainty.ts';
import type { ChangeLengths } from './relay.ts';

/** One application message passed on by a node from one connection to another. */
export interface RelayFacts {
  readonly inFrame: number;
  readonly outFrame: number;
  readonly inStream: number;
  readonly outStream: number;
  readonly delayNs: number;
  /** Text cut from the front and from behind, decoded from captured bytes (hostile). */
  readonly removed: string;
  readonly removedBehind: string;
  /** Text put in front and behind. */
  readonly added: string;
  readonly addedBehind: string;
  /** Bytes of these texts; absent where they are UTF-8 and can be counted. */
  readonly lengths?: ChangeLengths;
  /** The bytes both have in common. */
  readonly common: string;
  readonly certainty: Certainty;
  /** What was said before its taker came, told to him later. */
  readonly isHistory: boolean;
}
