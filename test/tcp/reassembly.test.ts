// The byte stream of one direction: every case in one table, and the properties a stream must have whatever happens.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TcpFlag } from '../../src/decode/tcp-view.ts';
import { reassembledByteByByte } from './reassembly-model.ts';
import { Reassembly, type ReassemblyOptions } from '../../src/tcp/reassembly.ts';

const { SYN, FIN, RST, ACK } = TcpFlag;

/** A segment of the direction, or an acknowledgement of the peer; `seq` counts from the ISN, the first byte is 1. */
type Step = { seq: number; text?: string; flags?: number; lostTail?: number } | { peerAck: number };

/** What comes out: text, "<n missing a-b>" between frames a and b, "<n cut a>", "<conflict offset+len frame>". */
function reassemble(steps: readonly Step[], isn = 0, options: ReassemblyOptions = {}) {
  const out: string[] = [];
  const offsets: number[] = [];
  const compared: number[] = [];
  const stream = new Reassembly(
    {
      piece: ({ bytes, start, end, streamOffset }) => {
        out.push(Buffer.from(bytes.subarray(start, end)).toString('latin1'));
        offsets.push(streamOffset);
      },
      gap: ({ lenBytes, cause, afterFrame, beforeFrame }) =>
        out.push(
          cause === 'cut'
            ? `<${lenBytes} cut ${afterFrame}>`
            : `<${lenBytes} missing ${afterFrame}-${beforeFrame}>`,
        ),
      conflict: ({ streamOffset, lenBytes, comparedBytes, frame }) => {
        out.push(`<conflict ${streamOffset}+${lenBytes} ${frame}>`);
        compared.push(comparedBytes);
      },
    },
    options,
  );
  for (const [i, step] of steps.entries()) {
    if ('peerAck' in step) {
      stream.acknowledged((isn + step.peerAck) >>> 0);
      continue;
    }
    const { seq, text = '', flags = ACK, lostTail = 0 } = step;
    // The payload lies somewhere in a larger buffer, as in a frame.
    const frame = Buffer.from(`head${text}tail`, 'latin1');
    const payloadEnd = 4 + text.length;
    const segment = {
      seq: (isn + seq) >>> 0,
      flags,
      len: text.length + lostTail,
      payloadStart: 4,
      payloadEnd,
    };
    stream.take(segment, frame, i + 1, i * 1000);
    // Nothing lent may be read later.
    frame.fill(0x3f);
  }
  stream.end();
  return { out, offsets, compared, stream };
}

const syn: Step = { seq: 0, flags: SYN };

