// Sequence numbers that come twice, in words: sent again, recorded twice, or other bytes under old numbers.

import type { Finding } from '../classify/finding.ts';
import type { Placed } from './args.ts';
import { bytes, digits, duration, field, hex, row as rowArg, rows as rowsArg } from './args.ts';
import { framesOf, numberOf, wordOf } from './evidence.ts';
import { fastOpenCookie } from './fast-open.ts';
import { lastOfPeer } from './links.ts';
import { Rfc } from './references.ts';
import type { Saying, Scene } from './scene.ts';
import { elapsedSince, isLecture, say } from './scene.ts';
import { stepBefore } from './syn-ack.ts';

export function sameSequence(scene: Scene, finding: Finding): readonly Saying[] {
  const args = {
    row: rowArg(numberOf(finding, 'earlierFrame')),
    field: field('Seq', scene.row.tcp.relSeq),
    raw: scene.row.tcp.seq,
    len: bytes(numberOf(finding, 'lenBytes')),
    earlierLen: bytes(numberOf(finding, 'earlierLenBytes')),
    at: numberOf(finding, 'differAt') + 1,
  };
  if (isDamage(finding)) return [say('how', 'same-sequence-differs', args), ...ofDamage(finding)];
  const isFirst = isLecture(scene, 'same-sequence');
  return [
    say('how', 'same-sequence-differs', args),
    isFirst
      ? say('why', 'same-sequence-why-first', args, [Rfc.SequenceNumbers])
      : say('why', 'same-sequence-why', args),
    howSure(finding),
    isFirst ? say('worry', 'same-sequence-worry-first') : say('worry', 'same-sequence-worry'),
  ];
}

export function conflicting(_: Scene, finding: Finding): readonly Saying[] {
  const args = {
    row: rowArg(numberOf(finding, 'earlierFrame')),
    from: numberOf(finding, 'sharedFrom'),
    to: numberOf(finding, 'sharedTo') - 1,
    count: numberOf(finding, 'sharedTo') - numberOf(finding, 'sharedFrom'),
    at: numberOf(finding, 'differAt') + 1,
  };
  const differs = say('how', 'conflicting-differs', args, [Rfc.SequenceNumbers]);
  if (isDamage(finding)) return [differs, ...ofDamage(finding)];
  return [
    differs,
    say('why', 'conflicting-why'),
    howSure(finding),
    say('worry', 'conflicting-worry'),
  ];
}

/** One of the two texts is what damage made of it: nobody gets that (RFC 9293 3.1). */
export const isDamage = (finding: Finding): boolean => wordOf(finding, 'doubt') === 'damaged';

function ofDamage(finding: Finding): readonly Saying[] {
  const args = { row: rowArg(numberOf(finding, 'damagedFrame')) };
  return [
    say('why', 'other-bytes-damaged-why', {}, [Rfc.Checksum]),
    say('certainty', 'other-bytes-damaged', args),
  ];
}

function howSure(finding: Finding): Saying {
  if (finding.certainty === 'certain') return say('certainty', 'same-sequence-certain');
  switch (wordOf(finding, 'doubt')) {
    case 'single-byte':
      return say('certainty', 'other-bytes-single');
    case 'two-only':
      return say('certainty', 'same-sequence-two-only');
    default:
      return say('certainty', 'same-sequence-likely');
  }
}

export function retransmitted(scene: Scene, finding: Finding): readonly Saying[] {
  if (numberOf(finding, 'earlierFrame') === 0) return resentUnseen(scene, finding);
  const args = lastCopy(scene, finding);
  const newBytes = numberOf(finding, 'newBytes');
  return [
    ...resentBytes(finding),
    ...(newBytes > 0 && numberOf(finding, 'resentBytes') > 0
      ? [say('how', 'retransmission-new-bytes', { bytes: bytes(newBytes) })]
      : []),
    // A SYN and a segment without one are two packets.
    ...(isLeftOfSyn(finding) ? [] : twoPackets(finding)),
    ...(wordOf(finding, 'doubt') === 'keep-alive'
      ? [say('certainty', 'retransmission-or-keep-alive', {}, [Rfc.HostKeepAlive])]
      : []),
    say('why', whyOf(finding), args, [Rfc.Retransmission, Rfc.RetransmissionTimer]),
    ...(isNoSignOfLoss(finding) ? [] : [say('why', 'retransmission-why-unconfirmed')]),
    ...trigger(scene, finding),
    ...(isRefusedProbe(finding)
      ? [say('worry', 'retransmission-worry-probe')]
      : [...need(finding), worry(scene, finding)]),
  ];
}

/** The last row with any of its bytes; the copy before may be of its FIN alone. */
function lastCopy(scene: Scene, finding: Finding): { row: Placed; delay: Placed } {
  const earlier = numberOf(finding, 'earlierFrame');
  const carrier = framesOf(finding, 'earlierFrames').at(-1) ?? earlier;
  const elapsedNs =
    carrier === earlier ? numberOf(finding, 'elapsedNs') : elapsedSince(scene, carrier);
  return { row: rowArg(carrier), delay: duration(elapsedNs) };
}

