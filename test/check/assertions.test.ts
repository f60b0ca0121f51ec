// Every assertion on small made captures: what it holds on, the nearest capture it does not hold on, and what it cannot
// decide.

import { describe, expect, test } from 'vitest';
import { judge } from '../../src/check/evaluate.ts';
import { loadLab } from '../../src/check/load-lab.ts';
import { forbiddenWords } from '../../src/check/assertions/never-in-clear.ts';
import { trace, type Trace } from '../support/trace.ts';
import { told, type ToldOutcome } from './english.ts';
import { evidenceOf } from './lab-captures.ts';

const CONNECTIONS = `
  a: { to: ":80", order: 1 }
  b: { to: ":80", order: 2 }
  c: { to: ":80", order: 3 }
  none: { to: ":81" }`;

/** The outcome of one expectation, written as in a lab file. */
async function outcomeOf(
  script: () => Trace,
  line: string,
  options: { snapLen?: number } = {},
): Promise<ToldOutcome> {
  const { lab } = loadLab(`lab: x\nconnections:${CONNECTIONS}\nexpect:\n  - ${line}\n`);
  const made = script();
  const bytes = options.snapLen === undefined ? made.capture() : shortened(made, options.snapLen);
  const evidence = await evidenceOf(bytes, { words: forbiddenWords(lab) });
  return told(judge({ evidence, declared: lab.connections ?? {} }, lab.expect[0]!, undefined));
}

function shortened(made: Trace, snapLen: number): Uint8Array {
  for (const record of made.records) {
    record.origLen = record.bytes.length;
    record.bytes = record.bytes.slice(0, snapLen);
  }
  return made.capture();
}

const opened = (): Trace => trace().handshake({ mss: 1460, windowShift: 7, sackPermitted: true });

const said = (): Trace => {
  const t = opened();
  t.client.data('hello');
  t.server.ack();
  return t;
};

const closed = (): Trace => {
  const t = said();
  t.client.fin();
  t.server.fin();
  t.client.ack();
  return t;
};

const reset = (): Trace => {
  const t = said();
  t.server.rst();
  return t;
};

const refused = (): Trace => {
  const t = trace();
  t.client.syn();
  t.server.raw({ flags: 0x14, seq: -5000 >>> 0, ack: 1, window: 0 });
  return t;
};

const resent = (): Trace => {
  const t = opened();
  const first = t.client.data('hello');
  t.at(400);
  t.client.retransmit(first);
  t.server.ack();
  return t;
};

const twice = (): Trace => {
  const t = opened();
  t.client.data('hello');
  t.duplicate();
  t.server.ack();
  return t;
};

const lost = (): Trace => {
  const t = opened();
  t.unseen(() => t.client.data('hello '));
  t.client.data('world');
  t.server.ack();
  return t;
};

const midstream = (): Trace => {
  const t = trace();
  t.unseen(() => t.handshake());
  t.client.data('hello');
  t.server.ack();
  return t;
};

/** Three people; a's words leave to `receivers`, `delayMs` after they came. */
const chat = (receivers: readonly ('a' | 'b' | 'c')[], delayMs = 1): Trace => {
  const a = opened();
  const b = a
    .connection({ client: { port: 40_001, isn: 7000 }, server: { isn: 9000 } })
    .handshake();
  const c = a
    .connection({ client: { port: 40_002, isn: 3000 }, server: { isn: 2000 } })
    .handshake();
  const people = { a, b, c };
  a.wait(100).client.data('anybody at home today?');
  a.server.ack();
  a.wait(delayMs);
  for (const who of receivers) {
    people[who].server.data('ann: anybody at home today?');
    people[who].client.ack();
  }
  return a;
};

type Case = readonly [line: string, script: () => Trace, verdict: ToldOutcome['verdict']];

