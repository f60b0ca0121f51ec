import { describe, expect, test } from 'vitest';
import { Rfc, reference, references } from '../../src/explain/references.ts';

describe('a reference leads to its section', () => {
  test.each([
    ['RFC 9293 3.10.7.1', 'https://www.rfc-editor.org/rfc/rfc9293#section-3.10.7.1'],
    ['RFC 1071', 'https://www.rfc-editor.org/rfc/rfc1071'],
    ['RFC 7323 A', 'https://www.rfc-editor.org/rfc/rfc7323#appendix-A'],
  ])('%s', (text, url) => {
    expect(reference(text)).toEqual({ text, url });
  });

  test('a text that is no reference throws', () => {
    expect(() => reference('see RFC 9293')).toThrow('not a reference');
  });

  test('each is given once, in the order first given', () => {
    const texts = references(['RFC 9293 3.5', 'RFC 1071', 'RFC 9293 3.5']).map(({ text }) => text);
    expect(texts).toEqual(['RFC 9293 3.5', 'RFC 1071']);
  });

  test('every section the explanations cite can be linked to', () => {
    expect(references(Object.values(Rfc))).toHaveLength(Object.values(Rfc).length);
  });
});
