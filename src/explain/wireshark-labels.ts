// What Wireshark calls a row (tcp.analysis.*), and what it means by that. Our findings may overrule a label: then the
// finding's own sentences say why.

import type { Finding, FindingKind } from '../classify/finding.ts';
import type { LabelName } from '../tcp/label.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { segmentEnd, seqAdd, seqLeq } from '../tcp/seq.ts';
import { code, field, list, row as rowArg, type Args, type Placed } from './args.ts';
import { numberOf, wordOf, wordsOf } from './evidence.ts';
import { withoutHole } from './duplicate-ack.ts';
import { refusedSyn } from './foreign-answer.ts';
import { isDamage } from './findings-resent.ts';
import { LABEL_TEXTS } from './label-texts.ts';
import { lacksAck } from './lacks-ack.ts';
import { overtakerOf } from './overtaken-ack.ts';
import { reportIn } from './reported-blocks.ts';
import { Rfc } from './references.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { say, sentBefore } from './scene.ts';
import { unrefusedSyn } from './vain-reset.ts';
import { hasAllOfPeer } from './zero-window.ts';

interface LabelWords {
  readonly id: string;
  readonly refs?: readonly string[];
}

const LABELS: Readonly<Record<LabelName, LabelWords>> = {
  retransmission: { id: 'label-retransmission', refs: [Rfc.RetransmissionTimer] },
  fast_retransmission: { id: 'label-fast-retransmission', refs: [Rfc.FastRetransmit] },
  spurious_retransmission: { id: 'label-spurious-retransmission' },
  out_of_order: { id: 'label-out-of-order' },
  reused_ports: { id: 'label-reused-ports' },
  lost_segment: { id: 'label-lost-segment' },
  ack_lost_segment: { id: 'label-ack-lost-segment' },
  window_update: { id: 'label-window-update', refs: [Rfc.Window] },
  window_full: { id: 'label-window-full', refs: [Rfc.Window] },
  keep_alive: { id: 'label-keep-alive', refs: [Rfc.KeepAlive] },
  keep_alive_ack: { id: 'label-keep-alive-ack', refs: [Rfc.KeepAlive] },
  duplicate_ack: { id: 'label-duplicate-ack', refs: [Rfc.GeneratingAcks] },
  zero_window: { id: 'label-zero-window', refs: [Rfc.Window] },
  zero_window_probe: { id: 'label-zero-window-probe', refs: [Rfc.ZeroWindowProbe] },
  zero_window_probe_ack: { id: 'label-zero-window-probe-ack', refs: [Rfc.ZeroWindowProbe] },
};

/** Labels that say the same bytes came again. */
const RETRANSMISSIONS: ReadonlySet<LabelName> = new Set([
  'retransmission',
  'fast_retransmission',
  'spurious_retransmission',
  'out_of_order',
]);

/** Why the label is wrong, by the finding that says so. */
const OVERRULED: Partial<Record<FindingKind, string>> = {
  'captured-twice': 'label-overruled-twice',
  retransmission: 'label-overruled-order',
  'out-of-order': 'label-overruled-overtaken',
};

/** The finding contradicts the label: other bytes are never a repetition; else its evidence names the label. */
const overrules = (finding: Finding, label: LabelName): boolean =>
  finding.kind === 'same-sequence-other-bytes' || finding.kind === 'conflicting-overlap'
    ? RETRANSMISSIONS.has(label) && !isDamage(finding) && !comesLate(finding, label)
    : wordsOf(finding, 'overruledLabels').includes(label);

/** It fills a hole, besides what it brings for the second time: in that the label is right. */
const comesLate = (finding: Finding, label: LabelName): boolean =>
  label === 'out_of_order' && !wordsOf(finding, 'overruledLabels').includes(label);

/** An acknowledgement that came late is no keep-alive, though its number is one too low. */
const isLateAck = ({ kind, links }: PacketRow, label: LabelName): boolean =>
  label === 'keep_alive' && kind === 'ack' && links.overtakenBy !== null;

/** One of the row's findings, or what came before it, shows that Wireshark calls it so by mistake. */
export const isOverruled = (row: PacketRow, label: LabelName): boolean =>
  row.labels.includes(label) &&
  (isLateAck(row, label) || row.findings.some((finding) => overrules(finding, label)));

/** Findings that name an earlier copy, or another reason. */
const NAMES_EARLIER: ReadonlySet<FindingKind> = new Set([
  'retransmission',
  'same-sequence-other-bytes',
  'conflicting-overlap',
  'captured-twice',
  'out-of-order',
]);

/** Wireshark takes it for a repetition, and neither a row here nor a finding shows of what. */
export const lacksFirstCopy = (row: PacketRow, label: LabelName): boolean =>
  RETRANSMISSIONS.has(label) &&
  label !== 'out_of_order' &&
  row.links.sameSequenceAs === null &&
  !row.findings.some(({ kind }) => NAMES_EARLIER.has(kind));

/** Wireshark compares with the highest number seen; here every row is known, and none brought these bytes. */
const isUnseen = ({ row, story }: Scene, label: LabelName): boolean =>
  story.hasAllBefore(row) && row.kind === 'data' && lacksFirstCopy(row, label);

/** Where its sender had counted beyond these numbers, it had sent them, though no row shows it. */
function resentUnseen(scene: Scene, shown: Placed): Saying {
  const { row, story } = scene;
  const isOwn = sentBefore(scene);
  const end = seqAdd(row.tcp.seq, row.tcp.len);
  const counted = story
    .rowsWith(row)
    .find((one) => isOwn(one) && one.kind !== 'rst' && seqLeq(end, one.tcp.seq));
  return counted === undefined
    ? say('how', 'label-resent-unseen', { shown })
    : say('how', 'label-resent-counted', {
        shown,
        row: rowArg(counted.frame),
        field: field('Seq', counted.tcp.relSeq),
      });
}

