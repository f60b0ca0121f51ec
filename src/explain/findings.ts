// Our verdicts about a row in words: what was found, by which proof, how sure, and whether to worry.
// Those that belong to a concept with a file of its own (closed port, captured at the sender) are told there.

import type { Finding, FindingKind } from '../classify/finding.ts';
import { hasHeardClock, timestampsOf } from '../tcp/option-values.ts';
import { bytes, code, field, hex, row as rowArg } from './args.ts';
import { repaired } from './damaged.ts';
import { numberOf, wordOf } from './evidence.ts';
import {
  capturedTwice,
  conflicting,
  late,
  retransmitted,
  sameSequence,
} from './findings-resent.ts';
import { resetCauses } from './findings-reset.ts';
import { ackedUnsent, sackedUnsent } from './findings-unsent.ts';
import { delayed, nagle, silly } from './findings-waiting.ts';
import { Rfc } from './references.ts';
import { reused } from './reused-ports.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, say } from './scene.ts';

type FindingExplainer = (scene: Scene, finding: Finding) => readonly Saying[];

const elsewhere: FindingExplainer = () => [];

const FINDING_EXPLAINERS: Readonly<Record<FindingKind, FindingExplainer>> = {
  'same-sequence-other-bytes': sameSequence,
  'conflicting-overlap': conflicting,
  'closed-port': elsewhere,
  'reset-cause': resetCauses,
  'checksum-offloaded': offloaded,
  'checksum-damaged': damaged,
  undelivered: elsewhere,
  'delayed-ack': delayed,
  'nagle-wait': nagle,
  'silly-window': silly,
  'midstream-start': midstream,
  'reused-ports': reused,
  retransmission: retransmitted,
  'captured-twice': capturedTwice,
  'out-of-order': late,
  'conflicting-flags': (_, finding) => {
    const flags = wordOf(finding, 'flags');
    return flags === ''
      ? [say('worry', 'no-flags', {}, [Rfc.TcpHeader])]
      : [say('worry', 'conflicting-flags', { flags: code(flags) }, [Rfc.TcpHeader])];
  },
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
  'gap-before': gap,
  'acked-unseen': (scene, { certainty }) => [
    say('worry', 'acked-unseen', { certainty }),
    ...maybeInFragments(scene, scene.row.dst),
  ],
  'acked-unsent': ackedUnsent,
  'sacked-unsent': sackedUnsent,
  'unmarked-keep-alive': unmarkedKeepAlive,
};

export const explainFindings: Explainer = (scene) =>
  scene.row.findings.flatMap((finding) => FINDING_EXPLAINERS[finding.kind](scene, finding));

/** A finding that changes what the row is; the first of the table wins. */
export function findingHeadline({ row }: Scene): Message | null {
  const kinds = new Set(row.findings.map(({ kind }) => kind));
  if (kinds.has('malformed-header')) return headline('malformed-header-headline');
  const badCopy = repaired(row);
  // A good copy of it may have come before.
  if (badCopy > 0 && !kinds.has('retransmission'))
    return headline('resent-damaged-headline', { row: rowArg(badCopy) });
  if (badCopy === 0 && kinds.has('same-sequence-other-bytes'))
    return headline('same-sequence-headline');
  if (badCopy === 0 && kinds.has('conflicting-overlap')) return headline('conflicting-headline');
  const twice = row.findings.find(({ kind }) => kind === 'captured-twice');
  if (twice !== undefined)
    return headline('captured-twice-headline', { place: wordOf(twice, 'place') });
  if (kinds.has('retransmission') && row.kind === 'data')
    return headline('retransmission-headline');
  if (kinds.has('out-of-order') && row.kind === 'data') return headline('out-of-order-headline');
  return null;
}

/** The capture began later than the connection, or there never was one: then the first segment is refused. */
function midstream({ row, story, connection }: Scene): readonly Saying[] {
  if (row.kind === 'syn' || row.kind === 'syn-ack') return [];
  if (connection.cutFrom !== null)
    return [
      say('why', 'cut-off-why', { stream: connection.cutFrom }),
      say('certainty', 'cut-off-numbers'),
    ];
  if (story.unopened(connection.stream) === 'scan') return [say('why', 'scan-no-connection')];
  if (!story.isRefused(connection.stream))
    return [
      say('why', 'midstream-why', {}, [Rfc.Establishing]),
      say('certainty', 'midstream-unknown'),
    ];
  if (row.links.answeredBy === null) return [];
  const clock = timestampsOf(row);
  const args = { row: rowArg(row.links.answeredBy) };
  return [
    say('why', 'no-connection', args, [Rfc.Establishing]),
    ...(clock !== null && hasHeardClock(row)
      ? [say('how', 'no-connection-heard', { field: field('TSecr', clock.ecr) }, [Rfc.Timestamps])]
      : []),
  ];
}

