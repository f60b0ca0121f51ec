// Options of `tcpexplain follow`: their values, their defaults, and what they turn into.

import type { TextDecoder } from 'node:util';
import { Chalk } from 'chalk';
import { InvalidArgumentError } from 'commander';
import type { CaptureReader } from '../capture/capture-reader.ts';
import { CHARSET_EXAMPLES, decoderFactory } from '../follow/charset.ts';
import type { Paint, TextOptions } from '../follow/text-transcript.ts';
import type { WantedSide } from '../follow/transcript.ts';
import { WIRESHARK_MODES } from '../follow/wireshark-layout.ts';
import { colourLevel } from '../report/terminal-style.ts';
import { secondsText, timeDigits, utcText } from '../report/time-text.ts';
import type { Session } from './session.ts';

export const FOLLOW_MODES = ['text', ...WIRESHARK_MODES] as const;
export const FOLLOW_TIMES = ['relative', 'delta', 'absolute'] as const;
const SECONDS_WIDTH = 13;
const UTC_WIDTH = '2026-11-20 16:31:07.123456 UTC'.length;

export interface FollowOptions {
  readonly stream?: ReadonlySet<number>;
  readonly as: (typeof FOLLOW_MODES)[number];
  readonly charset: () => TextDecoder;
  readonly time: (typeof FOLLOW_TIMES)[number];
  readonly side: WantedSide;
  readonly output?: string;
  /** All connections as one talk; passwords shown. */
  readonly session: boolean;
  readonly showSecrets: boolean;
  /** --color and --no-color; absent: decided by the terminal and its environment. */
  readonly color?: boolean;
  readonly strict: boolean;
}

/** What a transcript in text needs besides its colours. */
export const textOptions = (
  options: FollowOptions,
  reader: CaptureReader,
  paint: Paint,
): TextOptions => ({
  wanted: options.side,
  newDecoder: options.charset,
  timeText: timeTexts(options.time, reader),
  timeWidth: options.time === 'absolute' ? UTC_WIDTH : SECONDS_WIDTH,
  paint,
});

function timeTexts(kind: FollowOptions['time'], reader: CaptureReader): TextOptions['timeText'] {
  const seconds = (ns: number): string => secondsText(ns, timeDigits(reader.info.resolution));
  if (kind === 'relative') return (timeNs) => seconds(timeNs);
  if (kind === 'delta')
    return (timeNs, previousNs) => seconds(previousNs === null ? 0 : timeNs - previousNs);
  return (timeNs) => utcText((reader.epochNs ?? 0n) + BigInt(Math.round(timeNs)));
}

/** Colours as `--color` says, or as the terminal and its environment do. */
export function paintOf({ stdout, env }: Session, wanted: boolean | undefined): Paint {
  const chalk = new Chalk({ level: colourLevel(stdout.isTTY === true, env, wanted) });
  return { client: chalk.cyan, server: chalk.yellow, note: chalk.magenta, faint: chalk.gray };
}

export function parseCharset(label: string): () => TextDecoder {
  const factory = decoderFactory(label);
  if (factory === null) {
    throw new InvalidArgumentError(
      `No such charset is known; some that are: ${CHARSET_EXAMPLES.join(', ')}.`,
    );
  }
  return factory;
}
