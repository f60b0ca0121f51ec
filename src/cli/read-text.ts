// A text that a command reads as a whole: a lab file, a CSV of messages. Opened as captures are, with the same words
// where that fails.

import { openInput } from './open-input.ts';
import type { Session } from './session.ts';

const PART_BYTES = 1 << 16;

/**
 * The text of the file, UTF-8; - is standard input.
 * @throws CaptureError when it cannot be read, UsageError when nobody would ever send it
 */
export async function readText(file: string, session: Session): Promise<string> {
  const source = await openInput(file, session);
  const parts: Buffer[] = [];
  try {
    for (;;) {
      const part = Buffer.alloc(PART_BYTES);
      const lenBytes = await source.read(part, 0);
      if (lenBytes === 0) return Buffer.concat(parts).toString('utf8');
      parts.push(part.subarray(0, lenBytes));
    }
  } finally {
    await source.close();
  }
}
