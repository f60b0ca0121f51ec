// What options say on rows after the handshake: SACK blocks (RFC 2018, RFC 2883) and timestamp values (RFC 7323 3).

import type { PacketRow } from '../classify/packet-row.ts';
import { sackBlocksOf, timestampsOf } from '../tcp/option-values.ts';
import { segmentEnd, seqDiff, seqLeq, seqLt } from '../tcp/seq.ts';
import { field, list, message, row as rowArg } from './args.ts';
import type { Placed } from './args.ts';
import { framesOf, isFound } from './evidence.ts';
import { Rfc } from './references.ts';
import { openedOtherwise } from './simultaneous-open.ts';
import type { Explainer, Saying, Scene } from './scene.ts';
import { heardBefore, isLecture, say } from './scene.ts';

/** Rows looked back over for the one whose clock is echoed. */
const LOOK_BACK = 64;

export const explainOptions: Explainer = (scene) => [
  ...selectiveAcks(scene),
  ...timestampValues(scene),
];

/** Relative numbers of the first byte and of the byte after the last. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const rangeAs =
  (one: string, many: string) =>
  ({ from, to }: Range): Placed =>
    to - from === 1 ? message(one, { first: from }) : message(many, { first: from, last: to - 1 });

const range = rangeAs('part-byte-range-one', 'part-byte-range');
/** With the word before it. */
const namedRange = rangeAs('part-bytes-range-one', 'part-bytes-range');

function blocksOf(row: PacketRow): readonly Range[] {
  const base = row.tcp.ack - row.tcp.relAck;
  const blocks = sackBlocksOf(row).map(([left, right]): Range => ({
    from: (left - base) >>> 0,
    to: (right - base) >>> 0,
  }));
  const doubted = row.findings.find(({ kind }) => kind === 'sacked-unsent');
  const unbelieved = doubted === undefined ? [] : framesOf(doubted, 'from');
  // What is said of those, its finding says.
  return blocks.filter(({ from, to }) => seqLt(from, to) && !unbelieved.includes(from));
}

/** RFC 2883 4: a first block that is confirmed already, or lies within the second, tells of bytes that came twice. */
const isDuplicate = (first: Range, second: Range | undefined, relAck: number): boolean =>
  seqLeq(first.to, relAck) ||
  (second !== undefined && seqLeq(second.from, first.from) && seqLeq(first.to, second.to));

const countOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { from, to }) => sum + ((to - from) >>> 0), 0);

/** The other side's FIN, when a range ends with its number: that one is no byte. */
function finWithin(scene: Scene, ranges: readonly Range[]): PacketRow | null {
  const { row } = scene;
  // Most rows with the option belong to a direction that goes on.
  if ((row.fromClient ? row.serverState : row.clientState) === 'ESTABLISHED') return null;
  const isPeers = heardBefore(scene);
  const end = ranges.at(-1)?.to;
  return (
    scene.story
      .rowsWith(row)
      .find(
        (one) => isPeers(one) && one.tcp.flagNames.includes('FIN') && one.tcp.nextRelSeq === end,
      ) ?? null
  );
}

/** What has arrived: bytes, and perhaps the FIN behind them. */
function arrivals(scene: Scene, ranges: readonly Range[]): readonly Saying[] {
  const fin = finWithin(scene, ranges);
  const bytes = ranges
    .map(({ from, to }, at) => ({
      from,
      to: fin !== null && at === ranges.length - 1 ? to - 1 : to,
    }))
    .filter(({ from, to }) => seqLt(from, to));
  const sayings: Saying[] = [];
  if (bytes.length > 0)
    sayings.push(
      say('how', 'sack-arrived', { ranges: list(bytes.map(range)), count: countOf(bytes) }, [
        Rfc.SackOption,
      ]),
    );
  if (fin !== null)
    sayings.push(say('how', 'sack-arrived-fin', { row: rowArg(fin.frame) }, [Rfc.SackOption]));
  return sayings;
}