const table = (cases: readonly Case[]): void => {
  test.each(cases)('%s', async (line, script, verdict) => {
    const outcome = await outcomeOf(script, line);
    expect(outcome.verdict).toBe(verdict);
    expect(outcome.shows).not.toBe('');
    // It says why exactly where it cannot be decided.
    expect(outcome.why !== null && outcome.why !== '').toBe(verdict === 'undecided');
  });
};

describe('handshake', () => {
  table([
    ['handshake: complete', opened, 'holds'],
    ['handshake: a', opened, 'holds'],
    ['{ handshake: complete, on: [a, b] }', opened, 'fails'],
    ['handshake: none', opened, 'fails'],
    [
      'handshake: complete',
      () => {
        const t = trace();
        t.client.syn();
        t.server.synAck();
        return t;
      },
      'fails',
    ],
    ['handshake: complete', refused, 'fails'],
    ['handshake: complete', midstream, 'undecided'],
    ['handshake: absent', midstream, 'holds'],
    [
      'handshake: partial',
      () => {
        const t = trace();
        t.client.syn();
        return t;
      },
      'holds',
    ],
    ['not: { handshake: complete }', refused, 'holds'],
    ['not: { handshake: complete }', midstream, 'undecided'],
  ]);

  test('a refused one says by which row', async () => {
    expect((await outcomeOf(refused, 'handshake: complete')).shows).toContain(
      'refused with RST in row 2',
    );
  });

  test('a complete one was not refused by the reset that ends its connection', async () => {
    const { shows } = await outcomeOf(reset, 'handshake: partial');
    expect(shows).toContain('the handshake is complete');
    expect(shows).not.toContain('refused');
  });
});

describe('close', () => {
  table([
    ['close: graceful', closed, 'holds'],
    ['close: by-client', closed, 'holds'],
    ['close: by-server', closed, 'fails'],
    ['close: graceful', reset, 'fails'],
    ['close: graceful', said, 'undecided'],
    ['close: open', said, 'holds'],
    ['close: open', closed, 'fails'],
    [
      'close: half-closed',
      () => {
        const t = said();
        t.client.fin();
        t.server.ack();
        return t;
      },
      'holds',
    ],
    [
      'close: by-client',
      () => {
        const t = said();
        t.client.fin();
        t.server.ack();
        return t;
      },
      'undecided',
    ],
    [
      'close: by-server',
      () => {
        const t = said();
        t.client.fin();
        t.server.ack();
        return t;
      },
      'fails',
    ],
  ]);
});

describe('reset and refusal', () => {
  table([
    ['reset: any', reset, 'holds'],
    ['reset: any', closed, 'fails'],
    ['reset: none', closed, 'holds'],
    ['reset: none', reset, 'fails'],
    ['reset: closed-port', reset, 'fails'],
    ['reset: closed-port', refused, 'holds'],
    ['reset: unread-data', refused, 'fails'],
    ['refused: true', refused, 'holds'],
    ['refused: { server: ":80" }', refused, 'holds'],
    ['refused: { server: ":81" }', refused, 'fails'],
    ['refused: true', reset, 'fails'],
    ['refused: false', said, 'holds'],
    ['refused: false', refused, 'fails'],
  ]);
});

test('a reset whose cause is known is told by that, whatever cause is asked for', async () => {
  const { shows } = await outcomeOf(refused, 'reset: unread-data');
  expect(shows).toContain('nobody listens');
  expect(shows).not.toContain('cause not known');
  const open = await outcomeOf(reset, 'reset: closed-port');
  expect(open.shows).toContain('the port was open');
});

describe('re-sends, loss and gaps', () => {
  table([
    ['resends: none', said, 'holds'],
    ['resends: none', resent, 'fails'],
    ['resends: { max: 1 }', resent, 'holds'],
    ['resends: none', twice, 'holds'],
    ['loss: none', twice, 'holds'],
    ['loss: none', resent, 'fails'],
    ['loss: none', lost, 'fails'],
    ['gaps: none', lost, 'fails'],
    ['gaps: none', resent, 'holds'],
    ['packets: { max: 5 }', twice, 'holds'],
    ['packets: { max: 5 }', resent, 'fails'],
    ['bytes: { min: 5, max: 5 }', resent, 'holds'],
  ]);
});

