// The first bytes of a payload as text, for one line of a report. Captured: escape it like everything captured.

import type { PacketRow } from '../classify/packet-row.ts';

/** Bytes tried, and characters shown. */
const PREVIEW_BYTES = 256;
const PREVIEW_LENGTH = 60;
/** Above this share of unreadable characters a payload counts as binary and has no preview. */
const MAX_UNREADABLE = 0.1;
const UNREADABLE = /(?!\s)[\ufffd\p{Cc}]/gu;

/** UTF-8 text of the payload's beginning, "…" when it goes on; null when there is none or it is no text. */
export const payloadText = (row: PacketRow): string | null => {
  const end = Math.min(row.payloadEnd, row.payloadStart + PREVIEW_BYTES);
  if (row.tcp.len === 0 || end <= row.payloadStart) return null;
  const cut = row.payloadEnd > end || row.tcp.len > row.payloadEnd - row.payloadStart;
  // A character cut in two at the end is no fault of the text.
  const text = new TextDecoder().decode(row.bytes.subarray(row.payloadStart, end), { stream: cut });
  const unreadable = text.match(UNREADABLE)?.length ?? 0;
  if (unreadable > 0 && unreadable > Array.from(text).length * MAX_UNREADABLE) return null;
  // A character is two units at most.
  const characters = Array.from(text.slice(0, 2 * (PREVIEW_LENGTH + 1)));
  return cut || characters.length > PREVIEW_LENGTH
    ? `${characters.slice(0, PREVIEW_LENGTH).join('')}…`
    : text;
};
