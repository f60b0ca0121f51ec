// The frame around the segment: Ethernet padding, fragments, and what short frames tell of where the capture was taken.

import { bytes, code, digits, duration, list, row as rowArg } from './args.ts';
import { Rfc } from './references.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { isLecture, say } from './scene.ts';
import { wholeOf } from './whole.ts';

/** Ethernet's shortest frame without its checksum; a shorter one seen at its sender was not padded yet (RFC 894). */
const SHORTEST_FRAME = 60;

export const explainFrame: Explainer = (scene) => [
  ...padding(scene),
  ...(scene.row.link.holdsMore ? [say('how', 'frame-holds-more', {})] : []),
  ...unpadded(scene),
  ...fragments(scene),
  ...cutPayload(scene),
  ...timeBack(scene),
];

/** Its stamp is earlier than that of the row before it in its connection. */
function timeBack({ row, story }: Scene): readonly Saying[] {
  const before = story.rowOf(row.links.previousInStream ?? 0);
  if (before === null || row.timeNs >= before.timeNs) return [];
  const args = { row: rowArg(before.frame), back: duration(before.timeNs - row.timeNs) };
  return [say('certainty', 'time-back', args)];
}

function padding(scene: Scene): readonly Saying[] {
  const { row } = scene;
  const { paddingLen } = row.link;
  if (paddingLen === 0) return [];
  const needed = row.origLen - paddingLen;
  const args = { frame: row.origLen, needed, padding: bytes(paddingLen), count: paddingLen };
  if (row.origLen !== SHORTEST_FRAME) return [say('how', 'frame-trailer', args)];
  return isLecture(scene, 'padding')
    ? [say('how', 'padding-first', args, [Rfc.EthernetPadding])]
    : row.tcp.len > 0
      ? [say('how', 'padding-again', args)]
      : [];
}

function unpadded({ row, story }: Scene): readonly Saying[] {
  const { reason, frames, certainty } = story.analysis.vantage;
  const told = frames.find((frame) => story.isExplained(frame));
  if (reason !== 'unpadded-short-frames' || told !== row.frame) return [];
  const args = { frame: row.origLen, shortest: SHORTEST_FRAME, host: code(row.src), certainty };
  return [
    say('how', 'captured-at-sender', args, [Rfc.EthernetPadding]),
    ...(certainty === 'possible' ? [] : [say('certainty', 'captured-at-sender-likely', args)]),
  ];
}

function fragments({ row }: Scene): readonly Saying[] {
  const { fragmentFrames } = row.network;
  if (wholeOf(row) === 'inflated') return [say('how', 'frame-inflated', {}, [Rfc.IpComp])];
  if (fragmentFrames.length === 0) return [];
  return [
    say('how', 'frame-fragments', {
      count: digits(fragmentFrames.length),
      frames: list(fragmentFrames.map(digits)),
    }),
  ];
}

/** What a capture length cuts off is payload; that the frame is cut is a finding of its own. */
function cutPayload({ row }: Scene): readonly Saying[] {
  const captured = row.payloadEnd - row.payloadStart;
  if (row.capLen >= row.origLen || captured >= row.tcp.len || captured < 0) return [];
  return [say('how', 'cut-payload', { missing: row.tcp.len - captured, len: bytes(row.tcp.len) })];
}
