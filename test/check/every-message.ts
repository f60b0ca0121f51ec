// Everything check can say: every assertion in many forms over captures that have all of it, every mistake of
// a lab file, and what reporters put around it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Arg } from '../../src/explain/args.ts';
import { forbiddenWords } from '../../src/check/assertions/never-in-clear.ts';
import { judge } from '../../src/check/evaluate.ts';
import type { Evidence, EvidenceOptions } from '../../src/check/evidence.ts';
import { LabFileError, loadLab } from '../../src/check/load-lab.ts';
import { githubReport } from '../../src/check/reporters/github.ts';
import { gradescopeReport } from '../../src/check/reporters/gradescope.ts';
import { junitReport } from '../../src/check/reporters/junit.ts';
import { markdownReport } from '../../src/check/reporters/markdown.ts';
import { prettyReport } from '../../src/check/reporters/pretty.ts';
import { sarifReport } from '../../src/check/reporters/sarif.ts';
import { tapReport } from '../../src/check/reporters/tap.ts';
import { say, type Said } from '../../src/check/said.ts';
import { trace, type Trace } from '../support/trace.ts';
import { CAPTURES, evidenceOf } from './lab-captures.ts';
import { capture, mixedRun, result, run } from './made-run.ts';

/** Ids of a message and of those in its arguments. */
export function messageIds(said: Arg): string[] {
  if (typeof said !== 'object') return [];
  if (said.as === 'message') return [said.id, ...Object.values(said.args).flatMap(messageIds)];
  return said.as === 'list' ? said.items.flatMap(messageIds) : [];
}

const CONNECTIONS = `
  a: { order: 1 }
  b: { order: 2 }
  walter: { name: walter }
  none: { to: ":81", from: 10.0.0.1, host: "10.0.0.2:5", order: 9 }
`;

const ASKED = [
  ...['complete', 'partial', 'absent', 'a', 'none'].map((state) => `handshake: ${state}`),
  '{ handshake: complete, on: [a, { to: ":9", from: "10.0.0.1", host: ":7", name: w, order: 7 }] }',
  ...['graceful', 'by-client', 'by-server', 'half-closed', 'open'].map((s) => `close: ${s}`),
  ...['any', 'none', 'closed-port', 'middlebox', 'after-close', 'unknown-connection'].map(
    (cause) => `reset: ${cause}`,
  ),
  'reset: unread-data',
  'reset: aborted',
  'reset: fast-closed',
  'reset: accept-queue-full',
  'reset: listener-closed',
  '{ reset: aborted, on: a }',
  'refused: true',
  'refused: false',
  'refused: { server: ":80" }',
  'resends: none',
  'resends: { max: 3 }',
  'loss: none',
  'loss: { max: 1 }',
  'gaps: none',
  '{ gaps: none, on: none }',
  'options: { mss: 1460, scaling: true, sack: false, timestamps: true }',
  'options: { mss: true }',
  'rtt: { max: 1s }',
  'idle: { min: 1ms, max: 2s }',
  'duration: { min: 3h }',
  'bytes: { min: 1 }',
  'bytes: { min: 1, max: 1, by: server }',
  'packets: { max: 9, by: client }',
  'clients: { min: 2 }',
  'clients: { min: 1, max: 2, server: ":80" }',
  'message: { text: hello }',
  'message: { from: a, to: server, text: no such words }',
  'message: { from: server, pattern: "." }',
  'message: { from: none }',
  'message: { from: a, to: b, equals: x }',
  'message: { from: a }',
  'relayed: { to: others }',
  'relayed: { to: all, within: 1ns }',
  'relayed: { from: a, to: [a, b], only: true, text: hello, within: 1s }',
  'relayed: { from: walter, to: b, only: true }',
  'relayed: { from: a, to: anyone }',
  'relayed: { from: a, text: anybody at home }',
  'relayed: { from: none, to: none }',
  'neverInClear: { text: e, passwords: true }',
  'neverInClear: { pattern: "x+" }',
  'neverInClear: { text: swordfish }',
  'cache: hit',
  'cache: { is: miss, target: / }',
  'cache: { is: hit, target: nowhere }',
  'upstream: down',
  'upstream: refused',
  'upstream: no-answer',
  'capture: { link: [Ethernet, PPP, SLIP], begins: before-handshakes, cut: none, clock: sane }',
  'capture: { clock: sane }',
  'capture: { begins: before-handshakes }',
  'not: { reset: any }',
  'any: [{ reset: any }, { close: graceful }, { refused: true }]',
  'all: [{ handshake: complete }, { close: graceful }]',
  'count: { of: { message: { from: a } }, min: 1 }',
  'count: { of: { reset: any }, max: 2 }',
  'count: { of: { handshake: complete }, min: 2, max: 2 }',
  'then: [{ handshake: b }, { handshake: a }]',
  'then: [{ handshake: a }, { message: { from: a } }, { reset: any }]',
  'then: [{ handshake: a }, { close: graceful }]',
  'then: [{ close: graceful }, { handshake: a }, { close: by-server }]',
];

