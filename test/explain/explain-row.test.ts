// What is said of a row, and what is not said of its nearest neighbour.

import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { trace } from '../support/trace.ts';
import { ASPECTS } from '../../src/explain/explanation.ts';
import type { RowSpec } from './made-rows.ts';
import {
  analysis,
  CLIENT,
  connection,
  explained,
  finding,
  headlineOf,
  row,
  SERVER,
  textOf,
} from './made-rows.ts';

const SYN: RowSpec = {
  frame: 1,
  kind: 'syn',
  flags: ['SYN'],
  relSeq: 0,
  relAck: 0,
  ms: 0,
  tcp: { window: 65535, scaledWindow: 65535 },
  links: { answeredBy: 2 },
};
const SYN_ACK: RowSpec = {
  frame: 2,
  kind: 'syn-ack',
  flags: ['SYN', 'ACK'],
  fromClient: false,
  relSeq: 0,
  ms: 0.266,
  links: { answers: 1, acknowledges: [1] },
};
const ACK: RowSpec = {
  frame: 3,
  kind: 'handshake-ack',
  flags: ['ACK'],
  ms: 1.5,
  links: { answers: 2, previousFromSender: 1 },
};
const DATA: RowSpec = { frame: 4, kind: 'data', flags: ['PSH', 'ACK'], payload: 'hello', ms: 10 };

/** The text on one row among others, given by their specs. */
const said = (frame: number, ...specs: RowSpec[]): string =>
  textOf(explained(analysis(specs.map(row)), frame));

test('aspects come in the fixed order, and none is empty', () => {
  const { parts } = explained(analysis([row(SYN), row(SYN_ACK)]), 1);
  const order = parts.map(({ aspect }) => ASPECTS.indexOf(aspect));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(parts.every(({ sentences }) => sentences.length > 0)).toBe(true);
});

test('in brief, only what a reader must not miss is told', () => {
  const whole = analysis([row(SYN), row(SYN_ACK)]);
  const aspects = explained(whole, 1, 'brief').parts.map(({ aspect }) => aspect);
  expect(aspects).toEqual(['what', 'links']);
});

describe('SYN', () => {
  test('the raw initial sequence number is given, and why it shows as 0', () => {
    expect(said(1, SYN, SYN_ACK)).toContain('The number in the frame is 1,000 (0x000003e8)');
    expect(said(1, SYN, SYN_ACK)).toContain('Seq=0');
  });
  test('MSS 1460 is Ethernet less both headers', () => {
    expect(said(1, SYN, SYN_ACK)).toContain('1,500 − 20 − 20 = 1,460');
  });
  test.each([
    [65495, 'the largest IPv4 packet, 65,535 bytes'],
    [1452, '1,500 less 8 for PPPoE'],
    [1300, 'that makes packets of 1,340 bytes'],
  ])('MSS %d is explained', (mss, told) => {
    const whole = analysis([row(SYN)], {
      connections: [connection({ client: { ...CLIENT, mss } })],
    });
    expect(textOf(explained(whole, 1))).toContain(told);
  });
  test('its own window is not scaled', () => {
    expect(said(1, SYN, SYN_ACK)).toContain('65,535 bytes, is never scaled');
  });
  test('the program called connect(), and listen() came before only if the answer shows it', () => {
    expect(said(1, SYN, SYN_ACK)).toContain('listen()');
    expect(said(1, { ...SYN, links: {} })).not.toContain('listen()');
  });
  test('no answer is claimed to be missing when rows are left out', () => {
    const alone = row({ ...SYN, links: {} });
    const whole = analysis([alone], { connections: [connection({ packets: 1 })] });
    expect(textOf(explained(whole, 1))).toContain('No row of this capture answers it');
    const partial = analysis([alone], { connections: [connection({ packets: 9 })] });
    expect(textOf(explained(partial, 1))).not.toContain('No row');
  });
  test('the same computer opens another connection: same IP and MAC, other port', () => {
    const again = row({ ...SYN, frame: 7, stream: 1, links: {} });
    const other = connection({ stream: 1, firstFrame: 7, client: { ...CLIENT, port: 50001 } });
    const whole = analysis([row(SYN), again], { connections: [connection(), other] });
    expect(headlineOf(explained(whole, 7))).toBe(
      'The same computer asks to open another connection',
    );
    expect(textOf(explained(whole, 7))).toContain('(50001 here, 50000 there)');
  });
  test('behind a router one address and one MAC may be several computers (NAT)', () => {
    const again = row({ ...SYN, frame: 7, stream: 1, links: {} });
    const far = { ...again, network: { ...again.network, ttl: 63 } };
    const other = connection({ stream: 1, firstFrame: 7, client: { ...CLIENT, port: 50001 } });
    const whole = analysis([row(SYN), far], { connections: [connection(), other] });
    expect(headlineOf(explained(whole, 7))).toBe('A client asks to open a connection');
    expect(textOf(explained(whole, 7))).toContain('need not be the same computer: TTL=63');
  });
  test('with another MAC address it is not said to be the same computer', () => {
    const again = row({ ...SYN, frame: 7, stream: 1, links: {} });
    const client = { ...CLIENT, port: 50001, mac: '02:00:00:00:00:09' };
    const other = connection({ stream: 1, firstFrame: 7, client });
    const whole = analysis([row(SYN), again], { connections: [connection(), other] });
    expect(headlineOf(explained(whole, 7))).toBe('A client asks to open a connection');
    expect(textOf(explained(whole, 7))).not.toContain('same computer');
  });
});

