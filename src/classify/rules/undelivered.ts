// A segment that got no further, as an ICMP error reports (RFC 792, RFC 4443 3): whoever sends that has thrown it away.

import type { Rule, RuleRow, Surroundings } from './rule.ts';
import { isTaken } from './taken.ts';

export const undelivered: Rule = (row, around) => {
  const error = around.errorAbout(row);
  if (error === null || !isUndelivered(row, around)) return null;
  return {
    kind: 'undelivered',
    frame: row.frame,
    severity: 'note',
    certainty: error.isNamed ? 'certain' : 'likely',
    evidence: {
      errorFrame: error.frame,
      // Its receiver's computer refuses it, or somebody on the way.
      by: error.from === row.dst ? 'receiver' : 'network',
    },
    refs: ['RFC 1122 4.2.3.9'],
  };
};

/** Unless a row shows that it arrived all the same: then the error is about another copy, or forged. */
export const isUndelivered = (row: RuleRow, around: Surroundings): boolean =>
  around.errorAbout(row) !== null && !isTaken(row, around) && !isAnswered(row, around);

/** Unless another copy went before the answer came: that may have brought it about. */
function isAnswered(row: RuleRow, around: Surroundings): boolean {
  const { answeredBy } = row.links;
  return answeredBy !== null && !around.copiesAfter(row).some(({ frame }) => frame < answeredBy);
}
