// A message as a sentence of its own: the sender's side is known to it, and it begins with a capital letter.

import type { Catalogue } from './catalogue.ts';
import type { RichText } from './rich-text.ts';
import type { Message } from './scene.ts';
import type { Side } from './story.ts';

export function sentence(catalogue: Catalogue, said: Message, from: Side = 'client'): RichText {
  const spans = catalogue.text(said.id, { from, ...said.args });
  const first = spans[0];
  if (first === undefined || (first.kind !== 'text' && first.kind !== 'row')) return spans;
  return spans.with(0, { ...first, text: capitalized(first.text, catalogue.language) });
}

function capitalized(text: string, language: string): string {
  const [letter = ''] = text;
  return letter.toLocaleUpperCase(language) + text.slice(letter.length);
}
