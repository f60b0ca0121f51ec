// For build.mjs: our own templates as the JavaScript that Handlebars makes of them.

import { loadTemplates } from './load-templates.ts';
import { HTML, MARKDOWN } from './medium.ts';
import { precompileTemplate } from './template-engine.ts';

/** A module in place of precompiled.ts. */
export function precompiledModule(): string {
  const entries: string[] = [];
  for (const [path, source] of loadTemplates()) {
    const medium = [HTML, MARKDOWN].find(({ name }) => path.startsWith(`${name}/`));
    if (medium === undefined || !path.endsWith('.hbs')) continue;
    const specification = precompileTemplate(medium, path, source);
    entries.push(
      `[${JSON.stringify(path)}, { source: ${JSON.stringify(source)}, specification: ${specification} }]`,
    );
  }
  return `export const PRECOMPILED = new Map([${entries.join(',\n')}]);`;
}
