// Many words in one pass over bytes.
import { expect, test } from 'vitest';
import { WordIndex } from '../../src/stitch/word-index.ts';

const found = (words: readonly string[], text: string): string[] => {
  const bytes = Buffer.from(text);
  return new WordIndex(words)
    .placesIn(bytes)
    .map(([start, end]) => bytes.toString('utf8', start, end));
};

test.each<[string, string[], string, string[]]>([
  ['every word, wherever it stands', ['one', 'two'], 'one and two, one', ['one', 'two', 'one']],
  ['the longest that begins there', ['pass', 'password'], 'a password', ['password']],
  ['none within another', ['password', 'word'], 'password', ['password']],
  [
    'one that begins in another and ends behind it',
    ['abcdef', 'efgh'],
    'abcdefgh',
    ['abcdef', 'efgh'],
  ],
  ['none that the end cuts', ['kitten', 'kittens'], 'a kitten', ['kitten']],
  ['none of which only the beginning stands', ['kitten'], 'a kit', []],
  ['words of other letters', ['пароль', 'סיסמה'], 'пароль סיסמה', ['пароль', 'סיסמה']],
])('%s', (_, words, text, expected) => {
  expect(found(words, text)).toEqual(expected);
});
