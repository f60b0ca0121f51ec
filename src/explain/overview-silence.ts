// What stays without an answer, in the story of a capture: requests, packets that got no further by ICMP, and a side that
// falls silent.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Analysis } from '../collect/analysis.ts';
import type { IcmpErrorFacts } from '../collect/icmp-errors.ts';
import { type ConnectionFacts, isUnanswered } from '../tcp/connection-facts.ts';
import { grouped } from '../tcp/grouped.ts';
import { code, digits, message, row as rowArg, rows as rowsArg } from './args.ts';
import { isFound } from './evidence.ts';
import type { Message } from './scene.ts';
import { headline } from './scene.ts';
import type { Story } from './story.ts';
import { isRepeated } from './topics.ts';

/** Of each kind so many are told one by one. */
const TOLD = 3;
/** Fewer clients that fall silent may be chance. */
const FEWEST_OF_FLOOD = 5;
/** So often must a side be asked in vain before it is called silent: the end of a capture cuts off answers. */
const ASKED_IN_VAIN = 3;

export const silences = (analysis: Analysis, story: Story): readonly Message[] => [
  ...requests(analysis, story),
  ...unconfirmed(analysis, story),
  ...errors(analysis),
  ...analysis.connections.flatMap((facts) => silence(facts, story)).slice(0, TOLD),
  ...analysis.connections.flatMap((facts) => withoutRoom(facts, story)).slice(0, TOLD),
];

/** One by one where they are few and all here; else their number. */
function requests({ connections, totals }: Analysis, story: Story): readonly Message[] {
  const { unanswered: count } = totals;
  const known = connections.filter(isUnanswered);
  if (count > TOLD || known.length < count)
    return [headline('overview-unanswered-many', { count })];
  return known.map(({ stream, client, server }) =>
    headline('overview-unanswered', {
      client: code(client.address),
      server: code(server.address),
      port: digits(server.port),
      times: story
        .rowsOf(stream)
        .filter((row) => row.kind === 'syn' && !isFound(row, 'captured-twice')).length,
      by: story.unopened(stream) === 'unreachable' ? 'error' : 'nothing',
    }),
  );
}

/** Requests that are accepted in vain. From many addresses, they may be made up (RFC 4987 2). */
function unconfirmed({ connections, totals }: Analysis, story: Story): readonly Message[] {
  const { unconfirmed: count } = totals;
  if (count === 0) return [];
  const known = connections.filter(({ stream }) => story.unopened(stream) === 'unconfirmed');
  const hosts = new Set(known.map(({ client }) => client.address)).size;
  return [
    headline('overview-unconfirmed', {
      count,
      hosts,
      many: hosts >= FEWEST_OF_FLOOD ? 'yes' : 'no',
    }),
  ];
}

/** One sentence for each reason that each host reports. */
function errors({ icmpErrors }: Analysis): readonly Message[] {
  const kinds = grouped(icmpErrors, ({ from, reason, mtu }) => `${from} ${reason} ${mtu}`);
  return [...kinds.values()].slice(0, TOLD).map((alike) => {
    const [{ from, reason, mtu }] = alike as [IcmpErrorFacts];
    const frames = [...new Set(alike.map(({ quotedFrame }) => quotedFrame))];
    return headline('overview-icmp', {
      from: code(from),
      rows: rowsArg(frames),
      what: message('part-icmp-reason', { reason, mtu: mtu ?? 0 }),
      reason,
    });
  });
}

/** A side of which nothing more comes, though it is asked again and again. */
function silence({ stream, client, server }: ConnectionFacts, story: Story): readonly Message[] {
  const rows = story.rowsOf(stream);
  const [last] = rows.slice(-1);
  if (last === undefined || !story.hasAllOf(last)) return [];
  const { fromClient } = last;
  const heard = rows.findLast((row) => row.fromClient !== fromClient);
  if (heard === undefined) return [];
  const asked = rows.filter((row) => row.frame > heard.frame && asksAgain(row));
  if (asked.length < ASKED_IN_VAIN) return [];
  return [
    headline('overview-silent', {
      row: rowArg(heard.frame),
      host: code((fromClient ? server : client).address),
      side: fromClient ? 'server' : 'client',
      rows: rowsArg(asked.map(({ frame }) => frame)),
    }),
  ];
}

/** It is sent because an answer is missing, or to get one. */
const asksAgain = (row: PacketRow): boolean =>
  !isFound(row, 'captured-twice') &&
  (row.kind === 'keep-alive' || row.kind === 'zero-window-probe' || isRepeated(row));

/** Asked less often, it may have opened the window behind the end of the capture. */
const ASKED_FOR_ROOM = 2;

/** A side whose window stays closed to the end, though the other one asks. */
function withoutRoom(
  { stream, client, server }: ConnectionFacts,
  story: Story,
): readonly Message[] {
  const rows = story.rowsOf(stream).filter(({ kind }) => kind !== 'rst');
  const [last] = rows.slice(-1);
  if (last === undefined || !story.hasAllOf(last)) return [];
  return ([client, server] as const).flatMap((end): readonly Message[] => {
    const isOwn = (row: PacketRow): boolean => row.fromClient === (end === client);
    const own = rows.filter(isOwn);
    const opened = own.findLastIndex(({ tcp }) => tcp.window > 0);
    const closed = own[opened + 1];
    if (closed === undefined || !closed.labels.includes('zero_window')) return [];
    const asked = rows.filter(
      (row) => !isOwn(row) && row.frame > closed.frame && row.kind === 'zero-window-probe',
    );
    if (asked.length < ASKED_FOR_ROOM) return [];
    return [
      headline('overview-no-room', {
        row: rowArg(closed.frame),
        host: code(end.address),
        side: end === client ? 'client' : 'server',
        rows: rowsArg(asked.map(({ frame }) => frame)),
      }),
    ];
  });
}