/** A label whose usual meaning is not what happened here: the message that says it, and what it names. */
function inThisCase(scene: Scene, label: LabelName): readonly [id?: string, args?: Args] {
  const { row, story } = scene;
  switch (label) {
    case 'window_update':
      return reportIn(scene) === null ? [] : ['label-window-update-reports'];
    case 'zero_window':
      return hasAllOfPeer(scene) ? ['label-zero-window-over'] : [];
    case 'duplicate_ack':
      return withoutHole(scene);
    case 'keep_alive': {
      const scan = scanBelow(scene);
      const overtaker = overtakerOf(scene);
      if (overtaker !== null) return ['label-keep-alive-late', { row: rowArg(overtaker.frame) }];
      return scan === null ? [] : ['label-keep-alive-scan', { row: rowArg(scan.frame) }];
    }
    case 'keep_alive_ack': {
      const late = lateAnswered(scene);
      return late === null ? [] : ['label-keep-alive-ack-late', { row: rowArg(late.frame) }];
    }
    case 'lost_segment':
      return hasKeepAliveBelow(scene) ? ['label-lost-keep-alive'] : [];
    case 'ack_lost_segment': {
      if (refusedSyn(scene) !== null) return ['label-ack-lost-foreign'];
      if (unrefusedSyn(scene) !== null) return ['label-ack-lost-foreign'];
      const asked = story.rowOf(row.links.answers ?? 0);
      if (asked !== null && isOldNumber(asked) && row.tcp.ack === seqAdd(asked.tcp.seq, 1))
        return ['label-ack-lost-keep-alive', { row: rowArg(asked.frame), question: asked.kind }];
      return story.hasAllBefore(row) && reachesUpTo(scene) ? ['label-ack-lost-shown'] : [];
    }
    default:
      return [];
  }
}

/** A FIN without ACK whose number Wireshark counts and no receiver does; null where the row is a keep-alive. */
function scanBelow({ row, story }: Scene): PacketRow | null {
  if (row.kind === 'keep-alive') return null;
  const isScan = (one: PacketRow): boolean =>
    one.frame < row.frame &&
    one.fromClient === row.fromClient &&
    lacksAck(one) &&
    segmentEnd(one.tcp) === seqAdd(row.tcp.seq, 1);
  return story.rowsWith(row).findLast(isScan) ?? null;
}

/** It asks with a number that is old on purpose. */
const isOldNumber = ({ kind, tcp }: PacketRow): boolean =>
  kind === 'keep-alive' || (kind === 'zero-window-probe' && tcp.len === 0);

/** The acknowledgement that it answers, since that came too late; null when it answers none. */
function lateAnswered({ row, story }: Scene): PacketRow | null {
  const asked = story.rowOf(row.links.answers ?? 0);
  return asked?.kind === 'ack' && asked.links.overtakenBy !== null ? asked : null;
}

/** Its sender's keep-alive before it has the number below its own, and Wireshark took that for the next. */
function hasKeepAliveBelow(scene: Scene): boolean {
  const { row, story } = scene;
  const isOwn = sentBefore(scene);
  return (
    row.tcp.relSeq === row.expectedRelSeq + 1 &&
    story
      .rowsWith(row)
      .some(
        (one) => isOwn(one) && one.kind === 'keep-alive' && seqAdd(one.tcp.seq, 1) === row.tcp.seq,
      )
  );
}

/** A row of the other side that it confirms ends just there: it is no number that nobody sent. */
function reachesUpTo({ row, story }: Scene): boolean {
  const last = story.rowOf(row.links.acknowledges.at(-1) ?? 0);
  const isMissing = row.findings.some(
    ({ kind }) => kind === 'acked-unseen' || kind === 'acked-unsent',
  );
  return !isMissing && last !== null && segmentEnd(last.tcp) === row.tcp.ack;
}

export const explainLabels: Explainer = (scene) => {
  const { row, story } = scene;
  return row.labels.flatMap((label) => {
    const words = LABELS[label];
    const overruled = row.findings.find((finding) => overrules(finding, label));
    if (overruled !== undefined) return overruledLabels(row, overruled, label);
    const shown = shownLabel(label);
    if (isUnseen(scene, label)) return [resentUnseen(scene, shown)];
    if (!story.hasAllBefore(row) && lacksFirstCopy(row, label))
      return [say('how', 'label-resent-beyond', { shown })];
    const [id, rest] = inThisCase(scene, label);
    return [say('how', id ?? words.id, { shown, ...rest }, words.refs)];
  });
};

const shownLabel = (label: LabelName): Placed => code(`[${LABEL_TEXTS[label]}]`);

/** Why the labels are wrong that the finding contradicts: said of all of them at the first. */
function overruledLabels(row: PacketRow, finding: Finding, label: LabelName): readonly Saying[] {
  const labels = row.labels.filter((one) => overrules(finding, one));
  if (labels[0] !== label) return [];
  const earlier = numberOf(finding, 'earlierFrame');
  const later = numberOf(finding, 'laterFrame');
  const isUnseenCopy = later > 0 && finding.kind === 'retransmission';
  const isDoubled = ['network', 'others'].includes(wordOf(finding, 'place'));
  const id = isUnseenCopy
    ? 'label-overruled-late'
    : isDoubled
      ? 'label-overruled-doubled'
      : (OVERRULED[finding.kind] ?? 'label-overruled');
  const args = {
    shown: list(labels.map(shownLabel)),
    labels: labels.length,
    row: rowArg(later > 0 ? later : earlier),
  };
  return [say('why', id, args)];
}
