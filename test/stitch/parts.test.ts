// A conversation told in parts is the conversation: every message, with the same rows and the same sources, whatever
// the memory; and memory does not grow with what was told.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { openFile } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import type { Conversation, Message } from '../../src/stitch/conversation.ts';
import { StitchSink, type StitchOptions } from '../../src/stitch/stitch-sink.ts';

const CAPTURES = join(import.meta.dirname, '../../captures');

async function partsOf(path: string, options: StitchOptions): Promise<Conversation[]> {
  const reader = await CaptureReader.open(await openFile(path));
  const parts: Conversation[] = [];
  const sink = new StitchSink({ ...options, onPart: (part) => parts.push(part) });
  await analyze(reader, [sink]);
  await reader.close();
  return [...parts, sink.conversation()];
}

async function wholeOf(path: string): Promise<Conversation> {
  const reader = await CaptureReader.open(await openFile(path));
  const sink = new StitchSink();
  await analyze(reader, [sink]);
  await reader.close();
  return sink.conversation();
}

/** Messages by their rows and words; sources by theirs, for numbers may differ where framing was found late. */
function told(messages: readonly Message[]): string[] {
  const byId = new Map(messages.map((one) => [one.id, one]));
  const key = ({ stream, frames, text, len }: Message): string =>
    `${stream} ${frames.join(',')} ${len} ${text ?? ''}`;
  return messages
    .map(
      (one) =>
        `${key(one)} < ${one.relayOf.map(({ id, certainty }) => `${certainty} ${byId.get(id) ? key(byId.get(id)!) : id}`).join(' | ')}`,
    )
    .sort();
}

const captures = readdirSync(CAPTURES).filter((name) => /\.pcap(?:ng)?$/.test(name));

describe.each(captures)('%s', (file) => {
  test.each([8000, 20_000, 60_000])('in parts of %i bytes', async (budgetBytes) => {
    const path = join(CAPTURES, file);
    expect(existsSync(path)).toBe(true);
    const whole = await wholeOf(path);
    const parts = await partsOf(path, { budgetBytes });
    const messages = parts.flatMap((part) => part.messages);
    expect(told(messages)).toEqual(told(whole.messages));
  });
});
