// Reads template files: ours from the package's templates/ folder, and over them those of a folder of the user's.
// The only file of the report stage that touches the disk.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TemplateError } from './template-error.ts';

/** Template files by path inside the folder: "markdown/report.hbs", "html/report.css". */
export type TemplateSet = ReadonlyMap<string, string>;

const FOLDERS = ['markdown', 'html'] as const;
const KINDS = /\.(?:hbs|css|js)$/;

/** The package's own folder, seen from dist (installed) and from src/report (while developing). */
const ownFolder = (): string => {
  const places = ['../templates', '../../templates'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = places.find((path) => existsSync(join(path, 'markdown', 'report.hbs')));
  if (found === undefined)
    throw new TemplateError('markdown/report.hbs', null, 'not in this package');
  return found;
};

const readFolder = (folder: string, into: Map<string, string>): void => {
  for (const part of FOLDERS) {
    const path = join(folder, part);
    if (!existsSync(path)) continue;
    for (const name of readdirSync(path).sort())
      if (KINDS.test(name)) into.set(`${part}/${name}`, readFileSync(join(path, name), 'utf8'));
  }
};

/**
 * Our templates, each replaced by the file of the same path in `folder` (markdown/..., html/...) if it has one.
 * Throws a TemplateError when `folder` is no folder or holds no template.
 */
export const loadTemplates = (folder?: string): TemplateSet => {
  const templates = new Map<string, string>();
  readFolder(ownFolder(), templates);
  if (folder === undefined) return templates;
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new TemplateError(folder, null, 'no such folder');
  const own = new Map<string, string>();
  readFolder(folder, own);
  if (own.size === 0)
    throw new TemplateError(
      folder,
      null,
      'holds no markdown/*.hbs, html/*.hbs, html/report.css or html/report.js',
    );
  return new Map([...templates, ...own]);
};
