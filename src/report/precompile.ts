// For build.mjs: our own templates as the JavaScript that compile-template.ts makes of them, and what else of them can be
// known beforehand.

import { compiledTemplate } from './compile-template.ts';
import { cspHash } from './csp-hash.ts';
import { inlined } from './html-report.ts';
import { loadTemplates } from './load-templates.ts';
import { HTML, MARKDOWN } from './medium.ts';
import { PAGE } from './template-engine.ts';

/** A module in place of precompiled.ts. */
export function precompiledModule(): string {
  const entries: string[] = [];
  const hashes: string[] = [];
  for (const [path, source] of loadTemplates()) {
    const medium = [HTML, MARKDOWN].find(({ name }) => path.startsWith(`${name}/`));
    if (medium === undefined) continue;
    if (path.endsWith('.hbs')) {
      const isPage = path === `${medium.name}/${PAGE}.hbs`;
      const run = compiledTemplate(path, source, new Set(Object.keys(medium.helpers)), isPage);
      entries.push(`[${JSON.stringify(path)}, { source: ${JSON.stringify(source)}, run: ${run} }]`);
    } else {
      const text = inlined(source);
      hashes.push(JSON.stringify([text, cspHash(text)]));
    }
  }
  return [
    `export const PRECOMPILED = new Map([${entries.join(',\n')}]);`,
    `export const KNOWN_HASHES = new Map([${hashes.join(',\n')}]);`,
  ].join('\n');
}
