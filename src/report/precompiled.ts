// Our own templates, compiled while building (build/sources.mjs fills this map); empty in the sources, where Handlebars
// runs them. A template counts as compiled only while its text is the one it was made from.

import type { CompiledTemplate } from './compiled-template.ts';

export interface Precompiled {
  readonly source: string;
  readonly run: CompiledTemplate;
}

/** By path in templates/: "markdown/row.hbs". */
export const PRECOMPILED: ReadonlyMap<string, Precompiled> = new Map();

/** Hashes of our style sheet and script (csp-hash.ts), by their text. */
export const KNOWN_HASHES: ReadonlyMap<string, string> = new Map();
