// A chat over Linux loopback as its capture looks: one clock for every TCP timestamp, an identification
// counter an end, checksums left to a card that does not exist, each data segment acknowledged at once.
// Delays are drawn from a seeded generator: plausible, and the same at every rebuild.
import { newEnd, type SegmentSpec } from '../src/craft/exchange.ts';
import { linuxSynOptions, timestampOptions } from '../src/craft/tcp-option-bytes.ts';
import { TcpFlag } from '../src/decode/tcp-view.ts';
import { Recording, type Station } from './recording.ts';

/** One connection to the server; `iss` and `id` may also be where a capture in mid-connection begins. */
export interface LoopbackStart {
  port: number;
  client: { iss: number; id: number; tsRecent?: number };
  server: { iss: number; id: number; tsRecent?: number };
}

type Side = Station & { tsRecent: number };

/** Both ends of one connection. */
export interface LoopbackConnection {
  client: Side;
  server: Side;
}

const LOOPBACK = { mss: 65_495, shift: 7, synWindow: 65_495, synAckWindow: 65_483, window: 512 };
const NS_PER_MS = 1_000_000;
/** Bounds in nanoseconds of the delays of a small Python server on a laptop. */
const DELAY = {
  kernel: [9_000, 24_000],
  program: [90_000, 260_000],
  nextSend: [14_000, 38_000],
} as const;

export class LinuxLoopback {
  readonly recording = new Recording({ kind: 'ethernet' });
  readonly #serverPort: number;
  readonly #tsAtStart: number;
  #random: number;
  nowNs = 0;

  constructor(serverPort: number, tsAtStart: number, seed: number) {
    this.#serverPort = serverPort;
    this.#tsAtStart = tsAtStart;
    this.#random = seed;
  }

  /** A connection as it stands before its next segment: nothing is captured by this. */
  connection(start: LoopbackStart): LoopbackConnection {
    const side = (port: number, { iss, id, tsRecent = 0 }: LoopbackStart['client']): Side => {
      const host = {
        address: Uint8Array.of(127, 0, 0, 1),
        ttl: 64,
        dontFragment: true,
        nextId: id,
      };
      return { end: newEnd(host, port, iss, LOOPBACK.window, 'offloaded'), tsRecent };
    };
    const client = side(start.port, start.client);
    const server = side(this.#serverPort, start.server);
    client.end.rcvNxt = start.server.iss;
    server.end.rcvNxt = start.client.iss;
    return { client, server };
  }

  /** SYN, SYN-ACK, ACK. */
  open({ client, server }: LoopbackConnection): void {
    this.#send(client, server, { flags: TcpFlag.SYN, window: LOOPBACK.synWindow });
    this.wait('kernel');
    // Linux answers a SYN before there is a socket to count for: identification 0.
    const synAck = { flags: TcpFlag.SYN | TcpFlag.ACK, window: LOOPBACK.synAckWindow, id: 0 };
    this.#send(server, client, synAck);
    this.wait('kernel');
    this.#send(client, server, { flags: TcpFlag.ACK });
  }

  /** One message and its acknowledgement. */
  say(from: Side, to: Side, text: string): void {
    const payload = new TextEncoder().encode(text);
    this.#send(from, to, { flags: TcpFlag.PSH | TcpFlag.ACK, payload });
    this.wait('kernel');
    this.#send(to, from, { flags: TcpFlag.ACK });
  }

  /** The client closes; the server's program reads the end of the stream and closes too. */
  close({ client, server }: LoopbackConnection): void {
    const fin = { flags: TcpFlag.FIN | TcpFlag.ACK };
    this.#send(client, server, fin);
    this.wait('program');
    this.#send(server, client, fin);
    this.wait('kernel');
    this.#send(client, server, { flags: TcpFlag.ACK });
  }

  wait(what: keyof typeof DELAY): void {
    const [least, most] = DELAY[what];
    // Numerical Recipes' linear congruential generator, modulo 2^32.
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    this.nowNs += least + Math.floor((this.#random / 2 ** 32) * (most - least));
  }

  #send(from: Side, to: Side, spec: SegmentSpec): void {
    const tsVal = this.#tsAtStart + Math.floor(this.nowNs / NS_PER_MS);
    const syn = (spec.flags & TcpFlag.SYN) !== 0;
    const options = syn
      ? linuxSynOptions(LOOPBACK.mss, LOOPBACK.shift, tsVal, from.tsRecent)
      : timestampOptions(tsVal, from.tsRecent);
    this.recording.segment(this.nowNs, from, to, { ...spec, options });
    to.tsRecent = tsVal;
  }
}
