// What is said while a connection is being opened and all is not as usual: an older connection answers, both ends ask, a
// socket asks itself, a reset does not fit (RFC 9293 3.5, 3.5.1, 3.10.7.3; RFC 5961 4).
import { describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/collect/analysis.ts';
import { explainAnalysis } from '../../src/explained.ts';
import { plainText } from '../../src/explain/rich-text.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { explained, headlineOf, textOf } from './made-rows.ts';

const analyzed = (t: Trace): Promise<Analysis> => analyzeBytes(t.capture(), 'trace');

const wordsOf = (whole: Analysis, stream = 0): string =>
  explainAnalysis(whole).connections[stream]!.sentences.map(plainText).join(' ');

const storyOf = (whole: Analysis): string => explainAnalysis(whole).story.map(plainText).join(' ');

const ENDS_CONNECT = /connect\(\) (?:fails|returns|returned)/;

describe('an older connection answers the SYN', () => {
  /** A connection, then a SYN on its ports, the challenge, the reset, and the SYN once more. */
  function halfOpen(): Trace {
    const old = trace().handshake();
    old.client.data(50);
    old.server.ack();
    old.server.data(30);
    old.client.ack();
    const t = old.connection({ client: { isn: 900_000 } });
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.ack({ seq: 31, ack: 51 - 899_000 }));
    t.undelivered(() => t.client.rst({ seq: 51 - 899_000 }));
    t.wait(1000).client.syn({ seq: 0 });
    t.server.synAck({ seq: 70_000, ack: 1 });
    t.client.ack({ seq: 1, ack: 70_001 });
    return t;
  }

  test('the SYN is not confirmed by it', async () => {
    const text = textOf(explained(await analyzed(halfOpen()), 8));
    expect(text).toContain('Row 9 comes 1 ms later, but it does not confirm this SYN');
    expect(text).not.toContain('listen()');
  });

  test('it is told as a challenge ACK, with the numbers and where they come from', async () => {
    const told = explained(await analyzed(halfOpen()), 9);
    const text = textOf(told);
    expect(headlineOf(told)).toBe(
      'The server does not confirm row 8: it has the numbers of an older connection',
    );
    expect(text).toContain('confirm 900,001 (its initial sequence number 900,000 plus one)');
    expect(text).toContain('a challenge ACK; it confirms 1,051');
    expect(text).toContain('5,031, is the next after row 6, and 1,051 is the next after row 7');
    expect(text).toContain('refuses the number 1,051 with a reset (row 10)');
    expect(text).toContain('asks again in row 11');
    expect(text).not.toContain('I have everything before');
    expect(text).not.toContain('The older connection is not in this capture');
    expect(text).not.toMatch(ENDS_CONNECT);
    const urls = told.references.map((one) => one.text);
    expect(urls).toEqual(expect.arrayContaining(['RFC 9293 3.10.7.3', 'RFC 5961 4.2']));
  });

  test('the reset clears it away and does not end what is being opened', async () => {
    const whole = await analyzed(halfOpen());
    const told = explained(whole, 10);
    const text = textOf(told);
    expect(headlineOf(told)).toBe('The client refuses row 9: it is of another connection');
    expect(text).toContain('the client stays in SYN-SENT');
    expect(text).toContain('connect() goes on waiting');
    expect(text).not.toContain('ends the connection at once');
    expect(text).not.toMatch(ENDS_CONNECT);
    expect(storyOf(whole)).toContain('One connection is still open at the end');
    expect(storyOf(whole)).toContain('One connection is ended by a RST');
    expect(wordsOf(whole, 0)).toContain('row 10 clears away what the other end still has of it');
    expect(wordsOf(whole, 1)).toContain('Nobody closes it in this capture');
  });

  test('what the capture does not have is not said to be there', async () => {
    const t = trace();
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.ack({ seq: 31, ack: -5000 }));
    const text = textOf(explained(await analyzed(t), 2));
    expect(text).toContain('The older connection is not in this capture');
    expect(text).toContain('would clear the older connection away; the capture shows none');
    expect(text).not.toContain('asks again in');
  });

  test('an end in TIME-WAIT has it no more than that', async () => {
    const old = trace().handshake();
    old.server.fin();
    old.client.fin();
    old.server.ack();
    const t = old.connection({ client: { isn: 900_000 } });
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.ack({ seq: 2, ack: 2 - 899_000 }));
    t.undelivered(() => t.client.rst({ seq: 2 - 899_000 }));
    const whole = await analyzed(t);
    expect(textOf(explained(whole, 7))).not.toContain('now stays in TIME-WAIT');
    expect(textOf(explained(whole, 8))).toContain('is in TIME-WAIT, where late segments');
    expect(textOf(explained(whole, 9))).toContain('no program at the server has the older');
  });

  test('the same once more is no sign of a hole', async () => {
    const t = trace();
    for (const ms of [0, 1000]) {
      t.at(ms);
      t.undelivered(() => t.client.syn({ seq: 0 }));
      t.undelivered(() => t.server.ack({ seq: 31, ack: -5000 }));
    }
    const text = textOf(explained(await analyzed(t), 4));
    expect(text).toContain('It answers the SYN in row 3, and reports no hole');
  });

  test('its SYN-ACK is told as that of another request', async () => {
    const t = trace();
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.synAck({ ack: -5000 }));
    const told = explained(await analyzed(t), 2);
    const text = textOf(told);
    expect(headlineOf(told)).toBe('The server answers another request');
    expect(text).toContain('the SYN in row 1 is confirmed by 1,001');
    expect(text).not.toContain('I got your request');
    expect(text).toContain('connect() at the client does not return with this row');
  });

  test('bytes of it are given to nobody', async () => {
    const t = trace();
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.data('old words', { seq: 31, ack: -5000 }));
    const text = textOf(explained(await analyzed(t), 2));
    expect(text).toContain('Most likely it belongs to an older connection');
    expect(text).not.toContain('recv()');
  });

  test('a late copy of the SYN finds the connection open', async () => {
    const t = trace().handshake();
    t.client.data(5);
    t.server.ack();
    t.undelivered(() => t.client.syn({ seq: 0 }));
    t.server.ack();
    const whole = await analyzed(t);
    expect(textOf(explained(whole, 6))).toContain('No call of the program shows in it');
    const told = explained(whole, 7);
    expect(headlineOf(told)).toBe('The server refuses the SYN in row 6: this connection is open');
    expect(textOf(told)).toContain('Most likely row 6 is a late copy');
  });
});

