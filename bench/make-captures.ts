// The two captures of the benchmark. bulk: 64 parallel keep-alive downloads, about 1,150 bytes a packet, rarely a
// segment sent twice. connections: short connections of 10 packets, 16 at a time, ports used again and again.
import { TcpFlag } from '../src/decode/tcp-view.ts';
import { Random } from './random.ts';
import { NO_PAYLOAD, payloadOf, SegmentWriter, type Payload } from './segment-writer.ts';

export const CAPTURE_KINDS = ['bulk', 'connections'] as const;

export type CaptureKind = (typeof CAPTURE_KINDS)[number];

const PARALLEL: Readonly<Record<CaptureKind, number>> = { bulk: 64, connections: 16 };
const SEED = 7;
/** Linux's dynamic port range. */
const PORTS = { first: 32_768, count: 28_232 } as const;
const REQUESTS_PER_DOWNLOAD = 20;
const SEGMENTS_PER_ANSWER = 18;
/** One data segment in so many is sent twice. */
const RESENT_ONE_IN = 10_000;
/** Segments written of one connection before another has its turn, at most. */
const LONGEST_BURST = 5;

const { ACK, FIN, PSH, SYN } = TcpFlag;
const GET = payloadOf('GET /f1.txt HTTP/1.1\r\nHost: 10.77.0.2:8080\r\nX-Pad: 0\r\n\r\n');
const OK = payloadOf('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
const MSS = 1448;
const BODY = payloadOf('The same line of the answer, over and over.\n'.repeat(40).slice(0, MSS));
const TAIL = payloadOf('And this is the end of the answer.\n'.repeat(20));
/** The first segment of an answer: a whole header, so that HTTP dissectors find what they look for. */
const HEAD = payloadOf(
  `HTTP/1.1 200 OK\r\nContent-Length: ${answerLen()}\r\n\r\n`.padEnd(
    MSS,
    '<p>The answer begins.\n',
  ),
);

/** Bytes of the body: all segments, without the 42 of the header. */
function answerLen(): number {
  return SEGMENTS_PER_ANSWER * MSS + TAIL.bytes.length - 42;
}

/** Writes a capture of exactly `packets` records; the same bytes for the same arguments. */
export function makeCapture(kind: CaptureKind, packets: number, path: string): void {
  const writer = new SegmentWriter(path);
  const random = new Random(SEED);
  let opened = 0;
  const open = (): Generator<void> => {
    const connection = new Conversation(writer, random, PORTS.first + (opened++ % PORTS.count));
    return kind === 'bulk' ? connection.download() : connection.exchange();
  };
  const live = Array.from({ length: PARALLEL[kind] }, open);
  while (writer.frames < packets) {
    const turn = random.below(live.length);
    const burst = Math.min(1 + random.below(LONGEST_BURST), packets - writer.frames);
    for (let i = 0; i < burst; i++) {
      if (live[turn]!.next().done === true) {
        live[turn] = open();
        break;
      }
    }
  }
  writer.close();
}

/** One connection; every step of its generators writes one segment. */
class Conversation {
  private readonly writer: SegmentWriter;
  private readonly random: Random;
  private readonly clientPort: number;
  private clientSeq: number;
  private serverSeq: number;

  constructor(writer: SegmentWriter, random: Random, clientPort: number) {
    this.writer = writer;
    this.random = random;
    this.clientPort = clientPort;
    this.clientSeq = random.bits();
    this.serverSeq = random.bits();
  }

  *download(): Generator<void> {
    yield* this.handshake();
    for (let request = 0; request < REQUESTS_PER_DOWNLOAD; request++) {
      yield this.client(PSH | ACK, GET);
      for (let sent = 0; sent < SEGMENTS_PER_ANSWER; sent++) {
        const payload = sent === 0 ? HEAD : BODY;
        yield this.server(ACK, payload);
        if (this.random.below(RESENT_ONE_IN) === 0) {
          this.serverSeq -= MSS;
          yield this.server(ACK, payload);
        }
        if (sent % 4 === 3) yield this.client(ACK);
      }
      yield this.server(PSH | ACK, TAIL);
      yield this.client(ACK);
    }
    yield* this.closing();
  }

  *exchange(): Generator<void> {
    yield* this.handshake();
    yield this.client(PSH | ACK, GET);
    yield this.server(ACK);
    yield this.server(PSH | ACK, OK);
    yield this.client(ACK);
    yield* this.closing();
  }

  private *handshake(): Generator<void> {
    yield this.client(SYN);
    yield this.server(SYN | ACK);
    yield this.client(ACK);
  }

  private *closing(): Generator<void> {
    yield this.server(FIN | ACK);
    yield this.client(FIN | ACK);
    yield this.server(ACK);
  }

  private client(flags: number, payload: Payload = NO_PAYLOAD): void {
    this.write(true, flags, this.clientSeq, this.serverSeq, payload);
    this.clientSeq += seqLen(flags, payload);
  }

  private server(flags: number, payload: Payload = NO_PAYLOAD): void {
    this.write(false, flags, this.serverSeq, this.clientSeq, payload);
    this.serverSeq += seqLen(flags, payload);
  }

  private write(
    fromClient: boolean,
    flags: number,
    seq: number,
    ack: number,
    payload: Payload,
  ): void {
    const { writer, clientPort } = this;
    const first = flags === SYN;
    const window = (flags & SYN) !== 0 ? 64_240 : 502;
    const tsEcr = first ? 0 : writer.clock;
    writer.write(
      { fromClient, clientPort, seq, ack: first ? 0 : ack, flags, window, tsEcr, payload },
      1 + this.random.below(8),
    );
  }
}

/** SEG.LEN: SYN and FIN count one each (RFC 9293 section 3.4). */
function seqLen(flags: number, payload: Payload): number {
  return payload.bytes.length + ((flags & (SYN | FIN)) !== 0 ? 1 : 0);
}
