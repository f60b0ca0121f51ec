// Writes every capture of this folder from labs/; with --check it only says which ones differ.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { craftCommand } from '../src/cli/craft.ts';
import { processSession } from '../src/cli/session.ts';
import { build as chatNickMidstream } from './labs/chat-nick-midstream/build.ts';
import { build as chatroomBroadcast } from './labs/chatroom-broadcast/build.ts';
import { build as httpDirect } from './labs/http-direct/build.ts';
import { build as serverClientMessages } from './labs/server-client-messages/build.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Lab 2 is made by the command itself, with these arguments. */
export const CRAFT_ARGUMENTS =
  '--link null --src 127.0.0.1:45234 --dst 127.0.0.1:12345 --same-seq --answer rst --ttl 64 --window 8192 ' +
  '--time-column sent_at --answer-time-column answered_at';

async function craftedHttpRst(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'tcpexplain-'));
  try {
    const output = join(folder, 'out.pcap');
    const messages = here('labs/crafted-http-rst/messages.csv');
    const run = [messages, '-o', output, ...CRAFT_ARGUMENTS.split(' ')];
    await craftCommand(processSession()).parseAsync(run, { from: 'user' });
    return new Uint8Array(await readFile(output));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Every capture by file name, with what builds its bytes. */
export const CAPTURES: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  'server-client-messages.pcap': serverClientMessages,
  'crafted-http-rst.pcap': craftedHttpRst,
  'chat-nick-midstream.pcap': chatNickMidstream,
  'chatroom-broadcast.pcap': chatroomBroadcast,
  'http-direct.pcap': httpDirect,
};

/** Builds all; returns the names of those whose committed bytes were not these. */
export async function rebuild(check: boolean): Promise<string[]> {
  const changed: string[] = [];
  for (const [name, build] of Object.entries(CAPTURES)) {
    const bytes = await build();
    const committed = await readFile(here(name)).catch(() => new Uint8Array(0));
    if (Buffer.compare(committed, bytes) === 0) continue;
    changed.push(name);
    if (!check) await writeFile(here(name), bytes);
  }
  return changed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const changed = await rebuild(check);
  for (const name of changed) process.stdout.write(`${name}: ${check ? 'differs' : 'written'}\n`);
  if (changed.length === 0) process.stdout.write('all captures are as committed\n');
  if (check && changed.length > 0) process.exitCode = 1;
}
