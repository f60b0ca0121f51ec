// A small Analysis by hand: one connection of four rows, whose every captured text can be chosen. Its frames have
// real bytes and a few fields; nothing is decoded, so report tests stand on the report stage alone.

import { readFileSync } from 'node:fs';
import type { PacketRow } from '../../src/classify/packet-row.ts';
import type { Analysis } from '../../src/collect/analysis.ts';
import { captured, code, row as rowArg } from '../../src/explain/args.ts';
import { catalogueFrom } from '../../src/explain/catalogue.ts';
import type { Catalogue } from '../../src/explain/catalogue.ts';
import type { Explanation, Overview } from '../../src/explain/explanation.ts';
import type { RichText } from '../../src/explain/rich-text.ts';
import { buildModel } from '../../src/report/build-model.ts';
import type { ModelOptions } from '../../src/report/build-model.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import type { EndpointFacts } from '../../src/tcp/connection-facts.ts';
import { NO_ANALYSIS, NO_LINKS, SAYS_NOTHING } from '../support/no-analysis.ts';

const CLIENT = '192.168.0.165';
const SERVER = '192.168.0.186';
const HEADERS = 54;

const SENTENCES = `
test-headline = The client sends { $said }.
test-what = { $said } is in it, after { $row }. In the program: \`send()\` or { $call }.
`;

/** English, with the few sentences these tests say. */
export const testCatalogue = (): Catalogue =>
  catalogueFrom(
    'en',
    readFileSync(new URL('../../src/explain/locales/en.ftl', import.meta.url), 'utf8') + SENTENCES,
  );

const GOOD = { verdict: 'good', found: 0x1234, computed: 0x1234 } as const;

/** A frame with 54 bytes of headers and this payload, as a kept row. */
export const madeRow = (
  frame: number,
  payload: string | Uint8Array,
  changes: Partial<PacketRow> = {},
): PacketRow => {
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const bytes = Uint8Array.from([...Array(HEADERS).keys(), ...body]);
  const fromClient = changes.fromClient ?? frame % 2 === 1;
  const [src, dst] = fromClient ? [CLIENT, SERVER] : [SERVER, CLIENT];
  const [srcPort, dstPort] = fromClient ? [55841, 10000] : [10000, 55841];
  return {
    frame,
    timeNs: frame * 1_500_000,
    capLen: bytes.length,
    origLen: bytes.length,
    bytes,
    reassembled: false,
    fields: {
      all: [
        { layer: 'eth', name: 'Destination', start: 0, end: 6, value: '00:01:02:03:04:05' },
        { layer: 'eth', name: 'Type', start: 12, end: 14, value: 'IPv4' },
        { layer: 'ip', name: 'Version', start: 14, end: 15, value: '4' },
        { layer: 'ip', name: 'Header Length', start: 14, end: 15, value: '20 bytes' },
        { layer: 'tcp', name: 'Source Port', start: 34, end: 36, value: String(srcPort) },
        { layer: 'tcp', name: 'Sequence Number', start: 38, end: 42, value: '1843812255' },
      ],
    },
    payloadStart: HEADERS,
    payloadEnd: bytes.length,
    protocols: ['eth', 'ip', 'tcp'],
    link: {
      name: 'Ethernet',
      src: '18:93:41:e2:98:b1',
      dst: '18:c0:4d:2f:74:5c',
      paddingLen: 0,
      holdsMore: false,
    },
    network: {
      version: 4,
      headerLen: 20,
      totalLen: bytes.length - 14,
      isTotalLenSaid: true,
      id: 1,
      ttl: 128,
      dontFragment: true,
      isCongestionMarked: false,
      checksum: GOOD,
      fragmentFrames: [],
    },
    src,
    dst,
    stream: 0,
    stretch: 0,
    fromClient,
    tcp: {
      srcPort,
      dstPort,
      seq: 1_843_812_256,
      ack: 589_377_531,
      relSeq: 1,
      relAck: 1,
      nextRelSeq: 1 + body.length,
      start: 34,
      dataOffset: 5,
      headerLen: 20,
      flags: 0x18,
      flagNames: ['PSH', 'ACK'],
      window: 255,
      scaledWindow: 65280,
      windowShift: 8,
      urgentPointer: 0,
      checksum: GOOD,
      options: [],
      len: body.length,
      isPartial: false,
    },
    kind: 'data',
    labels: [],
    findings: [],
    expectedRelSeq: 1,
    clientState: 'ESTABLISHED',
    serverState: 'ESTABLISHED',
    links: NO_LINKS,
    ...changes,
  };
};

