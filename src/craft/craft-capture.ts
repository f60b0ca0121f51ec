// Messages to frames: conversation.ts makes the packets, this puts them on a link and on the calendar.
import type { CraftedRecord } from './capture-writer.ts';
import { conversation, type ConversationOptions } from './conversation.ts';
import { encodeFrame, type LinkFields } from './encode-link.ts';
import type { Message } from './messages-csv.ts';

/** How the conversation is captured. */
export interface CraftOptions extends ConversationOptions {
  /** srcMac and dstMac are those of the side that speaks first. */
  link: LinkFields;
  /** Nanoseconds since 1970 of time 0 of the messages. */
  startNs: bigint;
}

/** A frame and the index of the message it carries, null for an answer or a handshake segment. */
export interface CraftedFrame extends CraftedRecord {
  message: number | null;
}

/** All frames, in order of time. */
export function craftFrames(messages: readonly Message[], options: CraftOptions): CraftedFrame[] {
  const { link, startNs } = options;
  const answering = { ...link, srcMac: link.dstMac, dstMac: link.srcMac };
  return conversation(messages, options).map(({ timeNs, packet, message, fromOpener }) => ({
    timeNs: startNs + BigInt(timeNs),
    bytes: encodeFrame(fromOpener ? link : answering, packet),
    message,
  }));
}