const CASES: readonly (readonly [name: string, steps: readonly Step[], out: readonly string[]])[] =
  [
    ['segments in order', [syn, { seq: 1, text: 'ab' }, { seq: 3, text: 'cd' }], ['ab', 'cd']],
    ['two swapped', [syn, { seq: 3, text: 'cd' }, { seq: 1, text: 'ab' }], ['ab', 'cd']],
    [
      'three in reverse',
      [syn, { seq: 5, text: 'ef' }, { seq: 3, text: 'cd' }, { seq: 1, text: 'ab' }],
      ['ab', 'cd', 'ef'],
    ],
    ['one sent again', [syn, { seq: 1, text: 'ab' }, { seq: 1, text: 'ab' }], ['ab']],
    [
      'sent again in larger pieces: only what is new',
      [syn, { seq: 1, text: 'ab' }, { seq: 1, text: 'abcd' }],
      ['ab', 'cd'],
    ],
    [
      'a held segment covered from both sides keeps its own bytes',
      [syn, { seq: 3, text: 'CD' }, { seq: 1, text: 'abcdef' }],
      ['<conflict 2+2 3>', 'ab', 'CD', 'ef'],
    ],
    [
      'the first copy wins, and other bytes in its place are told',
      [syn, { seq: 1, text: 'abcd' }, { seq: 1, text: 'aXYd' }],
      ['abcd', '<conflict 1+2 3>'],
    ],
    [
      'other bytes in the place of several segments are one conflict',
      [
        syn,
        { seq: 3, text: 'C' },
        { seq: 4, text: 'D' },
        { seq: 6, text: 'F' },
        { seq: 1, text: 'abcxefX' },
      ],
      ['<conflict 2+4 5>', 'ab', 'C', 'D', 'e', 'F', 'X'],
    ],
    [
      'a conflict reaches from the first other byte to the last, whatever lies between',
      [syn, { seq: 2, text: 'B' }, { seq: 4, text: 'D' }, { seq: 1, text: 'axcxe' }],
      ['<conflict 1+3 4>', 'a', 'B', 'c', 'D', 'e'],
    ],
    ['a hole at the end of the capture', [syn, { seq: 4, text: 'de' }], ['<3 missing 0-2>', 'de']],
    [
      'a hole between two frames',
      [syn, { seq: 1, text: 'a' }, { seq: 4, text: 'de' }],
      ['a', '<2 missing 2-3>', 'de'],
    ],
    [
      'a hole the peer has acknowledged is given up at once',
      [syn, { seq: 4, text: 'de' }, { peerAck: 6 }, { seq: 6, text: 'f' }],
      ['<3 missing 0-2>', 'de', 'f'],
    ],
    [
      'a hole the peer has not acknowledged may still be filled',
      [syn, { seq: 4, text: 'de' }, { peerAck: 1 }, { seq: 1, text: 'abc' }],
      ['abc', 'de'],
    ],
    [
      'an acknowledgement into the hole does not close it',
      [syn, { seq: 4, text: 'de' }, { peerAck: 3 }, { seq: 1, text: 'abc' }],
      ['abc', 'de'],
    ],
    [
      'bytes acknowledged after the last ones seen are missing',
      [syn, { seq: 1, text: 'ab' }, { peerAck: 10 }],
      ['ab', '<7 missing 2-0>'],
    ],
    [
      'one number acknowledged after the last byte is taken for a FIN',
      [syn, { seq: 1, text: 'ab' }, { peerAck: 4 }],
      ['ab'],
    ],
    [
      'the FIN tells where the stream ends',
      [syn, { seq: 1, text: 'ab' }, { seq: 5, flags: FIN | ACK }],
      ['ab', '<2 missing 2-0>'],
    ],
    [
      'a FIN seen and acknowledged leaves nothing missing',
      [syn, { seq: 1, text: 'ab', flags: FIN | ACK }, { peerAck: 4 }],
      ['ab'],
    ],
    [
      'data in the SYN is the beginning (RFC 7413)',
      [
        { seq: 0, flags: SYN, text: 'hi' },
        { seq: 3, text: '!' },
      ],
      ['hi', '!'],
    ],
    [
      'data in the SYN sent again after it was not accepted',
      [
        { seq: 0, flags: SYN, text: 'hi' },
        { seq: 1, text: 'hi!' },
      ],
      ['hi', '!'],
    ],
    [
      'a keep-alive byte is no byte of the stream (RFC 9293 3.8.4)',
      [syn, { seq: 1, text: 'ab' }, { seq: 2, text: '\0' }, { seq: 3, text: 'c' }],
      ['ab', 'c'],
    ],
    [
      'a byte sent into a zero window is one',
      [
        syn,
        { seq: 1, text: 'ab' },
        { seq: 3, text: 'c' },
        { seq: 3, text: 'c' },
        { seq: 4, text: 'd' },
      ],
      ['ab', 'c', 'd'],
    ],
    [
      'the payload of a reset is not (RFC 9293 3.5.3)',
      [syn, { seq: 1, text: 'no', flags: RST }],
      [],
    ],
    [
      'a frame cut by the capture leaves a gap of the rest',
      [syn, { seq: 1, text: 'ab', lostTail: 3 }, { seq: 6, text: 'f' }],
      ['ab', '<3 cut 2>', 'f'],
    ],
    [
      'a cut frame out of order',
      [syn, { seq: 3, text: 'c', lostTail: 2 }, { seq: 1, text: 'ab' }, { seq: 6, text: 'f' }],
      ['ab', 'c', '<2 cut 2>', 'f'],
    ],
    ['midstream: the first segment seen is the beginning', [{ seq: 700, text: 'ab' }], ['ab']],
    [
      'midstream: an empty segment one byte behind was a keep-alive',
      [{ seq: 699 }, { seq: 700, text: 'ab' }],
      ['ab'],
    ],
    [
      'midstream: an empty segment further behind tells what is missing',
      [{ seq: 690 }, { seq: 700, text: 'ab' }],
      ['<10 missing 0-2>', 'ab'],
    ],
    [
      'midstream: what lies before the beginning is not delivered late',
      [
        { seq: 700, text: 'cd' },
        { seq: 698, text: 'ab' },
      ],
      ['cd'],
    ],
    [
      'a SYN with another number tells the beginning anew',
      [{ seq: 400, flags: RST | ACK }, { seq: 90, flags: ACK }, syn, { seq: 1, text: 'ab' }],
      ['ab'],
    ],
  ];

