// The states that a report gives after each row, beside those through which Linux itself went (scenes.py).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyzeFile } from '../../src/index.ts';

const SCENES = join(import.meta.dirname, 'scenes');
const HOSTS = ['client', 'server'] as const;

type Host = (typeof HOSTS)[number];

interface Scene {
  /** When a socket of that end came into which state, and out of which. */
  readonly states: Readonly<
    Record<Host, readonly (readonly [us: number, to: string, from: string])[]>
  >;
}

const names = readdirSync(SCENES)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length));

const sceneOf = (name: string): Scene =>
  JSON.parse(readFileSync(join(SCENES, `${name}.json`), 'utf8')) as Scene;

/** What comes sooner after a row may have been under way: kernels take their time, too. */
const QUIET_US = 1500;
const SETTLED_US = 900;

/** Rows after which nothing happened for a while: what we say of the host, and in which state its kernel was. */
async function quietRows(name: string, host: Host): Promise<{ told: string; kernel: string[] }[]> {
  const { rows, capture } = await analyzeFile(join(SCENES, `${name}-${host}.pcap`));
  const epochUs = Number(capture.epochNs! / 1000n);
  const { states } = sceneOf(name);
  return rows.flatMap((row, at) => {
    const us = epochUs + row.timeNs / 1000;
    const next = rows[at + 1];
    if (next !== undefined && next.timeNs - row.timeNs < QUIET_US * 1000) return [];
    const latest = states[host].findLast(([changedUs]) => changedUs <= us + SETTLED_US);
    if (latest === undefined) return [];
    const state = host === 'client' ? row.clientState : row.serverState;
    return [
      {
        told: `${row.frame} ${state}`,
        kernel: namesOf(latest).map((one) => `${row.frame} ${one}`),
      },
    ];
  });
}

/** Linux gives a socket up for a smaller one in TIME-WAIT, and in FIN-WAIT-2 when its program has closed it. */
const namesOf = ([, to, from]: readonly [number, string, string]): string[] =>
  to === 'CLOSED' && ['FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSING'].includes(from)
    ? ['TIME-WAIT', 'FIN-WAIT-2', 'CLOSED']
    : [to];

describe.each(names)('%s', (name) => {
  test.each(HOSTS)('states of the %s are those of its kernel', async (host) => {
    for (const { told, kernel } of await quietRows(name, host)) expect(kernel).toContain(told);
  });
});

test('enough of them are compared', async () => {
  const all = await Promise.all(
    names.flatMap((name) => HOSTS.map((host) => quietRows(name, host))),
  );
  expect(all.flat().length).toBeGreaterThan(40);
});

test('a packet filter resets in the name of an end that has its connection still', async () => {
  const { rows } = await analyzeFile(join(SCENES, 'packet-filter-server.pcap'));
  const reset = rows.find(({ kind }) => kind === 'rst')!;
  const causes = reset.findings.map(({ evidence }) => evidence['cause']);
  expect([reset.serverState, reset.clientState, ...causes]).toEqual([
    'ESTABLISHED',
    'CLOSED',
    'middlebox',
  ]);
});
