// Makes folders for output. Node's own `recursive` asks for ever where a parent is there and takes no folder (/proc).

import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

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