describe('SYN, ACK and the third step', () => {
  test('Ack=1 is the other initial number plus one', () => {
    expect(said(2, SYN, SYN_ACK)).toContain('Ack=1 stands for 1,001 in the frame');
  });
  test('scaling is in use only when both offered it', () => {
    const both = analysis([row(SYN), row(SYN_ACK)]);
    expect(textOf(explained(both, 2))).toContain('Now both have offered scaling');
    const one = analysis([row(SYN), row(SYN_ACK)], {
      connections: [connection({ scalingInUse: false, server: { ...SERVER, windowShift: null } })],
    });
    expect(textOf(explained(one, 2))).not.toContain('Now both');
    expect(textOf(explained(one, 2))).toContain('offers no window scaling');
  });
  test('255 × 256 = 65,280, and why the window of the SYN was another number', () => {
    const text = said(3, SYN, SYN_ACK, ACK);
    expect(text).toContain('255 × 256 = 65,280');
    expect(text).toContain('announced in row 1, 65,535, was not multiplied');
  });
  test('without the handshake the bare field is shown and said to be one', () => {
    const text = said(4, { ...DATA, tcp: { windowShift: null } });
    expect(text).toContain('The window field holds 255. A factor may have been agreed on');
    expect(text).not.toContain('65,280');
  });
});