describe('both ends ask at the same time', () => {
  function crossing(answer: 'syn-ack' | 'ack'): Trace {
    const t = trace({ server: { port: 40_001 } });
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.syn());
    t.client.synAck({ seq: 0, ack: 1 });
    if (answer === 'ack') t.server.ack({ seq: 1, ack: 1 });
    else t.server.synAck({ seq: 0, ack: 1 });
    t.client.data('hi', { seq: 1, ack: 1 });
    return t;
  }
  const CLAIMS =
    /listened|called listen|accept\(\) (?:can return|has not)|is the server|The server accepts/;

  test.each(['syn-ack', 'ack'] as const)(
    'nobody is said to listen, or to accept: %s',
    async (answer) => {
      const whole = await analyzed(crossing(answer));
      for (const { frame } of whole.rows) {
        const told = explained(whole, frame);
        expect(`${headlineOf(told)} ${textOf(told)}`).not.toMatch(CLAIMS);
      }
    },
  );

  test('who calls whom what is said', async () => {
    const whole = await analyzed(crossing('syn-ack'));
    expect(headlineOf(explained(whole, 1))).toContain('10.0.0.1 asks to open a connection, and is');
    expect(headlineOf(explained(whole, 2))).toContain('10.0.0.2 asks too, before any answer');
    const text = textOf(explained(whole, 1));
    expect(text).toContain('In row 2 the other side asks the same');
    expect(text).toContain('This report calls 10.0.0.1 with port 40000 the client');
    expect(wordsOf(whole)).toContain('Both sides open it at the same time, with row 1 and row 2');
  });

  test('the answer repeats the number of the request, and is no repetition', async () => {
    const whole = await analyzed(crossing('syn-ack'));
    const text = textOf(explained(whole, 3));
    expect(text).toContain(
      'Ack=1 stands for 5,001 in the frame: the initial sequence number of the',
    );
    expect(text).toContain('with the same number: it is one request');
    expect(text).not.toContain('timer');
    expect(whole.rows[2]!.findings).toEqual([]);
  });

  test('a reset on the way ends connect()', async () => {
    const t = trace({ server: { port: 40_001 } });
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.syn());
    t.client.synAck({ seq: 0, ack: 1 });
    t.server.raw({ flags: 0x14, seq: 1, ack: 1 });
    expect(textOf(explained(await analyzed(t), 4))).toContain('At the client connect() fails');
  });

  test('of several, none is said to go to a server', async () => {
    const t = crossing('syn-ack');
    const other = t.connection({ client: { port: 40_002 }, server: { port: 40_001 } });
    other.handshake();
    expect(storyOf(await analyzed(t))).not.toContain('the server');
  });

  test('one that asks and then answers with another number listens', async () => {
    const t = trace();
    t.undelivered(() => t.client.syn());
    t.undelivered(() => t.server.syn());
    t.client.synAck({ seq: 500, ack: 1 });
    t.server.ack({ seq: 1, ack: 501 });
    expect(wordsOf(await analyzed(t))).not.toContain('at the same time');
  });
});

