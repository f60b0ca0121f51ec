// What Linux itself says of its segments, beside what we say: recordings of connections over a bad path, with the kernels'
// counters and the forwarder's list of what it lost (record.py).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EvidenceValue, Finding } from '../../src/classify/finding.ts';
import type { PacketRow } from '../../src/classify/packet-row.ts';
import { analyzeFile } from '../../src/index.ts';

const RECORDINGS = join(import.meta.dirname, 'recordings');
const HOSTS = ['client', 'server'] as const;

type Host = (typeof HOSTS)[number];
type Counter = 'RetransSegs' | 'TCPTimeouts' | 'TCPLossProbes' | 'DelayedACKs';

interface Truth {
  readonly conditions: Readonly<Record<string, string | number | boolean>>;
  readonly counters: Readonly<Record<Host, Partial<Record<Counter, number>>>>;
  /** Who sent it, IP identification and sequence number. */
  readonly lost: readonly (readonly [Host, number, number])[];
  /** What the server's program wrote: when, in microseconds since 1970, and which bytes of its direction. */
  readonly written?: readonly (readonly [writtenUs: number, start: number, end: number])[];
}

/** A row, who sent it, and one of its findings. */
interface Found {
  readonly row: PacketRow;
  readonly host: Host;
  readonly finding: Finding;
}

const names = readdirSync(RECORDINGS)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

const truthOf = (name: string): Truth =>
  JSON.parse(readFileSync(join(RECORDINGS, `${name}.json`), 'utf8')) as Truth;

/** What is found in the capture that was taken at `end`. */
async function foundAt(
  name: string,
  end: Host,
): Promise<{ rows: readonly PacketRow[]; found: Found[] }> {
  const file = join(RECORDINGS, `${name}-${end}.pcap`);
  const { rows } = await analyzeFile(file, { maxRows: Infinity });
  const found = rows.flatMap((row) =>
    row.findings.map((finding) => ({ row, host: hostOf(row), finding })),
  );
  return { rows, found };
}

const hostOf = ({ fromClient }: PacketRow): Host => (fromClient ? 'client' : 'server');

const resendsOf = (found: readonly Found[], host: Host): Finding[] =>
  found.flatMap((one) =>
    one.host === host && one.finding.kind === 'retransmission' ? [one.finding] : [],
  );

const countOf = (resends: readonly Finding[], ...triggers: readonly string[]): number =>
  resends.filter(({ evidence }) => triggers.some((trigger) => evidence['trigger'] === trigger))
    .length;

describe.each(names)('%s', (name) => {
  const { counters } = truthOf(name);

  test.each(HOSTS)('every repetition that the %s sent is found, and no other', async (host) => {
    const { found } = await foundAt(name, host);
    expect(resendsOf(found, host).length).toBe(counters[host].RetransSegs ?? 0);
  });

  test.each(HOSTS)(
    'what made the %s repeat itself is no more than its kernel counted',
    async (host) => {
      const { TCPTimeouts = 0, TCPLossProbes = 0 } = counters[host];
      const resends = resendsOf((await foundAt(name, host)).found, host);
      const timeouts = countOf(resends, 'timeout', 'syn-timeout', 'syn-ack-unanswered');
      const probes = countOf(resends, 'tail-loss-probe');
      const either = countOf(resends, 'probe-or-timeout');
      expect(timeouts).toBeLessThanOrEqual(TCPTimeouts);
      expect(probes).toBeLessThanOrEqual(TCPLossProbes);
      expect(timeouts + probes + either).toBeLessThanOrEqual(TCPTimeouts + TCPLossProbes);
    },
  );

  test.each(HOSTS)('what the %s most likely confirmed late, its kernel did', async (host) => {
    const { found } = await foundAt(name, host);
    const delayed = found.filter(
      (one) =>
        one.host === host &&
        one.finding.kind === 'delayed-ack' &&
        one.finding.certainty === 'likely',
    );
    expect(delayed.length).toBeLessThanOrEqual(counters[host].DelayedACKs ?? 0);
  });
});

interface Need {
  readonly needed: EvidenceValue | undefined;
  readonly lost: boolean;
  readonly where: string;
}

/** Every repetition in all recordings: what is said of its need, and whether the forwarder had lost all copies before it. */
async function needs(): Promise<Need[]> {
  const all: Need[] = [];
  for (const name of names) {
    const lost = new Set(truthOf(name).lost.map((one) => one.join(' ')));
    for (const end of HOSTS) {
      const { rows, found } = await foundAt(name, end);
      const byFrame = new Map(rows.map((row) => [row.frame, row]));
      for (const { row, host, finding } of found) {
        if (finding.kind !== 'retransmission') continue;
        const { needed, earlierFrames, lateFrame } = finding.evidence;
        const copies = [earlierFrames ?? lateFrame ?? []]
          .flat()
          .map((frame) => byFrame.get(frame as number)!);
        // A SYN-ACK has identification 0, and so has its repetition: which of them was lost the list cannot tell.
        if (copies.some(({ network }) => network.id === 0)) continue;
        const isLost = copies.every(({ network, tcp }) =>
          lost.has(`${host} ${network.id} ${tcp.seq}`),
        );
        all.push({ needed, lost: isLost, where: `${name} ${end} ${row.frame}` });
      }
    }
  }
  return all;
}

