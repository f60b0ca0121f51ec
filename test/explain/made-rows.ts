// Rows and analyses made by hand for the tests of src/explain: small, consistent, every field open to change.

import type { Finding } from '../../src/classify/finding.ts';
import type { SegmentKind } from '../../src/classify/kind.ts';
import type { PacketRow, RowLinks } from '../../src/classify/packet-row.ts';
import type { Analysis } from '../../src/collect/analysis.ts';
import type { ConnectionFacts, EndpointFacts } from '../../src/tcp/connection-facts.ts';
import type { LabelName } from '../../src/tcp/label.ts';
import type { Catalogue } from '../../src/explain/catalogue.ts';
import { openCatalogue } from '../../src/explain/catalogue.ts';
import type { Aspect, Explanation } from '../../src/explain/explanation.ts';
import type { Detail } from '../../src/explain/explain-row.ts';
import { explainRow } from '../../src/explain/explain-row.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { buildStory } from '../../src/explain/story.ts';
import { NO_ANALYSIS, NO_LINKS, totalsOf, SAYS_NOTHING } from '../support/no-analysis.ts';

const FLAG_BITS: Readonly<Record<string, number>> = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  PSH: 8,
  ACK: 16,
  URG: 32,
};
const ETHERNET = 14;
const IP = 20;
const TCP = 20;

export interface RowSpec {
  readonly frame: number;
  readonly kind: SegmentKind;
  readonly flags: readonly string[];
  readonly ms?: number;
  readonly stream?: number;
  readonly fromClient?: boolean;
  readonly relSeq?: number;
  readonly relAck?: number;
  readonly payload?: string | Uint8Array;
  readonly links?: Partial<RowLinks>;
  readonly findings?: readonly Finding[];
  readonly labels?: readonly LabelName[];
  readonly tcp?: Partial<PacketRow['tcp']>;
  readonly row?: Partial<PacketRow>;
}

export const CLIENT: EndpointFacts = {
  address: '192.0.2.1',
  port: 50000,
  mac: '02:00:00:00:00:01',
  isn: 1000,
  synSeen: true,
  mss: 1460,
  windowShift: 8,
  sackPermitted: true,
  timestamps: false,
  packets: 1,
  payloadBytes: 0,
  state: 'ESTABLISHED',
};

export const SERVER: EndpointFacts = {
  ...CLIENT,
  address: '192.0.2.2',
  port: 8080,
  mac: '02:00:00:00:00:02',
  isn: 9000,
};

export const connection = (facts: Partial<ConnectionFacts> = {}): ConnectionFacts => ({
  stream: 0,
  client: CLIENT,
  server: SERVER,
  roleEvidence: 'syn',
  firstFrame: 1,
  lastFrame: 99,
  firstTimeNs: 0,
  lastTimeNs: 1e9,
  packets: 9,
  handshake: 'complete',
  cutFrom: null,
  reuses: null,
  ending: 'open',
  endedBy: null,
  unsettled: [],
  scalingInUse: true,
  initialRttNs: 1_501_000,
  ...facts,
});

