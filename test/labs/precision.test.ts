// Stitching measured against the programs' own logs: every relay found, none invented. The figures are printed.
import { describe, expect, test } from 'vitest';
import { labNames, labOf, logOf } from './lab-files.ts';
import { foundPairs, LogOnCapture, stitchedCapture } from './stitched.ts';

/** Relays in the logs, so that a lab that lost its lines cannot score. */
const RELAYS: Readonly<Record<string, number>> = {
  'chat-gre': 12,
  'chat-nat': 5,
  'chat-nick-live': 42,
  'chat-relay-live': 10,
  'chatroom-broadcast-live': 34,
  'group-chat-rooms-live': 116,
  'http-direct-live': 0,
  'http-proxy-cache-live': 15,
  'http-proxy-down-live': 4,
};

const outsideOf = async (name: string): Promise<string> => {
  const files = (await labOf(name)).taps.map(({ file }) => file);
  return files.find((file) => files.length === 1 || file.includes('outside')) ?? '';
};

describe.each(labNames)('%s', (name) => {
  test('every relay of the log is found, and none that is not in it', async () => {
    const stitched = await stitchedCapture(await outsideOf(name));
    const expected = new LogOnCapture(stitched).expectedPairs(logOf(name));
    const { sure, possible } = foundPairs(stitched.conversation);
    const right = [...sure].filter((pair) => expected.has(pair)).length;
    const precision = sure.size === 0 ? 1 : right / sure.size;
    const recall = expected.size === 0 ? 1 : right / expected.size;
    process.stdout.write(
      `${name}: ${expected.size} relays in the log, ${sure.size} found, precision ${precision.toFixed(3)}, ` +
        `recall ${recall.toFixed(3)}, possible ones beside ${possible.size}\n`,
    );
    expect([...sure].filter((pair) => !expected.has(pair))).toEqual([]);
    expect([...expected].filter((pair) => !sure.has(pair))).toEqual([]);
    expect(expected.size).toBe(RELAYS[name]);
  });

  test('people are called what the program called them', async () => {
    const { conversation } = await stitchedCapture(await outsideOf(name));
    const called = new Map<string, string>();
    for (const { from, to, by } of logOf(name))
      for (const party of [...to, ...(from === null ? [] : [from])])
        if (party.name !== null && by === 'server') called.set(party.address, party.name);
    const found = new Map(
      conversation.participants.map(({ address, port, name: who }) => [`${address}:${port}`, who]),
    );
    for (const [address, who] of found)
      expect([address, who]).toEqual([address, called.get(address)]);
    // Who never spoke to others is known to the program alone.
    const unknown = [...called].filter(([address]) => !found.has(address));
    expect(unknown.map(([, who]) => who)).toEqual(UNKNOWN[name] ?? []);
  });
});

/** eliad's upload is a connection of its own, on which his name is a word of a command and nobody confirms it. */
const UNKNOWN: Readonly<Record<string, readonly string[]>> = { 'group-chat-rooms-live': ['eliad'] };
