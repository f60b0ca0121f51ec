// Every lab that really ran is complete: its captures open, its log is true to them, its socket listings
// parse and name the capture's connections. Needs neither root nor tcpdump: the files are committed.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  bytesOf,
  CAPTURES,
  LABS,
  labNames,
  labOf,
  labText,
  listingsOf,
  logOf,
} from './lab-files.ts';
import type { LogEntry } from './lab-files.ts';
import { readLabCapture, type Stream, streamsOf } from './lab-streams.ts';

const MAX_CAPTURE_BYTES = 200_000;
const KINDS = new Set(
  'private broadcast echo system history answer upload cache-hit cache-miss upstream-down'.split(
    ' ',
  ),
);
/** What these pass on is in what came in and in what went out. */
const RELAYS = new Set(['private', 'broadcast', 'echo', 'history']);
const STATES = new Set(
  'LISTEN SYN-SENT SYN-RECV ESTAB FIN-WAIT-1 FIN-WAIT-2 CLOSE-WAIT LAST-ACK CLOSING TIME-WAIT'.split(
    ' ',
  ),
);
const PRIVATE = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;
/** A program logs at once after writing; its bytes may wait for an acknowledgement (Nagle) or a CPU. */
const [SENT_BEFORE_LOG_NS, SENT_AFTER_LOG_NS] = [100_000_000n, 250_000_000n];

const ROOT = join(import.meta.dirname, '../..');

/** What the log says went over each direction, in order. */
function sentByDirection(log: readonly LogEntry[]): Map<string, LogEntry[]> {
  const sent = new Map<string, LogEntry[]>();
  for (const entry of log) {
    for (const { local, address } of entry.to) {
      const key = `${local} > ${address}`;
      sent.set(key, [...(sent.get(key) ?? []), entry]);
    }
  }
  return sent;
}

/** The programs see the far side of a translation; the near side is compared by labs-claims.test.ts. */
const tapsTheProgramsSee = (files: string[]): string[] =>
  files.length === 1 ? files : files.filter((file) => file.includes('outside'));

const streamsOfLab = async (name: string): Promise<Map<string, Stream>> => {
  const { taps } = await labOf(name);
  const [file = ''] = tapsTheProgramsSee(taps.map((tap) => tap.file));
  return streamsOf((await readLabCapture(join(CAPTURES, file))).segments);
};

test('there are the nine labs the README names', () => {
  expect(labNames).toEqual([
    'chat-gre',
    'chat-nat',
    'chat-nick-live',
    'chat-relay-live',
    'chatroom-broadcast-live',
    'group-chat-rooms-live',
    'http-direct-live',
    'http-proxy-cache-live',
    'http-proxy-down-live',
  ]);
});

