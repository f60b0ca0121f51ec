// One end of a scripted connection, and the tape both ends write on. See trace.ts for how tests use them.
import type { CraftedRecord } from '../../src/craft/capture-writer.ts';
import { encodeFrame, type LinkFields } from '../../src/craft/encode-link.ts';
import type { ChecksumChoice } from '../../src/craft/encode-segment.ts';
import {
  type End,
  newEnd,
  receive,
  type SegmentSpec,
  send,
  type SentSegment,
} from '../../src/craft/exchange.ts';
import { packOptions, tcpOption } from '../../src/craft/tcp-option-bytes.ts';
import { parseIp } from '../../src/decode/address.ts';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { seqAdd } from '../../src/tcp/seq.ts';

/** One side; everything has a default. `window` is the header field. */
export interface SideOptions {
  address?: string;
  port?: number;
  isn?: number;
  window?: number;
  ttl?: number;
  ipId?: number;
  dontFragment?: boolean;
  checksum?: ChecksumChoice;
  mac?: Uint8Array;
}

/** The whole trace. `timestamps`: every segment carries the option, in milliseconds. */
export interface TraceOptions {
  client?: SideOptions;
  server?: SideOptions;
  timestamps?: boolean;
  stepMs?: number;
  link?: Pick<LinkFields, 'kind' | 'padding' | 'vlans'>;
}

/** Options of a SYN; without any, a bare one. */
export interface SynOptions extends Overrides {
  mss?: number;
  windowShift?: number;
  sackPermitted?: boolean;
}

/** Fields that differ from what the side would write; seq, ack, sack relative to the ISNs. */
export interface Overrides extends Omit<SegmentSpec, 'flags' | 'payload'> {
  flags?: number;
  sack?: readonly (readonly [number, number])[];
  /** TSval and TSecr, absolute. */
  tsVal?: number;
  tsEcr?: number;
}

/** Text, bytes, or a count of pattern bytes. */
export type Payload = string | Uint8Array | number;

const EPOCH_NS = 1_735_689_600_000_000_000n; // 2025-01-01: any moment, always the same
const FIRST_TSVAL = 1_000_000;
/** The defaults of either side. */
export const CLIENT: Required<SideOptions> = {
  address: '10.0.0.1',
  port: 40_000,
  isn: 1000,
  window: 0xffff,
  ttl: 64,
  ipId: 1,
  dontFragment: true,
  checksum: 'good',
  mac: Uint8Array.of(2, 0, 0, 0, 0, 1),
};
export const SERVER: Required<SideOptions> = {
  ...CLIENT,
  address: '10.0.0.2',
  port: 80,
  isn: 5000,
  ipId: 0x8001,
  mac: Uint8Array.of(2, 0, 0, 0, 0, 2),
};

export interface Emission {
  from: TraceSide;
  sent: SentSegment;
}

/** What all connections of a trace share: the clock and the frames. */
export class Tape {
  readonly records: CraftedRecord[] = [];
  readonly link: Pick<LinkFields, 'kind' | 'padding' | 'vlans'>;
  readonly stepMs: number;
  nextMs = 0;
  captured = true;
  delivered = true;
  waiting: Emission[] | null = null;

  constructor(options: TraceOptions) {
    this.link = options.link ?? { kind: 'ethernet', padding: 'minimum' };
    this.stepMs = options.stepMs ?? 1;
  }

  /** Puts a frame on the tape at the present moment. */
  record(bytes: Uint8Array): void {
    this.records.push({ timeNs: EPOCH_NS + BigInt(Math.round(this.nextMs * 1e6)), bytes });
  }

  emit(emission: Emission): void {
    if (this.waiting !== null) {
      this.waiting.push(emission);
      return;
    }
    const { from, sent } = emission;
    const { link } = this;
    if (this.captured) {
      const bytes = encodeFrame({ ...link, srcMac: from.mac, dstMac: from.peer.mac }, sent.packet);
      this.record(bytes);
    }
    this.nextMs += this.stepMs;
    if (this.delivered) receive(from.peer.end, sent);
  }
}

/** One end, as a script drives it. Every method returns what was sent. */
export class TraceSide {
  readonly end: End;
  readonly mac: Uint8Array;
  readonly isn: number;
  readonly #tape: Tape;
  readonly #timestamps: boolean;
  peer!: TraceSide;
  /** TSval last seen from the peer. */
  tsRecent = 0;

  constructor(tape: Tape, side: Required<SideOptions>, timestamps: boolean) {
    const address = parseIp(side.address);
    if (address === null) throw new Error(`not an IP address: ${side.address}`);
    const { ttl, dontFragment, ipId } = side;
    const host = { address, ttl, dontFragment, nextId: ipId };
    this.end = newEnd(host, side.port, side.isn, side.window, side.checksum);
    this.mac = side.mac;
    this.isn = side.isn;
    this.#tape = tape;
    this.#timestamps = timestamps;
  }

