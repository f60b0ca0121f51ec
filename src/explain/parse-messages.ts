// A Fluent file to its messages. The build parses our files once and packs the outcome (build/messages.mjs): in the
// built program packed-messages.ts is in place of `parseMessages`.

import { FluentResource } from '@fluent/bundle';

export type Entry = FluentResource['body'][number];

/** Messages and terms by their id; that of a term begins with "-". */
export interface Messages {
  get(id: string): Entry | undefined;
  has(id: string): boolean;
}

export const parseMessages = (source: string): Messages => messagesOf(new FluentResource(source));

/** Throws when an id is there twice. */
export function messagesOf({ body }: FluentResource): Messages {
  const entries = new Map<string, Entry>();
  for (const entry of body) {
    if (entries.has(entry.id)) throw new Error(`message "${entry.id}" is there twice`);
    entries.set(entry.id, entry);
  }
  return entries;
}