test('a socket that asks itself', async () => {
  const end = { address: '127.0.0.1', port: 40_000, isn: 1000 };
  const t = trace({ client: end, server: end });
  t.undelivered(() => t.client.syn());
  t.undelivered(() => t.client.synAck({ seq: 0, ack: 1 }));
  t.undelivered(() => t.client.ack({ seq: 1, ack: 1 }));
  const whole = await analyzed(t);
  expect(headlineOf(explained(whole, 1))).toBe('A socket asks itself to open a connection');
  expect(textOf(explained(whole, 1))).toContain('There is no server, and no second program');
  expect(headlineOf(explained(whole, 2))).toBe('The socket answers its own request');
  expect(textOf(explained(whole, 2))).not.toContain('accept()');
  expect(wordsOf(whole)).toContain('a socket that is connected with itself');
});

test('a SYN that claims to be from its receiver, on a network: forged', async () => {
  const end = { address: '192.0.2.1', port: 139, isn: 1000 };
  const t = trace({ client: end, server: end });
  t.client.syn();
  const whole = await analyzed(t);
  expect(headlineOf(explained(whole, 1))).toBe(
    'A forged SYN: its sender claims to be its receiver',
  );
  expect(textOf(explained(whole, 1))).toContain('never leaves it: the source address is forged');
  expect(textOf(explained(whole, 1))).not.toContain('The program called');
  expect(wordsOf(whole)).toContain('can only be forged');
});

