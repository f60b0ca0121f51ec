// Folders for output: what may be one, and making it. Node's own `recursive` asks for ever where a parent is there and
// takes no folder (/proc).

import { mkdirSync, statSync } from 'node:fs';
import { dirname, extname } from 'node:path';

const DOCUMENT_ENDINGS: ReadonlySet<string> = new Set(
  ['csv', 'doc', 'docx', 'htm', 'html', 'json', 'log', 'markdown', 'md', 'pcap', 'pcapng']
    .concat(['pdf', 'txt', 'xml', 'yaml', 'yml'])
    .map((ending) => `.${ending}`),
);

/** The name is that of a document, not of a folder that is to be made: whoever gives it wants a file. */
export const isNamedAsFile = (path: string): boolean =>
  DOCUMENT_ENDINGS.has(extname(path).toLowerCase()) && !/[/\\]$/.test(path) && !isFolder(path);

/**
 * Makes the folder and those it lies in, unless they are there.
 * @throws what the file system says against it
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if (isFolder(path)) return;
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || isFolder(parent)) throw error;
    if (parent === path) throw error;
    makeFolder(parent);
    makeFolder(path);
  }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
