// Messages come out of the built program as the library's parser reads them.
import { FluentResource } from '@fluent/bundle';
import { expect, test } from 'vitest';
import { packMessages } from '../../build/messages.mjs';
import { LANGUAGES } from '../../src/explain/catalogue.ts';
import { PackedMessages } from '../../src/explain/packed-messages.ts';

const SOURCE = `
plain = Nothing but "quotes" and \\ a \u2013 dash \u{1f988}
lines = One
  and two
attributed = { $word }
    .short = { $count ->
        [one] one
       *[other] many
      }
only = { "" }
    .attribute = here
-term = Shark
`;

test.each([
  ['everything Fluent has', SOURCE],
  ...[...LANGUAGES].map(([l, { source }]) => [l, source]),
])('%s', (_, source) => {
  const packed = new PackedMessages(packMessages(source));
  const { body } = new FluentResource(source);
  expect(body.length).toBeGreaterThan(0);
  for (const entry of body) {
    expect(packed.has(entry.id)).toBe(true);
    expect(packed.get(entry.id)).toEqual(entry);
    expect(packed.get(entry.id)).toBe(packed.get(entry.id));
  }
  expect(packed.has('none')).toBe(false);
  expect(packed.get('none')).toBeUndefined();
});

test('is ASCII', () => {
  expect(packMessages(SOURCE)).toMatch(/^[ -~\n]*$/);
});

test('an id that is there twice is refused', () => {
  expect(() => packMessages('a = 1\na = 2\n')).toThrow('a message is there twice');
});
