// `follow --as text`: what people read. Charsets, rows and times, gaps, sides, and payloads that try to be more than text.
import { describe, expect, test } from 'vitest';
import { CHARSET_EXAMPLES, decoderFactory } from '../../src/follow/charset.ts';
import { trace, type Trace } from '../support/trace.ts';
import { textLines } from './transcripts.ts';

/** Bytes of `text` in a charset of one byte a character, found by asking the decoder for every byte. */
function encoded(text: string, charset: string): Uint8Array {
  const characters = Array.from({ length: 256 }, (_, byte) =>
    decoderFactory(charset)!().decode(Uint8Array.of(byte)),
  );
  return Uint8Array.from(text, (character) => {
    const byte = characters.indexOf(character);
    if (byte < 0) throw new Error(`${charset} has no ${character}`);
    return byte;
  });
}

const talk = (...lines: (string | Uint8Array)[]): Trace => {
  const t = trace().handshake();
  for (const line of lines) t.client.data(line);
  return t;
};

const said = async (t: Trace, charset = 'utf-8'): Promise<string[]> =>
  (await textLines(t.capture(), { charset })).map((line) =>
    line.slice('     4    3  client  '.length),
  );

const CHARSETS: readonly (readonly [charset: string, language: string, text: string])[] = [
  ['utf-8', 'Hebrew', 'שלום, מה שלומך?'],
  ['utf-8', 'Persian', 'سلام، حالت چطور است؟'],
  ['utf-8', 'Russian', 'Привет, как дела?'],
  ['utf-8', 'an emoji', 'fine 👍🏽'],
  ['windows-1255', 'Hebrew', 'שלום, מה שלומך?'],
  ['iso-8859-8', 'Hebrew', 'שלום'],
  ['windows-1256', 'Persian', 'سلام، چطور'],
  ['windows-1251', 'Russian', 'Привет, как дела?'],
  ['koi8-r', 'Russian', 'Привет, как дела?'],
  ['cp866', 'Russian', 'Привет, как дела?'],
  ['cp1251', 'Russian', 'Привет'],
];

describe('charsets', () => {
  test.each(CHARSETS)('%s: %s', async (charset, _, text) => {
    const bytes = charset === 'utf-8' ? Buffer.from(text) : encoded(text, charset);
    expect(await said(talk(bytes), charset)).toEqual([text]);
  });

  test.each(CHARSET_EXAMPLES)('%s, named in the help, is known', (label) => {
    expect(decoderFactory(label)).not.toBeNull();
  });

  test('an unknown label is refused', () => {
    expect(decoderFactory('klingon')).toBeNull();
  });

  test('a character cut between two segments is whole', async () => {
    const bytes = Buffer.from('דג');
    expect(await said(talk(bytes.subarray(0, 3), bytes.subarray(3)))).toEqual(['ד', 'ג']);
  });

  test('a character cut by the end of the stream shows as broken', async () => {
    expect(await said(talk(Buffer.from('abcd ד').subarray(0, 6)))).toEqual(['abcd', '\ufffd']);
  });
});

describe('rows and times', () => {
  test('both sides in the order of capture, each line of a segment under the first', async () => {
    const t = trace().handshake();
    t.client.data('one\r\ntwo\r\n');
    t.at(20).server.data('three');
    expect(await textLines(t.capture())).toEqual([
      '     4    3  client  one',
      '                     two',
      '     5   20  server  three',
    ]);
  });

  test('out of order: in the order of the stream, with the rows the bytes came in', async () => {
    const t = trace().handshake();
    t.reorder(() => [t.client.data('one'), t.client.data('two')]);
    expect(await textLines(t.capture())).toEqual([
      '     5    4  client  one',
      '     4    3  client  two',
    ]);
  });

  test.each([
    ['client', ['     4    3  client  ping']],
    ['server', ['     5    4  server  pong']],
  ] as const)('--side %s', async (wanted, lines) => {
    const t = trace().handshake();
    t.client.data('ping');
    t.server.data('pong');
    expect(await textLines(t.capture(), { wanted })).toEqual(lines);
  });

  test('each side has its colour', async () => {
    const t = trace().handshake();
    t.client.data('ping');
    t.server.data('pong');
    const [ping, pong] = await textLines(t.capture(), { painted: true });
    expect(ping).toContain('<client:ping>');
    expect(pong).toContain('<server:pong>');
  });
});

describe('what is not there', () => {
  test('a gap is marked with its exact length and its rows', async () => {
    const t = trace().handshake();
    t.client.data('one');
    t.unseen(() => t.client.data(1448));
    t.client.data('three');
    t.server.ack();
    expect(await textLines(t.capture())).toEqual([
      '     4    3  client  one',
      '             client  [1,448 bytes missing between row 4 and row 5]',
      '     5    5  client  three',
    ]);
  });

  test('other bytes in the place of bytes already sent are shown, and said not to count', async () => {
    const t = trace().handshake();
    t.client.data('good');
    t.client.data('evil', { seq: 1 });
    expect(await textLines(t.capture())).toEqual([
      '     4    3  client  good',
      '             client  [row 5 sends other bytes in the place of bytes 1 to 4; what came first counts, this came later:]',
      '             client  evil',
    ]);
  });

  test('a connection without bytes says so', async () => {
    expect(await textLines(trace().handshake().capture())).toEqual([
      '             [no bytes were captured]',
    ]);
  });
});

describe('bytes that are no text', () => {
  test('are summarised with their number and their beginning', async () => {
    const bytes = Uint8Array.from({ length: 600 }, (_, i) => (i * 89) % 32);
    expect(await said(talk(bytes))).toEqual([
      '[600 bytes that are no text: 00 19 12 0b 04 1d 16 0f 08 01 1a 13 0c 05 1e 17 ...]',
    ]);
  });

  test('after a header leave the header readable', async () => {
    const body = Uint8Array.from({ length: 64 }, (_, i) => 0x80 + i);
    const bytes = Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), body]);
    expect(await said(talk(bytes))).toEqual([
      'HTTP/1.1 200 OK',
      '',
      '[64 bytes that are no text: 80 81 82 83 84 85 86 87 88 89 8a 8b 8c 8d 8e 8f ...]',
    ]);
  });
});

describe('captured bytes are hostile', () => {
  test.each([
    ['an ANSI escape', 'a red \u001b[31mword\u0007', 'a red \\x1b[31mword\\x07'],
    ['a C1 control', 'a long enough line \u009b2J', 'a long enough line \\x9b2J'],
    ['a bidi override', 'user \u202etxt.exe', 'user \\u202etxt.exe'],
    ['a carriage return over the row', 'secret text\rvisible', 'secret text\\rvisible'],
    ['a tab', 'a\tb', 'a\\tb'],
  ])('%s is written out', async (_, payload, shown) => {
    expect(await said(talk(payload))).toEqual([shown]);
  });

  test('a line that looks like a row of ours stands under its own row', async () => {
    const lines = await textLines(talk('x\n     9    9  server  forged').capture());
    expect(lines).toEqual([
      '     4    3  client  x',
      '                          9    9  server  forged',
    ]);
  });
});
