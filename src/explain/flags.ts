// How we know what a segment is: its flags byte, by place and value.

import { code, digits, hex } from './args.ts';
import { Rfc } from './references.ts';
import type { Explainer } from './scene.ts';
import { isLecture, say } from './scene.ts';
import { flagsByte } from './tcp-header-bytes.ts';
import { wholeOf } from './whole.ts';

/** Names in the order people say them: SYN, ACK. */
const SPOKEN_ORDER = ['CWR', 'ECE', 'URG', 'FIN', 'SYN', 'RST', 'PSH', 'ACK', 'AE'];

export const explainFlags: Explainer = (scene) => {
  const { row } = scene;
  const place = flagsByte(row);
  if (place === null) return [];
  const names = SPOKEN_ORDER.filter((name) => row.tcp.flagNames.includes(name)).join(', ');
  const args = {
    at: digits(place.at),
    value: hex(place.value, 2),
    set: names === '' ? 'none' : 'some',
    names: code(names),
    whole: wholeOf(row),
  };
  if (isLecture(scene, 'byte-offsets')) return [say('how', 'flags-first', args, [Rfc.TcpHeader])];
  return [say('how', 'flags-byte', args)];
};