test('what was not needed had arrived; what was likely needed was lost, nearly always', async () => {
  const all = await needs();
  const spurious = all.filter(({ needed }) => needed === 'no' || needed === 'unlikely');
  expect(spurious.length).toBeGreaterThan(20);
  expect(spurious.filter(({ lost }) => lost)).toEqual([]);
  const needed = all.filter((one) => one.needed === 'likely');
  expect(needed.length).toBeGreaterThan(30);
  expect(needed.filter(({ lost }) => !lost).length).toBeLessThan(needed.length / 10);
});

test('what is out of order at one end had been sent before what came before it', async () => {
  let count = 0;
  const wrong: string[] = [];
  for (const name of names) {
    for (const host of HOSTS) {
      const other = host === 'client' ? 'server' : 'client';
      const sent = new Map<string, number>();
      for (const row of (await foundAt(name, host)).rows)
        if (hostOf(row) === host) sent.set(packetOf(row), row.frame);
      const { rows } = await foundAt(name, other);
      let latest = 0;
      for (const row of rows.filter((one) => hostOf(one) === host)) {
        const sentAs = sent.get(packetOf(row))!;
        if (row.findings.some(({ kind }) => kind === 'out-of-order')) {
          count++;
          if (sentAs > latest) wrong.push(`${name} ${other} ${row.frame}`);
        }
        latest = Math.max(latest, sentAs);
      }
    }
  }
  expect(count).toBeGreaterThan(10);
  expect(wrong).toEqual([]);
});

const writing = names.filter((name) => truthOf(name).conditions['pattern'] === 'writes');

/** What the server's program wrote, and what was captured at its end; `ms` since the first record, `offset` of its bytes. */
async function writtenAndSent(name: string) {
  const { written = [] } = truthOf(name);
  const file = join(RECORDINGS, `${name}-server.pcap`);
  const { rows, capture, connections, pacing } = await analyzeFile(file, { maxRows: Infinity });
  const epochUs = Number(capture.epochNs! / 1000n);
  const first = connections[0]!.server.isn! + 1;
  const sent = rows
    .filter((row) => !row.fromClient && row.tcp.len > 0)
    .map((row) => ({ row, ms: row.timeNs / 1e6, offset: (row.tcp.seq - first) >>> 0 }));
  const writes = written.map(([us, start, end]) => ({ ms: (us - epochUs) / 1000, start, end }));
  return { writes, sent, pacing: pacing.find(({ side }) => side === 'server')! };
}

/** Rows that waited for Nagle's algorithm, as found at the server's end; how long their bytes had been written, in ms. */
async function nagleWaits(name: string): Promise<{ finding: Finding; waitedMs: number }[]> {
  const { writes, sent } = await writtenAndSent(name);
  return sent.flatMap(({ row, ms, offset }) =>
    row.findings
      .filter(({ kind }) => kind === 'nagle-wait')
      .map((finding) => {
        const write = writes.find(({ start, end }) => offset >= start && offset < end)!;
        return { finding, waitedMs: ms - write.ms };
      }),
  );
}

describe("Nagle's algorithm", () => {
  test('what waited for it had been written before it could go', async () => {
    const held = writing.filter((name) => truthOf(name).conditions['noDelay'] === false);
    const waits = (await Promise.all(held.map(nagleWaits))).flat();
    expect(waits.length).toBeGreaterThan(10);
    expect(waits.filter(({ waitedMs }) => waitedMs < 1)).toEqual([]);
  });

  test('where it is turned off it is no more than possible: the congestion window holds back, too', async () => {
    const free = writing.filter((name) => truthOf(name).conditions['noDelay'] === true);
    const waits = (await Promise.all(free.map(nagleWaits))).flat();
    expect(waits.map(({ finding }) => finding.evidence['doubt'])).toEqual(['room']);
  });
});

type Recorded = Awaited<ReturnType<typeof writtenAndSent>>;

/** For how long, in ms, the server's program had written more than was sent, and for how long it had not. */
function withheldMs({ writes, sent }: Recorded): { withheld: number; idle: number } {
  const from = sent[0]!.ms;
  const until = sent.at(-1)!.ms;
  const events = [
    ...writes.map(({ ms, end }) => ({ ms, end, key: 'written' as const })),
    ...sent.map(({ row, ms, offset }) => ({ ms, end: offset + row.tcp.len, key: 'sent' as const })),
  ].sort((a, b) => a.ms - b.ms);
  const reached = { written: 0, sent: 0 };
  const passed = { withheld: 0, idle: 0 };
  let latest = from;
  for (const { ms, end, key } of events) {
    const now = Math.min(Math.max(ms, from), until);
    passed[reached.written > reached.sent ? 'withheld' : 'idle'] += now - latest;
    latest = now;
    reached[key] = Math.max(reached[key], end);
  }
  return passed;
}

describe('what a sender waited for', () => {
  test.each(writing)('%s: its program and the network, as far as it shows', async (name) => {
    const recorded = await writtenAndSent(name);
    const { withheld, idle } = withheldMs(recorded);
    const { senderLimitedNs, networkLimitedNs } = recorded.pacing;
    expect(senderLimitedNs / 1e6).toBeLessThan(idle);
    // What a loss made it repeat was sent already.
    expect(networkLimitedNs / 1e6).toBeLessThan(1.1 * withheld + 20);
    expect(networkLimitedNs / 1e6).toBeGreaterThan(0.9 * withheld - 20);
  });
});

const packetOf = ({ network, tcp }: PacketRow): string => `${network.id} ${tcp.seq} ${tcp.len}`;
