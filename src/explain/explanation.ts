// The shape of an explanation: what is said of one row, in the order a reader asks.

import type { RichText } from './rich-text.ts';

/** The order in which a row is explained. */
export const ASPECTS = ['what', 'how', 'why', 'links', 'program', 'certainty', 'worry'] as const;

export type Aspect = (typeof ASPECTS)[number];

export interface ExplanationPart {
  readonly aspect: Aspect;
  /** Sentences, each a rich text. Never empty. */
  readonly sentences: readonly RichText[];
}

export interface Reference {
  /** "RFC 9293 3.5" */
  readonly text: string;
  /** https address of the section. */
  readonly url: string;
}

export interface Explanation {
  readonly frame: number;
  /** One line that says what the row is: "A client asks to open a connection". */
  readonly headline: RichText;
  /** In the order of ASPECTS; aspects with nothing to say are absent. */
  readonly parts: readonly ExplanationPart[];
  readonly references: readonly Reference[];
}

/** What is said of the capture as a whole, before the rows. */
export interface Overview {
  /** The story in a few sentences: who talked to whom, what was said, how it ended. */
  readonly story: readonly RichText[];
  /** One or two sentences for each connection, by stream. */
  readonly connections: ReadonlyMap<number, readonly RichText[]>;
  /** Where the capture was taken and how we know; what it cannot show. */
  readonly vantage: readonly RichText[];
  readonly limits: readonly RichText[];
  /** Losses first; empty where nothing stands out. */
  readonly standOuts: readonly StandOutWords[];
  readonly conversation: ConversationWords;
}

/** Segments of one kind that stand out. */
export interface StandOutWords {
  /** Wireshark's name for it: "TCP Retransmission". */
  readonly name: string;
  /** Wireshark's display filter that finds them. */
  readonly filter: string;
  readonly count: number;
  /** The first of them. */
  readonly frames: readonly number[];
  readonly meaning: readonly RichText[];
}

/** Who said what to whom, and what can be told of it. */
export interface ConversationWords {
  readonly lines: readonly SaidLine[];
  readonly facts: readonly RichText[];
  /** Says how many lines and facts are not here; null when all are. */
  readonly leftOut: RichText | null;
}

/** One thing said. Names and text are captured. */
export interface SaidLine {
  readonly timeNs: number;
  readonly from: string;
  readonly to: readonly string[];
  /** Null when it is no text. */
  readonly text: string | null;
  readonly len: number;
  /** All rows that carried it, those that passed it on too. */
  readonly frames: readonly number[];
  /** What became of it: passed on to whom, what was changed, who did not get it. */
  readonly notes: readonly RichText[];
}
