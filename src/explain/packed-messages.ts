// Messages as the build packs them (build/messages.mjs): a line with the id, then one with the parsed message. A run says
// few of the thousand: each is read when it is first asked for.

import type { Entry, Messages } from './parse-messages.ts';

export class PackedMessages implements Messages {
  private readonly lines: readonly string[];
  /** Line of the message, by id. */
  private readonly places = new Map<string, number>();
  private readonly entries = new Map<string, Entry>();

  constructor(packed: string) {
    this.lines = packed.split('\n');
    for (let i = 0; i + 1 < this.lines.length; i += 2) this.places.set(this.lines[i]!, i + 1);
  }

  has(id: string): boolean {
    return this.places.has(id);
  }

  get(id: string): Entry | undefined {
    const known = this.entries.get(id);
    const place = this.places.get(id);
    if (known !== undefined || place === undefined) return known;
    const [value, attributes = {}] = JSON.parse(this.lines[place]!) as Packed;
    const entry: Entry = { id, value, attributes };
    this.entries.set(id, entry);
    return entry;
  }
}

type Packed = readonly [value: Entry['value'], attributes?: Entry['attributes']];