describe.each(labNames)('%s', (name) => {
  test('its captures open, are whole, small, and every frame is complete', async () => {
    for (const { file } of (await labOf(name)).taps) {
      const path = join(CAPTURES, file);
      expect(statSync(path).size).toBeLessThan(MAX_CAPTURE_BYTES);
      const capture = await readLabCapture(path);
      expect(capture.damage).toBeNull();
      expect(capture.segments.length).toBeGreaterThan(20);
      expect(capture.cut).toBe(0);
    }
  });

  test('every line of its log says who told what to whom, in order of time, within the capture', async () => {
    const { taps } = await labOf(name);
    const capture = await readLabCapture(join(CAPTURES, taps[0]?.file ?? ''));
    const log = logOf(name);
    expect(log.length).toBeGreaterThan(5);
    let before = capture.firstNs;
    for (const entry of log) {
      expect(KINDS).toContain(entry.kind);
      expect(entry.bytesIn).toBe(bytesOf(entry.received).length);
      expect(entry.bytesOut).toBe(bytesOf(entry.sent).length);
      for (const party of [...entry.to, ...(entry.from === null ? [] : [entry.from])]) {
        expect(party.address).toMatch(PRIVATE);
        expect(party.local).toMatch(PRIVATE);
      }
      expect(BigInt(entry.time)).toBeGreaterThanOrEqual(before);
      before = BigInt(entry.time);
    }
    expect(before - SENT_BEFORE_LOG_NS).toBeLessThan(capture.lastNs);
  });

  test('every relay of the log came in on the one connection, before it was passed on', async () => {
    const streams = await streamsOfLab(name);
    let compared = 0;
    for (const entry of logOf(name)) {
      if (entry.from === null || entry.bytesIn === 0) continue;
      const stream = streams.get(`${entry.from.address} > ${entry.from.local}`);
      const at = stream?.bytes.indexOf(bytesOf(entry.received)) ?? -1;
      expect([entry.text, at >= 0]).toEqual([entry.text, true]);
      const lastByteNs = stream?.times[at + entry.bytesIn - 1] ?? 0n;
      expect(lastByteNs).toBeLessThan(BigInt(entry.time));
      compared++;
    }
    expect(compared).toBeGreaterThan(5);
  });

  test('the programs sent exactly what the log says, byte for byte', async () => {
    const streams = await streamsOfLab(name);
    const directions = sentByDirection(logOf(name));
    expect(directions.size).toBeGreaterThan(1);
    for (const [direction, entries] of directions) {
      const logged = Buffer.concat(entries.map((entry) => bytesOf(entry.sent)));
      // As text first: that difference can be read.
      const captured = streams.get(direction)?.bytes ?? Buffer.alloc(0);
      expect([direction, captured.toString('utf8')]).toEqual([direction, logged.toString('utf8')]);
      expect([direction, captured.equals(logged)]).toEqual([direction, true]);
    }
  });

  test('the text of a private message, broadcast, echo or history is in what came in and what went out', () => {
    const relays = logOf(name).filter(({ kind }) => RELAYS.has(kind));
    for (const { text, received, sent } of relays) {
      expect([received, sent]).toEqual([
        expect.stringContaining(text),
        expect.stringContaining(text),
      ]);
    }
    expect(relays.length > 0).toBe(!name.startsWith('http-'));
  });

  test('what the programs sent left at the time of the log', async () => {
    const streams = await streamsOfLab(name);
    const elsewhen: string[] = [];
    for (const [direction, entries] of sentByDirection(logOf(name))) {
      let at = 0;
      for (const { time, text, bytesOut } of entries) {
        const late = (streams.get(direction)?.times[at] ?? 0n) - BigInt(time);
        const inTime = late > -SENT_BEFORE_LOG_NS && late < SENT_AFTER_LOG_NS;
        if (!inTime) elsewhen.push(`${direction} ${text}: ${late} ns`);
        at += bytesOut;
      }
    }
    expect(elsewhen).toEqual([]);
  });

  test('the log leaves nothing out: where a program spoke on the wire, it logged that it did', async () => {
    const log = logOf(name);
    const logged = new Set(sentByDirection(log).keys());
    const listening = new Set(log.flatMap(({ from }) => (from === null ? [] : [from.local])));
    const unlogged = [...(await streamsOfLab(name))]
      .filter(([key, { bytes }]) => bytes.length > 0 && listening.has(key.split(' > ')[0] ?? ''))
      .map(([key]) => key)
      .filter((key) => !logged.has(key));
    expect(unlogged).toEqual([]);
  });

  test('ss was asked on every host at every moment, and its states are those of TCP', async () => {
    const lab = await labOf(name);
    const listings = listingsOf(name);
    const moments = lab.socketsAtSeconds.length;
    expect(listings.map(({ host }) => host)).toEqual(Array(moments).fill(lab.hosts).flat());
    for (const { begin, end, sockets } of listings) {
      expect(end).toBeGreaterThan(begin);
      for (const { state } of sockets) expect(STATES).toContain(state);
    }
  });

  test('every socket that ss saw, but the listening ones, is an end of a captured connection', async () => {
    const pairs = new Set<string>();
    for (const { file } of (await labOf(name)).taps) {
      const { segments } = await readLabCapture(join(CAPTURES, file));
      for (const { src, dst } of segments) pairs.add(`${src} > ${dst}`);
    }
    const seen = listingsOf(name).flatMap(({ sockets }) => sockets);
    expect(seen.some(({ state }) => state === 'LISTEN')).toBe(true);
    const connected = seen.filter(({ state }) => state !== 'LISTEN');
    expect(
      connected.map(({ local, peer }) => `${local} > ${peer}`).filter((p) => !pairs.has(p)),
    ).toEqual([]);
  });

  test('the script names only people the lab has, and none of its files names a path of a machine', async () => {
    const lab = await labOf(name);
    const people = lab.clients.map(({ who }) => who);
    const [header, ...lines] = labText(name, 'script.tsv').trimEnd().split('\n');
    expect(header).toBe('seconds\twho\taction\ttext');
    for (const line of lines) expect(people).toContain(line.split('\t')[1]);
    const files = ['log.ndjson', 'ss.txt'].map((file) => join(LABS, name, file));
    files.push(...lab.taps.map(({ file }) => join(CAPTURES, file)));
    for (const file of files) {
      expect(existsSync(file)).toBe(true);
      const bytes = readFileSync(file);
      for (const path of [ROOT, '/home/', '/tmp/']) expect(bytes.includes(path)).toBe(false);
    }
  });
});