describe('a reset that does not confirm the SYN', () => {
  test('without ACK: the request stands, and comes again', async () => {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.rst());
    t.wait(1000).client.syn({ seq: 0 });
    t.server.synAck({ ack: 1 });
    t.client.ack({ seq: 1 });
    const whole = await analyzed(t);
    const told = explained(whole, 2);
    expect(headlineOf(told)).toBe('The server sends a reset that ends nothing');
    expect(textOf(told)).toContain('the acknowledgement number 1,001 in the frame. It has no ACK');
    expect(textOf(told)).toContain('Row 3 shows it: the client asks again');
    expect(textOf(told)).not.toMatch(ENDS_CONNECT);
    expect(textOf(explained(whole, 1))).not.toContain('connection refused');
    expect(textOf(explained(whole, 3))).not.toContain('It had been refused');
    expect(wordsOf(whole)).toContain('Nobody closes it');
  });

  test('with another number: the request stands, and is accepted', async () => {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.raw({ flags: 0x14, seq: 0, ack: 77 }));
    t.server.synAck({ seq: 0, ack: 1 });
    const text = textOf(explained(await analyzed(t), 2));
    expect(text).toContain('would have to be 1,001, the next after row 1; it is 1,077');
    expect(text).toContain('Row 3 shows it: the request is accepted');
    expect(text).not.toContain('Should rows be missing');
  });

  test('alone, it may be the end of what the capture misses', async () => {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.raw({ flags: 0x14, seq: 0, ack: 77 }));
    const whole = await analyzed(t);
    expect(textOf(explained(whole, 2))).toContain('lies 76 bytes behind the SYN');
    expect(wordsOf(whole)).not.toContain('refused');
  });

  test('one that does refuses', async () => {
    const t = trace();
    t.client.syn();
    t.server.raw({ flags: 0x14, seq: 0, ack: 1 });
    const told = explained(await analyzed(t), 2);
    expect(headlineOf(told)).toContain('Nobody listens on port 80');
    expect(textOf(told)).toContain('connection refused');
  });
});

describe('damaged, and so no answer to anything', () => {
  const DAMAGED = { checksum: 0x1234 };

  test('a SYN-ACK with the right number answers no other request', async () => {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.synAck(DAMAGED));
    t.wait(1000).server.synAck({ seq: 0 });
    t.client.ack();
    const told = explained(await analyzed(t), 2);
    expect(headlineOf(told)).not.toContain('another request');
    expect(textOf(told)).not.toContain('neither is meant for this connection');
  });

  test('a refusal with the right number belongs to nothing else, and sets off nothing', async () => {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.raw({ flags: 0x14, seq: 0, ack: 1, ...DAMAGED }));
    t.wait(1000).client.syn({ seq: 0 });
    t.server.synAck({ seq: 70_000, ack: 1 });
    const whole = await analyzed(t);
    const told = explained(whole, 2);
    expect(headlineOf(told)).toBe('The server sends a reset that is damaged');
    expect(textOf(told)).toContain('at the client nothing ends with it');
    expect(textOf(told)).not.toContain('To confirm the SYN');
    expect(textOf(explained(whole, 3))).not.toContain('It had been refused');
  });

  test('data of another connection: its number is not looked at', async () => {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.data('early', { seq: 1, ack: -77, ...DAMAGED }));
    t.server.synAck({ seq: 70_000, ack: 1 });
    expect(textOf(explained(await analyzed(t), 2))).not.toContain('an older connection');
  });
});