/** Its first copy asked for room and was thrown away for want of it (RFC 9293 3.8.6.1): no sign of a loss. */
const isRefusedProbe = (finding: Finding): boolean =>
  wordOf(finding, 'trigger') === 'window-opened' && wordOf(finding, 'needProof') === 'none';

/** What the sender knew was not that its confirmation failed to come. */
const isNoSignOfLoss = (finding: Finding): boolean =>
  isLeftOfSyn(finding) ||
  wordOf(finding, 'needProof') === 'acknowledged-before' ||
  wordOf(finding, 'trigger') === 'too-big' ||
  isRefusedProbe(finding);

/** The answer to the SYN that brought its bytes took the SYN alone. */
const isLeftOfSyn = (finding: Finding): boolean => wordOf(finding, 'trigger') === 'syn-data-left';

/** What sets off a SYN once more where its sender has not got an answer. */
const NO_ANSWER: ReadonlySet<string> = new Set(['syn-timeout', 'timeout', 'unknown', 'none']);

function worry(scene: Scene, finding: Finding): Saying {
  if (isLeftOfSyn(finding)) return say('worry', 'retransmission-worry-syn-data');
  if (wordOf(finding, 'trigger') === 'too-big') return say('worry', 'retransmission-worry-too-big');
  if (wordOf(finding, 'needProof') === 'undelivered')
    return say('worry', 'retransmission-worry-undelivered');
  if (wordOf(finding, 'needProof') === 'no-room')
    return say('worry', 'retransmission-worry-no-room');
  const isStepUntaken = scene.row.kind === 'syn-ack' && stepBefore(scene) !== null;
  // Whether it came to anybody who can answer does not show.
  const isUnanswered = scene.row.kind === 'syn' && NO_ANSWER.has(wordOf(finding, 'trigger'));
  if (isUnanswered) return say('worry', 'retransmission-worry-syn');
  return say('worry', isStepUntaken ? 'retransmission-worry-step' : 'retransmission-worry');
}

/** The first copy comes later, or is not there: then only the sender's clock tells of it. */
const resentUnseen = (scene: Scene, finding: Finding): readonly Saying[] => [
  numberOf(finding, 'lateFrame') > 0 ? originalLate(finding) : clockOnly(scene, finding),
  ...need(finding),
  say('worry', 'retransmission-worry'),
];

function originalLate(finding: Finding): Saying {
  const args = {
    row: rowArg(numberOf(finding, 'lateFrame')),
    delay: duration(numberOf(finding, 'elapsedNs')),
    by: wordOf(finding, 'by'),
  };
  return say('how', 'retransmission-original-late', args, [Rfc.Retransmission]);
}

function clockOnly({ row, story }: Scene, finding: Finding): Saying {
  const args = {
    where: story.hasAllOf(row) ? 'capture' : 'beyond',
    row: rowArg(numberOf(finding, 'laterFrame')),
    value: numberOf(finding, 'tsVal'),
    earlierValue: numberOf(finding, 'laterTsVal'),
  };
  return say('how', 'retransmission-unseen', args, [Rfc.Retransmission]);
}

function resentBytes(finding: Finding): readonly Saying[] {
  const count = numberOf(finding, 'resentBytes');
  if (count === 0) return [];
  const from = numberOf(finding, 'resentFrom');
  const args = {
    count,
    from,
    to: from + count - 1,
    rows: rowsArg(framesOf(finding, 'earlierFrames')),
    compared: wordOf(finding, 'compared'),
  };
  return [say('how', 'retransmission-bytes', args)];
}

/** A SYN or a FIN without payload has no bytes: its number comes again. */
const whyOf = (finding: Finding): string =>
  numberOf(finding, 'resentBytes') === 0 ? 'retransmission-why-number' : 'retransmission-why';

const onePacket = (finding: Finding): string =>
  wordOf(finding, 'doubt') === 'doubled'
    ? 'retransmission-or-doubled'
    : 'retransmission-one-packet';

/** What shows that the sender made two packets, or that nothing does. */
function twoPackets(finding: Finding): readonly Saying[] {
  switch (wordOf(finding, 'shownBy')) {
    case 'identification': {
      const [id, earlierId] = [numberOf(finding, 'ipId'), numberOf(finding, 'earlierIpId')];
      const args = { id: hex(id, 4), earlierId: hex(earlierId, 4) };
      return [say('how', 'retransmission-other-id', args)];
    }
    case 'clock': {
      const value = numberOf(finding, 'tsVal');
      const earlierValue = numberOf(finding, 'earlierTsVal');
      return [say('how', 'retransmission-other-clock', { value, earlierValue })];
    }
    default:
      return [say('certainty', onePacket(finding))];
  }
}

