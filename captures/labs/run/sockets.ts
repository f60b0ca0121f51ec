// What `ss -tan` lists on every computer of a lab at stated moments, as text for ss.txt.
// The same clock as the capture's: nanoseconds since 1970. Interprets nothing of what ss says.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Lab } from './lab.ts';
import type { Network } from './network.ts';

const run = promisify(execFile);

/** The first lines of every ss.txt. */
export const SOCKETS_HEADER =
  '# The output of `ss -tan` on each computer of the lab, while it ran. ss takes some milliseconds:\n' +
  '# the listing is of a moment between begin and end, in nanoseconds since 1970, the clock of the capture.\n';

const nowNs = (): bigint =>
  BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;

/** One listing of every computer, a headed block each. */
export async function listSockets(lab: Lab, network: Network): Promise<string> {
  let text = '';
  for (const host of lab.hosts) {
    const begin = nowNs();
    const { stdout } = await run('ip', network.inside(host, ['ss', '-tan']));
    const lines = stdout.trimEnd().split('\n');
    text += `\n## host=${host} begin=${begin} end=${nowNs()}\n`;
    text += lines.map((line) => `${line.trimEnd()}\n`).join('');
  }
  return text;
}