describe('what is of another connection', () => {
  /** Bytes of an older connection, refused or not, and then the answer to the SYN. */
  function foreignBytes(): Trace {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.data('early', { seq: 31, ack: -5000 }));
    t.undelivered(() => t.server.fin({ seq: 36, ack: -5000 }));
    t.undelivered(() => t.client.raw({ flags: 0x04, seq: -5000, payload: 'who are you?' }));
    t.wait(1000).client.syn({ seq: 0 });
    t.server.synAck({ seq: 90_000, ack: 1 });
    t.client.ack({ seq: 1, ack: 90_001 });
    return t;
  }

  test('no acknowledgement of this one confirms it', async () => {
    const whole = await analyzed(foreignBytes());
    const links = whole.rows.map((row) => row.links);
    expect([1, 2].map((at) => links[at]!.acknowledgedBy)).toEqual([null, null]);
    expect(links[6]!.acknowledges).toEqual([6]);
  });

  test('the reset that refuses it may say why', async () => {
    const text = textOf(explained(await analyzed(foreignBytes()), 4));
    expect(text).toContain('It carries 12 bytes of payload: who are you?');
  });

  test('as may one that ends nothing', async () => {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.raw({ flags: 0x14, seq: 0, ack: 77, payload: 'go away' }));
    const text = textOf(explained(await analyzed(t), 2));
    expect(text).toContain('It carries 7 bytes of payload: go away.');
  });

  test('a SYN-ACK that confirms more than the SYN misses nothing of this one', async () => {
    const t = trace();
    t.client.syn();
    t.undelivered(() => t.server.synAck({ ack: 11 }));
    const whole = await analyzed(t);
    const told = explained(whole, 2);
    expect(headlineOf(told)).toBe('The server answers another request');
    expect(textOf(told)).not.toContain('the capture missed them');
  });

  test('unless its receiver goes on behind it: bytes came with a SYN that is missing', async () => {
    const t = trace();
    t.unseen(() => t.client.raw({ flags: 0x02, payload: 10 }));
    t.wait(1000);
    t.undelivered(() => t.client.syn({ seq: 0 }));
    t.server.synAck({ ack: 11 });
    t.client.ack({ seq: 11 });
    const whole = await analyzed(t);
    expect(headlineOf(explained(whole, 2))).toBe('The server accepts and asks the same in return');
    expect(whole.rows[1]!.links.answers).toBe(1);
    expect(whole.rows.map(({ clientState }) => clientState)).toEqual([
      'SYN-SENT',
      'ESTABLISHED',
      'ESTABLISHED',
    ]);
  });

  test('and is so, where the capture shows that one: somebody else asked in its name', async () => {
    const t = trace().handshake();
    t.client.data('one');
    t.server.ack();
    const forged = t.connection({ client: { isn: 3_000_000_000 } });
    forged.undelivered(() => forged.client.syn());
    t.server.ack();
    t.client.data('two');
    const whole = await analyzed(t);
    expect(whole.rows[6]!.stream).toBe(1);
    const told = explained(whole, 7);
    expect(headlineOf(told)).toBe('The server refuses the SYN in row 6: this connection is open');
    expect(textOf(told)).toContain('the numbers of the connection that is open');
    expect(whole.rows[6]!.clientState).toBe('ESTABLISHED');
  });

  test('confirms less than the one that is open', async () => {
    const t = trace().handshake();
    t.undelivered(() => t.server.ack({ seq: 31, ack: -5000 }));
    expect(headlineOf(explained(await analyzed(t), 4))).toBe(
      'The server confirms less than it had confirmed before',
    );
  });

  test.each([-70_000_000, 70_000_000])(
    'is not what goes on with numbers %i away from the SYN: that was missed',
    async (seq) => {
      const t = trace();
      t.undelivered(() => t.client.syn());
      t.undelivered(() => t.server.data('newer', { seq: 800, ack: seq }));
      t.undelivered(() => t.server.fin({ seq: 805, ack: seq }));
      t.undelivered(() => t.client.ack({ seq, ack: 806 }));
      const whole = await analyzed(t);
      for (const frame of [2, 3]) {
        expect(textOf(explained(whole, frame))).not.toContain('an older connection');
        expect(whole.rows[frame - 1]!.clientState).toBe('unknown');
      }
    },
  );
});

describe('the answer comes when the request was given up', () => {
  function late(flags = 0x04): Trace {
    const t = trace();
    t.client.syn();
    t.at(1000).server.synAck();
    t.client.raw({ flags, seq: 1 });
    return t;
  }

  test('connect() does not return with it, and its kernel has nothing of it', async () => {
    const whole = await analyzed(late());
    const text = textOf(explained(whole, 2));
    expect(text).toContain('connect() does not return with it: row 3 refuses it');
    expect(text).not.toContain('connect() returns when this row arrives');
    const [, answer] = whole.rows;
    expect([answer!.clientState, answer!.serverState]).toEqual(['CLOSED', 'SYN-RECEIVED']);
  });

  test('a reset behind the third step is no refusal of it', async () => {
    const t = trace().handshake();
    t.client.rst();
    const whole = await analyzed(t);
    expect(textOf(explained(whole, 2))).toContain('connect() returns when this row arrives');
    expect(whole.rows[1]!.clientState).toBe('ESTABLISHED');
  });

  test('nor is one with ACK: a socket sends that', async () => {
    const whole = await analyzed(late(0x14));
    expect(whole.rows[1]!.clientState).toBe('ESTABLISHED');
  });
});
