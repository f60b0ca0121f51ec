// What is said on standard error beside a command's output. File names are foreign text like captured bytes: nothing
// gets there unescaped.

import { escapeTerminal } from '../report/escape.ts';
import { spokenName } from './open-input.ts';
import type { Session } from './session.ts';

/** Says `text` in one line. */
export function remark({ stderr }: Session, text: string): void {
  stderr.write(`tcpexplain: ${escapeTerminal(text)}\n`);
}

/** The same of a capture. */
export const remarkOn = (session: Session, file: string, text: string): void =>
  remark(session, `${spokenName(file)}: ${text}`);

/** Text of several lines, each made harmless. */
export const escapeLines = (text: string): string =>
  text.split('\n').map(escapeTerminal).join('\n');
