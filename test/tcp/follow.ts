// Follows a scripted trace through the real pass and notes what every segment made of its connection.

import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import type { Connection } from '../../src/tcp/connection.ts';
import { finalCompleteness } from '../../src/tcp/handshake.ts';
import { labelNames, type LabelName } from '../../src/tcp/label.ts';
import { TCP_STATE_NAMES } from '../../src/tcp/state.ts';

/** One segment, after it was applied. `states` are side 0 and side 1: side 0 sent the connection's first segment. */
export interface Step {
  frame: number;
  stream: number;
  side: 0 | 1;
  kind: string;
  labels: readonly LabelName[];
  states: string;
  relSeq: number;
  relAck: number;
  scaledWindow: number;
  opened: boolean;
}

export interface Followed {
  steps: Step[];
  /** By stream, as they stand at the end. */
  connections: Connection[];
}

/** Every segment of a capture, in order. */
export async function followBytes(bytes: Uint8Array): Promise<Followed> {
  const reader = await CaptureReader.open(fromBytes(bytes, 'trace'));
  const steps: Step[] = [];
  const connections: Connection[] = [];
  await analyze(reader, [
    {
      segment({ record, connection, side, verdict, opened }) {
        connections[connection.stream] = connection;
        steps.push({
          frame: record.frame,
          stream: connection.stream,
          side,
          kind: verdict.kind,
          labels: labelNames(verdict.labels),
          states: connection.halves.map(({ state }) => TCP_STATE_NAMES[state]).join(' · '),
          relSeq: verdict.relSeq,
          relAck: verdict.relAck,
          scaledWindow: verdict.scaledWindow,
          opened,
        });
      },
    },
  ]);
  return { steps, connections };
}

/** Every segment of a trace, in order. */
export const follow = (t: { capture(): Uint8Array }): Promise<Followed> => followBytes(t.capture());

/** Wireshark's tcp.completeness at the end, by stream. */
export async function completenessOf(bytes: Uint8Array): Promise<number[]> {
  const told: number[] = [];
  const reader = await CaptureReader.open(fromBytes(bytes, 'trace'));
  await analyze(reader, [
    { over: (connection) => (told[connection.stream] = finalCompleteness(connection)) },
  ]);
  return told;
}

/** Initial sequence numbers that let every number of a short trace lie before, across and after the wrap. */
export const ISNS = [1000, 0x7fff_fff0, 0xffff_fff0, 0xffff_fffe] as const;
