// Confirmations of bytes that their receiver had not sent, in words (RFC 9293 3.10.7.4, RFC 2018 3).

import type { Finding } from '../classify/finding.ts';
import { digits, list, message, row as rowArg, type Placed } from './args.ts';
import { framesOf, numberOf, wordOf } from './evidence.ts';
import type { Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

export const ackedUnsent = (_: Scene, finding: Finding): readonly Saying[] => [
  say('worry', 'acked-unsent', {
    shown: numberOf(finding, 'shown'),
    row: rowArg(numberOf(finding, 'refutedBy')),
  }),
  say('why', 'acked-unsent-why', {}, ['RFC 9293 3.10.7.4']),
];

export function sackedUnsent(_: Scene, finding: Finding): readonly Saying[] {
  const args = {
    ranges: rangesOf(finding, 'from', 'to'),
    count: framesOf(finding, 'from').length,
    shown: numberOf(finding, 'shown'),
    row: rowArg(numberOf(finding, 'refutedBy')),
  };
  switch (wordOf(finding, 'doubt')) {
    case 'below':
      // Relative numbers go round there.
      return [
        say('worry', 'sacked-below-first', {
          ...args,
          ranges: rangesOf(finding, 'rawFrom', 'rawTo'),
        }),
        say('why', 'sacked-unsent-why'),
      ];
    case 'ended':
      return [say('worry', 'sacked-behind-end', args), say('why', 'sacked-unsent-why')];
    case 'refuted':
      return [say('worry', 'sacked-unsent', args), say('why', 'sacked-unsent-why')];
    default:
      return [say('certainty', 'sacked-unshown', args)];
  }
}

function rangesOf(finding: Finding, fromKey: string, toKey: string): Placed {
  const ends = framesOf(finding, toKey);
  return list(
    framesOf(finding, fromKey).map((first, at) =>
      message('part-byte-range', { first: digits(first), last: digits((ends[at]! - 1) >>> 0) }),
    ),
  );
}
