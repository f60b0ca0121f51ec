// What the three HTTP labs share: one computer, nanosecond times, Linux cooked v1 on all interfaces.
import type { Client, Program, Tap } from '../run/lab.ts';

const HOST = 'computer';
const ORIGIN = ['127.0.0.1', '9999'];
const PROXY = ['127.0.0.1', '9998'];

export const httpHosts: readonly string[] = [HOST];

/** Captured as the source's were. */
export const cookedTap = (file: Tap['file']): Tap => ({
  file,
  host: HOST,
  options: ['-i', 'any', '-y', 'LINUX_SLL', '--time-stamp-precision=nano'],
});

/** The origin server; `downAtSeconds` switches it off. */
export const origin = (downAtSeconds?: number): Program => {
  const program = { host: HOST, command: ['node', '../http-live/origin.mjs', ...ORIGIN] };
  if (downAtSeconds === undefined) return program;
  return { ...program, endedBy: { signal: 'SIGTERM', atSeconds: downAtSeconds } };
};

export const proxy: Program = {
  host: HOST,
  command: ['node', '../http-live/proxy.mjs', ...PROXY, ...ORIGIN],
};

const client = (who: string, server: readonly string[]): Client => ({
  who,
  host: HOST,
  command: ['node', '../http-live/client.mjs', ...server],
});

export const clientOfOrigin = (who: string): Client => client(who, ORIGIN);
export const clientOfProxy = (who: string): Client => client(who, PROXY);
