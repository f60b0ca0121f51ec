// Who is behind a connection: the first thing a client says, when it is a name and others use it later.

import type { PacketRow } from '../classify/packet-row.ts';
import { messagesOf, type RowMessage } from './message-of-row.ts';
import type { ParticipantFacts } from './participant-facts.ts';

/** What can be a name: one word of printable characters, no control or bidi characters, not too long. */
const LONGEST_NAME_BYTES = 64;
const NAME = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]*$/u;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The names that clients gave themselves, with the row that repeats each of them to somebody. */
export function participantsOf(rows: readonly PacketRow[]): ParticipantFacts[] {
  const messages = messagesOf(rows);
  const participants: ParticipantFacts[] = [];
  const heard = new Set<number>();
  for (const message of messages) {
    const { row } = message;
    if (!row.fromClient || heard.has(row.stream)) continue;
    heard.add(row.stream);
    const name = nameIn(message.bytes);
    if (name === null) continue;
    const confirmation = confirmationOf(message, name, messages);
    if (!confirmation) continue;
    participants.push({
      stream: row.stream,
      side: 'client',
      name,
      introducedIn: row.frame,
      confirmedIn: confirmation.row.frame,
      // Told back to its own sender it may be an echo; used towards somebody else it is a name.
      certainty: confirmation.row.stream === row.stream ? 'likely' : 'certain',
    });
  }
  return participants;
}

/** The name that is the whole message, line end aside; null when the message is no name. */
export function nameIn(bytes: Uint8Array): string | null {
  if (bytes.length === 0 || bytes.length > LONGEST_NAME_BYTES) return null;
  try {
    const text = decoder.decode(bytes).replace(/[\r\n]+$/, '');
    return NAME.test(text) ? text : null;
  } catch {
    return null;
  }
}

/**
 * A later message that uses the name: best one of another connection, else one back to its owner. It must hold more
 * than the name, or it is nothing but an echo or a broadcast of what was said.
 */
function confirmationOf(
  introduction: RowMessage,
  name: string,
  messages: readonly RowMessage[],
): RowMessage | null {
  const { row, to } = introduction;
  const uses = messages.filter(
    (message) =>
      message.row.frame > row.frame &&
      (message.from === to || (message.to === to && message.row.stream !== row.stream)) &&
      usesName(message.bytes, name),
  );
  return uses.find((message) => message.row.stream !== row.stream) ?? uses[0] ?? null;
}

const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

/** Whether the name stands in the message as a word of its own, among others. */
function usesName(bytes: Uint8Array, name: string): boolean {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === name) return false;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const behind = text[at + name.length] ?? ' ';
    if (!WORD_CHARACTER.test(before) && !WORD_CHARACTER.test(behind)) return true;
  }
  return false;
}
