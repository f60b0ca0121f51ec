// Multipath TCP (RFC 8684): several connections between two computers that carry one stream of bytes for their programs.

import type { PacketRow } from '../classify/packet-row.ts';
import type { TcpOption } from '../decode/tcp-options.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { isLecture, say } from './scene.ts';

interface Words {
  readonly word: string;
  readonly section: string;
}

/** By the subtypes of tcp-option-kinds.ts; the words are those of the message. */
const SUBTYPES: ReadonlyMap<string, Words> = new Map([
  ['MP_CAPABLE', { word: 'capable', section: 'RFC 8684 3.1' }],
  ['MP_JOIN', { word: 'join', section: 'RFC 8684 3.2' }],
  ['ADD_ADDR', { word: 'address', section: 'RFC 8684 3.4.1' }],
  ['REMOVE_ADDR', { word: 'removed', section: 'RFC 8684 3.4.2' }],
  ['MP_PRIO', { word: 'priority', section: 'RFC 8684 3.3.8' }],
  ['MP_FAIL', { word: 'fail', section: 'RFC 8684 3.7' }],
  ['MP_FASTCLOSE', { word: 'close', section: 'RFC 8684 3.5' }],
  ['MP_TCPRST', { word: 'reset', section: 'RFC 8684 3.6' }],
]);

const DATA = 'DSS';

export const explainMultipath: Explainer = (scene) =>
  scene.row.tcp.options.flatMap((option) => multipath(scene, option));

/** The row opens a further subflow: kernels do that, no program. */
export const opensSubflow = ({ tcp }: PacketRow): boolean =>
  tcp.options.some(({ subtype }) => subtype === 'MP_JOIN');

const SIGNALS = new Set(['ADD_ADDR', 'REMOVE_ADDR', 'MP_PRIO', 'MP_FAIL', 'MP_FASTCLOSE']);

/** Without payload, it is there for what it says of the subflows. */
export const signalsMultipath = ({ tcp }: PacketRow): boolean =>
  tcp.len === 0 && tcp.options.some(({ subtype }) => SIGNALS.has(subtype ?? ''));

/** Whether the row places bytes in the stream that all subflows share. */
export const placesData = ({ tcp }: PacketRow): boolean =>
  tcp.options.some(({ subtype }) => subtype === DATA);

function multipath(scene: Scene, option: TcpOption): readonly Saying[] {
  const { subtype, malformed } = option;
  if (subtype === undefined || malformed !== undefined) return [];
  if (subtype === DATA) return data(scene, option);
  const words = SUBTYPES.get(subtype);
  if (words === undefined) return [];
  const args = { what: words.word, step: STEPS.get(scene.row.kind) ?? 'later' };
  return [say('how', 'mptcp-option', args, [words.section])];
}

const STEPS: ReadonlyMap<PacketRow['kind'], string> = new Map([
  ['syn', 'asked'],
  ['syn-ack', 'agreed'],
]);

/** Flags of the option (RFC 8684 3.3, figure 9): octet 3, F says that the stream ends. */
const FLAGS_AT = 3;
const DATA_FIN = 0x10;

function data(scene: Scene, { start }: TcpOption): readonly Saying[] {
  const flags = scene.row.bytes[start + FLAGS_AT] ?? 0;
  return [
    ...(isLecture(scene, 'multipath-data') ? [say('how', 'mptcp-data', {}, ['RFC 8684 3.3'])] : []),
    ...(flags & DATA_FIN ? [say('how', 'mptcp-data-fin', {}, ['RFC 8684 3.3.3'])] : []),
  ];
}
