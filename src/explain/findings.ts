// Our verdicts about a row in words: what was found, by which proof, how sure, and whether to worry.
// Those that belong to a concept with a file of its own (closed port, captured at the sender) are told there.

import type { Finding, FindingKind } from '../classify/finding.ts';
import { bytes, duration, hex, row as rowArg } from './args.ts';
import { Rfc } from './references.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, isLecture, say } from './scene.ts';

type FindingExplainer = (scene: Scene, finding: Finding) => readonly Saying[];

const numberOf = ({ evidence }: Finding, key: string): number => {
  const value = evidence[key];
  return typeof value === 'number' ? value : 0;
};

const elsewhere: FindingExplainer = () => [];

const FINDING_EXPLAINERS: Readonly<Record<FindingKind, FindingExplainer>> = {
  'same-sequence-other-bytes': sameSequence,
  'closed-port': elsewhere,
  'checksum-offloaded': offloaded,
  'checksum-damaged': damaged,
  'delayed-ack': delayed,
  'captured-at-sender': elsewhere,
  'midstream-start': (scene) =>
    scene.row.kind === 'syn' || scene.row.kind === 'syn-ack'
      ? []
      : [say('why', 'midstream', {}, [Rfc.Establishing]), say('certainty', 'midstream-unknown')],
  'reused-ports': (scene, finding) => reused(scene, finding),
  retransmission: retransmitted,
  'conflicting-flags': () => [
    say('worry', 'conflicting-flags', {}, [Rfc.TcpHeader]),
  ],
  'malformed-header': (_, finding) => [
    say('worry', 'malformed-header', { words: numberOf(finding, 'dataOffset') }, [Rfc.TcpHeader]),
  ],
  'malformed-option': malformedOption,
  'cut-frame': (_, finding) => [
    say('certainty', 'cut-frame', {
      captured: numberOf(finding, 'capLen'),
      frame: numberOf(finding, 'origLen'),
    }),
  ],
  'gap-before': (_, finding) => [
    say('worry', 'gap-before', { bytes: bytes(numberOf(finding, 'missingBytes')) }),
  ],
  'acked-unseen': () => [say('worry', 'acked-unseen')],
};

export const explainFindings: Explainer = (scene) =>
  scene.row.findings.flatMap((finding) => FINDING_EXPLAINERS[finding.kind](scene, finding));

/** A finding that changes what the row is; the first of the table wins. */
export function findingHeadline({ row }: Scene): Message | null {
  const kinds = new Set(row.findings.map(({ kind }) => kind));
  if (kinds.has('malformed-header')) return headline('malformed-header-headline');
  if (kinds.has('same-sequence-other-bytes')) return headline('same-sequence-headline');
  if (kinds.has('retransmission') && row.kind === 'data') return headline('retransmission-headline');
  return null;
}

function sameSequence(scene: Scene, finding: Finding): readonly Saying[] {
  const earlier = numberOf(finding, 'earlierFrame');
  const len = numberOf(finding, 'lenBytes');
  const earlierLen = numberOf(finding, 'earlierLenBytes');
  const at = numberOf(finding, 'differAt');
  const args = {
    row: rowArg(earlier),
    seq: scene.row.tcp.relSeq,
    raw: scene.row.tcp.seq,
    len: bytes(len),
    earlierLen: bytes(earlierLen),
    at: at + 1,
  };
  const shared = Math.min(len, earlierLen);
  const isFirst = isLecture(scene, 'same-sequence');
  return [
    say('how', at < shared ? 'same-sequence-differs' : 'same-sequence-longer', args),
    isFirst
      ? say('why', 'same-sequence-why-first', args, [Rfc.SequenceNumbers])
      : say('why', 'same-sequence-why', args),
    finding.certainty === 'certain'
      ? say('certainty', 'same-sequence-certain', args)
      : say('certainty', 'same-sequence-likely', args),
    isFirst ? say('worry', 'same-sequence-worry-first') : say('worry', 'same-sequence-worry'),
  ];
}

function retransmitted(scene: Scene, finding: Finding): readonly Saying[] {
  const args = {
    row: rowArg(numberOf(finding, 'earlierFrame')),
    delay: duration(numberOf(finding, 'elapsedNs')),
  };
  return [
    say('why', 'retransmission', args, [Rfc.Retransmission, Rfc.RetransmissionTimer]),
    say('certainty', 'retransmission-certainty', args),
    say('worry', 'retransmission-worry'),
  ];
}

function delayed(scene: Scene, finding: Finding): readonly Saying[] {
  const args = {
    row: rowArg(numberOf(finding, 'acknowledges')),
    delay: duration(numberOf(finding, 'elapsedNs')),
  };
  if (isLecture(scene, 'delayed-ack'))
    return [
      say('why', 'delayed-ack-first', args, [Rfc.HostDelayedAck, Rfc.DelayedAcknowledgment]),
      say('certainty', 'delayed-ack-certainty'),
      say('worry', 'delayed-ack-worry'),
    ];
  const first = scene.story.firstMention('delayed-ack') ?? scene.row.frame;
  return [say('why', 'delayed-ack', { ...args, first: rowArg(first) }, [Rfc.HostDelayedAck])];
}

function offloaded(scene: Scene, finding: Finding): readonly Saying[] {
  const computed = finding.evidence['computed'];
  const args = {
    found: hex(numberOf(finding, 'found'), 4),
    computed: hex(typeof computed === 'number' ? computed : 0, 4),
  };
  const zero = numberOf(finding, 'found') === 0;
  const told = [say('how', zero ? 'offloaded-zero' : 'offloaded', args, [Rfc.Checksum])];
  const first = scene.story.firstMention('offloading') ?? scene.row.frame;
  return first === scene.row.frame
    ? [...told, say('why', 'offloaded-why-first'), say('worry', 'offloaded-worry')]
    : [...told, say('why', 'offloaded-why', { first: rowArg(first) })];
}

function damaged(_: Scene, finding: Finding): readonly Saying[] {
  const args = {
    found: hex(numberOf(finding, 'found'), 4),
    computed: hex(numberOf(finding, 'computed'), 4),
  };
  return [
    say('how', 'damaged', args, [Rfc.Checksum]),
    say('worry', 'damaged-worry'),
  ];
}

function reused({ story }: Scene, finding: Finding): readonly Saying[] {
  const earlier = story.connectionOf(numberOf(finding, 'earlierStream'));
  if (earlier === null) return [];
  return [say('links', 'reused-ports', { row: rowArg(earlier.firstFrame) }, [Rfc.Establishing])];
}

function malformedOption(_: Scene, finding: Finding): readonly Saying[] {
  const reason = String(finding.evidence['reason'] ?? '');
  return [
    say('worry', 'malformed-option', { kind: numberOf(finding, 'optionKind'), reason }, [
      Rfc.TcpHeader,
    ]),
  ];
}