function offloaded(scene: Scene, finding: Finding): readonly Saying[] {
  const computed = finding.evidence['computed'];
  const args = {
    found: hex(numberOf(finding, 'found'), 4),
    computed: hex(typeof computed === 'number' ? computed : 0, 4),
  };
  const first = scene.story.firstMention('offloading') ?? scene.row.frame;
  if (wordOf(finding, 'by') === 'receiver')
    return [say('how', 'offloaded-joined', args, [Rfc.Checksum]), say('worry', 'offloaded-worry')];
  if (first !== scene.row.frame)
    return [say('how', 'offloaded-again', { ...args, first: rowArg(first) })];
  const zero = numberOf(finding, 'found') === 0;
  const isKnown = typeof computed === 'number' && computed >= 0;
  return [
    say('how', !isKnown ? 'offloaded-sum-cut' : zero ? 'offloaded-zero' : 'offloaded-sum', args, [
      Rfc.Checksum,
    ]),
    say('why', 'offloaded-why'),
    say('worry', 'offloaded-worry'),
  ];
}

function damaged({ row, receiver }: Scene, finding: Finding): readonly Saying[] {
  const args = {
    found: hex(numberOf(finding, 'found'), 4),
    computed: hex(numberOf(finding, 'computed'), 4),
  };
  const accepted = numberOf(finding, 'acceptedFrame');
  if (accepted === 0 && wordOf(finding, 'others') === 'not-good')
    return [say('how', 'damaged-sum', args, [Rfc.Checksum]), say('certainty', 'damaged-all')];
  // Only what takes sequence numbers is sent again; a reset is not.
  const isResent = row.kind !== 'rst' && row.tcp.nextRelSeq !== row.tcp.relSeq;
  const isOneSided = receiver.packets === 0;
  const worry = say('worry', isResent ? 'damaged-worry' : 'damaged-worry-alone');
  if (accepted === 0)
    return [
      say('how', 'damaged-sum', args, [Rfc.Checksum]),
      ...(isOneSided ? [say('certainty', 'damaged-one-side')] : []),
      say('program', 'damaged-program'),
      worry,
    ];
  const proof = {
    row: rowArg(accepted),
    acknowledgement: rowArg(numberOf(finding, 'acceptedBy')),
  };
  const id = accepted === finding.frame ? 'damaged-accepted' : 'damaged-accepted-other';
  return [say('how', 'damaged-sum', args, [Rfc.Checksum]), say('how', id, proof)];
}

function gap(scene: Scene, finding: Finding): readonly Saying[] {
  const count = numberOf(finding, 'missingBytes');
  const missing = bytes(count);
  const confirmedBy = numberOf(finding, 'confirmedBy');
  const fragments = maybeInFragments(scene, scene.row.src);
  if (confirmedBy === 0)
    return [say('worry', 'gap-before', { bytes: missing, count }), ...fragments];
  return [
    say('worry', 'gap-before-arrived', { bytes: missing, count, row: rowArg(confirmedBy) }),
    ...fragments,
  ];
}

/** The capture has pieces of segments from `src` to the other end of which it can make no segment. */
function maybeInFragments({ row, story }: Scene, src: string): readonly Saying[] {
  const dst = src === row.src ? row.dst : row.src;
  const open = story.analysis.capture.openFragments.find(
    (one) => one.src === src && one.dst === dst,
  );
  if (open === undefined) return [];
  const args = { count: open.count, src: code(src), dst: code(dst) };
  return [say('worry', 'missing-or-fragments', args)];
}

function unmarkedKeepAlive({ row }: Scene, finding: Finding): readonly Saying[] {
  const again = numberOf(finding, 'again');
  const confirmedBy = numberOf(finding, 'confirmedBy');
  const isOld = finding.certainty === 'certain';
  const args = { row: rowArg(again > 0 ? again : confirmedBy), seq: row.tcp.relSeq };
  if (again > 0) return [say('how', 'unmarked-keep-alive-again', args)];
  return [
    say('how', isOld ? 'unmarked-keep-alive-old' : 'unmarked-keep-alive', args),
    ...(isOld ? [] : [say('certainty', 'unmarked-keep-alive-likely', { seq: row.tcp.relSeq })]),
  ];
}

function malformedOption(_: Scene, finding: Finding): readonly Saying[] {
  const reason = wordOf(finding, 'reason');
  return [
    say('worry', 'malformed-option', { kind: numberOf(finding, 'optionKind'), reason }, [
      Rfc.TcpHeader,
    ]),
  ];
}