describe('options and bounds', () => {
  table([
    ['options: { mss: 1460, scaling: true, sack: true, timestamps: false }', opened, 'holds'],
    ['options: { mss: 1400 }', opened, 'fails'],
    ['options: { timestamps: true }', opened, 'fails'],
    ['options: { mss: true }', midstream, 'undecided'],
    ['rtt: { max: 2ms }', opened, 'holds'],
    ['rtt: { max: 1999us }', opened, 'fails'],
    ['idle: { max: 397ms }', resent, 'holds'],
    ['idle: { max: 390ms }', resent, 'fails'],
    ['duration: { min: 4ms, max: 4ms }', said, 'holds'],
    ['duration: { min: 5ms }', said, 'fails'],
    ['bytes: { min: 1, by: server }', said, 'fails'],
    ['bytes: { min: 5, by: client }', said, 'holds'],
    ['clients: { min: 3, server: ":80" }', () => chat([]), 'holds'],
    ['clients: { min: 4, server: ":80" }', () => chat([]), 'fails'],
    ['clients: { max: 2 }', () => chat([]), 'fails'],
    ['clients: { min: 1 }', refused, 'fails'],
  ]);
});

describe('message', () => {
  table([
    ['message: { from: a, text: hello }', said, 'holds'],
    ['message: { from: a, equals: hello }', said, 'holds'],
    ['message: { from: a, equals: hell }', said, 'fails'],
    ['message: { from: a, pattern: "^h.*o$" }', said, 'holds'],
    ['message: { from: a, pattern: "^H" }', said, 'fails'],
    ['message: { from: server }', said, 'fails'],
    ['message: { to: server, text: hello }', said, 'holds'],
    ['message: { to: a, text: hello }', said, 'fails'],
    ['message: { from: a, text: "hello world" }', lost, 'undecided'],
    ['neverInClear: { text: hello }', said, 'fails'],
    ['neverInClear: { text: secret }', said, 'holds'],
    ['neverInClear: { text: secret }', lost, 'undecided'],
    ['neverInClear: { pattern: "h[aeiou]l+o" }', said, 'fails'],
  ]);

  test('words are found where one segment ends and the next begins', async () => {
    const split = (): Trace => {
      const t = opened();
      t.client.data('my password is op');
      t.server.ack();
      t.wait(2000).client.data('en sesame');
      t.server.ack();
      return t;
    };
    const outcome = await outcomeOf(split, 'neverInClear: { text: open sesame }');
    expect([outcome.verdict, outcome.frames]).toEqual(['fails', [4, 6]]);
  });

  test('frames that are cut decide nothing about words that are not found', async () => {
    const outcome = await outcomeOf(said, 'message: { text: hello }', { snapLen: 56 });
    expect([outcome.verdict, outcome.why]).toEqual(['undecided', expect.stringContaining('cut')]);
  });
});

const WORDS = 'text: anybody at home';

