// Our verdicts about a row in words: what was found, by which proof, how sure, and whether to worry.
// Those that belong to a concept with a file of its own (closed port, captured at the sender) are told there.

import type { Finding, FindingKind } from '../classify/finding.ts';
import type { ConnectionFacts } from '../tcp/connection-facts.ts';
import { bytes, code, duration, field, hex, row as rowArg } from './args.ts';
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
  'midstream-start': midstream,
  'reused-ports': reused,
  retransmission: retransmitted,
  'captured-twice': capturedTwice,
  'conflicting-flags': (_, finding) => [
    say('worry', 'conflicting-flags', { flags: code(String(finding.evidence['flags'] ?? '')) }, [
      Rfc.TcpHeader,
    ]),
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
  if (kinds.has('captured-twice')) return headline('captured-twice-headline');
  if (kinds.has('retransmission') && row.kind === 'data')
    return headline('retransmission-headline');
  return null;
}

function sameSequence(scene: Scene, finding: Finding): readonly Saying[] {
  const earlier = numberOf(finding, 'earlierFrame');
  const len = numberOf(finding, 'lenBytes');
  const earlierLen = numberOf(finding, 'earlierLenBytes');
  const at = numberOf(finding, 'differAt');
  const args = {
    row: rowArg(earlier),
    field: field('Seq', scene.row.tcp.relSeq),
    raw: scene.row.tcp.seq,
    len: bytes(len),
    earlierLen: bytes(earlierLen),
    at: at + 1,
  };
  const isFirst = isLecture(scene, 'same-sequence');
  return [
    say('how', 'same-sequence-differs', args),
    isFirst
      ? say('why', 'same-sequence-why-first', args, [Rfc.SequenceNumbers])
      : say('why', 'same-sequence-why', args),
    finding.certainty === 'certain'
      ? say('certainty', 'same-sequence-certain', args)
      : say('certainty', 'same-sequence-likely', args),
    isFirst ? say('worry', 'same-sequence-worry-first') : say('worry', 'same-sequence-worry'),
  ];
}

/** The capture began later than the connection, or there never was one: then the first segment is refused. */
function midstream({ row, story, connection }: Scene): readonly Saying[] {
  if (row.kind === 'syn' || row.kind === 'syn-ack') return [];
  if (!story.isRefused(connection.stream))
    return [
      say('why', 'midstream-why', {}, [Rfc.Establishing]),
      say('certainty', 'midstream-unknown'),
    ];
  if (row.links.answeredBy === null) return [];
  return [say('why', 'no-connection', { row: rowArg(row.links.answeredBy) }, [Rfc.Establishing])];
}

function retransmitted(_: Scene, finding: Finding): readonly Saying[] {
  const args = {
    row: rowArg(numberOf(finding, 'earlierFrame')),
    delay: duration(numberOf(finding, 'elapsedNs')),
  };
  return [
    say('why', 'retransmission-why', args, [Rfc.Retransmission, Rfc.RetransmissionTimer]),
    say('certainty', 'retransmission-certainty', args),
    say('worry', 'retransmission-worry'),
  ];
}

function capturedTwice({ row }: Scene, finding: Finding): readonly Saying[] {
  const args = {
    row: rowArg(numberOf(finding, 'earlierFrame')),
    delay: duration(numberOf(finding, 'elapsedNs')),
    id: hex(row.network.id, 4),
  };
  const told = [say('why', 'captured-twice', args), say('worry', 'captured-twice-worry')];
  return finding.certainty === 'certain'
    ? told
    : [...told, say('certainty', 'captured-twice-likely')];
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
  const first = scene.story.firstMention('offloading') ?? scene.row.frame;
  if (first !== scene.row.frame)
    return [say('how', 'offloaded-again', { ...args, first: rowArg(first) })];
  const zero = numberOf(finding, 'found') === 0;
  return [
    say('how', zero ? 'offloaded-zero' : 'offloaded-sum', args, [Rfc.Checksum]),
    say('why', 'offloaded-why'),
    say('worry', 'offloaded-worry'),
  ];
}

function damaged(_: Scene, finding: Finding): readonly Saying[] {
  const args = {
    found: hex(numberOf(finding, 'found'), 4),
    computed: hex(numberOf(finding, 'computed'), 4),
  };
  return [say('how', 'damaged-sum', args, [Rfc.Checksum]), say('worry', 'damaged-worry')];
}

/** Both ends of a connection, whoever is client. */
const endsOf = ({ client, server }: ConnectionFacts): string =>
  [client, server]
    .map(({ address, port }) => `${address} ${port}`)
    .sort()
    .join(' ');

function reused({ row, story, connection }: Scene): readonly Saying[] {
  const ends = endsOf(connection);
  const earlier = story.analysis.connections.findLast(
    (other) => other.firstFrame < connection.firstFrame && endsOf(other) === ends,
  );
  if (earlier === undefined || earlier.firstFrame === row.frame) return [];
  return [say('links', 'reused-ports', { row: rowArg(earlier.firstFrame) })];
}

function malformedOption(_: Scene, finding: Finding): readonly Saying[] {
  const reason = String(finding.evidence['reason'] ?? '');
  return [
    say('worry', 'malformed-option', { kind: numberOf(finding, 'optionKind'), reason }, [
      Rfc.TcpHeader,
    ]),
  ];
}
