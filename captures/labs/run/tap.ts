// One tcpdump on a lab's computer: started, waited for until it listens, stopped with its packets written.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tap } from './lab.ts';
import type { Network } from './network.ts';

/** Long enough for the kernel to hand over its last block of packets. */
const LAST_PACKETS_MS = 1200;

/** A running tcpdump. */
export interface RunningTap {
  /** Rejects when the kernel dropped packets: such a capture proves nothing. */
  stop(): Promise<void>;
}

/** Resolves when tcpdump listens; it writes the whole of every frame to `path`. */
export async function startTap(network: Network, tap: Tap, path: string): Promise<RunningTap> {
  // -Z root: giving up root, tcpdump could not write into the run's folder.
  const command = ['tcpdump', ...tap.options, '-s', '0', '-Z', 'root', '-U', '-w', path];
  const tcpdump = spawn('ip', network.inside(tap.host, command));
  let said = '';
  tcpdump.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  while (!said.includes('listening on')) {
    if (tcpdump.exitCode !== null) throw new Error(`tcpdump for ${tap.file}: ${said.trim()}`);
    await sleep(20);
  }
  return { stop: () => stopTap(tcpdump, tap, () => said) };
}

async function stopTap(tcpdump: ChildProcess, tap: Tap, said: () => string): Promise<void> {
  await sleep(LAST_PACKETS_MS);
  const exited = once(tcpdump, 'exit');
  tcpdump.kill('SIGINT');
  await exited;
  if (!said().includes('0 packets dropped by kernel')) {
    throw new Error(`tcpdump for ${tap.file} lost packets: ${said().trim()}`);
  }
}