describe.each([
  ['', 0x1000],
  [' across the wrap of the sequence numbers', 0xffff_fffe],
  [' across the sign of int32', 0x7fff_fffd],
])('the byte stream of one direction%s', (_, isn) => {
  test.each(CASES)('%s', (_name, steps, out) => {
    expect(reassemble(steps, isn).out).toEqual(out);
  });
});

/** A segment whose payload lies at the beginning of its buffer. */
const segment = (seq: number, flags: number, len: number) => ({
  seq,
  flags,
  len,
  payloadStart: 0,
  payloadEnd: len,
});

describe('what is counted', () => {
  test('bytes sent again, keep-alives left out', () => {
    const steps: Step[] = [
      syn,
      { seq: 1, text: 'abcd' },
      { seq: 2, text: 'bcde' },
      { seq: 5, text: '\0' },
    ];
    const { stream } = reassemble(steps);
    expect(stream).toMatchObject({ resentBytes: 3, keepAlives: 1, earlyBytes: 0 });
  });

  test('bytes before a midstream beginning', () => {
    const { stream } = reassemble([
      { seq: 700, text: 'cd' },
      { seq: 698, text: 'ab' },
    ]);
    expect(stream).toMatchObject({ earlyBytes: 2, resentBytes: 0 });
  });

  test('the stream is complete once everything before its FIN is delivered', () => {
    const stream = new Reassembly({ piece: () => {}, gap: () => {} });
    const bytes = Buffer.from('ab');
    stream.take(segment(0, SYN, 0), bytes, 1, 0);
    stream.take(segment(3, FIN | ACK, 0), bytes, 2, 0);
    expect(stream.isComplete).toBe(false);
    stream.take(segment(1, ACK, 2), bytes, 3, 0);
    expect(stream.isComplete).toBe(true);
  });
});

describe('limits', () => {
  test('a hole that holds back too much is given up', () => {
    const steps: Step[] = [syn, { seq: 5, text: 'e'.repeat(300) }, { seq: 305, text: 'f' }];
    const { out } = reassemble([...steps, { seq: 1, text: 'abcd' }], 0, { heldLimitBytes: 600 });
    expect(out).toEqual(['<4 missing 0-2>', 'e'.repeat(300), 'f']);
  });

  test('one-byte segments count for more than their byte', () => {
    const bytes = Array.from({ length: 100 }, (_, i): Step => ({ seq: 3 + 2 * i, text: 'x' }));
    const { out } = reassemble([syn, ...bytes, { peerAck: 1 }], 0, { heldLimitBytes: 5000 });
    expect(out.filter((piece) => piece === 'x')).toHaveLength(100);
    expect(out[0]).toBe('<2 missing 0-2>');
  });

  test('a conflict with bytes older than the history is not judged', () => {
    const steps: Step[] = [syn, { seq: 1, text: 'abcdefgh' }, { seq: 1, text: 'XbcdefgX' }];
    expect(reassemble(steps, 0, { historyBytes: 4 }).out).toEqual(['abcdefgh', '<conflict 7+1 3>']);
    expect(reassemble(steps, 0, { historyBytes: 0 }).out).toEqual(['abcdefgh']);
  });
});

