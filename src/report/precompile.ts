// For build.mjs: our own templates as the JavaScript that compile-template.ts makes of them.

import { compiledTemplate } from './compile-template.ts';
import { loadTemplates } from './load-templates.ts';
import { HTML, MARKDOWN } from './medium.ts';

/** A module in place of precompiled.ts. */
export function precompiledModule(): string {
  const entries: string[] = [];
  for (const [path, source] of loadTemplates()) {
    const medium = [HTML, MARKDOWN].find(({ name }) => path.startsWith(`${name}/`));
    if (medium === undefined || !path.endsWith('.hbs')) continue;
    const run = compiledTemplate(path, source, new Set(Object.keys(medium.helpers)));
    entries.push(`[${JSON.stringify(path)}, { source: ${JSON.stringify(source)}, run: ${run} }]`);
  }
  return `export const PRECOMPILED = new Map([${entries.join(',\n')}]);`;
}
