// File names of reports: the capture's own name without its endings; never two alike in one run.

import { basename } from 'node:path';

const ENDINGS = /(?:\.(?:gz|zst|zstd|pcapng|pcap|cap|dmp|dump))+$/i;

/** What a report on the file is called, when it is the only one. */
export const reportName = (file: string): string =>
  file === '-' ? 'stdin' : basename(file).replace(ENDINGS, '') || basename(file);

/** Report name by file as given on the command line, each of which is named once. */
export function reportNames(files: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const file of files) {
    const plain = reportName(file);
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}-${number}`;
    taken.add(name);
    names.set(file, name);
  }
  return names;
}