describe('data', () => {
  test('bytes of the frame, their number, and their numbering', () => {
    const text = said(4, DATA);
    expect(text).toContain('bytes 54 to 58 of the frame');
    expect(text).toContain('45 bytes in all, less 20 of IP header and 20 of TCP header, leaves 5');
    expect(text).toContain('bytes 1 to 5; the next will be byte 6');
  });
  test('the IP header gives no length where its field is 0, as before offloading', async () => {
    const t = trace().handshake();
    t.client.data('long enough to need no padding');
    const { bytes } = t.records[3]!;
    const text = async (): Promise<string> =>
      textOf(explained(await analyzeBytes(t.capture(), 'made'), 4));
    expect(await text()).toContain('follows from the IP header: 70 bytes in all');
    bytes.fill(0, 16, 18);
    expect(await text()).toContain('The payload lies in bytes 54 to 83 of the frame.');
    expect(await text()).not.toContain('follows from the IP header');
  });
  test('the flags byte is pointed at', () => {
    expect(said(4, DATA)).toContain(
      'Byte 47 of the frame holds the flags: 0x18, which is PSH, ACK',
    );
  });
  test('a flags byte that was not captured is not pointed at', () => {
    expect(said(4, { ...DATA, row: { bytes: new Uint8Array(40) } })).not.toContain(
      'holds the flags',
    );
  });
  test('bytes that are no text are shown as numbers', () => {
    const text = said(4, { ...DATA, payload: new Uint8Array([0x16, 3, 1]) });
    expect(text).toContain('do not read as text. They begin with the bytes 16 03 01');
  });
  test('an HTTP request line is recognised by its look only', () => {
    const request = { ...DATA, payload: 'GET /index.html HTTP/1.1' };
    expect(headlineOf(explained(analysis([row(request)]), 4))).toContain(
      'reads as an HTTP request',
    );
    expect(said(4, { ...DATA, payload: 'GET well soon' })).not.toContain('HTTP');
  });
  test('an answer from the side that asked is a conversation played by one end', () => {
    const request = { ...DATA, payload: 'GET / HTTP/1.1' };
    const answer = { ...DATA, frame: 5, payload: 'HTTP/1.1 200 OK' };
    expect(said(5, request, answer)).toContain('"answers" its own request');
    expect(said(5, request, { ...answer, fromClient: false })).not.toContain('its own request');
  });
  test('a prompt answer is most likely the reply; what comes a minute later is not', () => {
    const links = { previousInStream: 4 };
    const reply = { ...DATA, frame: 5, fromClient: false, relAck: 6, ms: 11, links };
    expect(said(5, DATA, reply)).toContain('Most likely it is the reply');
    expect(said(5, DATA, { ...reply, ms: 60_000 })).not.toContain('reply');
  });
  test('padding is not payload', () => {
    const link = { name: 'Ethernet', src: null, dst: null, paddingLen: 1, holdsMore: false };
    expect(said(4, { ...DATA, row: { origLen: 60, link } })).toContain('The last byte is padding');
    expect(said(4, DATA)).not.toContain('padding');
  });
  test('a mechanism is explained in full once, then referred to shortly', () => {
    const again = { ...DATA, frame: 5 };
    expect(said(4, DATA, again)).toContain('TCP carries bytes, not calls');
    expect(said(5, DATA, again)).not.toContain('TCP carries bytes, not calls');
    expect(said(5, again)).toContain('TCP carries bytes, not calls');
  });
});

describe('acknowledgement', () => {
  test('of an end names the rows with a FIN, not those with bytes before it', async () => {
    const t = trace().handshake();
    t.client.data(4);
    t.client.fin();
    t.server.ack();
    const whole = await analyzeBytes(t.capture(), 'made');
    expect(headlineOf(explained(whole, 6))).toBe('The server confirms the end announced in row 5');
  });
  const confirm: RowSpec = {
    frame: 5,
    kind: 'ack',
    flags: ['ACK'],
    fromClient: false,
    relAck: 6,
    ms: 56,
    links: { acknowledges: [4] },
  };
  test('the arithmetic is shown with the row it confirms', () => {
    expect(said(5, DATA, confirm)).toContain('Row 4 began at byte 1 and has 5 bytes: 1 + 5 = 6.');
    expect(headlineOf(explained(analysis([row(DATA), row(confirm)]), 5))).toBe(
      'The server confirms row 4',
    );
  });
  test('a FIN counts one', () => {
    const fin: RowSpec = { ...DATA, kind: 'fin', flags: ['FIN', 'ACK'], payload: '' };
    expect(said(5, fin, { ...confirm, relAck: 2 })).toContain('its FIN counts as one: 1 + 1 = 2');
  });
  test('a delayed acknowledgement is called so, with its delay, and never as certain', () => {
    const late = {
      ...confirm,
      findings: [finding('delayed-ack', 5, { acknowledges: 4, elapsedNs: 46e6 })],
    };
    expect(said(5, DATA, late)).toContain('waited 46 ms');
    expect(said(5, DATA, late)).toContain('The capture shows the delay, not the timer');
    expect(said(5, DATA, confirm)).not.toContain('delayed');
  });
  test('nothing new is said to be nothing new', () => {
    const again = { ...confirm, frame: 6, links: { previousFromSender: 5 } };
    expect(said(6, DATA, confirm, again)).toContain('nothing newly confirmed');
  });
  test('a new number that no row explains confirms bytes the capture does not have', () => {
    const further = { ...confirm, frame: 6, relAck: 900, links: { previousFromSender: 5 } };
    const rows = [DATA, confirm, further].map(row);
    expect(headlineOf(explained(analysis(rows), 6))).toContain('no row of this capture carries');
    expect(said(6, DATA, confirm, further)).not.toContain('nothing newly');
  });
});

