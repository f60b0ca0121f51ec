// Connections that were packed when they were over tell the same as the objects.

import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import type { Connection } from '../../src/tcp/connection.ts';
import { connectionFacts } from '../../src/tcp/connection-facts-of.ts';
import type { ConnectionFacts } from '../../src/tcp/connection-facts.ts';
import { PackedConnections } from '../../src/tcp/packed-connections.ts';
import { rolesOf } from '../../src/tcp/roles.ts';
import { trace } from '../support/trace.ts';

/** More than a page of them, resets and ports used again among them, some without their beginning. */
function manyConnections(): Uint8Array {
  const t = trace();
  const PAIRS = 700;
  for (const round of [0, 1])
    for (let pair = 0; pair < PAIRS; pair++) {
      const one = t.connection({ client: { port: 20_000 + pair, isn: 1 + round * 70_000 + pair } });
      if (pair % 5 > 0) one.handshake();
      one.client.data('hello');
      if (pair % 3 === 0) one.server.rst();
      if (pair % 7 === 0) one.client.fin();
    }
  return t.capture();
}

const factsOf = (connections: readonly Connection[] | PackedConnections): ConnectionFacts[] => {
  const roles = rolesOf(connections);
  return Array.from(connections, (one) =>
    connectionFacts(one, roles.get(one.stream)!, [null, null]),
  );
};

describe('packed connections', () => {
  test('tell what they were, and who is the client, in the order of their places', async () => {
    const kept = new Map<number, Connection>();
    const packed = new PackedConnections();
    const reader = await CaptureReader.open(fromBytes(manyConnections(), 'capture'));
    const keeper = {
      segment: ({ connection }: { connection: Connection }): void => {
        if (!kept.has(connection.stream)) kept.set(connection.stream, connection.keep());
      },
    };
    const packer = {
      over: (connection: Connection): void => packed.put(connection.stream, connection),
    };
    await analyze(reader, [keeper, packer]);
    const told = factsOf(packed);
    expect(new Set(told.map(({ roleEvidence }) => roleEvidence)).size).toBeGreaterThan(1);
    expect(told).toHaveLength(kept.size);
    expect(told).toEqual(factsOf([...kept.values()]));
  });

  test('of which there are none are none', () => {
    expect([...new PackedConnections()]).toEqual([]);
  });
});