/** Each with one mistake, or several. */
const BROKEN = [
  'lab: "x\nexpect: []',
  'lab: x\na: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n',
  '',
  '- 1',
  'expect: []',
  'lab: 3\nexpect: 5',
  'lab: ""\nconnections: 5\nexpect: [{}]',
  'lab: x\nconnections: { server: { order: 0, name: 5 }, q: { order: x }, r: { name: "" } }\nexpect: [{ reset: any }]',
  'lab: x\nconnections: { server: { order: 1 } }\nexpect: [{ reset: any }]',
  ...[
    'clints: { min: 2 }',
    'handshake: complete, zzzzzzzzzz: 1',
    'handshake: 5',
    'close: gracefull',
    'capture: { link: LinuxSll }',
    'close: zzzzzzzzzz',
    'message: { from: walter }',
    'message: { from: { order: x } }',
    'message: { text: 5, equals: 5, pattern: 5 }',
    'message: { text: "", pattern: "" }',
    'message: { text: a, pattern: b }',
    'message: { pattern: "(?=a)" }',
    'message: { from: 5 }',
    'relayed: { within: 1, only: 5, to: [] }',
    'clients: { min: 1, server: ":70000" }',
    'clients: { server: 5, min: -1 }',
    'clients: { min: 1.5 }',
    'points: 3',
    'reset: any, refused: true',
    'refused: 5',
    'resends: [1]',
    'resends:',
    'bytes: { min: 9, max: 3 }',
    'packets: {}',
    'options: {}',
    'options: 5',
    'capture: {}',
    'neverInClear: {}',
    'any: []',
    'any: 5',
    'then: [{ reset: any }]',
    'reset: any, points: x, hint: 5, title: 5',
    'reset: any, points: -1',
    'reset: any, on: []',
    'reset: any, on: 5',
    'reset: any, on: [5]',
    'reset: any, on: nobody',
    'not: { handshake: complete, on: 5 }',
  ].map((line) => `lab: x\nexpect:\n  - { ${line} }\n`),
];

function mistakes(): Said[] {
  return BROKEN.flatMap((text) => {
    try {
      loadLab(text);
    } catch (error) {
      if (error instanceof LabFileError) return error.mistakes.map(({ said }) => said);
      throw error;
    }
    throw new Error(`no mistake in ${text}`);
  });
}

const opened = (): Trace => trace().handshake({ mss: 1460, windowShift: 7, sackPermitted: true });

const MADE: readonly (() => Trace)[] = [
  () => trace(),
  () => {
    const t = trace({ server: { port: 5902 } }).handshake();
    t.server.data('RFB 003.008\n');
    t.client.data('RFB 003.008\n');
    return t;
  },
  () => {
    const t = trace();
    t.client.syn();
    return t;
  },
  () => {
    const t = trace();
    t.client.syn();
    t.server.synAck();
    return t;
  },
  () => {
    const t = trace();
    t.client.syn();
    t.unseen(() => t.server.synAck());
    t.client.ack();
    t.client.data('a line\n');
    return t;
  },
  () => {
    const t = trace();
    t.client.syn();
    t.server.raw({ flags: 0x14, seq: -5000 >>> 0, ack: 1, window: 0 });
    return t;
  },
  () => {
    const t = trace();
    t.unseen(() => t.handshake());
    t.client.data('hello\n');
    t.server.ack();
    return t;
  },
  () => {
    const t = opened();
    const first = t.client.data('hello\n');
    t.at(400).client.retransmit(first);
    t.unseen(() => t.client.data('lost'));
    t.client.data('more\n');
    t.server.ack();
    t.client.fin();
    t.server.ack();
    return t;
  },
  () => {
    const t = opened();
    t.client.data('hello\n');
    t.server.ack();
    t.server.data('USER x\n');
    t.client.fin();
    t.server.fin();
    t.client.ack();
    t.client.rst();
    return t;
  },
  () => {
    const t = opened();
    t.client.data('hello\n');
    t.server.rst();
    t.at(1).client.data('x');
    return t;
  },
  () => {
    const t = opened();
    t.client.data(Uint8Array.of(0xff, 0xfe, 0xfd, 0xff, 0x00, 0xc0));
    t.server.data('hello\n');
    for (let i = 0; i < 20; i++) t.wait(100).server.rst();
    return t;
  },
  () => {
    const t = opened();
    t.client.data('hello\n');
    t.server.raw({ flags: 0x14, seq: 1, ack: 7 });
    return t;
  },
  () => {
    const t = opened();
    t.connection({ client: { port: 40_001 } }).handshake();
    t.client.data('anybody at home today?\n');
    t.server.data('ann: anybody at home today?\n');
    t.client.ack();
    return t;
  },
  () => {
    const t = opened();
    const other = t.connection({ client: { port: 40_001 } }).handshake();
    t.client.data('anybody at home today?\n');
    t.server.ack();
    t.wait(1500);
    other.server.data('ann: anybody at home today?\n');
    other.client.ack();
    return t;
  },
];

