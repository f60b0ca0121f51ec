// One analysis in which every kind of row, every finding and every label occurs at least once: for tests that ask
// something of all sentences. It is no real conversation.

import { NO_CONVERSATION, type Conversation } from '../../src/stitch/conversation.ts';
import type { HttpFacts } from '../../src/stitch/http-facts.ts';
import type { Message as TalkMessage } from '../../src/stitch/message.ts';
import type { Relay, RelayCopy, RelayKind } from '../../src/stitch/relay.ts';
import { transcript } from '../../src/stitch/transcript.ts';
import { FINDING_KINDS, RESET_CAUSES } from '../../src/classify/finding.ts';
import { SEGMENT_KINDS } from '../../src/classify/kind.ts';
import type { SegmentKind } from '../../src/classify/kind.ts';
import type { PacketRow } from '../../src/classify/packet-row.ts';
import type { Analysis } from '../../src/collect/analysis.ts';
import { WEAKNESSES, type LedgerKind } from '../../src/collect/ledger.ts';
import type { RelayFacts } from '../../src/stitch/relay-facts.ts';
import { LABEL_NAMES } from '../../src/tcp/label.ts';
import { analysis, CLIENT, connection, finding, row, SERVER } from './made-rows.ts';

const FLAGS: Readonly<Record<SegmentKind, readonly string[]>> = {
  syn: ['SYN'],
  'syn-ack': ['SYN', 'ACK'],
  'handshake-ack': ['ACK'],
  data: ['PSH', 'ACK'],
  ack: ['ACK'],
  fin: ['FIN', 'ACK'],
  rst: ['RST'],
  'keep-alive': ['ACK'],
  'window-update': ['ACK'],
  'zero-window-probe': ['ACK'],
  'without-ack': [],
  partial: ['PSH', 'ACK'],
  malformed: ['PSH', 'ACK'],
};

const relay = (
  inFrame: number,
  outFrame: number,
  certainty: RelayFacts['certainty'],
): RelayFacts => ({
  inFrame,
  outFrame,
  inStream: 0,
  outStream: 1,
  delayNs: 1e5,
  removed: '@eliad ',
  removedBehind: ' ',
  added: 'Message from laptop: ',
  addedBehind: '!',
  common: 'hello',
  certainty,
  isHistory: false,
});

const EVIDENCE = {
  earlierFrame: 4,
  elapsedNs: 46e6,
  lenBytes: 5,
  earlierLenBytes: 7,
  differAt: 0,
  acknowledges: 4,
  provokedBy: 4,
  found: 0xfe39,
  computed: 0x9964,
  flags: 'FIN, SYN',
  dataOffset: 3,
  optionKind: 3,
  reason: 'wrong-length',
  capLen: 54,
  origLen: 60,
  missingBytes: 9,
  resentFrom: 1,
  resentBytes: 3,
  newBytes: 2,
  sharedFrom: 1,
  sharedTo: 4,
  ipId: 7,
  earlierIpId: 6,
  trigger: 'duplicate-acks',
  triggerFrames: [2, 3, 4],
  needProof: 'd-sack',
  needFrame: 9,
  place: 'router',
  heldBehind: 4,
  releasedBy: 5,
  openedBy: 40,
  windowBytes: 60,
  mss: 1460,
  largestWindow: 65535,
  causes: RESET_CAUSES.map((cause) => ({
    cause,
    certainty: 'likely' as const,
    reasons: ['ttl'],
    frames: [4],
  })),
};

/** Something of all that can be told of a conversation; its messages stand in rows of their own number. */
function everyKindOfTalk(): Conversation {
  const said = (frame: number, changes: Partial<TalkMessage> = {}): TalkMessage => ({
    id: `m${frame}`,
    stream: 0,
    fromClient: true,
    src: CLIENT.address,
    srcPort: 1,
    dst: SERVER.address,
    dstPort: 2,
    sender: null,
    receiver: null,
    timeNs: frame,
    lastTimeNs: frame,
    frames: [frame],
    len: 5,
    bytes: new TextEncoder().encode('12345'),
    bodyStart: 0,
    bodyEnd: 5,
    text: '12345',
    framing: 'send',
    framingCertainty: 'certain',
    incomplete: false,
    secrets: [],
    relayOf: [],
    answers: null,
    ambiguous: false,
    ...changes,
  });
  const told = (id: string) =>
    ({
      id,
      certainty: 'certain',
      added: '1',
      removed: '2',
      addedBehind: '3',
      removedBehind: '4',
      delayNs: 5e6,
    }) as const;
  const copy = (id: string, kind: RelayKind) =>
    ({ id, stream: 0, kind, receiver: '1', certainty: 'likely', delayNs: 5e6 }) as const;
  const passedOn = (source: string, copies: readonly RelayCopy[]): Relay => ({
    source,
    kinds: copies.map(({ kind }) => kind),
    node: SERVER.address,
    copies,
    missed: [0, 9],
    certainty: 'likely',
  });
  const all = Array.from({ length: 20 }, (_, at) => said(at + 1));
  const http = { ...all[3]!, relayOf: [told('m3')], http: {} as HttpFacts };
  const messages = [said(1), { ...all[1]!, relayOf: [told('m1')] }, said(3), http, ...all.slice(4)];
  const down = { node: '', request: 'm11', answer: 'm12', upstream: '', stream: 0, frames: [13] };
  const password = { message: 'm14', stream: 0, frames: [14], secret: '' } as const;
  const flood = { stream: 0, firstTimeNs: 0, lastTimeNs: 1, peakPerSecond: 9, passedOn: 2 };
  const seen = { capture: 0, stream: 0, client: '', server: '', tunnels: [] };
  return {
    ...NO_CONVERSATION,
    messages,
    relays: [
      passedOn('m1', [copy('m2', 'broadcast'), copy('m5', 'echo')]),
      passedOn('m3', [copy('m4', 'proxy-request')]),
      passedOn('m6', [copy('m7', 'echo')]),
    ],
    caches: [{ node: '', request: 'm8', answer: 'm9', origin: 'm10', certainty: 'likely' }],
    upstreams: [
      { ...down, status: 502, reason: 'refused', certainty: 'certain' },
      { ...down, status: null, reason: 'no-answer', certainty: 'certain' },
      { ...down, status: null, answer: null, reason: 'no-answer', certainty: 'certain' },
    ],
    credentials: [
      { ...password, kind: 'sign-in', user: '1', outcome: 'accepted' },
      { ...password, frames: [15], kind: 'form', user: null, outcome: 'unknown' },
    ],
    floods: [null, '1'].map((sender) => ({
      ...flood,
      sender,
      messages: ['m16'],
      limitPerSecond: 8,
    })),
    seenTwice: [
      { first: seen, second: seen, evidence: ['isn'], translated: true, certainty: 'likely' },
    ],
    leftOut: { streams: 1, bytes: 2, messages: 3 },
  };
}

