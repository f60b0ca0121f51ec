// Our own templates, compiled while building (build.mjs fills this map); empty in the sources, where templates are
// compiled when used. A template counts as compiled only while its text is the one it was made from.

/** What Handlebars.template() takes. */
export type TemplateSpecification = Readonly<Record<string, unknown>>;

export interface Precompiled {
  readonly source: string;
  readonly specification: TemplateSpecification;
}

/** By path in templates/: "markdown/row.hbs". */
export const PRECOMPILED: ReadonlyMap<string, Precompiled> = new Map();
