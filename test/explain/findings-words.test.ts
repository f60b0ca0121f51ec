// What findings say in a report, of scripted connections: the right reason, and no more than the capture shows.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';
import { explained, textOf } from './made-rows.ts';

interface WordsCase {
  readonly name: string;
  readonly script: (t: Trace) => unknown;
  readonly timestamps?: boolean;
  /** The row asked about; absent: the last. */
  readonly frame?: number;
  readonly says: string;
  readonly not?: string;
}

const SACK = { mss: 1460, sackPermitted: true };

const CASES: readonly WordsCase[] = [
  {
    name: 'a damaged segment of whom nobody is seen to answer',
    script: (t) => [t.client.data(10), t.client.data(10, { checksum: 0x1234 })],
    says: 'damage on the way is likely, not proven',
  },
  {
    name: 'a damaged segment whose receiver is there',
    script: (t) => [t.handshake().client.data(10, { checksum: 0x1234 }), t.server.ack({ ack: 1 })],
    frame: 4,
    says: 'A receiver throws such a segment away',
    not: 'not proven',
  },
  {
    name: 'a damaged sum among others that were confirmed',
    script: (t) => {
      t.handshake().client.data(10, { checksum: 0x1234 });
      t.server.ack();
      t.client.data(10, { checksum: 0x1234 });
    },
    says: 'The sum of row 4, from the same sender, is wrong, too, and row 5 confirms what it carries.',
    not: 'Yet row 5',
  },
  {
    name: 'a block of what is confirmed anyway tells of nothing beyond it',
    script: (t) => {
      t.handshake(SACK).client.data(100);
      t.server.ack();
      t.server.ack({
        sack: [
          [50, 60],
          [1, 101],
        ],
      });
    },
    says: 'bytes 50 to 59 arrived twice',
    not: 'beyond what it confirms',
  },
  {
    name: 'other bytes, because the first copy was damaged: no two texts, and a repetition after all',
    script: (t) => {
      t.handshake().client.data('good');
      t.server.ack();
      t.undelivered(() => t.client.data('dXmYged', { checksum: 0x1234 }));
      t.wait(300).client.raw({ seq: 5, payload: 'damaged', flags: 0x18 });
    },
    says: 'damage on the way changed some',
    not: 'trust neither',
  },
  {
    name: 'and Wireshark is right to call that a retransmission',
    script: (t) => {
      t.handshake().client.data('good');
      t.undelivered(() => t.client.data('dXmYged', { checksum: 0x1234 }));
      t.wait(300).client.raw({ seq: 5, payload: 'damaged', flags: 0x18 });
    },
    says: 'its numbers had been sent before',
    not: 'the label is wrong here',
  },
  {
    name: 'a damaged reset ends nothing',
    script: (t) => {
      t.handshake().client.data(5);
      t.server.ack();
      t.undelivered(() => t.server.rst({ checksum: 0x1234 }));
    },
    says: 'at the client nothing ends with it',
    not: 'ends the connection at once, in both directions',
  },
  {
    name: 'the second record of a FIN is nothing that a program or its kernel did',
    script: (t) => {
      t.handshake().client.fin();
      t.duplicate();
    },
    says: 'No call of its own: what row 4 tells of the programs happened once.',
    not: 'learns nothing of the repetition',
  },
  {
    name: 'a closed window says whose program is slow, and when it opens again',
    script: (t) => {
      t.handshake().client.data(1000);
      t.server.ack({ window: 0 });
      t.wait(200).server.ack({ window: 500 });
    },
    frame: 5,
    says: 'Row 6 says that there is room again, after 201 ms.',
  },
  {
    name: 'a closed window behind the last byte stops nobody',
    script: (t) => {
      t.handshake().client.data(1000);
      t.client.fin();
      t.server.ack({ window: 0 });
    },
    says: 'Here it stops nobody',
    not: 'takes less than comes',
  },
  {
    name: 'a reset after everything was confirmed answers nothing of it',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack();
      t.wait(60_000).server.rst();
    },
    says: 'RST',
    not: 'It answers row 4',
  },
  {
    name: 'a reset at once answers what was not confirmed',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.rst();
    },
    says: 'answers row 4',
  },
  {
    name: 'a FIN that comes again with bytes before it brings nothing behind what is repeated',
    script: (t) => {
      t.handshake().client.data(10);
      t.lose(() => t.client.data(10));
      t.client.fin();
      t.wait(300).client.raw({ seq: 11, payload: 10, flags: 0x19 });
    },
    says: 'The number that its flag takes was sent before, in row 5',
    not: 'Behind what is repeated',
  },
  {
    name: 'a retransmission names all rows that brought its bytes',
    script: (t) => {
      t.handshake().client.data(10);
      t.client.data(10);
      t.wait(300).client.raw({ seq: 1, payload: 20, flags: 0x18 });
    },
    says: 'Bytes 1 to 20 of this direction had been sent before, in rows 4 and 5, with the same contents.',
  },
  {
    name: 'a reset by a packet filter: no program of the end in whose name it was sent learns of it',
    script: (t) => {
      t.handshake().client.data('x');
      t.server.ack();
      t.undelivered(() => t.client.data('y'));
      t.undelivered(() => t.server.raw({ flags: 0x04, seq: 1 }));
      t.wait(500).server.fin();
    },
    frame: 7,
    says: 'No program at the server learns of it: there the connection is open still.',
    not: 'the program called',
  },
  {
    name: 'what is sent again the program had handed over once',
    script: (t) => {
      const sent = t.handshake().client.data(10);
      t.wait(300).client.retransmit(sent);
    },
    says: 'once, and learns nothing of the repetition',
    not: 'recv()',
  },
  {
    name: 'new bytes are those that no row shows, not those never sent',
    script: (t) => {
      t.handshake().client.data(10);
      t.wait(300).client.raw({ seq: 1, payload: 25, flags: 0x18 });
    },
    says: '15 bytes that no earlier row shows',
  },
  {
    name: 'what had been confirmed had no lack of confirmation',
    script: (t) => {
      const sent = t.handshake().client.data(10);
      t.server.ack();
      t.wait(300).client.retransmit(sent);
    },
    says: 'It brought nothing new: row 5 had confirmed it before.',
    not: 'had no confirmation',
  },
  {
    name: 'a first copy that is not there',
    timestamps: true,
    script: (t) => {
      t.handshake(SACK);
      const lost = t.lost(() => t.client.data(10));
      t.client.data(10);
      t.wait(50).client.retransmit(lost);
    },
    says: 'Its first copy is not in this capture',
  },
  {
    name: 'a damaged first copy',
    script: (t) => {
      const sent = t.handshake().client.data(10, { checksum: 0x1234 });
      t.wait(300).client.retransmit(sent, { checksum: undefined });
    },
    says: 'the checksum of row 4 is wrong, and a receiver throws such a segment away',
  },
  {
    name: 'a damaged sum that nobody minded',
    script: (t) => {
      t.handshake().client.data(10, { checksum: 0x1234 });
      t.server.ack();
    },
    frame: 4,
    says: 'Yet row 5 confirms row 4',
    not: 'throws such a segment away',
  },
  {
    name: 'a packet that the network doubled',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.duplicate();
      t.server.ack();
      t.server.ack({ sack: [[1, 11]] });
    },
    frame: 5,
    says: 'It did arrive twice, as row 7 reports',
    not: 'both sides of a router',
  },
  {
    name: 'a segment of no connection: the port may listen',
    script: (t) => {
      t.client.raw({ seq: 1, ack: 1, flags: 0x18, payload: 'x' });
      t.server.raw({ flags: 0x04, seq: 1 });
    },
    says: 'a port on which one listens refuses such a segment in the same way',
    not: 'no program there waits',
  },
  {
    name: 'a reset of what had been reset',
    script: (t) => {
      t.handshake().server.rst({ flags: 0x14 });
      t.server.data(10);
      t.client.raw({ flags: 0x04, seq: 1 });
    },
    says: 'row 4 had reset it',
  },
  {
    name: 'a reset after questions that nobody answered',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack();
      for (let i = 0; i < 3; i++) t.wait(30_000).client.keepAlive();
      t.wait(30_000).client.rst({ flags: 0x14 });
    },
    says: 'gave the connection up: no answer to what it asked',
  },
  {
    name: 'bytes that are missing although they arrived',
    script: (t) => {
      t.handshake();
      t.unseen(() => t.client.data(10));
      t.client.data(10);
      t.server.ack();
    },
    frame: 4,
    says: 'They did arrive, as row 5 confirms, so the capture missed them.',
  },
  {
    name: 'a delay that may be the path’s is no more than possible',
    script: (t) => {
      t.unseen(() => t.handshake());
      t.client.data(10);
      t.wait(60).server.ack();
    },
    says: 'This may be such a delayed acknowledgement',
    not: 'most likely such a delayed',
  },
  {
    name: 'numbers that Wireshark takes for old ones, though no row brought them',
    script: (t) => {
      t.handshake();
      t.lose(() => t.client.data(10));
      t.client.data(10);
      t.wait(600).client.raw({ seq: 1, payload: 10, flags: 0x18 });
    },
    says: 'No row of this capture brought these bytes before, but row 4 counts on behind them (Seq=11)',
    not: 'in row 4, with the same contents',
  },
  {
    name: 'a probe that was thrown away, and comes again when there is room: no loss',
    script: (t) => {
      probed(t);
      t.wait(200).server.ack({ window: 5000 });
      t.client.raw({ seq: 6, payload: 20 });
    },
    says: 'No sign of a loss: while there is no room',
    not: 'whether the first copy was lost',
  },
  {
    name: 'a probe',
    script: probed,
    frame: 6,
    says: 'Row 7 answers it after',
    not: 'confirms it after',
  },
  { name: 'the answer to a probe', script: probed, says: 'It answers row 6' },
  {
    name: 'a keep-alive after which nothing is heard',
    script: (t) => t.wait(20_000).handshake().client.keepAlive(),
    says: 'No row of this capture answers it.',
  },
  {
    name: 'a keep-alive that is not answered, though the other side is heard again',
    script: (t) => {
      t.handshake().client.keepAlive();
      t.wait(500).server.data(4);
    },
    frame: 4,
    says: 'A keep-alive',
    not: 'No row of this capture answers it.',
  },
  {
    name: 'a FIN on the number of the SYN',
    script: (t) => [t.client.syn(), t.client.fin({ seq: 0, flags: 0x01 })],
    says: 'Number 0 is the one that the SYN of row 1 has; a FIN behind it should have 1',
  },
  {
    name: 'a FIN in its place',
    script: (t) => t.handshake().client.fin(),
    says: 'The FIN takes one number, 1',
    not: 'a FIN behind it should have',
  },
  {
    name: 'an urgent byte is not what recv() returns',
    script: (t) => t.handshake().client.data('X', { flags: 0x38, urgentPointer: 1 }),
    says: 'An ordinary recv() at the server does not return the last urgent byte',
  },
  {
    name: 'urgent bytes that are still to come',
    script: (t) => t.handshake().client.data('X', { flags: 0x38, urgentPointer: 9 }),
    says: 'URG',
    not: 'An ordinary recv()',
  },
  {
    name: 'a SYN recorded behind its answer',
    script: (t) => [t.server.synAck({ ack: 1 }), t.client.syn()],
    says: 'Row 1 answers it, though it was recorded 1 ms before it',
    not: 'No row of this capture answers it.',
  },
  {
    name: 'a second answer to one SYN, with another number',
    script: (t) => {
      t.client.syn();
      t.server.synAck();
      t.wait(700)
        .connection({ server: { isn: 90_000 } })
        .server.synAck({ ack: 1 });
    },
    says: 'Row 2 had answered the same SYN with the number 5,000; this answer has 90,000.',
    not: 'connect() returns when this row arrives',
  },
  {
    name: 'the first answer to a SYN once more',
    script: (t) => {
      t.client.syn();
      t.server.retransmit(t.server.synAck());
    },
    says: 'Two messages in one segment',
    not: 'had answered the same SYN',
  },
  {
    name: 'what is confirmed once more stays the same where the numbers shown begin anew',
    script: (t) => {
      t.handshake();
      t.connection({ server: { isn: 90_000 } }).server.synAck({ ack: 1 });
      t.client.ack();
    },
    says: 'No payload and nothing newly confirmed.',
  },
  {
    name: 'data that goes out before the request is confirmed is no reply to it',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.data(4, { ack: 1 });
    },
    says: 'The server sends 4 bytes',
    not: 'Most likely it is the reply',
  },
  {
    name: 'data that confirms the request',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.data(4);
    },
    says: 'Most likely it is the reply',
  },
  {
    name: 'a window that grows though nothing has arrived',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.data(10));
      t.server.ack({ window: 0xf000, ack: 1 });
    },
    says: 'only a new window',
    not: 'took bytes out',
  },
  {
    name: 'one byte that is missing',
    script: (t) => {
      t.handshake();
      t.unseen(() => t.client.data(1));
      t.client.data(10);
      t.server.ack();
    },
    frame: 4,
    says: 'Before it 1 byte of this direction is missing from the capture. It did arrive, as row 5 confirms, so the capture missed it.',
  },
  {
    name: 'bytes that a bare acknowledgement counted over',
    script: (t) => {
      t.handshake();
      t.lose(() => t.client.data(10));
      t.client.ack();
      t.wait(600).client.raw({ seq: 1, payload: 10, flags: 0x18 });
    },
    says: 'row 4 counts on behind them (Seq=11): they had been sent before that row.',
  },
  {
    name: 'a reset that confirms more than there was may be forged',
    script: (t) => t.handshake().client.raw({ flags: 0x14, ack: 4000 }),
    says: 'or the reset was forged, and its number is made up',
    not: 'They did arrive',
  },
  {
    name: 'a reset that a program learns of',
    script: (t) => t.handshake().client.rst({ flags: 0x14 }),
    says: 'the next recv() or send() fails',
  },
  {
    name: 'a second reset',
    script: (t) => [t.handshake().client.rst({ flags: 0x14 }), t.client.rst()],
    says: 'Another RST: the connection had ended before',
    not: 'the next recv() or send() fails',
  },
  {
    name: 'a reset to an end whose program has closed',
    script: (t) => {
      t.handshake().client.fin();
      t.server.ack();
      t.server.fin();
      t.client.rst();
    },
    says: 'it had closed its socket already, and its kernel forgets the connection now',
    not: 'the next recv() or send() fails',
  },
  {
    name: 'data that a closed end refuses',
    script: (t) => {
      t.handshake().client.fin();
      t.server.data(10);
      t.client.rst();
    },
    frame: 5,
    says: 'No recv() at the client returns these bytes: row 6 resets the connection instead.',
    not: 'send() at the server, recv() at the client',
  },
  {
    name: 'data of a connection that began before the capture, refused',
    script: (t) => {
      t.unseen(() => t.handshake());
      t.client.data(10);
      t.server.data(10);
      t.client.fin();
      t.server.data(10);
      t.client.rst();
    },
    frame: 4,
    says: 'No recv() at the client returns these bytes',
    not: 'by hand',
  },
  {
    name: 'a FIN that a closed end refuses',
    script: (t) => {
      t.handshake().client.rst({ flags: 0x14 });
      t.server.fin();
      t.client.rst();
    },
    frame: 5,
    says: 'No program at the client learns of it: row 6 resets the connection instead.',
    not: 'returns 0 bytes',
  },
  {
    name: 'each reset refuses one segment, the oldest first',
    script: (t) => {
      t.handshake().client.fin();
      t.server.data(10);
      t.server.data(10);
      t.client.rst({ seq: 2 });
      t.client.rst({ seq: 2 });
    },
    frame: 7,
    says: 'It answers row 5',
  },
  {
    name: 'the second of these resets',
    script: (t) => {
      t.handshake().client.fin();
      t.server.data(10);
      t.server.data(10);
      t.client.rst({ seq: 2 });
      t.client.rst({ seq: 2 });
    },
    says: 'It answers row 6',
  },
  {
    name: 'a FIN that comes again says nothing of how both sides closed',
    script: (t) => {
      t.handshake();
      const fin = t.server.fin();
      t.client.ack();
      t.client.fin();
      t.wait(600).server.retransmit(fin);
    },
    says: 'the program closed once, and learns nothing of the repetition',
    not: 'both sides closed at the same time',
  },
  {
    name: 'a FIN that was confirmed with data',
    script: (t) => {
      t.handshake().client.fin();
      t.server.data(10);
      t.server.fin();
    },
    says: 'row 5, which carries data, confirmed it along the way',
    not: 'confirmed on its own',
  },
  {
    name: 'a FIN that was confirmed by itself',
    script: (t) => {
      t.handshake().client.fin();
      t.server.ack();
      t.server.fin();
    },
    says: 'confirmed on its own in row 5',
  },
  {
    name: 'a window of 0 when nothing can come any more',
    script: (t) => {
      t.handshake().client.fin();
      t.server.ack({ window: 0 });
    },
    says: 'Here it stops nobody',
    not: 'buffer is full',
  },
  {
    name: 'a window of 0 in the middle',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ window: 0 });
    },
    says: "the receiver's buffer is full",
  },
  {
    name: 'the same acknowledgement again, for old bytes',
    script: (t) => {
      t.handshake();
      const sent = t.client.data(10);
      t.server.ack();
      t.wait(600).client.retransmit(sent);
      t.server.ack();
    },
    says: 'There is no hole: row 6 brought bytes that had been confirmed before',
    not: 'behind a hole; three',
  },
  {
    name: 'the same acknowledgement again, of what was confirmed for the first time by the one before',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.data(10));
      t.server.ack();
      t.wait(600).client.raw({ flags: 0x18, seq: 1, payload: 10 });
      t.server.ack();
      t.wait(600).server.ack();
    },
    says: 'the same acknowledgement again',
    not: 'There is no hole',
  },
  {
    name: 'the same acknowledgement again, for bytes behind a hole',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack();
      t.lose(() => t.client.data(10));
      t.client.data(10);
      t.server.ack();
    },
    says: 'for every segment that arrives behind a hole',
    not: 'There is no hole',
  },
  {
    name: 'an answer that had not arrived when the client asked again',
    script: (t) => {
      t.client.syn();
      t.undelivered(() => t.server.synAck());
      t.wait(1000).client.syn({ seq: 0 });
    },
    frame: 2,
    says: 'When the client asked again, in row 3, it had not arrived yet',
    not: 'connect() returns when this row arrives',
  },
  {
    name: 'a repetition is no reply',
    script: (t) => {
      t.handshake();
      const sent = t.server.data(10);
      t.client.data(4);
      t.wait(300).server.retransmit(sent);
    },
    says: 'These bytes were sent before, in row 4',
    not: 'Most likely it is the reply',
  },
  {
    name: 'bytes held behind a hole that lies before the first row',
    script: (t) => {
      t.unseen(() => t.handshake(SACK));
      t.lose(() => t.client.data(1000));
      t.client.data(500);
      t.server.ack({ ack: 1, sack: [[1001, 1501]] });
    },
    says: 'bytes 1 to 500 have arrived, too',
    not: 'arrived twice',
  },
  {
    name: 'an acknowledgement below the first number shown',
    script: (t) => {
      t.unseen(() => t.handshake());
      t.lose(() => t.client.data(1000));
      t.client.data(500);
      t.server.ack({ ack: 1 });
    },
    says: 'lies 999 numbers before the first one that the capture shows of this direction',
  },
  {
    name: 'data recorded behind its confirmation',
    script: (t) => {
      t.handshake().server.ack({ ack: 11 });
      t.wait(-0.9).client.data(10);
    },
    says: 'Row 4 confirms it, though it was recorded 0.10 ms before it',
  },
  {
    name: 'the confirmation of what is recorded behind it',
    script: (t) => {
      t.handshake().server.ack({ ack: 11 });
      t.wait(-0.9).client.data(10);
    },
    frame: 4,
    says: 'It was recorded 0.10 ms before row 5',
    not: 'It comes 0.10 ms after',
  },
  {
    name: 'the answer to a SYN that is recorded behind it: nobody asks again',
    script: (t) => [t.server.synAck({ ack: 1 }), t.client.syn()],
    frame: 1,
    says: 'It answers row 2, which was recorded',
    not: 'When the client asked again',
  },
  {
    name: 'the only reset, behind two FINs that were confirmed',
    script: (t) => {
      t.handshake().client.fin();
      t.server.fin();
      t.client.ack();
      t.client.rst();
    },
    says: 'RST ends the connection at once',
    not: 'Another RST',
  },
  {
    name: 'old bytes that come again while there is a hole',
    script: (t) => {
      t.handshake(SACK);
      const sent = t.client.data(1000);
      t.server.ack();
      t.lose(() => t.client.data(1000));
      t.client.data(1000);
      t.server.ack({ ack: 1001, sack: [[2001, 3001]] });
      t.client.retransmit(sent);
      t.server.ack({ ack: 1001, sack: [[2001, 3001]] });
    },
    says: 'are missing',
    not: 'There is no hole',
  },
  {
    name: 'a timer that runs out again had begun anew with the copy before',
    script: (t) => {
      const sent = t.handshake().client.data(10);
      t.wait(300).client.retransmit(sent);
      t.wait(599).client.retransmit(sent);
    },
    says: 'Most likely its timer ran out: 600 ms had passed since row 5.',
    not: 'sent first',
  },
  {
    name: 'so had that of a SYN',
    script: (t) => {
      const sent = t.client.syn();
      t.wait(1000).client.retransmit(sent);
      t.wait(1999).client.retransmit(sent);
    },
    says: 'Most likely its timer ran out: 2 s after row 2 no answer was there.',
    not: 'first attempt',
  },
  {
    name: 'scaling that the SYN-ACK alone offers is not in force',
    script: (t) => {
      t.client.syn();
      t.server.synAck({ windowShift: 7 });
      t.client.ack();
    },
    frame: 2,
    says: 'But row 1 did not offer scaling. It takes both sides, so neither scales.',
    not: 'Now both have offered',
  },
  {
    name: 'nor is the window that follows of an unknown factor',
    script: (t) => {
      t.client.syn();
      t.server.synAck({ windowShift: 7 });
      t.client.ack();
    },
    says: 'The window is 65,535 bytes, without scaling.',
    not: 'not in this capture',
  },
  {
    name: 'a shift above 14 counts as 14',
    script: (t) => t.client.syn({ windowShift: 15 }),
    says: 'so a factor of 16,384',
    not: '32,768',
  },
  {
    name: 'also when both sides have offered scaling',
    script: (t) => {
      t.client.syn({ windowShift: 15 });
      t.server.synAck({ windowShift: 255 });
    },
    says: 'the window fields of the server are multiplied by 16,384 and those of the client by 16,384',
  },
  {
    name: 'a window that becomes smaller is no room that a program made',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack();
      t.wait(500).server.ack({ window: 12_800 });
    },
    says: 'The window became smaller although nothing new is confirmed.',
    not: 'recv()',
  },
  {
    name: 'one that becomes larger is',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ window: 12_800 });
      t.wait(500).server.ack();
    },
    says: 'Most likely the program called recv()',
    not: 'smaller',
  },
  {
    name: 'the SYN of a SYN-ACK that brings bytes counts as one',
    script: (t) => {
      t.client.syn();
      t.server.raw({ flags: 0x12, payload: 'banner' });
      t.client.ack();
    },
    says: 'Row 2 began at number 0; its SYN counts as one, and it has 6 bytes: 0 + 1 + 6 = 7.',
    not: '0 + 6',
  },
  {
    name: 'a SYN-ACK that brings bytes says so',
    script: (t) => {
      t.client.syn();
      t.server.raw({ flags: 0x12, payload: 'banner' });
    },
    says: 'It already carries payload (6 bytes)',
  },
  {
    name: 'a segment without any flag confirms nothing',
    script: (t) => {
      t.client.raw({ flags: 0 });
    },
    says: 'No flag is set. No correct TCP sends such a segment',
    not: 'I have everything before',
  },
  {
    name: 'its flags byte holds none',
    script: (t) => {
      t.client.raw({ flags: 0 });
    },
    says: '0x00, none is set. ',
    not: 'which is',
  },
  {
    name: 'a number that confirms more than was sent is not believed',
    script: (t) => {
      t.handshake().client.data(10);
      t.server.ack({ ack: 5000 });
      t.client.data(10);
      t.server.ack({ ack: 21 });
    },
    frame: 5,
    says: 'the client had shown only the bytes before 11, and row 7 later confirms fewer',
    not: 'the capture missed them',
  },
  {
    name: 'nor are selected bytes before the first',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ sack: [[-70, -60]] });
    },
    says: 'SACK names bytes that never were, with the numbers 930 to 939 in the frame',
    not: 'arrived twice',
  },
  {
    name: 'nor those behind the FIN',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ sack: [[500, 600]] });
      t.client.fin();
    },
    frame: 5,
    says: 'SACK names bytes 500 to 599, but the client never sent so many: its FIN in row 6 has',
    not: 'have arrived',
  },
  {
    name: 'nor those that are asked for later',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ sack: [[31, 51]] });
      t.client.data(30);
      t.server.ack({ ack: 41 });
    },
    frame: 5,
    says: 'only those before 11, and row 7 later asks for one of them: they had not arrived',
    not: 'are missing',
  },
  {
    name: 'of what the capture may have missed nobody knows',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack({ sack: [[500, 600]] });
    },
    says: 'only those before 11 up to here: it missed the others, or the numbers are wrong.',
    not: 'the sender need repeat only those',
  },
  {
    name: 'a damaged FIN ends nothing at its receiver',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.fin({ checksum: 0x1234 }));
    },
    says: 'No program at the server learns of it: the kernel there looks at the checksum',
    not: 'recv()',
  },
  {
    name: 'a damaged third step opens nothing',
    script: (t) => {
      t.client.syn();
      t.server.synAck();
      t.undelivered(() => t.client.ack({ checksum: 0x1234 }));
      t.client.data(5);
    },
    frame: 3,
    says: 'No program at the server learns of it',
    not: 'Nothing to worry about',
  },
  {
    name: 'nor is it the FIN that a second one closes with',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.fin({ checksum: 0x1234 }));
      t.client.fin({ seq: 1 });
      t.server.ack();
      t.server.fin();
    },
    says: "The other side's FIN came in row 5",
  },
  {
    name: 'a damaged reset that ends nothing: its checksum is the reason',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.server.rst({ checksum: 0x1234 }));
      t.client.data(5);
      t.server.ack();
    },
    frame: 4,
    says: 'throws such a segment away before it looks at its flags',
    not: 'Most likely its number',
  },
  {
    name: 'what goes on behind a scan is no keep-alive',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.raw({ flags: 0x01, seq: 1 }));
      t.client.ack({ seq: 1 });
    },
    says: 'it counts the number of the FIN in row 4, which its receiver dropped',
    not: 'an old number',
  },
  {
    name: 'a FIN without ACK ends nothing',
    script: (t) => {
      t.client.raw({ flags: 0x01 });
      t.server.raw({ flags: 0x14, seq: -5000, ack: 2 });
    },
    frame: 1,
    says: 'So scanners send such segments to learn which ports are open (FIN scan).',
    not: 'A normal end',
  },
  {
    name: 'no program gets the end of the stream by it',
    script: (t) => {
      t.handshake().client.raw({ flags: 0x29 });
    },
    says: 'ports are open (Xmas scan). No row',
    not: 'recv()',
  },
  {
    name: 'bytes without ACK reach no program',
    script: (t) => {
      t.handshake().client.raw({ flags: 0x08, payload: 'abc' });
    },
    says: 'No correct TCP sends a segment without ACK here',
    not: 'recv()',
  },
  {
    name: 'a confirmation that came before a repetition had most likely not reached its sender',
    script: (t) => {
      const sent = t.handshake(SACK).client.data(10);
      t.server.ack();
      t.wait(300).client.retransmit(sent);
    },
    says: 'Row 5 says that it had arrived, but most likely had not reached the sender yet',
    not: 'othing more had come back',
  },
  {
    name: 'where something came back before the silence, it is named',
    script: (t) => {
      t.handshake(SACK).client.data(10);
      t.server.ack();
      const sent = t.client.data(10);
      t.server.ack({ ack: 11, window: 20_000 });
      t.wait(300).client.retransmit(sent);
    },
    says: 'After row 7 nothing more had come back',
  },
  {
    name: 'bytes that come again with a FIN had not been in the row of the FIN alone',
    script: (t) => {
      t.handshake().client.data(4);
      t.client.fin();
      t.wait(300).client.raw({ seq: 1, payload: 4, flags: 0x19 });
    },
    says: 'Bytes 1 to 4 of this direction had been sent before, in row 4, with the same contents.',
    not: 'These bytes were sent before, in row 5',
  },
  {
    name: 'the number of a FIN that has arrived is no byte',
    script: (t) => {
      t.handshake(SACK).client.data(4);
      t.client.fin();
      t.server.ack({ ack: 1, sack: [[5, 6]] });
    },
    says: 'the number that the FIN of row 5 takes has arrived, too. Before it bytes 1 to 4 are missing',
    not: 'byte 5',
  },
  {
    name: 'a FIN with one byte carries the last byte',
    script: (t) => t.handshake().client.data('x', { flags: 0x11 }),
    says: 'The same segment carries the last byte of payload.',
  },
];

/** The server has no room, and says so once more when it is asked. */
function probed(t: Trace): void {
  t.handshake().client.data(5);
  t.server.ack({ window: 0 });
  t.wait(200).undelivered(() => t.client.data(1, { flags: 0x10 }));
  t.server.ack({ window: 0 });
}

describe('in words', () => {
  test.each(CASES)('$name', async ({ script, timestamps, frame, says, not }) => {
    const t = trace({ timestamps: timestamps === true });
    script(t);
    const analysis = await analyzeBytes(t.capture(), 'trace');
    const text = textOf(explained(analysis, frame ?? analysis.rows.at(-1)!.frame));
    expect(text).toContain(says);
    expect(text.includes(not ?? 'said by no row')).toBe(false);
  });
});
