// A SYN whose addresses and ports an earlier connection had (RFC 9293 3.4.3), and what lets an end take it that is still in
// TIME-WAIT (RFC 9293 3.6.1, RFC 6191).

import type { Finding } from '../classify/finding.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { timestampsOf } from '../tcp/option-values.ts';
import { segmentEnd, seqGt, seqMax } from '../tcp/seq.ts';
import { duration, field, row as rowArg } from './args.ts';
import { numberOf } from './evidence.ts';
import { resumedBehind } from './resumed.ts';
import type { Saying, Scene } from './scene.ts';
import { say } from './scene.ts';

/** 2 MSL by RFC 9293 3.4.2. Some systems wait for less: Linux for 60 s. */
const LONGEST_WAIT_NS = 240e9;
const SHORTEST_WAIT_NS = 60e9;

export function reused(scene: Scene, finding: Finding): readonly Saying[] {
  const earlier = numberOf(finding, 'earlierFrame');
  if (earlier === 0 || resumedBehind(scene) !== null) return [];
  return [say('links', 'reused-ports', { row: rowArg(earlier) }), ...takenInTimeWait(scene)];
}

/** Said where the SYN is accepted by the end that had closed first, so soon that it need not have forgotten. */
function takenInTimeWait({ row, story, connection }: Scene): readonly Saying[] {
  const earlier = story.connectionOf(connection.reuses ?? -1);
  const answer = story.rowOf(row.links.answeredBy ?? 0);
  if (row.kind !== 'syn' || earlier === null || answer?.kind !== 'syn-ack') return [];
  const { client, server } = earlier;
  const isReceiver = ({ address, port }: typeof client): boolean =>
    address === row.dst && port === row.tcp.dstPort;
  const waiting = [client, server].find(isReceiver);
  const elapsedNs = row.timeNs - earlier.lastTimeNs;
  if (waiting?.state !== 'TIME-WAIT' || elapsedNs > LONGEST_WAIT_NS) return [];
  const shown = whatIsNew(row, story.rowsOf(earlier.stream));
  if (shown === null) return [];
  const args = {
    delay: duration(elapsedNs),
    sure: elapsedNs < SHORTEST_WAIT_NS ? 'yes' : 'no',
    ...shown,
  };
  return [say('why', 'reused-in-time-wait', args, ['RFC 9293 3.6.1', 'RFC 6191 2'])];
}

/** What tells the SYN from a late segment of the earlier connection: its clock, else its number. */
function whatIsNew(row: PacketRow, earlier: readonly PacketRow[]) {
  const own = earlier.filter(
    ({ src, tcp, kind }) => src === row.src && tcp.srcPort === row.tcp.srcPort && kind !== 'rst',
  );
  const last = own.at(-1);
  if (last === undefined) return null;
  const clocks = own.flatMap((one) => timestampsOf(one)?.val ?? []);
  const clock = timestampsOf(row)?.val;
  const before = clocks.reduce(seqMax, clocks[0] ?? 0);
  if (clock !== undefined && clocks.length > 0 && seqGt(clock, before))
    return {
      by: 'clock',
      now: field('TSval', clock),
      before: field('TSval', before),
      isn: 0,
      end: 0,
    };
  const end = own.map(({ tcp }) => segmentEnd(tcp)).reduce(seqMax);
  return seqGt(row.tcp.seq, end)
    ? { by: 'number', now: '', before: '', isn: row.tcp.seq, end }
    : null;
}
