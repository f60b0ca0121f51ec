// What must be there before a lab can run: Linux, root, and the programs it calls. Installs nothing.
import { spawnSync } from 'node:child_process';

/** Debian's package for each program, to name it in the message. */
const PACKAGES: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  ss: 'iproute2',
  tcpdump: 'tcpdump',
  nft: 'nftables',
  python3: 'python3',
};

/** What is missing to run a lab that calls these programs, a line each; empty when nothing is. */
export function missingRequirements(programs: readonly string[]): string[] {
  if (process.platform !== 'linux') return ['Linux: labs run in its network namespaces'];
  const missing: string[] = [];
  if (process.getuid?.() !== 0) missing.push('root: network namespaces and tcpdump need it');
  for (const program of programs) {
    if (spawnSync('which', [program]).status === 0) continue;
    missing.push(`${program}: install the package ${PACKAGES[program] ?? program}`);
  }
  return missing;
}
