// A chat server and its clients on one tape: every client has a connection of its own to port 10000.

import type { Analysis } from '../../src/collect/analysis.ts';
import { analyzeBytes } from '../../src/index.ts';
import { type Trace, trace } from '../support/trace.ts';

const SERVER_PORT = 10_000;

/** So many clients, connected. */
export function clients(count: number): { tape: Trace; on: Trace[] } {
  const tape = trace({ server: { port: SERVER_PORT } });
  const on = Array.from({ length: count }, (_, i) =>
    tape.connection({
      client: { port: 40_000 + i, isn: 1000 + 10_000 * i },
      server: { port: SERVER_PORT, isn: 900_000 * (i + 1) },
    }),
  );
  for (const one of on) one.handshake();
  return { tape, on };
}

/** What one connection's client or server says. */
export const says = (one: Trace | undefined, who: 'client' | 'server', text: string): unknown =>
  one?.[who].data(text);

export const analyzed = (tape: Trace): Promise<Analysis> => analyzeBytes(tape.capture(), 'chat');
