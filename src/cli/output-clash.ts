// Outputs that would overwrite an input, or one another: seen before anything is read or written.

import { fstatSync, statSync, type BigIntStats } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { UsageError } from './exit-codes.ts';
import type { Session } from './session.ts';

/** A file that will be written, and how the command line names it ("-o lab.md"). */
export interface Output {
  readonly path: string;
  readonly named: string;
}

/**
 * Refuses outputs that are one of the inputs, which are named as on the command line, or another output.
 * @throws UsageError
 */
export function demandDistinct(
  inputs: readonly string[],
  outputs: readonly Output[],
  session: Session,
): void {
  const taken = new Map<string, string>();
  if (outputs.length === 0) return;
  for (const input of inputs) {
    const file = input === '-' ? redirected(session) : identityOf(input);
    if (file !== null) taken.set(file, 'would overwrite what is read');
  }
  for (const { path, named } of outputs) {
    const file = identityOf(path);
    if (file === null) continue;
    const clash = taken.get(file);
    if (clash !== undefined) throw new UsageError(`${named} ${clash}: name another place`);
    taken.set(file, `would overwrite ${named}`);
  }
}

/**
 * Device and inode, which say that two names are of one file; of a file that is not there, its name in its folder's.
 * Null for what cannot be overwritten: a pipe, /dev/null, a folder.
 */
function identityOf(path: string): string | null {
  const stat = statOf(path);
  return stat === null ? `${placeOf(dirname(resolve(path)))}/${basename(path)}` : ofFile(stat);
}

function placeOf(folder: string): string {
  const stat = statOf(folder);
  if (stat !== null) return inode(stat);
  const parent = dirname(folder);
  return parent === folder ? folder : `${placeOf(parent)}/${basename(folder)}`;
}

/** The file that a shell put in the place of standard input (`< lab.pcap`). */
function redirected({ stdin }: Session): string | null {
  try {
    return stdin.fd === undefined ? null : ofFile(fstatSync(stdin.fd, { bigint: true }));
  } catch {
    return null;
  }
}

const inode = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;
const ofFile = (stat: BigIntStats): string | null => (stat.isFile() ? inode(stat) : null);

/** Null where there is nothing, or nothing that we may look at. */
function statOf(path: string): BigIntStats | null {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return null;
  }
}
