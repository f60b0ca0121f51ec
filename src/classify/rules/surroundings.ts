// An index over the kept rows by what rules ask. Built once; looks at most LOOK rows far in either direction.

import { grouped } from '../../tcp/grouped.ts';
import { sackBlocksOf, timestampsOf } from '../../tcp/option-values.ts';
import { TwinWatch } from '../../tcp/twin.ts';
import { payloadDigest, TwinProbe } from '../../tcp/twin-probe.ts';
import { handshakeTimes } from '../handshake-times.ts';
import { pathTimes } from '../path-times.ts';
import type { Told } from './findings.ts';
import { doubledIn, isMirroredIn } from './doubled.ts';
import { answersAnother } from './two-answers.ts';
import { isCounting } from './identification.ts';
import type { RuleRow, Surroundings } from './rule.ts';
import { steadySenders } from './sender-ttl.ts';

/** Rows of a connection that a rule may look back or ahead. */
const LOOK = 2000;

export function surroundings({ rows, connections, beginBefore, goOn, errors }: Told): Surroundings {
  const byFrame = new Map(rows.map((row) => [row.frame, row]));
  const facts = new Map(connections.map((connection) => [connection.stream, connection]));
  const streams = grouped(rows, ({ stream }) => stream);
  const places = new Map<RuleRow, number>();
  for (const stream of streams.values())
    for (const [place, row] of stream.entries()) places.set(row, place);
  const before = (row: RuleRow): Generator<RuleRow> =>
    walk(streams.get(row.stream) ?? [], places.get(row) ?? 0, -1);
  const twins = new Map<number, number>();
  for (const [frame, earlier] of twinsOf(rows)) {
    const row = byFrame.get(frame)!;
    if (!answersAnother(row, before(row), (one) => twins.has(one.frame))) twins.set(frame, earlier);
  }
  const copies = grouped(
    rows.filter(({ links }) => links.sameSequenceAs !== null),
    ({ links }) => links.sameSequenceAs,
  );
  const handshakes = handshakeTimes(rows);
  const pathsOf = onceFor((stream: number) =>
    pathTimes(streams.get(stream) ?? [], handshakes.get(stream)),
  );
  let steady: ReadonlyMap<string, RuleRow> | null = null;
  const around: Surroundings = {
    rowOf: (frame) => (frame === null ? null : (byFrame.get(frame) ?? null)),
    connectionOf: (stream) => facts.get(stream),
    beginsBefore: (stream) => beginBefore?.has(stream) === true,
    goesOn: (stream) => goOn?.has(stream) === true,
    before,
    after: (row) => walk(streams.get(row.stream) ?? [], places.get(row) ?? 0, 1),
    roundTripNs: (stream) => {
      const times = handshakes.get(stream);
      if (times !== undefined) return times.toServerNs + times.toClientNs;
      return facts.get(stream)?.initialRttNs ?? null;
    },
    handshakeTimes: (stream) => handshakes.get(stream) ?? null,
    pathNs: ({ stream, fromClient }) => pathsOf(stream)?.[fromClient ? 'client' : 'server'] ?? null,
    copiesAfter: (row) => copies.get(row.frame) ?? [],
    earlierRecord: (row) => byFrame.get(twins.get(row.frame) ?? 0) ?? null,
    // It quotes the first record of a packet that was captured twice.
    errorAbout: ({ frame }) => errors?.get(twins.get(frame) ?? frame) ?? null,
    earlierConnection: (stream) => facts.get(facts.get(stream)?.reuses ?? -1) ?? null,
    steadySender: (address) => (steady ??= steadySenders(rows)).get(address) ?? null,
    isCounting: onceFor((row) => isCounting(row, around)),
    isMirrored: onceFor((stream) => isMirroredIn(streams.get(stream) ?? [], around)),
    doubled: onceFor((stream) => doubledIn(streams.get(stream) ?? [], around)),
  };
  return around;
}

/** The same answers, each found once. */
function onceFor<K, V>(find: (key: K) => V): (key: K) => V {
  const found = new Map<K, V>();
  return (key) => {
    if (!found.has(key)) found.set(key, find(key));
    return found.get(key)!;
  };
}

function* walk(rows: readonly RuleRow[], from: number, step: 1 | -1): Generator<RuleRow> {
  for (let i = 1; i <= LOOK; i++) {
    const row = rows[from + i * step];
    if (row === undefined) return;
    yield row;
  }
}

/** Frames that are the second record of a packet, with the frame of the record before. */
function twinsOf(rows: readonly RuleRow[]): ReadonlyMap<number, number> {
  const watch = new TwinWatch(rows.length);
  const probe = new TwinProbe();
  const twins = new Map<number, number>();
  for (const row of rows) {
    const { tcp, network } = row;
    const side = row.fromClient ? 1 : 0;
    probe.source = 2 * row.stream + side;
    probe.target = 2 * row.stream + 1 - side;
    probe.srcPort = tcp.srcPort;
    probe.dstPort = tcp.dstPort;
    probe.ipId = network.id;
    probe.ttl = network.ttl;
    probe.seq = tcp.seq;
    probe.ack = tcp.ack;
    probe.flags = tcp.flags;
    probe.len = tcp.len;
    probe.payload = payloadDigest(row.bytes, row.payloadStart, row.payloadEnd);
    probe.checksum = tcp.checksum.found;
    probe.pseudoSum = tcp.checksum.pseudoSum ?? -1;
    probe.clock = timestampsOf(row)?.val ?? -1;
    probe.hasSack = sackBlocksOf(row).length > 0;
    const frame = watch.earlierRecord(probe, row.frame, row.timeNs);
    if (frame > 0) twins.set(row.frame, frame);
  }
  return twins;
}
