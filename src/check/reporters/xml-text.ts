// Text inside XML 1.0: no markup, and none of the characters XML has no way to write.

import { visible } from '../../report/escape.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** For content and quoted attributes. Line feeds are kept, everything else that is not seen is written out. */
export const xmlText = (text: string): string =>
  text
    .split('\n')
    .map((line) => visible(line).replace(/[&<>"']/g, (character) => ENTITIES[character]!))
    .join('&#10;');
