// What stands out in a capture: each of Wireshark's labels, and resets, with what it means and how Wireshark finds the rows.

import type { PacketRow } from '../classify/packet-row.ts';
import type { Analysis } from '../collect/analysis.ts';
import type { Selection } from '../collect/selection.ts';
import type { StandOutKind } from '../collect/stand-outs.ts';
import { code, list, message, row as rowArg } from './args.ts';
import type { Catalogue } from './catalogue.ts';
import type { StandOutWords } from './explanation.ts';
import { LABEL_TEXTS } from './label-texts.ts';
import type { Message } from './scene.ts';
import { headline } from './scene.ts';
import { sentence } from './sentence.ts';
import type { Story } from './story.ts';
import { isOverruled } from './wireshark-labels.ts';

const MEANINGS: Readonly<Record<StandOutKind, string>> = {
  retransmission: 'stand-out-retransmission',
  fast_retransmission: 'stand-out-fast-retransmission',
  spurious_retransmission: 'stand-out-spurious-retransmission',
  out_of_order: 'stand-out-out-of-order',
  lost_segment: 'stand-out-lost-segment',
  ack_lost_segment: 'stand-out-ack-lost-segment',
  window_update: 'stand-out-window-update',
  window_full: 'stand-out-window-full',
  keep_alive: 'stand-out-keep-alive',
  keep_alive_ack: 'stand-out-keep-alive-ack',
  duplicate_ack: 'stand-out-duplicate-ack',
  zero_window_probe: 'stand-out-zero-window-probe',
  zero_window: 'stand-out-zero-window',
  zero_window_probe_ack: 'stand-out-zero-window-probe-ack',
  reused_ports: 'stand-out-reused-ports',
  reset: 'stand-out-reset',
};

/** Wireshark's display filters for what was asked for. */
function filtersOf({ frames, streams }: Selection): readonly string[] {
  const ranges = (frames ?? []).map(([first, last]) => {
    if (last === Infinity) return `frame.number >= ${first}`;
    return first === last ? `frame.number == ${first}` : `frame.number in {${first}..${last}}`;
  });
  const of = [...(streams ?? [])].map((stream) => `tcp.stream == ${stream}`);
  return [ranges, of]
    .filter(({ length }) => length > 0)
    .map((any) => (any.length === 1 ? any[0]! : `(${any.join(' || ')})`));
}

/** Wireshark's words for it in its expert information. */
const RESET = 'Connection reset (RST)';

/** Wireshark's name for it. */
const nameOf = (kind: StandOutKind): string => (kind === 'reset' ? RESET : LABEL_TEXTS[kind]);

/** What Wireshark marks in one connection, counted in the frames that were asked for; its end is told anyway. */
export function standOutsOf(
  stream: number,
  { standOutsByStream, selection }: Analysis,
): readonly Message[] {
  const counts = [...(standOutsByStream.get(stream) ?? [])].filter(([kind]) => kind !== 'reset');
  if (counts.length === 0) return [];
  return [
    headline('connection-stand-outs', {
      part: selection.frames === null ? 'all' : 'some',
      counts: list(
        counts.map(([kind, count]) =>
          message('part-stand-out', { count, name: code(nameOf(kind)) }),
        ),
      ),
    }),
  ];
}

export function standOutWords(
  { standOuts, rows, selection }: Analysis,
  story: Story,
  catalogue: Catalogue,
): readonly StandOutWords[] {
  const within = filtersOf(selection);
  const explained = rows.filter(({ frame }) => story.isExplained(frame));
  return standOuts.map(({ kind, count, first }): StandOutWords => {
    const own = kind === 'reset' ? 'tcp.flags.reset == 1' : `tcp.analysis.${kind}`;
    const frames = first.map(({ frame }) => frame);
    const told = [
      headline(MEANINGS[kind]),
      ...wrongIn(kind, explained),
      ...noExample(frames, story),
    ];
    return {
      name: nameOf(kind),
      filter: [...within, own].join(' && '),
      count,
      frames,
      meaning: told.map((one) => sentence(catalogue, one)),
    };
  });
}

/** Rows of which our findings show that Wireshark calls them so by mistake. */
function wrongIn(kind: StandOutKind, rows: readonly PacketRow[]): readonly Message[] {
  const wrong = kind === 'reset' ? [] : rows.filter((row) => isOverruled(row, kind));
  const [first] = wrong;
  if (first === undefined) return [];
  return [headline('stand-out-wrong', { count: wrong.length, row: rowArg(first.frame) })];
}

/** How to see one, where none is explained. */
function noExample(frames: readonly number[], story: Story): readonly Message[] {
  const [first] = frames;
  if (first === undefined || frames.some((frame) => story.isExplained(frame))) return [];
  return [headline('stand-out-no-example', { option: code(`--frames ${first}`) })];
}
