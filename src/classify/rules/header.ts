// What the headers themselves give away: flags that exclude each other, broken options, cut frames.

import { headerCertainty } from './checksum.ts';
import type { Rule } from './rule.ts';

/** SYN, FIN and RST open, close and abort: at most one of them makes sense, and a segment has some flag. */
export const conflictingFlags: Rule = (row) => {
  const names = row.tcp.flagNames;
  const acts = ['SYN', 'FIN', 'RST'].filter((name) => names.includes(name));
  if (acts.length < 2 && row.tcp.flags !== 0) return null;
  return {
    kind: 'conflicting-flags',
    frame: row.frame,
    severity: 'warn',
    certainty: headerCertainty(row),
    evidence: { flags: names.join(', ') },
    refs: ['RFC 9293 3.1'],
  };
};

export const malformedHeader: Rule = (row) =>
  row.tcp.dataOffset >= 5 && row.tcp.headerLen <= row.network.totalLen - row.network.headerLen
    ? null
    : {
        kind: 'malformed-header',
        frame: row.frame,
        severity: 'error',
        certainty: headerCertainty(row),
        evidence: { dataOffset: row.tcp.dataOffset },
        refs: ['RFC 9293 3.1'],
      };

export const malformedOption: Rule = (row) => {
  const broken = row.tcp.options.find((option) => option.malformed !== undefined);
  // Where the capture cut the options off, the last one only looks as if it ended too soon.
  const cutHere =
    row.capLen < row.origLen && broken !== undefined && broken.end >= row.bytes.length;
  if (!broken || cutHere) return null;
  return {
    kind: 'malformed-option',
    frame: row.frame,
    severity: 'error',
    certainty: headerCertainty(row),
    evidence: { optionKind: broken.kind, reason: broken.malformed ?? '' },
    refs: ['RFC 9293 3.2'],
  };
};

export const cutFrame: Rule = (row) =>
  row.capLen >= row.origLen
    ? null
    : {
        kind: 'cut-frame',
        frame: row.frame,
        severity: 'note',
        certainty: 'certain',
        evidence: { capLen: row.capLen, origLen: row.origLen },
        refs: [],
      };
