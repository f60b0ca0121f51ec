// One connection told at its end: plain data, by side as captured (0 sent the first segment); times in ns.

import type { ConnState } from './zeek-state.ts';
import type { Side } from '../tcp/connection.ts';
import type { LabelName } from '../tcp/label.ts';
import type { RoleEvidence } from '../tcp/connection-facts.ts';
import type { ZeekRow } from './zeek-account.ts';

/** Graceful: both sent FIN, before any RST. Half-closed: one FIN. Continued: cut off where another stream begins. */
export const STREAM_ENDINGS = ['open', 'half-closed', 'graceful', 'reset', 'continued'] as const;

export type StreamEnding = (typeof STREAM_ENDINGS)[number];

export interface StreamSideFacts {
  readonly address: string;
  readonly port: number;
  readonly packets: number;
  /** Frames' bytes on the wire. */
  readonly bytes: number;
  /** Payload on the wire; resent is what of it had been captured before. */
  readonly payloadBytes: number;
  readonly resentBytes: number;
  /** Round trips of its data; NaN without samples. */
  readonly rttCount: number;
  readonly rttMinNs: number;
  readonly rttMedianNs: number;
  readonly rttMaxNs: number;
  /** As offered in its SYN; -1 when not offered or not captured. */
  readonly mss: number;
  readonly windowShift: number;
  /** Offered in its SYN; null where none of it was captured. */
  readonly sackPermitted: boolean | null;
  readonly timestamps: boolean | null;
}

export interface StreamFacts {
  readonly stream: number;
  readonly sides: readonly [StreamSideFacts, StreamSideFacts];
  readonly client: Side;
  readonly roleEvidence: RoleEvidence;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly firstTimeNs: number;
  readonly lastTimeNs: number;
  /** Wireshark's final tcp.completeness. */
  readonly completeness: number;
  /** NaN without a captured handshake. */
  readonly initialRttNs: number;
  readonly handshakeNs: number;
  readonly ending: StreamEnding;
  /** Side that sent the first FIN or RST, -1 none. */
  readonly endedBy: Side | -1;
  readonly connState: ConnState;
  readonly history: string;
  /** What Zeek would log as further connections of the stream. */
  readonly laterZeek: readonly ZeekRow[];
  /** Segments with each label; labels that never came are left out. */
  readonly labels: Readonly<Partial<Record<LabelName, number>>>;
  /** Stream before it on the same addresses and ports, -1 none. */
  readonly reuses: number;
}
