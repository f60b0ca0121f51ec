// The states of the two ends after a row, by who sent it, and what they say of an answer to a SYN (RFC 9293 3.10.7.3).

import type { PacketRow } from '../classify/packet-row.ts';
import type { TcpStateName } from '../tcp/state.ts';
import { isUnheard } from './damaged.ts';
import type { Scene } from './scene.ts';

export const senderState = ({ fromClient, clientState, serverState }: PacketRow): TcpStateName =>
  fromClient ? clientState : serverState;

export const receiverState = ({ fromClient, clientState, serverState }: PacketRow): TcpStateName =>
  fromClient ? serverState : clientState;

/** Kinds of a bare acknowledgement. */
export const isBareAck = ({ kind }: PacketRow): boolean =>
  kind === 'ack' || kind === 'window-update';

/** It arrives, and leaves its receiver waiting for the answer to its SYN: it is no answer to that. What is lost may be. */
export const arrivesInVain = (row: PacketRow): boolean =>
  receiverState(row) === 'SYN-SENT' && !isUnheard(row);

/** An acknowledgement that leaves its receiver in SYN-SENT is not of its SYN. */
export const isForeignAck = (row: PacketRow): boolean => isBareAck(row) && arrivesInVain(row);

/** It neither accepts nor refuses: who asks goes on asking. */
export const leavesAsking = (answer: PacketRow): boolean =>
  isForeignAck(answer) || (answer.kind === 'rst' && arrivesInVain(answer));

/** The latest SYN before the row of the end that it goes to. */
export const latestRequest = ({ row, story }: Scene): PacketRow | null =>
  story
    .rowsWith(row)
    .findLast(
      ({ frame, kind, fromClient }) =>
        frame < row.frame && kind === 'syn' && fromClient !== row.fromClient,
    ) ?? null;
