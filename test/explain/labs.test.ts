// The captures of the labs, explained through the whole pipeline: at least what their authors say of each row.

import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Analysis } from '../../src/collect/analysis.ts';
import { analyzeFile } from '../../src/index.ts';
import { explained, headlineOf, textOf } from './made-rows.ts';

const capture = (name: string): Promise<Analysis> =>
  analyzeFile(fileURLToPath(new URL(`../../captures/${name}`, import.meta.url)));

describe('lab 1: two clients chat through one server', () => {
  let lab: Analysis;
  beforeAll(async () => {
    lab = await capture('server-client-messages.pcap');
  });

  test.each([
    [1, 'A client asks to open a connection'],
    [2, 'The server accepts and asks the same in return'],
    [3, 'The client confirms: the connection is open'],
    [4, 'The client introduces itself as eliad'],
    [6, 'The client confirms row 5'],
    [7, 'The same computer asks to open another connection'],
    [10, 'The client introduces itself as laptop'],
    [13, 'laptop hands over a message for eliad'],
    [14, 'The message of row 13 is passed on to eliad'],
    [15, 'The server confirms row 13'],
    [16, 'The client confirms row 14'],
  ])('row %d: %s', (frame, headline) => {
    expect(headlineOf(explained(lab, frame))).toBe(headline);
  });

  test.each([
    [
      1,
      [
        '1,843,812,255',
        '0x6de6579f',
        'Seq=0',
        '1,500 − 20 − 20 = 1,460',
        'its port 55841',
        'Row 2 answers it after 0.27 ms',
      ],
    ],
    [2, ['589,377,530', 'multiplied by 256', 'It answers row 1']],
    [3, ['255 × 256 = 65,280', 'ESTABLISHED', 'accept()']],
    [
      4,
      [
        '5 bytes of payload: eliad',
        'bytes 54 to 58',
        'The last byte of the frame is Ethernet padding',
      ],
    ],
    [5, ['52 bytes', '8,195 × 256 = 2,097,920', '5 bytes are eliad, the other 47']],
    [6, ['1 + 52 = 53', 'waited 46 ms', 'delayed acknowledgement']],
    [7, ['Row 1 came from the same computer', '18:93:41:e2:98:b1', '55877 here, 55841 there']],
    [11, ['53 bytes', '6 bytes are laptop, the other 47']],
    [
      13,
      [
        '@eliad hello',
        'row 14, 0.10 ms later',
        '12 − 7 + 21 = 26',
        'before row 15 confirms it',
        'by the port, 55877',
      ],
    ],
    [14, ['which laptop handed over', 'It goes to eliad: port 55841']],
    [
      15,
      [
        '7 + 12 = 19',
        'passed on in row 14 already',
        '54 bytes, fewer than the 60',
        '192.168.0.186',
      ],
    ],
    [16, ['has reached the computer of eliad', '53 + 26 = 79']],
  ] as const)('row %d says what its author says, and more', (frame, words) => {
    const text = textOf(explained(lab, frame));
    for (const word of words) expect(text).toContain(word);
  });
});

describe('lab 2: packets made by hand and sent to a closed port', () => {
  let lab: Analysis;
  beforeAll(async () => {
    lab = await capture('crafted-http-rst.pcap');
  });

  test('row 2 refuses row 1 with RST and not RST, ACK', () => {
    expect(headlineOf(explained(lab, 2))).toBe(
      'No connection to which row 1 belongs: it is refused',
    );
    // What carries ACK is refused by a listening port as well (RFC 9293 3.10.7.2).
    expect(textOf(explained(lab, 2))).toContain('Most often nobody listens on port 12345');
    expect(textOf(explained(lab, 2))).toContain('Why RST and not RST, ACK');
  });

  test.each([3, 5, 7, 9, 11, 13, 15, 17, 19])('row %d is no retransmission', (frame) => {
    expect(headlineOf(explained(lab, frame))).toBe('A new message that looks like an old one');
    expect(textOf(explained(lab, frame))).toContain('the label is wrong here');
  });

  test('row 3 is an answer of the client to its own request', () => {
    expect(textOf(explained(lab, 3))).toContain('"answers" its own request');
  });
});

test('lab 4: a connection closed with three segments, and TIME-WAIT', async () => {
  const lab = await capture('http-direct.pcap');
  expect(textOf(explained(lab, 9))).toContain('three segments instead of four');
  expect(textOf(explained(lab, 9))).toContain('TIME-WAIT');
  expect(textOf(explained(lab, 1))).toContain('65,535 − 20 − 20 = 65,495');
});

test('lab 6: a capture that begins midway, with checksums left to the network card', async () => {
  const lab = await capture('chat-nick-midstream.pcap');
  const [first] = lab.rows;
  const text = textOf(explained(lab, first!.frame));
  expect(text).toContain('begins in the middle of this connection');
  expect(text).toContain('several connections of this capture meet at its port 55555');
  expect(text).toContain('the sum of the pseudo-header alone');
});
