// The charsets a transcript can be read in: the labels of the WHATWG Encoding Standard, section 4.2, which
// TextDecoder knows, and the code page names people say instead.

import { TextDecoder } from 'node:util';

/** Shown as examples; every label of the standard is taken. */
export const CHARSET_EXAMPLES = [
  'utf-8',
  'utf-16le',
  'windows-1251',
  'windows-1252',
  'windows-1255',
  'windows-1256',
  'koi8-r',
  'iso-8859-8',
  'cp866',
  'gb18030',
  'shift_jis',
] as const;

/** Makes decoders for `label`; null when no such charset is known. A byte order mark is kept and shown. */
export function decoderFactory(label: string): (() => TextDecoder) | null {
  for (const name of [label.trim(), label.trim().replace(/^cp-?(\d+)$/i, 'windows-$1')]) {
    try {
      const { encoding } = new TextDecoder(name);
      return () => new TextDecoder(encoding, { ignoreBOM: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}
