// Which family a kind of segment belongs to, for colour; never the only sign: the kind's word stands beside it.

import type { SegmentKind } from '../classify/kind.ts';
import type { Tone } from './report-model.ts';

/** Colour family by kind. */
export const TONES: Readonly<Record<SegmentKind, Tone>> = {
  syn: 'open',
  'syn-ack': 'open',
  'handshake-ack': 'open',
  data: 'data',
  ack: 'ack',
  fin: 'close',
  rst: 'reset',
  'keep-alive': 'probe',
  'window-update': 'probe',
  'zero-window-probe': 'probe',
  'without-ack': 'ack',
  partial: 'data',
  malformed: 'data',
};
