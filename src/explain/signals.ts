// Flags that say something beside the connection's course: congestion (RFC 3168) and urgent data (RFC 9293 3.8.5).

import type { PacketRow } from '../classify/packet-row.ts';
import { code } from './args.ts';
import { Rfc } from './references.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

export const explainSignals: Explainer = (scene) => [...congestion(scene), ...urgent(scene)];

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
  return [
    ...(has('ECE') ? [say('how', 'ecn-echo', {}, [Rfc.EcnReceiver])] : []),
    ...(has('CWR') ? [say('how', 'ecn-reduced', {}, [Rfc.EcnSender])] : []),
  ];
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