export function row(spec: RowSpec): PacketRow {
  const { frame, kind, flags, relSeq = 1, relAck = 1, fromClient = true } = spec;
  const payload =
    typeof spec.payload === 'string'
      ? new TextEncoder().encode(spec.payload)
      : (spec.payload ?? new Uint8Array());
  const payloadStart = ETHERNET + IP + TCP;
  const bytes = new Uint8Array(payloadStart + payload.length);
  bytes.set(payload, payloadStart);
  const flagBits = flags.reduce((bits, name) => bits | (FLAG_BITS[name] ?? 0), 0);
  bytes[ETHERNET + IP + 13] = flagBits;
  new DataView(bytes.buffer).setUint16(ETHERNET + 2, bytes.length - ETHERNET);
  const [sender, receiver] = fromClient ? [CLIENT, SERVER] : [SERVER, CLIENT];
  const counted = payload.length + (flagBits & 2 ? 1 : 0) + (flagBits & 1 ? 1 : 0);
  const good = { verdict: 'good', found: 1, computed: 1 } as const;
  return {
    frame,
    timeNs: (spec.ms ?? frame) * 1e6,
    capLen: bytes.length,
    origLen: bytes.length,
    bytes,
    reassembled: false,
    fields: { all: [] },
    payloadStart,
    payloadEnd: bytes.length,
    protocols: ['eth', 'ip', 'tcp'],
    link: { name: 'Ethernet', src: sender.mac, dst: receiver.mac, paddingLen: 0, holdsMore: false },
    network: {
      version: 4,
      headerLen: IP,
      totalLen: IP + TCP + payload.length,
      isTotalLenSaid: true,
      id: frame,
      ttl: 64,
      dontFragment: true,
      isCongestionMarked: false,
      checksum: good,
      fragmentFrames: [],
    },
    src: sender.address,
    dst: receiver.address,
    stream: spec.stream ?? 0,
    stretch: 0,
    fromClient,
    tcp: {
      srcPort: sender.port,
      dstPort: receiver.port,
      seq: (sender.isn ?? 0) + relSeq,
      ack: (receiver.isn ?? 0) + relAck,
      relSeq,
      relAck,
      nextRelSeq: relSeq + counted,
      start: ETHERNET + IP,
      dataOffset: 5,
      headerLen: TCP,
      flags: flagBits,
      flagNames: flags,
      window: 255,
      scaledWindow: 65280,
      windowShift: 8,
      urgentPointer: 0,
      checksum: good,
      options: [],
      len: payload.length,
      isPartial: spec.kind === 'partial',
      ...spec.tcp,
    },
    kind,
    labels: spec.labels ?? [],
    findings: spec.findings ?? [],
    expectedRelSeq: relSeq,
    clientState: kind === 'rst' ? 'CLOSED' : 'ESTABLISHED',
    serverState: kind === 'rst' ? 'CLOSED' : 'ESTABLISHED',
    links: { ...NO_LINKS, ...spec.links },
    ...spec.row,
  };
}

export const analysis = (rows: readonly PacketRow[], facts: Partial<Analysis> = {}): Analysis => ({
  ...NO_ANALYSIS,
  capture: {
    name: 'made.pcap',
    format: 'pcap',
    compression: 'none',
    linkTypes: ['Ethernet'],
    resolution: 'microseconds',
    records: rows.length,
    bytes: 0,
    epochNs: 0n,
    durationNs: 2.2e9,
    segments: rows.length,
    otherFrames: new Map(),
    cutFrames: 0,
    openFragments: [],
    ...SAYS_NOTHING,
  },
  connections: [connection({ firstFrame: rows[0]?.frame ?? 1 })],
  totals: totalsOf(facts.connections ?? [connection()]),
  listed: new Set((facts.connections ?? [connection()]).map(({ stream }) => stream)),
  rows,
  ...facts,
});

export const finding = (
  kind: Finding['kind'],
  frame: number,
  evidence: Finding['evidence'] = {},
  certainty: Finding['certainty'] = 'certain',
): Finding => ({ kind, frame, severity: 'note', certainty, evidence, refs: [] });

export const english: Catalogue = openCatalogue('en');

/** Explains one row of an analysis in English. */
export function explained(whole: Analysis, frame: number, detail: Detail = 'full'): Explanation {
  const story = buildStory(whole);
  const chosen = story.rowOf(frame);
  if (chosen === null) throw new Error(`no row ${frame}`);
  return explainRow(chosen, story, english, detail);
}

/** All sentences of an explanation, or of one aspect of it, as one text. */
export const textOf = (explanation: Explanation, aspect?: Aspect): string =>
  explanation.parts
    .filter((part) => aspect === undefined || part.aspect === aspect)
    .flatMap(({ sentences }) => sentences.map(plainText))
    .join(' ');

export const headlineOf = (explanation: Explanation): string => plainText(explanation.headline);
