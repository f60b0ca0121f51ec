// `tcpexplain streams` and `tcpexplain summary` on our captures: their schemas, and a small output in full.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tcpexplain } from '../cli/program-run.ts';
import { violations, type Schema } from './schema.ts';

const ROOT = join(import.meta.dirname, '../..');
const captures = readdirSync(join(ROOT, 'captures')).filter((name) => name.endsWith('.pcap'));
const schemaOf = (name: string): Schema =>
  JSON.parse(readFileSync(join(ROOT, `docs/schema/${name}.v1.json`), 'utf8')) as Schema;
const fileOf = (name: string): string => join(ROOT, 'captures', name);
const sum = (counts: object): number => Object.values(counts).reduce((a, b) => a + b, 0);
const LAB = fileOf('server-client-messages.pcap');

describe.each(captures)('of %s', (name) => {
  test('every stream keeps to docs/schema/streams.v1.json', async () => {
    const { status, stdout } = await tcpexplain(['streams', fileOf(name), '--format', 'ndjson']);
    expect(status).toBe(0);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(rows.flatMap((row) => violations(schemaOf('streams'), row))).toEqual([]);
    expect(rows.length).toBeGreaterThan(0);
  });

  test('the summary keeps to docs/schema/summary.v1.json, and its parts add up', async () => {
    const { stdout } = await tcpexplain(['summary', fileOf(name), '--format', 'json']);
    const summary = JSON.parse(stdout) as Record<string, Record<string, Record<string, number>>>;
    expect(violations(schemaOf('summary'), summary)).toEqual([]);
    expect(sum(summary['connections']!['ending']!)).toBe(summary['connections']!['total']);
    expect(sum(summary['connections']!['handshake']!)).toBe(summary['connections']!['total']);
    expect(sum(summary['otherFrames']!) + Number(summary['segments'])).toBe(summary['records']);
  });
});

test('a schema that is broken is noticed', () => {
  expect(violations(schemaOf('streams'), { stream: -1, surprise: 1 })).toEqual(
    expect.arrayContaining([
      '$.stream: minimum',
      '$.surprise: not in the schema',
      '$.client: missing',
    ]),
  );
});

test('CSV has a column for every field, nested ones flat', async () => {
  const { stdout } = await tcpexplain([
    'streams',
    LAB,
    fileOf('crafted-http-rst.pcap'),
    '--format',
    'csv',
  ]);
  const [head, first, , last] = stdout.split('\r\n');
  const names = head!.split(',');
  expect(names).toEqual(Object.keys(schemaOf('streams').properties ?? {}));
  expect(first!.split(',')).toHaveLength(names.length);
  expect(last!.split(',')[names.indexOf('labels')]).toBe('retransmission=9');
});

test('the table of lab 1', async () => {
  expect((await tcpexplain(['streams', LAB])).stdout).toMatchInlineSnapshot(`
    "stream  client           clientPort  server           serverPort       firstTime        lastTime  clientPackets  serverPackets  clientUniqueBytes  serverUniqueBytes  completenessStr  connState  history           initialRtt  ending       closedBy  labels
         0  192.168.0.165         55841  192.168.0.186         10000               0       291.50011              5              3                  5                 78  ··DASS           S1         ShADd               0.001501  open
         1  192.168.0.165         55877  192.168.0.186         10000      234.572143      291.498389              5              3                 18                 53  ··DASS           S1         ShADda              0.001651  open
    "
  `);
});

test('the summary of lab 1', async () => {
  expect((await tcpexplain(['summary', LAB])).stdout).toMatchInlineSnapshot(`
    "server-client-messages.pcap
      file            pcap, compression none
      records         16 (1,097 bytes on the wire, 1,097 kept, 0 frames cut)
      time            2024-05-15T10:00:00.000000000Z, 291.500110 s
      link types      Ethernet (1)  16
      TCP segments    16 (154 bytes of payload)
      other frames    none
      connections     2
        ended         open  2
        handshake     complete  2
      labels          none
      checksums       good  16
      top talkers     192.168.0.165  618 bytes  10 packets
                      192.168.0.186  479 bytes   6 packets
    "
  `);
});