/** What came twice: bytes, or the SYN before them, or the FIN behind them. */
function duplicates(scene: Scene, { from, to }: Range): readonly Saying[] {
  const hasSyn = from === 0 && scene.receiver.synSeen;
  const fin = finWithin(scene, [{ from, to }]);
  const bytes = { from: hasSyn ? 1 : from, to: fin === null ? to : to - 1 };
  const by = openedOtherwise(scene)?.by === 'both' ? 'crossing' : 'other';
  const refs = [Rfc.DuplicateSack];
  return [
    ...(hasSyn ? [say('how', 'sack-duplicate-syn', { by }, refs)] : []),
    ...(seqLt(bytes.from, bytes.to)
      ? [say('how', 'sack-duplicate', { range: namedRange(bytes) }, refs)]
      : []),
    ...(fin === null ? [] : [say('how', 'sack-duplicate-fin', { row: rowArg(fin.frame) }, refs)]),
  ];
}

function selectiveAcks(scene: Scene): readonly Saying[] {
  const { row } = scene;
  const [first, ...others] = blocksOf(row);
  if (first === undefined) return [];
  const { relAck } = row.tcp;
  const repeated = isDuplicate(first, others[0], relAck);
  const arrived = (repeated ? others : [first, ...others])
    // A block of what is confirmed anyway tells nothing more.
    .filter(({ to }) => seqLt(relAck, to))
    .toSorted((a, b) => seqDiff(a.from, b.from));
  const sayings: Saying[] = [];
  if (repeated) sayings.push(...duplicates(scene, first));
  if (arrived.length === 0) return sayings;
  const missing = arrived
    .map(({ from }, at) => ({ from: arrived[at - 1]?.to ?? relAck, to: from }))
    // What lies before the first number shown has numbers that nobody can read.
    .filter(({ from, to }) => seqLt(from, to) && from < to);
  sayings.push(...arrivals(scene, arrived));
  if (missing.length > 0)
    sayings.push(
      say('how', 'sack-missing', {
        ranges: list(missing.map(range)),
        count: countOf(missing),
        arrived: countOf(arrived),
      }),
    );
  return sayings;
}

/** Read once: each row is looked at for many later ones. */
const knownClocks = new WeakMap<PacketRow, ReturnType<typeof timestampsOf>>();

function clocksOf(row: PacketRow): ReturnType<typeof timestampsOf> {
  const known = knownClocks.get(row);
  if (known !== undefined) return known;
  const clocks = timestampsOf(row);
  knownClocks.set(row, clocks);
  return clocks;
}

/**
 * The other side's row whose clock is echoed: of the first one that this row confirms (RFC 7323 4.3). Of others that show the
 * same value within one tick, the latest that came before what is awaited: what comes behind a hole is not echoed.
 */
function clockRow({ row, story }: Scene, value: number): PacketRow | null {
  const shown = story
    .rowsBefore(row, LOOK_BACK)
    .filter((one) => one.fromClient !== row.fromClient && clocksOf(one)?.val === value)
    .filter((one) => !isFound(one, 'captured-twice'));
  const isConfirmed = ({ tcp }: PacketRow): boolean => seqLeq(segmentEnd(tcp), row.tcp.ack);
  return (
    shown.find(({ frame }) => row.links.acknowledges.includes(frame)) ??
    shown.findLast(isConfirmed) ??
    shown[0] ??
    null
  );
}

/** A SYN has nothing to echo yet; what it offers is told in handshake-options.ts. */
function timestampValues(scene: Scene): readonly Saying[] {
  const { row } = scene;
  const clocks = clocksOf(row);
  if (clocks === null || row.kind === 'syn' || row.kind === 'rst') return [];
  const echoed = clockRow(scene, clocks.ecr);
  if (echoed === null) return [];
  const args = {
    own: field('TSval', clocks.val),
    echo: field('TSecr', clocks.ecr),
    row: rowArg(echoed.frame),
  };
  return isLecture(scene, 'timestamp-echo')
    ? [say('how', 'timestamp-echo-first', args, [Rfc.Timestamps])]
    : [say('how', 'timestamp-echo', args)];
}