const end = (address: string, port: number): EndpointFacts => ({
  address,
  port,
  mac: null,
  isn: 1,
  synSeen: false,
  mss: null,
  windowShift: null,
  sackPermitted: false,
  timestamps: false,
  packets: 2,
  payloadBytes: 10,
  state: 'ESTABLISHED',
});

/** `text` stands wherever captured text can: payloads, user names, file name, notice. */
export const madeAnalysis = (text: string): Analysis => ({
  ...NO_ANALYSIS,
  capture: {
    name: text,
    format: 'pcap',
    compression: 'none',
    linkTypes: ['Ethernet'],
    resolution: '10^-6 s',
    records: 5,
    bytes: 400,
    epochNs: 1_700_000_000_123_456_000n,
    durationNs: 6e6,
    segments: 4,
    otherFrames: new Map([['arp', 1]]),
    cutFrames: 0,
    openFragments: [],
    ...SAYS_NOTHING,
  },
  connections: [
    {
      stream: 0,
      client: end(CLIENT, 55841),
      server: end(SERVER, 10000),
      roleEvidence: 'port',
      firstFrame: 1,
      lastFrame: 4,
      firstTimeNs: 0,
      lastTimeNs: 6e6,
      packets: 4,
      handshake: 'absent',
      cutFrom: null,
      reuses: null,
      ending: 'open',
      endedBy: null,
      unsettled: [],
      scalingInUse: true,
      initialRttNs: null,
    },
  ],
  hosts: [
    {
      address: CLIENT,
      macs: ['18:93:41:e2:98:b1'],
      ports: [55841],
      hasMorePorts: false,
      roles: ['client'],
      capturedHere: false,
      packetsSent: 2,
    },
  ],
  rows: [
    madeRow(1, text),
    madeRow(2, text, {
      labels: ['retransmission'],
      links: { ...NO_LINKS, previousInStream: 1, answers: 1 },
    }),
    madeRow(3, `${text}${text}`, { kind: 'rst', links: { ...NO_LINKS, previousInStream: 2 } }),
    madeRow(4, '', { kind: 'ack', timeNs: 4e9, links: { ...NO_LINKS, acknowledges: [3, 99] } }),
  ],
  rowsLeftOut: 3,
  listed: new Set([0]),
  relays: [
    {
      inFrame: 1,
      outFrame: 2,
      inStream: 0,
      outStream: 0,
      delayNs: 1_500_000,
      removed: text,
      removedBehind: '',
      added: text,
      addedBehind: '',
      common: text,
      certainty: 'certain',
      isHistory: false,
    },
  ],
  participants: [
    {
      stream: 0,
      side: 'client',
      name: text,
      introducedIn: 1,
      confirmedIn: null,
      certainty: 'certain',
    },
  ],
  notices: [{ severity: 'warn', text }],
});

/** What explain could say of it, with `text` in every span that may hold captured text. */
export const madeModel = (text: string, options: Partial<ModelOptions> = {}): ReportModel => {
  const catalogue = testCatalogue();
  const analysis = madeAnalysis(text);
  const args = { said: captured(text), row: rowArg(1), call: code(text) };
  const headline = catalogue.text('test-headline', args);
  const sentence = catalogue.text('test-what', args);
  const hostileText: RichText = [{ kind: 'text', text }];
  const explanations = new Map<number, Explanation>(
    analysis.rows.map(({ frame }) => [
      frame,
      {
        frame,
        headline,
        parts: [
          { aspect: 'what', sentences: [sentence, hostileText] },
          {
            aspect: 'links',
            sentences: [catalogue.text('test-what', { ...args, row: rowArg(99) })],
          },
        ],
        references: [
          { text: 'RFC 9293 3.5', url: 'https://www.rfc-editor.org/rfc/rfc9293#section-3.5' },
        ],
      },
    ]),
  );
  const overview: Overview = {
    story: [sentence],
    connections: new Map([[0, [sentence]]]),
    vantage: [sentence],
    limits: [sentence],
    standOuts: [
      {
        name: 'TCP Retransmission',
        filter: 'tcp.analysis.retransmission',
        count: 12,
        frames: [2, 99],
        meaning: [sentence],
      },
      { name: 'RST', filter: 'tcp.flags.reset == 1', count: 1, frames: [3], meaning: [sentence] },
    ],
    conversation: {
      lines: [
        {
          timeNs: 1_500_000,
          from: text,
          to: [text, text],
          text,
          len: 5,
          frames: [1, 2, 99],
          notes: [sentence, hostileText],
        },
        { timeNs: 2e6, from: text, to: [], text: null, len: 5, frames: [2], notes: [] },
      ],
      facts: [sentence, hostileText],
      leftOut: sentence,
    },
  };
  return buildModel(analysis, ({ frame }) => explanations.get(frame), overview, {
    catalogue,
    detail: 'full',
    ...options,
  });
};
