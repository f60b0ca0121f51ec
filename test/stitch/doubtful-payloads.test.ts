// Payloads whose checksum is wrong: who said them, and who did not.
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import { StitchSink } from '../../src/stitch/stitch-sink.ts';
import { analyze } from '../../src/analyze.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { trace, type Trace } from '../support/trace.ts';

const DAMAGED = { checksum: 0x1234 };

interface SumCase {
  readonly name: string;
  readonly script: (t: Trace) => unknown;
  /** Texts and their rows. */
  readonly said: readonly string[];
}

const CASES: readonly SumCase[] = [
  {
    name: 'what was damaged and comes again was said once, as it came then',
    script: (t) => {
      t.handshake().client.data('hello');
      t.server.ack();
      t.undelivered(() => t.client.data('worXd', DAMAGED));
      t.client.data('world', { seq: 6 });
      t.server.ack();
    },
    said: ['hello 4', 'world 7'],
  },
  {
    name: 'also the first of a connection: its SYN had a right sum',
    script: (t) => {
      t.handshake();
      t.undelivered(() => t.client.data('heXlo', DAMAGED));
      t.client.data('hello', { seq: 1 });
      t.server.ack();
    },
    said: ['hello 5'],
  },
  {
    name: 'what comes behind it is told apart from it',
    script: (t) => {
      t.handshake().client.data('one');
      t.server.ack();
      t.undelivered(() => t.client.data('tXo', DAMAGED));
      t.client.data('three');
      t.server.ack({ ack: 4 });
      t.client.data('two', { seq: 4 });
      t.server.ack({ ack: 12 });
    },
    said: ['one 4', 'three 7', 'two 9'],
  },
  {
    name: 'what is confirmed without another copy was said: only the capture has it wrong',
    script: (t) => {
      t.handshake().client.data('hello');
      t.server.ack();
      t.client.data('worXd', DAMAGED);
      t.server.ack();
    },
    said: ['hello 4', 'worXd 6'],
  },
  {
    name: 'what nothing more is heard of was said',
    script: (t) => {
      t.handshake().client.data('hello');
      t.server.ack();
      t.client.data('worXd', DAMAGED);
    },
    said: ['hello 4', 'worXd 6'],
  },
];

const saidIn = (
  messages: readonly { text: string | null; frames: readonly number[] }[],
): string[] => messages.map(({ text, frames }) => `${text} ${frames.join()}`);

describe.each(CASES)('$name', ({ script, said }) => {
  test('in a report', async () => {
    const t = trace();
    script(t);
    const { conversation } = await analyzeBytes(t.capture(), 'sums');
    expect(saidIn(conversation.messages)).toEqual(said);
  });

  test('told in parts', async () => {
    const t = trace();
    script(t);
    const parts: string[] = [];
    const sink = new StitchSink({ onPart: ({ messages }) => parts.push(...saidIn(messages)) });
    const reader = await CaptureReader.open(fromBytes(t.capture(), 'sums'));
    await analyze(reader, [sink]);
    parts.push(...saidIn(sink.conversation().messages));
    expect(parts).toEqual(said);
  });
});

test('where all sums of a sender are wrong the capture has them wrong', async () => {
  const t = trace({ client: { checksum: 0x1234 } }).handshake();
  t.client.data('hello');
  t.undelivered(() => t.client.data('again'));
  const { conversation } = await analyzeBytes(t.capture(), 'sums');
  expect(saidIn(conversation.messages)).toEqual(['hello 4', 'again 5']);
});

test('no more are held back than a few: the others are believed', async () => {
  const t = trace().handshake();
  const texts = Array.from({ length: 17 }, (_, i) => `number ${String(i).padStart(3, '0')}`);
  for (const text of texts) t.undelivered(() => t.client.data(text.replace('n', 'X'), DAMAGED));
  texts.forEach((text, i) => t.client.data(text, { seq: 1 + 10 * i }));
  t.server.ack({ ack: 171 });
  const { conversation } = await analyzeBytes(t.capture(), 'sums');
  const damaged = conversation.messages.filter(({ text }) => text?.startsWith('X') === true);
  expect(saidIn(damaged)).toEqual(['Xumber 016 20']);
});