  syn(options: SynOptions = {}): SentSegment {
    return this.raw({ flags: TcpFlag.SYN, ...options, options: this.#synOptions(options) });
  }

  synAck(options: SynOptions = {}): SentSegment {
    const flags = TcpFlag.SYN | TcpFlag.ACK;
    return this.raw({ flags, ...options, options: this.#synOptions(options) });
  }

  ack(overrides: Overrides = {}): SentSegment {
    return this.raw({ flags: TcpFlag.ACK, ...overrides });
  }

  data(payload: Payload, overrides: Overrides = {}): SentSegment {
    return this.raw({ flags: TcpFlag.PSH | TcpFlag.ACK, ...overrides, payload });
  }

  fin(overrides: Overrides = {}): SentSegment {
    return this.raw({ flags: TcpFlag.FIN | TcpFlag.ACK, ...overrides });
  }

  rst(overrides: Overrides = {}): SentSegment {
    return this.raw({ flags: TcpFlag.RST, window: 0, ...overrides });
  }

  /** The same sequence range and bytes again, in a new IP packet with today's acknowledgement. */
  retransmit(sent: SentSegment, overrides: Overrides = {}): SentSegment {
    const payloadLen = sent.segLen - Number((sent.flags & (TcpFlag.SYN | TcpFlag.FIN)) !== 0);
    const payload = sent.packet.subarray(sent.packet.length - payloadLen);
    const seq = (sent.seq - this.isn) >>> 0;
    return this.raw({ flags: sent.flags, seq, ...overrides, payload });
  }

  /** One below the next number, with no byte or one (RFC 9293 3.8.4). */
  keepAlive(bytes: 0 | 1 = 0): SentSegment {
    const seq = (this.end.sndNxt - 1 - this.isn) >>> 0;
    return this.raw({ flags: TcpFlag.ACK, seq, payload: new Uint8Array(bytes) });
  }

  /** Any segment; what is not given is as the side would write it. */
  raw(spec: Overrides & { payload?: Payload }): SentSegment {
    const { seq, ack, payload, sack, tsVal, tsEcr, ...rest } = spec;
    const absolute = seq === undefined ? this.end.sndNxt : seqAdd(this.isn, seq);
    const options = [spec.options ?? new Uint8Array(0)];
    if (this.#timestamps || tsVal !== undefined) {
      const now = tsVal ?? FIRST_TSVAL + Math.floor(this.#tape.nextMs);
      const stamp = tcpOption.timestamps(now, tsEcr ?? this.tsRecent);
      if (spec.options === undefined)
        options.push(packOptions(tcpOption.nop, tcpOption.nop, stamp));
      if (this.#tape.delivered) this.peer.tsRecent = now;
    }
    if (sack !== undefined) {
      const blocks = sack.map(
        ([l, r]) => [seqAdd(this.peer.isn, l), seqAdd(this.peer.isn, r)] as const,
      );
      options.push(packOptions(tcpOption.nop, tcpOption.nop, tcpOption.sack(blocks)));
    }
    const sent = send(this.end, this.peer.end, {
      ...rest,
      flags: spec.flags ?? TcpFlag.ACK,
      seq: absolute,
      ack: ack === undefined ? undefined : seqAdd(this.peer.isn, ack),
      payload: payload === undefined ? undefined : payloadBytes(payload, absolute - this.isn - 1),
      options: Uint8Array.from(options.flatMap((part) => [...part])),
    });
    this.#tape.emit({ from: this, sent });
    return sent;
  }

  #synOptions(options: SynOptions): Uint8Array {
    const { mss, sackPermitted, windowShift, tsVal, tsEcr } = options;
    const list: (readonly number[])[] = [];
    if (mss !== undefined) list.push(tcpOption.mss(mss));
    if (sackPermitted === true) list.push(tcpOption.sackPermitted);
    if (this.#timestamps) {
      const now = tsVal ?? FIRST_TSVAL + Math.floor(this.#tape.nextMs);
      list.push(tcpOption.timestamps(now, tsEcr ?? this.tsRecent));
    }
    if (windowShift !== undefined) list.push(tcpOption.nop, tcpOption.windowScale(windowShift));
    return options.options ?? packOptions(...list);
  }
}

/** Pattern bytes depend on the stream position alone, so that a retransmission carries what the original did. */
function payloadBytes(payload: Payload, position: number): Uint8Array {
  if (typeof payload === 'string') return new TextEncoder().encode(payload);
  if (typeof payload !== 'number') return payload;
  return Uint8Array.from({ length: payload }, (_, i) => 97 + (((position + i) >>> 0) % 26));
}