const TRIGGER_REFS: ReadonlyMap<string, readonly string[]> = new Map([
  ['syn-timeout', [Rfc.RetransmissionTimer]],
  ['syn-ack-unanswered', [Rfc.RetransmissionTimer]],
  ['syn-data-left', ['RFC 7413 4.2.2']],
  ['timeout', [Rfc.RetransmissionTimer]],
  ['too-big', ['RFC 1191 3']],
  ['duplicate-acks', [Rfc.FastRetransmit]],
  ['selective-acks', ['RFC 8985 6.2']],
  ['tail-loss-probe', ['RFC 8985 7']],
  ['probe-or-timeout', ['RFC 8985 7', Rfc.RetransmissionTimer]],
]);

/** What had come back since the copy before: nothing, what tells that it had arrived, or something else. */
function silence(
  scene: Scene,
  finding: Finding,
): { heard: 'nothing' | 'late' | 'before'; last: Placed } {
  const earlier = numberOf(finding, 'earlierFrame');
  const arrived = numberOf(finding, 'needFrame');
  const isArrived = ['no', 'unlikely'].includes(wordOf(finding, 'needed'));
  if (isArrived && earlier < arrived && arrived < scene.row.frame)
    return { heard: 'late', last: rowArg(arrived) };
  const one = lastOfPeer(scene);
  const last = one === null || one.frame <= earlier ? 0 : one.frame;
  return { heard: last === 0 ? 'nothing' : 'before', last: rowArg(last) };
}

/** The SYN that brought its bytes asked for that. */
function isFastOpen({ story }: Scene, finding: Finding): boolean {
  const first = story.rowOf(numberOf(finding, 'earlierFrame'));
  return first !== null && fastOpenCookie(first) !== null;
}

function trigger(scene: Scene, finding: Finding): readonly Saying[] {
  const name = wordOf(finding, 'trigger');
  const args = {
    ...silence(scene, finding),
    trigger: name,
    isFastOpen: isFastOpen(scene, finding) ? 'yes' : 'no',
    rows: rowsArg(framesOf(finding, 'triggerFrames')),
    // The timer begins anew with every copy (RFC 6298 5.1, 5.5).
    earlier: rowArg(numberOf(finding, 'earlierFrame')),
    delay: duration(numberOf(finding, 'elapsedNs')),
    report: digits(numberOf(finding, 'reportFrame')),
    mtu: numberOf(finding, 'mtu'),
    len: scene.row.network.totalLen,
  };
  return [say('why', 'retransmission-trigger', args, TRIGGER_REFS.get(name) ?? [])];
}

const NEED_REFS: ReadonlyMap<string, readonly string[]> = new Map([
  ['d-sack', ['RFC 2883 4']],
  ['no-room', [Rfc.Window]],
  ['timestamps', ['RFC 3522 3.2']],
]);

function need(finding: Finding): readonly Saying[] {
  const proof = wordOf(finding, 'needProof');
  if (proof === 'none' && isLeftOfSyn(finding)) {
    const rows = rowsArg(framesOf(finding, 'triggerFrames'));
    return [say('certainty', 'retransmission-need-syn-data', { rows })];
  }
  if (proof === 'none') return [say('certainty', 'retransmission-certainty')];
  const copy = numberOf(finding, 'earlierFrame');
  const args = {
    proof,
    row: rowArg(numberOf(finding, 'needFrame')),
    report: digits(numberOf(finding, 'reportFrame')),
    copy: rowArg(copy),
    isFirst: framesOf(finding, 'earlierFrames')[0] === copy ? 'yes' : 'no',
  };
  return [say('certainty', 'retransmission-need', args, NEED_REFS.get(proof) ?? [])];
}

/** It came behind what was sent after it. */
export function late(_: Scene, finding: Finding): readonly Saying[] {
  const copy = numberOf(finding, 'copyFrame');
  const args = {
    row: rowArg(numberOf(finding, 'laterFrame')),
    delay: duration(numberOf(finding, 'elapsedNs')),
    by: wordOf(finding, 'by'),
  };
  return [
    say('how', 'out-of-order', args, finding.refs),
    ...(copy > 0 ? [say('why', 'out-of-order-copy', { row: rowArg(copy) })] : []),
    ...(finding.certainty === 'certain' ? [] : [say('certainty', 'out-of-order-likely')]),
    say('worry', 'out-of-order-worry'),
  ];
}

export function capturedTwice({ row }: Scene, finding: Finding): readonly Saying[] {
  const args = {
    row: rowArg(numberOf(finding, 'earlierFrame')),
    delay: duration(numberOf(finding, 'elapsedNs')),
  };
  const { id } = row.network;
  const ttls = {
    place: wordOf(finding, 'place'),
    ttl: row.network.ttl,
    earlierTtl: numberOf(finding, 'earlierTtl'),
    report: rowArg(numberOf(finding, 'reportFrame')),
    proof: wordOf(finding, 'proof'),
  };
  return [
    id > 0
      ? say('why', 'captured-twice', { ...args, id: hex(id, 4) })
      : say('why', 'captured-twice-no-id', { ...args, place: ttls.place }),
    say('how', 'captured-twice-place', ttls),
    say('program', 'captured-twice-program', { row: args.row }),
    say('worry', 'captured-twice-worry', { place: ttls.place }),
    ...(finding.certainty === 'certain' ? [] : [say('certainty', 'captured-twice-likely')]),
  ];
}
