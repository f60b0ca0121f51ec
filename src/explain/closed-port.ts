// A reset by an end that has no connection (RFC 9293 3.10.7.1): nobody listens on its port, what came belongs to nothing, or a
// firewall refuses in its name.

import type { Finding } from '../classify/finding.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { hasHeardClock } from '../tcp/option-values.ts';
import { code, digits, row as rowArg } from './args.ts';
import { isUndelivered } from './damaged.ts';
import { isRejection, numberOf, wordOf } from './evidence.ts';
import { explainFlags } from './flags.ts';
import { answerTo } from './links.ts';
import { Rfc } from './references.ts';
import { resetNumbers } from './reset-numbers.ts';
import { explainRstPayload } from './rst-payload.ts';
import type { Message, Saying, Scene } from './scene.ts';
import { headline, isLecture, say } from './scene.ts';

export const closedPort = (row: PacketRow): Finding | null =>
  row.findings.find((finding) => finding.kind === 'closed-port') ?? null;

/** What is refused asked for no connection: whether the port is closed does not show. */
const isUnasked = (finding: Finding): boolean => wordOf(finding, 'refuses') === 'no-connection';

function refusal({ row, story }: Scene): { provoking: PacketRow | null; port: number } {
  const frame = closedPort(row)?.evidence['provokedBy'];
  const provoking = story.rowOf(typeof frame === 'number' ? frame : (row.links.answers ?? 0));
  return { provoking, port: row.tcp.srcPort };
}

function refused(scene: Scene, finding: Finding): readonly Saying[] {
  const { row } = scene;
  const { provoking, port } = refusal(scene);
  const place = { host: code(row.src), port: digits(port) };
  const isFirst = isLecture(scene, 'closed-port');
  const names = namesOf(finding, provoking);
  return [
    isFirst ? say('what', names.first, place, names.refs) : say('what', names.again, place),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    ...(provoking === null ? [] : resetNumbers(scene, provoking, isFirst)),
    ...(isFirst ? [say('why', 'closed-port-why', place, [Rfc.ResetGeneration])] : []),
    ...answerTo(scene),
    provoking?.kind === 'syn' && !isUndelivered(row)
      ? say('program', 'closed-port-program-syn')
      : say('program', 'closed-port-program'),
    ...howSure(scene, finding, names.certainty),
    isFirst ? say('worry', names.worry, place) : say('worry', 'closed-port-worry'),
  ];
}

/** In the host's name, by a device that stands nearer. */
function rejected(scene: Scene, finding: Finding): readonly Saying[] {
  const { row, story } = scene;
  const { provoking, port } = refusal(scene);
  const usual = story.rowOf(numberOf(finding, 'nearerThan'));
  const place = { host: code(row.src), port: digits(port) };
  return [
    say('what', 'rejected-what', {
      ...place,
      field: row.network.version === 6 ? 'hop limit' : 'TTL',
      ttl: row.network.ttl,
      usual: usual?.network.ttl ?? 0,
      row: rowArg(usual?.frame ?? 0),
    }),
    ...explainRstPayload(scene),
    ...explainFlags(scene),
    ...(provoking === null ? [] : resetNumbers(scene, provoking, false)),
    ...answerTo(scene),
    provoking?.kind === 'syn' && !isUndelivered(row)
      ? say('program', 'rejected-program', place)
      : say('program', 'closed-port-program'),
    say('certainty', 'rejected-certainty'),
    say('worry', 'rejected-worry', place),
  ];
}

const CLOSED_PORT = {
  first: 'closed-port-what-first',
  again: 'closed-port-what',
  certainty: 'closed-port-likely',
  worry: 'closed-port-worry-first',
  refs: [],
} as const;

const NO_CONNECTION = {
  first: 'no-connection-what-first',
  again: 'no-connection-what',
  certainty: 'no-connection-certainty',
  worry: 'no-connection-worry',
  refs: ['RFC 9293 3.10.7.2'],
} as const;

/** The same where the refused segment shows that there was a connection. */
const FORGOTTEN = {
  ...NO_CONNECTION,
  certainty: 'no-connection-forgotten',
  worry: 'closed-port-worry',
} as const;

function namesOf(finding: Finding, provoking: PacketRow | null) {
  if (!isUnasked(finding)) return CLOSED_PORT;
  return provoking !== null && hasHeardClock(provoking) ? FORGOTTEN : NO_CONNECTION;
}

function howSure({ row, story }: Scene, finding: Finding, id: string): readonly Saying[] {
  if (finding.certainty === 'certain') return [];
  const first = story.firstMention('closed-port');
  if (first === null || first === row.frame)
    return [say('certainty', id, { port: digits(row.tcp.srcPort) })];
  // What was said of it before may have been said of a refused SYN.
  if (isUnasked(finding)) return [];
  return [say('certainty', 'closed-port-likely-again', { first: rowArg(first) })];
}

export const explainClosedPort = (scene: Scene, finding: Finding): readonly Saying[] =>
  isRejection(finding) ? rejected(scene, finding) : refused(scene, finding);

export function closedPortHeadline(scene: Scene, finding: Finding): Message {
  const { provoking, port } = refusal(scene);
  if (provoking === null) return headline('rst-headline-closed-alone', { port: digits(port) });
  if (isUnasked(finding))
    return headline('rst-headline-no-connection', { row: rowArg(provoking.frame) });
  if (isRejection(finding))
    return headline('rst-headline-rejected', { row: rowArg(provoking.frame) });
  return headline('rst-headline-closed', { port: digits(port), row: rowArg(provoking.frame) });
}
