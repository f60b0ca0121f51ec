// How much stitching keeps and tells: what may be chosen, and what holds when nothing is chosen.

import type { Conversation } from './conversation.ts';

export interface StitchOptions {
  /** Memory for what is kept of all connections. */
  readonly budgetBytes?: number;
  /** Bytes kept of one direction; in parts, the longest message that is told as one. */
  readonly directionBytes?: number;
  /**
   * Once the memory for one direction is full, what the other says is left out too: nobody could tell what it answers, or
   * whether it is a password.
   */
  readonly endsTogether?: boolean;
  /** Messages told, in each part; those that came later are counted, or told in the next one. */
  readonly mostMessages?: number;
  /** Messages a second of one sender above which it floods. */
  readonly floodLimit?: number;
  /**
   * Takes the conversation in parts while the capture is read, each when the memory for it is full; `conversation`
   * gives the last one. Without it, what is beyond the budget is left out.
   */
  readonly onPart?: (part: Conversation) => void;
}

/** The same with nothing left open. */
export type StitchLimits = Required<Omit<StitchOptions, 'onPart'>>;

const BUDGET_BYTES = 32 << 20;
const PART_BUDGET_BYTES = 3 << 20;
const DIRECTION_BYTES = 256 << 10;
const PART_DIRECTION_BYTES = 1 << 20;
const MOST_MESSAGES = 50_000;
export const FLOOD_LIMIT = 20;

export function limitsOf(options: StitchOptions): StitchLimits {
  const inParts = options.onPart !== undefined;
  return {
    budgetBytes: options.budgetBytes ?? (inParts ? PART_BUDGET_BYTES : BUDGET_BYTES),
    directionBytes: options.directionBytes ?? (inParts ? PART_DIRECTION_BYTES : DIRECTION_BYTES),
    endsTogether: options.endsTogether ?? false,
    mostMessages: options.mostMessages ?? MOST_MESSAGES,
    floodLimit: options.floodLimit ?? FLOOD_LIMIT,
  };
}