export function everyKindOfRow(): Analysis {
  const rows: PacketRow[] = [];
  const next = (): number => rows.length + 1;
  for (const fromClient of [true, false])
    for (const kind of SEGMENT_KINDS)
      rows.push(
        row({
          frame: next(),
          kind,
          flags: FLAGS[kind],
          fromClient,
          payload: kind === 'data' ? (fromClient ? 'eliad' : 'Welcome eliad') : '',
          links: {
            acknowledges: kind === 'ack' || kind === 'fin' ? [Math.max(1, next() - 1)] : [],
            answers: next() > 1 ? next() - 1 : null,
            answeredBy: next() + 1,
            previousInStream: next() > 1 ? next() - 1 : null,
            previousFromSender: next() > 1 ? next() - 1 : null,
          },
        }),
      );
  for (const kind of FINDING_KINDS)
    for (const certainty of ['certain', 'likely'] as const)
      rows.push(
        row({
          frame: next(),
          kind: kind === 'closed-port' || kind === 'reset-cause' ? 'rst' : 'data',
          flags: ['PSH', 'ACK'],
          payload: new Uint8Array([1, 2, 3]),
          findings: [finding(kind, next(), EVIDENCE, certainty)],
        }),
      );
  for (const label of LABEL_NAMES)
    rows.push(row({ frame: next(), kind: 'ack', flags: ['ACK'], labels: [label] }));
  rows.push(
    row({ frame: next(), kind: 'data', flags: ['ACK'], payload: 'GET / HTTP/1.1' }),
    row({ frame: next() + 1, kind: 'data', flags: ['ACK'], payload: 'HTTP/1.1 200 OK' }),
    row({ frame: next() + 2, kind: 'syn', flags: ['SYN'], stream: 1, relSeq: 0 }),
    row({
      frame: next() + 3,
      kind: 'ack',
      flags: ['ACK'],
      stream: 2,
      tcp: { windowShift: null },
      row: { clientState: 'TIME-WAIT', reassembled: true },
    }),
  );
  return analysis(rows, {
    connections: [
      connection({ ending: 'reset', endedBy: 'server' }),
      connection({ stream: 1, firstFrame: 50, client: { ...CLIENT, port: 50001 } }),
      connection({
        stream: 2,
        firstFrame: 60,
        handshake: 'absent',
        roleEvidence: 'port',
        ending: 'closed',
        endedBy: 'client',
        client: { ...CLIENT, windowShift: null, mss: null },
        server: { ...SERVER, mac: null },
      }),
      connection({
        stream: 3,
        handshake: 'partial',
        roleEvidence: 'syn-ack',
        ending: 'half-closed',
      }),
    ],
    participants: [
      {
        stream: 0,
        side: 'client',
        name: 'eliad',
        introducedIn: 4,
        confirmedIn: 14,
        certainty: 'likely',
      },
    ],
    relays: [
      relay(4, 14, 'likely'),
      relay(15, 5, 'possible'),
      { ...relay(6, 7, 'likely'), outStream: 1 },
      { ...relay(6, 8, 'certain'), inStream: 0, outStream: 0 },
      { ...relay(9, 10, 'certain'), inStream: 0, outStream: 0 },
    ],
    conversation: everyKindOfTalk(),
    transcript: transcript(everyKindOfTalk()),
    vantage: {
      host: SERVER.address,
      reason: 'unpadded-short-frames',
      certainty: 'certain',
      frames: [15],
    },
    ledger: (Object.keys(WEAKNESSES) as LedgerKind[]).map((kind) => ({
      kind,
      streams: [0],
      frames: [4],
      weakens: [],
    })),
    pacing: [
      {
        stream: 0,
        side: 'client',
        between: [1, 30],
        dataSegments: 12,
        senderLimitedNs: 1e9,
        quietNs: 40_000_000,
        receiverLimitedNs: 2e9,
        networkLimitedNs: 3e9,
      },
    ],
    standOuts: [...LABEL_NAMES, 'reset' as const].map((kind) => ({
      kind,
      count: 2,
      first: [{ frame: 1, stream: 0, nth: 1 }],
    })),
    standOutsByStream: new Map([[0, new Map(LABEL_NAMES.map((kind) => [kind, 2] as const))]]),
    rowsLeftOut: 3,
    connectionsLeftOut: 2,
  });
}
