// What Wireshark calls a row (tcp.analysis.*), and what it means by that. Our findings may overrule a label: then the
// finding's own sentences say why.

import type { Finding, FindingKind } from '../classify/finding.ts';
import type { LabelName } from '../tcp/label.ts';
import { code, row as rowArg } from './args.ts';
import { numberOf, wordsOf } from './evidence.ts';
import { LABEL_TEXTS } from './label-texts.ts';
import { Rfc } from './references.ts';
import type { Explainer, Scene } from './scene.ts';
import { say } from './scene.ts';

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
    ? RETRANSMISSIONS.has(label)
    : wordsOf(finding, 'overruledLabels').includes(label);

/** Findings that name an earlier copy, or another reason. */
const NAMES_EARLIER: ReadonlySet<FindingKind> = new Set([
  'retransmission',
  'same-sequence-other-bytes',
  'conflicting-overlap',
  'captured-twice',
  'out-of-order',
]);

/** Wireshark compares with the highest number seen; here every row is known, and none brought these bytes. */
const isUnseen = ({ row, story }: Scene, label: LabelName): boolean =>
  story.isWhole &&
  RETRANSMISSIONS.has(label) &&
  label !== 'out_of_order' &&
  row.kind === 'data' &&
  row.links.sameSequenceAs === null &&
  !row.findings.some(({ kind }) => NAMES_EARLIER.has(kind));

export const explainLabels: Explainer = (scene) => {
  const { row } = scene;
  return row.labels.flatMap((label) => {
    const words = LABELS[label];
    const shown = code(`[${LABEL_TEXTS[label]}]`);
    const overruled = row.findings.find((finding) => overrules(finding, label));
    if (overruled !== undefined) {
      const earlier = numberOf(overruled, 'earlierFrame');
      const later = numberOf(overruled, 'laterFrame');
      const isUnseenCopy = later > 0 && overruled.kind === 'retransmission';
      if (isUnseenCopy) return [say('why', 'label-overruled-late', { shown, row: rowArg(later) })];
      const args = { shown, row: rowArg(later > 0 ? later : earlier) };
      return [say('why', OVERRULED[overruled.kind] ?? 'label-overruled', args)];
    }
    if (isUnseen(scene, label)) return [say('how', 'label-resent-unseen', { shown })];
    return [say('how', words.id, { shown }, words.refs)];
  });
};
