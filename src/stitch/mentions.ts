// What is said of names: to whom a server uses them, and who is addressed by them. All names that may be asked for are
// looked for in one pass over the messages.

import { firstIndex } from '../tcp/first-index.ts';
import type { DraftMessage } from './draft-message.ts';
import { NameIndex } from './name-index.ts';
import { isRefusal, usesName } from './names.ts';
import { wordIndex } from './text.ts';

/** The messages with one name, in order. */
interface Uses {
  readonly messages: DraftMessage[];
  /** The highest first row of each message and those before it. */
  readonly upTo: number[];
}

export class Mentions {
  private readonly byName = new Map<string, Uses>();

  /** `messages` in order; a name that is not among `names` is never found. */
  constructor(messages: readonly DraftMessage[], names: Iterable<string>) {
    const index = new NameIndex(names);
    for (const message of messages) {
      const { text, fromClient } = message;
      // A client addresses somebody by the first thing he says.
      if (text === null || (fromClient && !text.startsWith('@'))) continue;
      const held = index.heldIn(text);
      if (held.length === 0 || (!fromClient && isRefusal(text))) continue;
      for (const name of held) {
        const isMeant = fromClient ? wordIndex(text, `@${name}`) === 0 : usesName(text, name);
        if (isMeant) this.add(name, message);
      }
    }
  }

  /**
   * The first of those that began after the row and use the name towards somebody, or are addressed to it, for which
   * `isIt` holds.
   */
  firstOf(
    name: string,
    afterFrame: number,
    isIt: (message: DraftMessage) => boolean,
  ): DraftMessage | null {
    const uses = this.byName.get(name);
    if (uses === undefined) return null;
    const { messages, upTo } = uses;
    for (let at = firstIndex(upTo.length, (i) => upTo[i]! > afterFrame); at < upTo.length; at++) {
      const message = messages[at]!;
      if (message.frames[0]! > afterFrame && isIt(message)) return message;
    }
    return null;
  }

  private add(name: string, message: DraftMessage): void {
    const [frame] = message.frames as [number];
    const uses = this.byName.get(name);
    if (uses === undefined) {
      this.byName.set(name, { messages: [message], upTo: [frame] });
      return;
    }
    uses.messages.push(message);
    uses.upTo.push(Math.max(frame, uses.upTo.at(-1)!));
  }
}