/** The same with nothing in it sure, and nothing answered. */
const unsure = (evidence: Evidence): Evidence => ({
  ...evidence,
  conversation: {
    ...evidence.conversation,
    caches: evidence.conversation.caches.map((one) => ({ ...one, certainty: 'possible' })),
    upstreams: evidence.conversation.upstreams.map((one) => ({
      ...one,
      certainty: 'possible',
      answer: null,
    })),
    relays: evidence.conversation.relays.map((one) => ({
      ...one,
      copies: one.copies.map((copy) => ({ ...copy, certainty: 'possible' })),
    })),
  },
});

/** The same with every message going back to its sender alone. */
const echoed = (evidence: Evidence): Evidence => ({
  ...evidence,
  conversation: {
    ...evidence.conversation,
    relays: evidence.conversation.relays.map((one) => ({
      ...one,
      copies: one.copies.map((copy) => ({
        ...copy,
        kind: 'echo',
        stream: evidence.messageById.get(one.source)!.stream,
      })),
    })),
  },
});

/** Captures with people, caches and a proxy that reaches nobody. */
const TALKS = ['chat-relay-live', 'http-proxy-cache-live', 'http-proxy-down-live'];
/** One with passwords. */
const OTHERS = ['group-chat-rooms-live'];

async function evidences(options: EvidenceOptions): Promise<Evidence[]> {
  const fileOf = (name: string): Uint8Array => readFileSync(join(CAPTURES, `${name}.pcap`));
  const files = TALKS.map(fileOf);
  const made = MADE.map((script) => script().capture());
  const cut = opened();
  cut.client.data('hello there\n');
  for (const record of cut.records) {
    record.origLen = record.bytes.length;
    record.bytes = record.bytes.slice(0, 60);
  }
  const whole = opened().capture();
  const damaged = whole.slice(0, whole.length - 5);
  // Records of 1970: seconds of the first record's header are 0.
  const early = Uint8Array.from(whole).fill(0, 24, 28);
  const bounded = {
    ...options,
    mostConnections: 1,
    mostSearched: 0,
    stitch: { directionBytes: 40, mostMessages: 1 },
  };
  const read = (all: readonly Uint8Array[], more: EvidenceOptions): Promise<Evidence[]> =>
    Promise.all(all.map((file) => evidenceOf(file, more)));
  const talks = await read(files, options);
  return [
    ...talks,
    ...talks.map(unsure),
    ...talks.map(echoed),
    ...(await read([...OTHERS.map(fileOf), ...made, cut.capture(), damaged, early], options)),
    ...(await read(files, bounded)),
  ];
}

/** Above a new lab file (init.ts). */
const INIT = ['check-init-what', 'check-init-next', 'check-init-editor'].map((id) => say(id));

/** What is around results, and in them. */
function reported(): Said[] {
  const all: Said[] = [];
  const tell = (said: Said): string => {
    all.push(said);
    return 'x';
  };
  const counted = result(1, 'undecided', { status: 'pass' });
  const many = Array.from({ length: 12 }, (_, i) => result(i + 1, 'fails'));
  const runs = [mixedRun(), run(capture('a', [counted]), capture('b', many))];
  for (const one of runs) {
    for (const report of [githubReport, gradescopeReport, junitReport, tapReport])
      report(one, tell);
    markdownReport(one, { text: tell, cell: tell });
    prettyReport(one, tell, 0);
    sarifReport(one, tell, '1');
  }
  // The command line's own (cli/check-output.ts).
  return [...all, say('check-summary-too-long'), ...INIT];
}

/** All of it. */
export async function toldOf(): Promise<Said[]> {
  const { lab } = loadLab(
    `lab: x\nconnections:${CONNECTIONS}expect:\n${ASKED.map((line) => `  - ${line}\n`).join('')}`,
  );
  const all = await evidences({ words: forbiddenWords(lab) });
  const outcomes = all.flatMap((evidence) =>
    lab.expect.map((one) => judge({ evidence, declared: lab.connections ?? {} }, one, undefined)),
  );
  const said = outcomes.flatMap(({ expected, shows, why }) => [expected, shows, why ?? shows]);
  return [...said, ...mistakes(), ...reported()];
}
