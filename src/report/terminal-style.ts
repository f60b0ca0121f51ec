// Colours of the terminal report and the decision whether there are any. Width and wrapping are terminal-layout.ts.

import { Chalk } from 'chalk';
import type { ChalkInstance, ColorSupportLevel } from 'chalk';
import type { RichText } from '../explain/rich-text.ts';
import { escapeTerminal } from './escape.ts';
import type { Tone } from './report-model.ts';

export type ColourLevel = ColorSupportLevel;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `wanted` is what --color and --no-color say; when absent, output and environment decide: 0 when the output is no
 * terminal, when NO_COLOR is set to anything (no-color.org) or the terminal is dumb; FORCE_COLOR overrules all three.
 */
export const colourLevel = (
  isTerminal: boolean,
  env: Environment,
  wanted?: boolean,
): ColourLevel => {
  if (wanted === false) return 0;
  if (wanted === undefined) return usualLevel(isTerminal, env);
  return usualLevel(true, { ...env, NO_COLOR: undefined }) || 1;
};

const usualLevel = (isTerminal: boolean, env: Environment): ColourLevel => {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') {
    if (forced === '0' || forced === 'false') return 0;
    return forced === '2' ? 2 : forced === '3' ? 3 : 1;
  }
  if (!isTerminal || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return 0;
  if (/^(?:truecolor|24bit)$/.test(env['COLORTERM'] ?? '')) return 3;
  return /256/.test(env['TERM'] ?? '') ? 2 : 1;
};

export interface TerminalStyle {
  readonly chalk: ChalkInstance;
  readonly tone: Readonly<Record<Tone, (text: string) => string>>;
  /** Rich text with its spans coloured, everything made harmless. */
  readonly rich: (text: RichText) => string;
}

/** Styles for one level; level 0 adds nothing to the text. */
export const terminalStyle = (level: ColourLevel): TerminalStyle => {
  const chalk = new Chalk({ level });
  const styles: Readonly<Record<RichText[number]['kind'], (text: string) => string>> = {
    text: (text) => text,
    code: (text) => chalk.cyan(text),
    row: (text) => chalk.underline(text),
    // Without colour, quotation marks tell captured text from ours.
    captured: (text) => (level === 0 ? `"${text}"` : chalk.yellow(text)),
  };
  return {
    chalk,
    tone: {
      open: chalk.green,
      data: chalk.blue,
      ack: chalk.gray,
      close: chalk.magenta,
      reset: chalk.red,
      probe: chalk.yellow,
    },
    rich: (text) => text.map((span) => styles[span.kind](escapeTerminal(span.text))).join(''),
  };
};
