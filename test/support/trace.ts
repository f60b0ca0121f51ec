// The segment builder of the tests: a script of who sends what, and the capture an observer makes of it.
//   const t = trace({ client: { isn: 0xfffffff0 }, timestamps: true });
//   t.client.syn({ mss: 1460, windowShift: 7 }); t.server.synAck({ mss: 1460, windowShift: 7 }); t.client.ack();
//   t.client.data('hello'); t.at(250).server.ack(); t.server.data(1460); t.client.fin();
//   t.lose(() => t.client.data('x'))         sent, but neither captured nor received
//   t.unseen(() => ...) / t.undelivered(...) received but not captured / captured but not received
//   t.reorder(() => ...), t.duplicate()      captured (and received) in reverse / the last frame once more
//   t.icmpError(3, 1)                        an ICMP error about the last segment
//   t.connection({ client: { port: 40001 } }) another connection on the same tape, to interleave
//   t.client.retransmit(sent), .keepAlive(), .raw({ seq, ack, flags, payload, options, checksum ... })
// seq, ack and sack given here count from the ISN as Wireshark's relative numbers do. A number as payload is so
// many bytes of a pattern fixed by stream position. Segments follow each other by `stepMs` (1) unless at() says.
import { type CraftedRecord, type PcapOptions, writePcap } from '../../src/craft/capture-writer.ts';
import { LINK_TYPE_OF } from '../../src/craft/encode-link.ts';
import { eth, ipv4 } from '../decode/frames.ts';
import {
  CLIENT,
  type Emission,
  SERVER,
  type SynOptions,
  Tape,
  type TraceOptions,
  TraceSide,
} from './trace-side.ts';

const ETHERNET = 14;
/** Behind an Ethernet header. */
const FLAGS_OF_IPV4 = 20;
/** Inside an IPv4 header. */
const PROTOCOL = 9;
const TCP = 6;
/** Bytes of a packet that an error quotes: its headers. */
const QUOTED = 68;
const MORE_FRAGMENTS = 0x20;

/** A scripted connection and the capture of it. */
export class Trace {
  readonly client: TraceSide;
  readonly server: TraceSide;
  readonly #tape: Tape;
  readonly #options: TraceOptions;

  constructor(options: TraceOptions, tape: Tape) {
    this.#tape = tape;
    this.#options = options;
    const timestamps = options.timestamps === true;
    this.client = new TraceSide(tape, { ...CLIENT, ...options.client }, timestamps);
    this.server = new TraceSide(tape, { ...SERVER, ...options.server }, timestamps);
    this.client.peer = this.server;
    this.server.peer = this.client;
  }

  /** The three-way handshake, with these options on both SYNs. */
  handshake(options: SynOptions = {}): this {
    this.client.syn(options);
    this.server.synAck(options);
    this.client.ack();
    return this;
  }

  /** The next segment is sent so many milliseconds after the trace began. */
  at(ms: number): this {
    this.#tape.nextMs = ms;
    return this;
  }

  /** So many milliseconds more pass before the next segment. */
  wait(ms: number): this {
    this.#tape.nextMs += ms;
    return this;
  }

  lose(script: () => unknown): this {
    return this.#while({ captured: false, delivered: false }, script);
  }

  /** The same, for what is to be sent again: answers what the script sent. */
  lost<Sent>(script: () => Sent): Sent {
    const sent: Sent[] = [];
    this.lose(() => sent.push(script()));
    return sent[0]!;
  }

  unseen(script: () => unknown): this {
    return this.#while({ captured: false, delivered: true }, script);
  }

  undelivered(script: () => unknown): this {
    return this.#while({ captured: true, delivered: false }, script);
  }

  /** What the script sends is captured and received in reverse order. */
  reorder(script: () => unknown): this {
    const waiting: Emission[] = [];
    this.#tape.waiting = waiting;
    script();
    this.#tape.waiting = null;
    for (const emission of waiting.reverse()) this.#tape.emit(emission);
    return this;
  }

  /** The last frame once more, byte for byte: a capture that saw it twice, or a network that doubled it. */
  duplicate(): this {
    const last = this.#tape.records.at(-1);
    if (last === undefined) throw new Error('nothing was captured yet');
    this.#tape.record(last.bytes);
    this.#tape.nextMs += this.#tape.stepMs;
    return this;
  }

  /** An ICMP error about the last segment (IPv4): of that type and code, from 10.0.0.254 or who is named. */
  icmpError(type: number, code: number, from: readonly number[] = [10, 0, 0, 254]): this {
    const last = this.#tape.records.findLast(({ bytes }) => bytes[ETHERNET + PROTOCOL] === TCP);
    if (last === undefined) throw new Error('nothing was captured yet');
    const quoted = last.bytes.subarray(ETHERNET, ETHERNET + QUOTED);
    const rest = [0, 0, 0, 0];
    const error = ipv4(1, [type, code, 0, 0, ...rest, ...quoted], { src: from });
    this.#tape.record(Uint8Array.from(eth(0x0800, error)));
    this.#tape.nextMs += this.#tape.stepMs;
    return this;
  }

  /** The last frame becomes the first fragment of its datagram, of which the capture kept `capLen` bytes. */
  cutFragment(capLen: number): this {
    const last = this.#tape.records.at(-1);
    if (last === undefined) throw new Error('nothing was captured yet');
    const bytes = last.bytes.slice(0, capLen);
    bytes[FLAGS_OF_IPV4] = MORE_FRAGMENTS;
    this.#tape.records.splice(-1, 1, { ...last, bytes, origLen: last.bytes.length });
    return this;
  }

  /** Another connection with the same clock and capture; its options stand on this one's. */
  connection(options: TraceOptions): Trace {
    return new Trace({ ...this.#options, ...options }, this.#tape);
  }

  get records(): readonly CraftedRecord[] {
    return this.#tape.records;
  }

  /** The capture as a pcap file; microseconds and little-endian unless told otherwise. */
  capture(options: Partial<PcapOptions> = {}): Uint8Array {
    const linkType = LINK_TYPE_OF[this.#tape.link.kind];
    return writePcap(this.#tape.records, { linkType, ...options });
  }

  #while(how: { captured: boolean; delivered: boolean }, script: () => unknown): this {
    const { captured, delivered } = this.#tape;
    Object.assign(this.#tape, how);
    script();
    Object.assign(this.#tape, { captured, delivered });
    return this;
  }
}

/** A new trace, see the top of this file. */
export const trace = (options: TraceOptions = {}): Trace => new Trace(options, new Tape(options));
