// How far the capture proves a claim, whatever stage makes it.

export const CERTAINTIES = ['certain', 'likely', 'possible'] as const;

export type Certainty = (typeof CERTAINTIES)[number];

/** The less sure of two. */
export const weaker = (a: Certainty, b: Certainty): Certainty =>
  CERTAINTIES.indexOf(a) > CERTAINTIES.indexOf(b) ? a : b;
