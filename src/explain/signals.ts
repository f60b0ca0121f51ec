// Flags that say something beside the connection's course: congestion (RFC 3168) and urgent data (RFC 9293 3.8.5).

import type { PacketRow } from '../classify/packet-row.ts';
import { code, row as rowArg } from './args.ts';
import { Rfc } from './references.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

export const explainSignals: Explainer = (scene) => [
  ...marked(scene),
  ...congestion(scene),
  ...urgent(scene),
];

/** A router has marked the packet; its receiver tells the sender (RFC 3168 6.1.3), but not by what counts marks. */
function marked(scene: Scene): readonly Saying[] {
  const { row, story } = scene;
  if (!row.network.isCongestionMarked) return [];
  const echo = countsAccurately(scene)
    ? undefined
    : story
        .rowsWith(row)
        .find((one) => one.frame > row.frame && one.fromClient !== row.fromClient && isEcho(one));
  return [
    say('how', 'ecn-marked', {}, [Rfc.EcnField]),
    ...(echo === undefined ? [] : [say('links', 'ecn-marked-echo', { row: rowArg(echo.frame) })]),
  ];
}

const OPENING: ReadonlySet<PacketRow['kind']> = new Set(['syn', 'syn-ack']);

const isEcho = ({ tcp, kind }: PacketRow): boolean =>
  tcp.flagNames.includes('ECE') && !OPENING.has(kind);

/** The last row of the other side before it that is of the sort. */
const heardLast = (
  { row, story }: Scene,
  isSought: (one: PacketRow) => boolean,
): PacketRow | undefined =>
  story
    .rowsWith(row)
    .findLast((one) => one.frame < row.frame && one.fromClient !== row.fromClient && isSought(one));

/** With AE in the handshake the three flags become a counter, and mean something else from then on. */
const countsAccurately = ({ row, story }: Scene): boolean =>
  story.rowsOf(row.stream).some(({ tcp: { flagNames } }) => flagNames.includes('AE'));

/** Both steps of the handshake are here, and do not agree on it: ECE with CWR asks, ECE alone agrees (RFC 3168 6.1.1). */
function isRefused({ row, story }: Scene): boolean {
  const rows = story.rowsOf(row.stream);
  const flagsOf = (kind: PacketRow['kind']): readonly string[] | undefined =>
    rows.findLast((one) => one.kind === kind && one.frame < row.frame)?.tcp.flagNames;
  const [asked, answered] = [flagsOf('syn'), flagsOf('syn-ack')];
  if (asked === undefined || answered === undefined) return false;
  const isAsked = asked.includes('ECE') && asked.includes('CWR');
  return !(isAsked && answered.includes('ECE') && !answered.includes('CWR'));
}

function congestion(scene: Scene): readonly Saying[] {
  const { row } = scene;
  const has = (name: string): boolean => row.tcp.flagNames.includes(name);
  if (!has('ECE') && !has('CWR') && !has('AE')) return [];
  if (row.kind === 'syn' && has('AE')) return [say('how', 'ecn-accurate-offer')];
  if (countsAccurately(scene)) return [];
  if (row.kind === 'syn')
    return has('ECE') && has('CWR') ? [say('how', 'ecn-offer', {}, [Rfc.EcnHandshake])] : [];
  if (row.kind === 'syn-ack')
    return has('ECE') && !has('CWR') ? [say('how', 'ecn-agreed', {}, [Rfc.EcnHandshake])] : [];
  if (isRefused(scene)) return [say('how', 'ecn-not-agreed', {}, [Rfc.EcnHandshake])];
  return [...(has('ECE') ? [echoed(scene)] : []), ...(has('CWR') ? [reduced(scene)] : [])];
}

function echoed(scene: Scene): Saying {
  const mark = heardLast(scene, ({ network }) => network.isCongestionMarked);
  return mark === undefined
    ? say('how', 'ecn-echo', {}, [Rfc.EcnReceiver])
    : say('how', 'ecn-echo-of', { row: rowArg(mark.frame) }, [Rfc.EcnReceiver]);
}

function reduced(scene: Scene): Saying {
  const asked = heardLast(scene, isEcho);
  return asked === undefined
    ? say('how', 'ecn-reduced', {}, [Rfc.EcnSender])
    : say('how', 'ecn-reduced-for', { row: rowArg(asked.frame) }, [Rfc.EcnSender]);
}

const hasUrgent = ({ tcp }: PacketRow): boolean =>
  tcp.flagNames.includes('URG') && tcp.urgentPointer > 0;

/** The last urgent byte is among the row's own. */
export const endsUrgent = (row: PacketRow): boolean =>
  hasUrgent(row) && row.tcp.urgentPointer <= row.tcp.len;

/** RFC 9293 3.8.5: the pointer counts from the sequence number to the byte after the urgent ones. */
function urgent({ row }: Scene): readonly Saying[] {
  const { urgentPointer, relSeq } = row.tcp;
  if (!hasUrgent(row)) return [];
  const args = {
    pointer: code(String(urgentPointer)),
    last: relSeq + urgentPointer - 1,
  };
  return [say('how', 'urgent-data', args, [Rfc.Urgent, Rfc.UrgentAdvice])];
}