describe('relayed', () => {
  table([
    [`relayed: { from: a, to: b, ${WORDS} }`, () => chat(['b']), 'holds'],
    [`relayed: { from: a, to: b, only: true, ${WORDS} }`, () => chat(['b']), 'holds'],
    [`relayed: { from: a, to: b, only: true, ${WORDS} }`, () => chat(['b', 'c']), 'fails'],
    [`relayed: { from: a, to: c, ${WORDS} }`, () => chat(['b']), 'fails'],
    [`relayed: { from: a, to: others, ${WORDS} }`, () => chat(['b', 'c']), 'holds'],
    [`relayed: { from: a, to: others, ${WORDS} }`, () => chat(['b']), 'fails'],
    [`relayed: { from: a, to: all, ${WORDS} }`, () => chat(['a', 'b', 'c']), 'holds'],
    [`relayed: { from: a, to: all, ${WORDS} }`, () => chat(['b', 'c']), 'fails'],
    [`relayed: { from: a, to: [b, c], ${WORDS} }`, () => chat(['b', 'c']), 'holds'],
    [`relayed: { from: a, to: b, within: 100ms, ${WORDS} }`, () => chat(['b'], 50), 'holds'],
    [`relayed: { from: a, to: b, within: 100ms, ${WORDS} }`, () => chat(['b'], 150), 'fails'],
    [`relayed: { from: a, to: b, within: 1s, ${WORDS} }`, () => chat(['b'], 1500), 'fails'],
    [`relayed: { from: a, to: b, within: 2s, ${WORDS} }`, () => chat(['b'], 1500), 'undecided'],
    [`relayed: { from: a, to: b, ${WORDS} }`, () => chat(['b'], 1500), 'undecided'],
    [`relayed: { from: a, to: c, ${WORDS} }`, () => chat(['b'], 1500), 'fails'],
    [`relayed: { from: b, to: a, ${WORDS} }`, () => chat(['b']), 'fails'],
    [`relayed: { from: a, to: b, text: nobody at home }`, () => chat(['b']), 'fails'],
    [`message: { from: a, to: b, ${WORDS} }`, () => chat(['b']), 'holds'],
    [`message: { from: a, to: c, ${WORDS} }`, () => chat(['b']), 'fails'],
  ]);
});

describe('capture', () => {
  table([
    [
      'capture: { link: Ethernet, begins: before-handshakes, cut: none, clock: sane }',
      said,
      'holds',
    ],
    ['capture: { link: Linux cooked-mode capture v1 }', said, 'fails'],
    ['capture: { link: [Linux cooked-mode capture v1, Ethernet] }', said, 'holds'],
    ['capture: { begins: before-handshakes }', midstream, 'fails'],
    [
      'capture: { clock: sane }',
      () => {
        const t = said();
        t.at(1).client.data('x');
        return t;
      },
      'fails',
    ],
  ]);

  test('cut frames', async () => {
    const outcome = await outcomeOf(said, 'capture: { cut: none }', { snapLen: 56 });
    expect([outcome.verdict, outcome.frames]).toEqual(['fails', expect.arrayContaining([4])]);
  });
});

describe('put together', () => {
  table([
    ['all: [{ handshake: complete }, { close: graceful }]', closed, 'holds'],
    ['all: [{ handshake: complete }, { close: graceful }]', said, 'undecided'],
    ['all: [{ handshake: complete }, { close: graceful }]', reset, 'fails'],
    ['any: [{ reset: any }, { close: graceful }]', reset, 'holds'],
    ['any: [{ reset: any }, { close: graceful }]', said, 'undecided'],
    ['any: [{ reset: any }, { close: by-server }]', closed, 'fails'],
    ['count: { of: { handshake: complete }, min: 3, max: 3 }', () => chat([]), 'holds'],
    ['count: { of: { handshake: complete }, min: 4 }', () => chat([]), 'fails'],
    ['count: { of: { message: { from: a } }, max: 0 }', said, 'fails'],
    ['then: [{ handshake: a }, { message: { from: a } }, { close: graceful }]', closed, 'holds'],
    ['then: [{ message: { from: a } }, { handshake: a }]', closed, 'fails'],
    ['then: [{ handshake: a }, { handshake: b }, { handshake: c }]', () => chat([]), 'holds'],
    ['then: [{ handshake: b }, { handshake: a }]', () => chat([]), 'fails'],
    [
      `then: [{ message: { from: a, ${WORDS} } }, { relayed: { from: a, to: b } }]`,
      () => chat(['b']),
      'holds',
    ],
    ['then: [{ message: { from: a } }, { message: { from: a } }]', said, 'fails'],
    ['{ not: { reset: any }, on: a }', said, 'holds'],
  ]);
});
