// The machine-readable row of one message, version 1 (docs/schema/messages.v1.json). Fields may be added; none is
// renamed or removed within a version. Passwords are masked unless asked for.

import type { Conversation } from '../stitch/conversation.ts';
import { maskWords, shownBytes, shownText } from '../stitch/mask.ts';
import type { Message } from '../stitch/message.ts';
import type { Certainty } from '../tcp/certainty.ts';

export interface MessageRecord {
  /** Only when several files are given: the file's name. */
  readonly capture?: string;
  readonly id: string;
  readonly stream: number;
  readonly src: string;
  readonly srcPort: number;
  readonly dst: string;
  readonly dstPort: number;
  /** Names, or null. */
  readonly sender: string | null;
  readonly receiver: string | null;
  /** Seconds since the capture's first record, of its first byte. */
  readonly time: number;
  readonly frames: readonly number[];
  /** What it says, without line end or length prefix; or `base64` when that is not text. */
  readonly text?: string;
  readonly base64?: string;
  /** Bytes on the wire, framing included. */
  readonly len: number;
  readonly framing: Message['framing'];
  readonly framingCertainty: Certainty;
  readonly incomplete: boolean;
  /** What it passes on. Several: each a candidate, all `possible`. */
  readonly relayOf: readonly MessageRelay[];
  /** Id of the message it answers. */
  readonly answers: string | null;
  readonly ambiguous: boolean;
}

export interface MessageRelay {
  readonly id: string;
  readonly certainty: Certainty;
  readonly added: string;
  readonly removed: string;
  readonly addedBehind: string;
  readonly removedBehind: string;
  /** Seconds from the last byte in to the first byte out. */
  readonly delay: number;
}

export interface MessageRecordOptions {
  readonly capture?: string | undefined;
  readonly showSecrets: boolean;
}

/** The rows of a conversation, in order. */
export function messageRecords(
  { messages, secretWords }: Conversation,
  { capture, showSecrets }: MessageRecordOptions,
): MessageRecord[] {
  const masked = (text: string): string => (showSecrets ? text : maskWords(text, secretWords));
  return messages.map((message) => {
    const text = shownText(message, showSecrets);
    return {
      ...(capture === undefined ? {} : { capture }),
      id: message.id,
      stream: message.stream,
      src: message.src,
      srcPort: message.srcPort,
      dst: message.dst,
      dstPort: message.dstPort,
      sender: message.sender,
      receiver: message.receiver,
      time: message.timeNs / 1e9,
      frames: message.frames,
      ...(text === null
        ? { base64: Buffer.from(shownBytes(message, showSecrets)).toString('base64') }
        : { text }),
      len: message.len,
      framing: message.framing,
      framingCertainty: message.framingCertainty,
      incomplete: message.incomplete,
      relayOf: message.relayOf.map(({ id, certainty, delayNs, ...changed }) => ({
        id,
        certainty,
        added: masked(changed.added),
        removed: masked(changed.removed),
        addedBehind: masked(changed.addedBehind),
        removedBehind: masked(changed.removedBehind),
        delay: delayNs / 1e9,
      })),
      answers: message.answers,
      ambiguous: message.ambiguous,
    };
  });
}
