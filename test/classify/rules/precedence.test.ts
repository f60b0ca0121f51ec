// Which finding overrules which is a table: it must come to an end, and it must be obeyed.
import { describe, expect, test } from 'vitest';
import { FINDING_KINDS, type Finding, type FindingKind } from '../../../src/classify/finding.ts';
import { OVERRULES, withoutOverruled } from '../../../src/classify/precedence.ts';

const finding = (kind: FindingKind): Finding => ({
  kind,
  frame: 1,
  severity: 'note',
  certainty: 'certain',
  evidence: {},
  refs: [],
});

describe('precedence', () => {
  test.each(FINDING_KINDS)('%s never comes to overrule itself', (start) => {
    const reached = new Set<FindingKind>();
    const open = [...(OVERRULES[start] ?? [])];
    for (let kind = open.pop(); kind !== undefined; kind = open.pop()) {
      if (reached.has(kind)) continue;
      reached.add(kind);
      open.push(...(OVERRULES[kind] ?? []));
    }
    expect([...reached]).not.toContain(start);
  });

  test('drops what is overruled and keeps the order of the rest', () => {
    const kinds = (['retransmission', 'captured-twice', 'cut-frame'] as const).map(finding);
    expect(withoutOverruled(kinds).map(({ kind }) => kind)).toEqual([
      'captured-twice',
      'cut-frame',
    ]);
  });

  test('in a stream that goes on, other bytes and a repetition may both be true of one row', () => {
    const kinds = (['conflicting-overlap', 'retransmission'] as const).map(finding);
    expect(withoutOverruled(kinds)).toEqual(kinds);
  });

  test('a sender that stands still repeats nothing, though its text begin like an older one', () => {
    const kinds = (['same-sequence-other-bytes', 'retransmission'] as const).map(finding);
    expect(withoutOverruled(kinds).map(({ kind }) => kind)).toEqual(['same-sequence-other-bytes']);
  });

  test('what is overruled overrules nothing', () => {
    const kinds = (
      ['conflicting-overlap', 'same-sequence-other-bytes', 'retransmission'] as const
    ).map(finding);
    expect(withoutOverruled(kinds).map(({ kind }) => kind)).toEqual([
      'conflicting-overlap',
      'retransmission',
    ]);
  });
});
