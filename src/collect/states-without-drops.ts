// States of both ends of the connections in which a segment was dropped. The pass over the records takes every segment to
// arrive (tcp/state-machine.ts); whether one did not, or was damaged, shows later. So their rows are gone through once more. Of a
// connection whose beginning is not kept the states stay as they were.

import { type Drops, isUnheard } from '../classify/rules/dropped.ts';
import { TcpFlag, TcpView } from '../decode/tcp-view.ts';
import { AddressBook } from '../tcp/address-book.ts';
import { Connection } from '../tcp/connection.ts';
import { MultipathBook } from '../tcp/multipath.ts';
import { grouped } from '../tcp/grouped.ts';
import { labelBits } from '../tcp/label.ts';
import { lacksAck } from '../tcp/lacks-ack.ts';
import { noteBase, observe } from '../tcp/observe.ts';
import { advanceSender } from '../tcp/state-machine.ts';
import { type DraftRow, stateWithoutReset } from './draft-row.ts';
import type { UnlinkedRow } from './unlinked-row.ts';

type States = Pick<DraftRow, 'states' | 'statesWithoutReset'>;

/** By frame, the states of all rows of those connections; `rows` are the drafts with their links. */
export function statesWithoutDrops(
  drafts: readonly DraftRow[],
  rows: readonly UnlinkedRow[],
  drops: Drops,
): ReadonlyMap<number, States> {
  const links = new Map(rows.map((row) => [row.frame, row.links]));
  const isOdd = ({ frame, tcp }: DraftRow): boolean =>
    isUnheard(drops.get(frame)) ||
    (lacksAck(tcp.flags) && links.get(frame)?.acknowledgedBy !== null);
  const streams = new Set(drafts.filter(isOdd).map(({ stream }) => stream));
  if (streams.size === 0) return new Map();
  const concerned = grouped(
    drafts.filter(({ stream }) => streams.has(stream)),
    ({ stream }) => stream,
  );
  const isRefuted = (frame: number): boolean => links.get(frame)?.refutedBy !== null;
  return new Map(
    [...concerned.values()]
      .filter(([first]) => first?.nth === 1)
      .flatMap((own) => [...statesOf(own, drops, isRefuted)]),
  );
}

/** By frame, the states behind each row of one connection, of which these are all rows from the first on. */
export function statesOf(
  drafts: readonly DraftRow[],
  drops: Drops,
  isRefuted: (frame: number) => boolean,
): ReadonlyMap<number, States> {
  const states = new Map<number, States>();
  const connection = new Connection(new AddressBook(), new MultipathBook());
  // Two hosts, whichever they are.
  connection.begin(drafts[0]!.stream, [0, 1], [0, 0], true, -1);
  const tcp = new TcpView();
  for (const [at, draft] of drafts.entries()) {
    const { frame, side } = draft;
    aim(tcp, draft);
    if (!isUnheard(drops.get(frame))) {
      if (lacksAck(tcp.flags) && !drops.has(frame)) believe(tcp, connection.halves[side].lastAck);
      noteBase(connection, side, tcp);
      // States depend on no clock.
      observe(connection, side, tcp, { ...draft, zeroNs: Number.NaN }, labelBits(draft.labels));
    } else if (draft.kind !== 'rst' || (!isRefuted(frame) && isLastWord(draft, drafts.slice(at)))) {
      advanceSender(connection, side, tcp);
    }
    states.set(frame, {
      states: [connection.halves[0].state, connection.halves[1].state],
      statesWithoutReset: [stateWithoutReset(connection, 0), stateWithoutReset(connection, 1)],
    });
  }
  return states;
}

/** Who goes on behind his reset has not sent it: it was forged. */
const isLastWord = (reset: DraftRow, later: readonly DraftRow[]): boolean =>
  later.every(({ side, kind }) => side !== reset.side || kind === 'rst');

/** Its receiver took it, though it has no ACK: as though it repeated the last. */
function believe(tcp: TcpView, lastAck: number): void {
  tcp.flags |= TcpFlag.ACK;
  tcp.ack = lastAck;
}

function aim(tcp: TcpView, { bytes, kind, payloadEnd, tcp: facts }: DraftRow): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { start, headerLen, len, isPartial } = facts;
  // How long its header really is, a malformed one does not say.
  tcp.aim(view, start, payloadEnd, kind === 'malformed' ? payloadEnd : start + headerLen + len);
  if (isPartial) tcp.len = tcp.judgedLen = -1;
}
