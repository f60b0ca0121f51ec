// Most texts pass a pattern and are left as they are without being looked at further. What is appended here keeps them
// from passing: the rest must come out the same.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { escapeHtml, escapeMarkdown, markdownCode, visible } from '../../src/report/escape.ts';

const EVERY_CHARACTER = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
/** A surrogate in front of the text that is appended stays broken, and is written out with it. */
const differing = (same: (character: string) => boolean): string[] =>
  EVERY_CHARACTER.filter((character) => !same(character)).map((one) =>
    one.charCodeAt(0).toString(16),
  );

it('visible() treats every character alike in both ways', () => {
  expect(differing((one) => visible(`${one}\n`) === `${visible(one)}\\n`)).toEqual([]);
});

it('escapeHtml() treats every character alike in both ways', () => {
  expect(differing((one) => escapeHtml(`${one}\n`) === `${escapeHtml(one)}\\n`)).toEqual([]);
});

/** Signs that open, close or link something, and what stands around them. */
const piece = fc.constantFrom(
  ...Array.from('abZ059 .,:;()[]<>|~$&_*+-=#/@"\'!?%\\`→·–…−\n'),
  'www.',
  '://',
  'mailto:',
  'javascript:',
  '    ',
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

it.each(['text', 'cell'] as const)('escapeMarkdown() treats a %s alike in both ways', (place) => {
  fc.assert(
    fc.property(text, (given) => {
      // A hash is escaped where the line ends; a word goes on until a space.
      fc.pre(!/[# ]$/.test(given));
      const escaped = escapeMarkdown(given, place);
      expect(escapeMarkdown(`${given} *`, place)).toBe(`${escaped} \\*`);
    }),
    { numRuns: 20_000 },
  );
});

it('escapeMarkdown() treats every character alike in both ways, alone and in a word', () => {
  const same = (one: string): boolean =>
    escapeMarkdown(`${one} *`) === `${escapeMarkdown(one)} \\*` &&
    escapeMarkdown(`a${one}b *`) === `${escapeMarkdown(`a${one}b`)} \\*`;
  expect(differing((one) => one === '#' || /\s/.test(one) || same(one))).toEqual([]);
});

it.each(['text', 'cell'] as const)('markdownCode() of a %s alike in both ways', (place) => {
  const shortest = (body: string): string => {
    const fence = '`'.repeat(
      1 + Math.max(0, ...(body.match(/`+/g) ?? []).map((run) => run.length)),
    );
    const pad = /^[` ]|[` ]$/.test(body) && /[^ ]/.test(body) ? ' ' : '';
    return body === '' ? '' : `${fence}${pad}${body}${pad}${fence}`;
  };
  fc.assert(
    fc.property(text, (given) => {
      const body =
        place === 'cell'
          ? visible(given)
              .replace(/\\(?=\|)|\\$/g, '\\x5c')
              .replaceAll('|', '\\|')
          : visible(given);
      expect(markdownCode(given, place)).toBe(shortest(body));
    }),
    { numRuns: 5000 },
  );
});