describe('closing', () => {
  const first: RowSpec = { frame: 4, kind: 'fin', flags: ['FIN', 'ACK'] };
  const second: RowSpec = { frame: 6, kind: 'fin', flags: ['FIN', 'ACK'], fromClient: false };
  test('three segments: the second FIN also confirms the first', () => {
    const fin = { ...first, links: { acknowledgedBy: 6 } };
    expect(said(6, fin, { ...second, relAck: 2 })).toContain('three segments instead of four');
  });
  test('four segments: the first FIN was confirmed on its own', () => {
    const fin = { ...first, links: { acknowledgedBy: 5 } };
    const ack: RowSpec = { frame: 5, kind: 'ack', flags: ['ACK'], fromClient: false, relAck: 2 };
    expect(said(6, fin, ack, { ...second, relAck: 2 })).toContain('takes four segments');
  });
  test('simultaneous: the second FIN does not confirm the first', () => {
    expect(said(6, first, { ...second, relAck: 1 })).toContain(
      'both sides closed at the same time',
    );
  });
  test('the first FIN is a half-close and tells no pattern yet', () => {
    expect(said(4, first, { ...second, relAck: 2 })).toContain('half-close');
    expect(said(4, first, { ...second, relAck: 2 })).not.toContain('segments instead of');
  });
  test('TIME-WAIT is told on the row that leads into it, once', () => {
    const waiting = { row: { clientState: 'TIME-WAIT' } } as const;
    const last: RowSpec = { frame: 7, kind: 'ack', flags: ['ACK'], links: { previousInStream: 6 } };
    expect(said(7, second, { ...last, ...waiting })).toContain('The client now stays in TIME-WAIT');
    expect(said(7, { ...second, ...waiting }, { ...last, ...waiting })).not.toContain('TIME-WAIT');
  });
});

describe('RST', () => {
  const refusal: RowSpec = {
    frame: 5,
    kind: 'rst',
    flags: ['RST'],
    fromClient: false,
    links: { answers: 4 },
    findings: [finding('closed-port', 5, { provokedBy: 4 }, 'likely')],
  };
  test('a closed port: RST without ACK, because the refused segment carried one', () => {
    expect(headlineOf(explained(analysis([row(DATA), row(refusal)]), 5))).toBe(
      'Nobody listens on port 8080: row 4 is refused',
    );
    const same = { ...refusal, tcp: { seq: 9001 } };
    expect(said(5, DATA, same)).toContain('Why RST and not RST, ACK');
    expect(said(5, DATA, { ...same, tcp: { seq: 7 } })).not.toContain('Why RST');
  });
  test('a refused SYN gets RST, ACK, and connect() fails', () => {
    const text = said(5, { ...SYN, frame: 4 }, { ...refusal, flags: ['RST', 'ACK'] });
    expect(text).toContain('Why RST, ACK');
    expect(text).toContain('connection refused');
  });
  test('an end of a connection is no closed port, and its reason is not claimed', () => {
    const text = said(5, DATA, { ...refusal, findings: [] });
    expect(text).not.toContain('listens');
    expect(text).toContain('the capture does not show');
  });
  test('refused data without a handshake was most likely built by hand', () => {
    const refused = { ...DATA, links: { answeredBy: 5 } };
    const whole = (handshake: 'absent' | 'complete') =>
      analysis([row(refused), row(refusal)], { connections: [connection({ handshake })] });
    expect(textOf(explained(whole('absent'), 4))).toContain('raw socket');
    expect(textOf(explained(whole('complete'), 4))).not.toContain('raw socket');
  });
});

