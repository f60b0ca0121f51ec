// Wireshark's letters for tcp.completeness, one place a bit: R F D A S S.

import { Completeness } from '../tcp/connection.ts';

const PLACES = [
  ['R', Completeness.Rst],
  ['F', Completeness.Fin],
  ['D', Completeness.Data],
  ['A', Completeness.Ack],
  ['S', Completeness.SynAck],
  ['S', Completeness.Syn],
] as const;

/** As tcp.completeness.str prints it: a middle dot for what is missing, "[ Null ]" for nothing at all. */
export const completenessText = (completeness: number): string => TEXTS[completeness]!;

/** Of every combination of bits. */
const TEXTS = Array.from({ length: 1 << PLACES.length }, (_, completeness) =>
  completeness === 0
    ? '[ Null ]'
    : PLACES.map(([letter, bit]) => (completeness & bit ? letter : '\u00b7')).join(''),
);
