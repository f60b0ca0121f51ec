// One row in words: picks the explainer of its kind, adds what findings, relays, names and the frame have to say, and
// puts all of it in the order of ASPECTS. Holds no sentence: those are in locales/.

import type { SegmentKind } from '../classify/kind.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { ackHeadline, explainAck } from './ack.ts';
import { bytes, captured } from './args.ts';
import type { Catalogue } from './catalogue.ts';
import { explainConversation } from './conversation-row.ts';
import { isDamaged } from './damaged.ts';
import { explainData } from './data.ts';
import { isFound } from './evidence.ts';
import type { Aspect, Explanation, ExplanationPart } from './explanation.ts';
import { ASPECTS } from './explanation.ts';
import { explainFin, explainTimeWait, finHeadline } from './fin.ts';
import { explainFindings, findingHeadline } from './findings.ts';
import { explainForeignData, isForeignData } from './foreign-answer.ts';
import { explainFrame } from './frame.ts';
import { explainHandshakeAck, handshakeAckHeadline } from './handshake-ack.ts';
import { explainHttp, httpHeadline } from './http.ts';
import { explainIcmpError, isMissed } from './icmp-error.ts';
import { explainLayers } from './layers.ts';
import { explainMultipath } from './mptcp.ts';
import { explainParticipant, introductionHeadline } from './participant.ts';
import { payloadText } from './payload.ts';
import { references } from './references.ts';
import { explainRelay, relayHeadline } from './relay.ts';
import { explainResentBeyond, isResentBeyond } from './resent-beyond.ts';
import { explainRoles } from './roles.ts';
import { explainRst, rstHeadline } from './rst.ts';
import type { Explainer, Message, Saying, Scene } from './scene.ts';
import { headline, sceneOf } from './scene.ts';
import { sentence } from './sentence.ts';
import { explainSignals } from './signals.ts';
import type { Story } from './story.ts';
import { explainSynAck, synAckHeadline } from './syn-ack.ts';
import { explainSyn, synHeadline } from './syn.ts';
import { explainOptions } from './tcp-options.ts';
import {
  explainWindowUpdate,
  explainZeroWindowProbe,
  explainKeepAlive,
  windowUpdateHeadline,
} from './window-and-probe.ts';
import { explainLabels } from './wireshark-labels.ts';
import { explainWithoutAck, withoutAckHeadline } from './without-ack.ts';
import { explainMalformed, explainPartial, partialHeadline } from './without-length.ts';
import { explainZeroWindow } from './zero-window.ts';

export type Detail = 'brief' | 'full';

interface KindWords {
  readonly headline: (scene: Scene) => Message;
  readonly explain: Explainer;
}

const KINDS: Readonly<Record<SegmentKind, KindWords>> = {
  syn: { headline: synHeadline, explain: explainSyn },
  'syn-ack': { headline: synAckHeadline, explain: explainSynAck },
  'handshake-ack': { headline: handshakeAckHeadline, explain: explainHandshakeAck },
  data: { headline: dataHeadline, explain: explainData },
  ack: { headline: ackHeadline, explain: explainAck },
  fin: { headline: finHeadline, explain: explainFin },
  rst: { headline: rstHeadline, explain: explainRst },
  'keep-alive': { headline: () => headline('keep-alive-headline'), explain: explainKeepAlive },
  'window-update': {
    headline: windowUpdateHeadline,
    explain: explainWindowUpdate,
  },
  'zero-window-probe': {
    headline: () => headline('zero-window-probe-headline'),
    explain: explainZeroWindowProbe,
  },
  'without-ack': { headline: withoutAckHeadline, explain: explainWithoutAck },
  partial: { headline: partialHeadline, explain: explainPartial },
  malformed: { headline: () => headline('malformed-header-headline'), explain: explainMalformed },
};

/** A better headline than the kind's; the first that has one wins. */
const SPECIAL_HEADLINES: readonly ((scene: Scene) => Message | null)[] = [
  findingHeadline,
  (scene) => (isResentBeyond(scene) ? headline('resent-beyond-headline') : null),
  introductionHeadline,
  relayHeadline,
  httpHeadline,
];

/** What may be said of a row of any kind, in this order after the kind's own sentences. */
const ASIDES: readonly Explainer[] = [
  explainHttp,
  explainParticipant,
  explainRelay,
  explainConversation,
  explainOptions,
  explainMultipath,
  explainIcmpError,
  explainSignals,
  explainLayers,
  explainFrame,
  explainTimeWait,
  explainForeignData,
  explainFindings,
  explainResentBeyond,
  explainZeroWindow,
  explainLabels,
  explainRoles,
];

/** In brief: what it is, its neighbours, and whatever a reader must not miss. */
const BRIEF_ASPECTS: ReadonlySet<Aspect> = new Set(['what', 'links', 'certainty', 'worry']);

/** Everything we can say of a row. `row` must be one of the story's analysis. */
export function explainRow(
  row: PacketRow,
  story: Story,
  catalogue: Catalogue,
  detail: Detail = 'full',
): Explanation {
  const scene = sceneOf(row, story);
  const special = SPECIAL_HEADLINES.map((choose) => choose(scene)).find(
    (chosen) => chosen !== null,
  );
  const title = special ?? KINDS[row.kind].headline(scene);
  const sayings = sayingsOf(scene).filter(
    ({ aspect }) => detail === 'full' || BRIEF_ASPECTS.has(aspect),
  );
  return {
    frame: row.frame,
    headline: sentence(catalogue, title, scene.from),
    parts: partsOf(sayings, scene, catalogue),
    references:
      detail === 'brief'
        ? []
        : references([
            ...sayings.flatMap(({ refs }) => refs),
            ...row.findings.flatMap(({ refs }) => refs),
          ]),
  };
}

const sayingsOf = (scene: Scene): readonly Saying[] => [
  ...KINDS[scene.row.kind].explain(scene).filter(isOfThisRow(scene)),
  ...ASIDES.flatMap((aside) => aside(scene)),
];

/**
 * The second record of a packet is nothing that a program did, and neither is a repetition, nor what belongs elsewhere; nor
 * does what is lost reach one.
 */
function isOfThisRow(scene: Scene): (saying: Saying) => boolean {
  const { row } = scene;
  const isTwin = isFound(row, 'captured-twice');
  const isLost = isDamaged(row) || isMissed(row);
  const isNoCall = isTwin || isResentBeyond(scene) || isForeignData(row) || isLost;
  return ({ aspect }) => !isNoCall || aspect !== 'program';
}

function partsOf(
  sayings: readonly Saying[],
  scene: Scene,
  catalogue: Catalogue,
): readonly ExplanationPart[] {
  return ASPECTS.map((aspect) => ({
    aspect,
    sentences: sayings
      .filter((saying) => saying.aspect === aspect)
      .map((saying) => sentence(catalogue, saying, scene.from)),
  })).filter(({ sentences }) => sentences.length > 0);
}

function dataHeadline({ row }: Scene): Message {
  const text = payloadText(row);
  const len = bytes(row.tcp.len);
  if (text === null) return headline('data-headline', { bytes: len });
  return headline('data-headline-text', { bytes: len, text: captured(text.excerpt) });
}