describe('properties', () => {
  /** A text, cut into overlapping segments that cover it, in any order, some more than once. */
  const scrambled = fc
    .string({ minLength: 1, maxLength: 60, unit: 'grapheme-ascii' })
    .chain((text) => {
      const cover = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: text.length });
      const extra = fc.array(fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 2, max: 9 })));
      return fc.tuple(fc.constant(text), cover, extra, fc.integer());
    })
    .chain(([text, lens, extra, isn]) => {
      const segments: Step[] = [];
      for (let at = 0, i = 0; at < text.length; at += lens[i++]!) {
        segments.push({ seq: 1 + at, text: text.slice(at, at + lens[i]!) });
      }
      for (const [at, len] of extra) segments.push({ seq: 1 + at, text: text.slice(at, at + len) });
      const orders = fc.shuffledSubarray(segments, { minLength: segments.length });
      return fc.tuple(fc.constant(text), orders, fc.constant(isn >>> 0));
    });

  test('split, shuffled, doubled, overlapping: the text is the same, without gap or conflict', () => {
    fc.assert(
      fc.property(scrambled, ([text, segments, isn]) => {
        const { out } = reassemble([syn, ...segments], isn);
        expect(out.join('')).toBe(text);
      }),
      { seed: 9293 },
    );
  });

  test('pieces and gaps follow each other without overlap, whatever is lost', () => {
    fc.assert(
      fc.property(scrambled, fc.array(fc.boolean()), ([text, segments, isn], lost) => {
        const seen = segments.filter((_, i) => lost[i] !== true);
        const { out } = reassemble([syn, ...seen, { peerAck: 1 + text.length }], isn);
        let at = 0;
        const expected = out.map((part) => {
          const missing = /^<(\d+) missing \d+-\d+>$/.exec(part);
          const from = at;
          at += missing === null ? part.length : Number(missing[1]);
          return missing === null ? text.slice(from, at) : part;
        });
        expect(out).toEqual(expected);
        // A single last byte missing looks like a FIN that was not captured.
        expect(text.length - at).toBeLessThanOrEqual(1);
      }),
      { seed: 2018 },
    );
  });

  /** Bytes of two kinds, so that copies differ in some and agree in others; holes, cut frames, acknowledgements. */
  const anySteps = fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          offset: fc.nat(40),
          text: fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }),
          lostTail: fc.constantFrom(0, 0, 0, 4),
        }),
      },
      { weight: 1, arbitrary: fc.record({ acked: fc.nat(45) }) },
    ),
    { maxLength: 30 },
  );

  test('every byte, gap and conflict is what going through the bytes one by one finds', () => {
    fc.assert(
      fc.property(anySteps, (steps) => {
        const segments = steps.map((step) =>
          'acked' in step ? { peerAck: 1 + step.acked } : { ...step, seq: 1 + step.offset },
        );
        const { out, compared, stream } = reassemble([syn, ...segments]);
        const model = reassembledByteByByte([{ acked: 0 }, ...steps]);
        expect(out.flatMap(byByte)).toEqual(model.out);
        expect(compared).toEqual(model.compared);
        expect(stream.resentBytes).toBe(model.resentBytes);
      }),
      { seed: 815, numRuns: 1000 },
    );
  });
});

/** What the model says of it: a piece by its characters, a gap by its bytes. */
function byByte(part: string): string[] {
  const [, count = '', kind = '', frame = ''] = /^<(\d+) (cut|missing) (\d+)/.exec(part) ?? [];
  if (kind === '') return part.startsWith('<') ? [part] : part.split('');
  return Array<string>(Number(count)).fill(kind === 'cut' ? `<cut ${frame}>` : '<missing>');
}
