// Segments with flags that no TCP sends, in the story of a capture: who sends them, and to whom.

import type { Analysis } from '../collect/analysis.ts';
import { grouped } from '../tcp/grouped.ts';
import { builtByHand } from './built-by-hand.ts';
import { code, row as rowArg } from './args.ts';
import type { Message } from './scene.ts';
import { headline } from './scene.ts';

const TOLD = 3;

export function scans({ rows }: Analysis): readonly Message[] {
  const made = builtByHand(rows);
  const pairs = grouped(made, ({ src, dst }) => `${src} ${dst}`);
  return [...pairs.values()].slice(0, TOLD).map((alike) => {
    const [{ src, dst, frame }] = alike as [(typeof alike)[number]];
    const ports = new Set(alike.map(({ tcp }) => tcp.dstPort)).size;
    const args = { count: alike.length, ports, src: code(src), dst: code(dst) };
    return headline('overview-scan', { ...args, row: rowArg(frame) });
  });
}