describe('findings and labels', () => {
  const evidence = { earlierFrame: 4, lenBytes: 4, earlierLenBytes: 5, differAt: 0 };
  const other: RowSpec = {
    ...DATA,
    frame: 5,
    payload: 'bye!',
    labels: ['retransmission'],
    findings: [finding('same-sequence-other-bytes', 5, evidence)],
  };
  test('other bytes under a used number: the label is quoted and overruled', () => {
    expect(headlineOf(explained(analysis([row(DATA), row(other)]), 5))).toBe(
      'A new message that looks like an old one',
    );
    const text = said(5, DATA, other);
    expect(text).toContain(
      'row 4 carried 5 bytes, this one 4 bytes, and they differ: first at byte 1',
    );
    expect(text).toContain('[TCP Retransmission]');
    expect(text).toContain('the label is wrong here');
    expect(text).toContain('Certain:');
  });
  test('two labels that one finding overrules are told to be wrong once', () => {
    const text = said(5, DATA, { ...other, labels: ['retransmission', 'fast_retransmission'] });
    expect(text).toContain(
      'Wireshark calls this row [TCP Retransmission] and [TCP Fast Retransmission], because',
    );
    expect(text).toContain('the labels are wrong here');
    expect(text.match(/Wireshark calls this row/g)).toHaveLength(1);
  });
  test('the same bytes again: the label is not overruled', () => {
    const again: RowSpec = {
      ...DATA,
      frame: 5,
      labels: ['retransmission'],
      findings: [finding('retransmission', 5, { earlierFrame: 4, elapsedNs: 2e8 })],
    };
    expect(said(5, DATA, again)).toContain('sent before, in row 4, 200 ms ago');
    expect(said(5, DATA, again)).not.toContain('wrong');
  });
  test.each([
    ['offloaded', 0xfe39, 'the sum of the pseudo-header alone'],
    ['zero', 0, 'it was not filled in'],
  ])('an offloaded checksum (%s) is no error', (_, found, told) => {
    const offloaded = {
      ...DATA,
      findings: [finding('checksum-offloaded', 4, { found, computed: 0x9964 })],
    };
    expect(said(4, offloaded)).toContain(told);
    expect(said(4, offloaded)).toContain('Not an error');
  });
  test('a damaged checksum is something to worry about', () => {
    const damaged = {
      ...DATA,
      findings: [finding('checksum-damaged', 4, { found: 1, computed: 2 })],
    };
    expect(textOf(explained(analysis([row(damaged)]), 4), 'worry')).toContain(
      'throws such a segment',
    );
  });
  test('a capture that begins midway says what it cannot know', () => {
    const midway = { ...DATA, findings: [finding('midstream-start', 4)] };
    expect(said(4, midway)).toContain('begins in the middle of this connection');
    expect(said(4, DATA)).not.toContain('middle');
  });
});

test('roles that no SYN shows are said to be inferred, on the first row of the connection only', () => {
  const whole = analysis([row(DATA), row({ ...DATA, frame: 5 })], {
    connections: [connection({ roleEvidence: 'port' })],
  });
  expect(textOf(explained(whole, 4), 'certainty')).toContain('is likely the server: port 8080');
  expect(textOf(explained(whole, 5), 'certainty')).not.toContain('likely the server');
});

test('captured text stays in spans of its own, whatever it says', () => {
  const hostile = '`x` <script>| \u202e{ $row }';
  const { headline, parts } = explained(analysis([row({ ...DATA, payload: hostile })]), 4);
  const spans = [headline, ...parts.flatMap(({ sentences }) => sentences)].flat();
  const holders = spans.filter(({ text }) => text.includes('script'));
  expect(holders.length).toBeGreaterThan(0);
  expect(holders.every(({ kind }) => kind === 'captured')).toBe(true);
});
