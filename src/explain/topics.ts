// The mechanisms a report explains once in full, and which rows meet them.

import type { FindingKind } from '../classify/finding.ts';
import type { PacketRow } from '../classify/packet-row.ts';
import { isUndelivered } from './damaged.ts';
import { numberOf, wordOf } from './evidence.ts';
import { lacksAck } from './lacks-ack.ts';
import { placesData } from './mptcp.ts';
import { isForeignAck } from './row-states.ts';

export type Topic =
  | 'byte-offsets'
  | 'initial-number'
  | 'handshake'
  | 'handshake-offers'
  | 'unknown-window'
  | 'second-step'
  | 'third-step'
  | 'window'
  | 'push'
  | 'send'
  | 'acknowledgement'
  | 'padding'
  | 'fin'
  | 'timestamps'
  | 'timestamp-echo'
  | 'delayed-ack'
  | 'same-sequence'
  | 'closed-port'
  | 'offloading'
  | 'multipath-data';

const found =
  (kind: FindingKind) =>
  (row: PacketRow): boolean =>
    row.findings.some((finding) => finding.kind === kind);

/** Nothing in it is new: its kernel sends it again, and its program does nothing. */
export const isRepeated = ({ findings }: PacketRow): boolean =>
  findings.some(
    (finding) =>
      finding.kind === 'retransmission' &&
      finding.certainty !== 'possible' &&
      numberOf(finding, 'newBytes') === 0,
  );

const opensConnection = (row: PacketRow): boolean => row.kind === 'syn' || row.kind === 'syn-ack';

export const TOPICS: ReadonlyMap<Topic, (row: PacketRow) => boolean> = new Map<
  Topic,
  (row: PacketRow) => boolean
>([
  ['byte-offsets', () => true],
  ['initial-number', opensConnection],
  ['handshake', (row) => row.kind === 'syn'],
  ['handshake-offers', opensConnection],
  [
    'unknown-window',
    (row) => row.tcp.windowShift === null && row.kind !== 'without-ack' && !isForeignAck(row),
  ],
  ['second-step', (row) => row.kind === 'syn-ack'],
  ['third-step', (row) => row.kind === 'handshake-ack'],
  [
    'window',
    (row) =>
      !opensConnection(row) &&
      row.kind !== 'rst' &&
      row.kind !== 'without-ack' &&
      !isForeignAck(row) &&
      row.tcp.windowShift !== null,
  ],
  ['push', (row) => row.kind === 'data' && row.tcp.flagNames.includes('PSH')],
  [
    'send',
    (row) => row.kind === 'data' && !isRepeated(row) && !lacksAck(row) && !isUndelivered(row),
  ],
  ['acknowledgement', (row) => row.kind === 'ack' && !isForeignAck(row)],
  ['padding', (row) => row.link.paddingLen > 0],
  ['fin', (row) => row.kind === 'fin' && !lacksAck(row)],
  [
    'timestamps',
    (row) => opensConnection(row) && row.tcp.options.some((option) => option.name === 'Timestamps'),
  ],
  [
    'timestamp-echo',
    (row) =>
      row.kind !== 'syn' &&
      row.kind !== 'rst' &&
      row.links.previousInStream !== null &&
      row.tcp.options.some((option) => option.name === 'Timestamps'),
  ],
  ['delayed-ack', found('delayed-ack')],
  ['same-sequence', found('same-sequence-other-bytes')],
  ['closed-port', found('closed-port')],
  ['multipath-data', placesData],
  [
    'offloading',
    ({ findings }) =>
      findings.some(
        (finding) => finding.kind === 'checksum-offloaded' && wordOf(finding, 'by') !== 'receiver',
      ),
  ],
]);
