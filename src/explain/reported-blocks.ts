// What an acknowledgement was sent for that confirms nothing new: it reports, by SACK, bytes that came behind a hole
// (RFC 2018 4) or came twice (RFC 2883 4).

import { sackBlocksOf } from '../tcp/option-values.ts';
import { seqLeq, seqLt } from '../tcp/seq.ts';
import { isFound } from './evidence.ts';
import { saidBefore } from './overtaken-ack.ts';
import type { Message, Scene } from './scene.ts';
import { headline } from './scene.ts';

export type Report = 'hole' | 'twice';

/** What it reports that its sender had not said before; null where that is nothing, or not to be believed. */
export function reportIn(scene: Scene): Report | null {
  const { row } = scene;
  const [first, ...others] = sackBlocksOf(row);
  if (first === undefined || isFound(row, 'sacked-unsent')) return null;
  const before = saidBefore(scene);
  const said = before === null ? [] : sackBlocksOf(before);
  const isNew = ([left, right]: readonly [number, number]): boolean =>
    seqLt(left, right) && !said.some(([from, to]) => seqLeq(from, left) && seqLeq(right, to));
  if (seqLeq(first[1], row.tcp.ack)) return isNew(first) ? 'twice' : null;
  return [first, ...others].some((block) => seqLt(row.tcp.ack, block[0]) && isNew(block))
    ? 'hole'
    : null;
}

export const reportHeadline = (report: Report): Message =>
  headline('ack-headline-reports', { report });
