// What a medium must be able to do for templates: escape a text, and set rich text with its code, its links to rows
// and its captured pieces. Markdown and HTML are two values of it; templates reach captured text no other way.

import type { RichText } from '../explain/rich-text.ts';
import {
  escapeHtml,
  escapeMarkdown,
  escapeMermaid,
  joinMarkdown,
  markdownCode,
  safeUrl,
  visible,
} from './escape.ts';

/** A helper takes the values a template gives it and answers text that is already safe in its medium. */
export type TemplateHelper = (...values: unknown[]) => string;

export interface Medium {
  /** Folder of its templates. */
  readonly name: 'markdown' | 'html';
  /** Applied to every {{expression}} that is no helper of this medium. */
  readonly escape: (value: unknown) => string;
  readonly helpers: Readonly<Record<string, TemplateHelper>>;
}

/** What a template may print: texts, numbers and truth values. Anything else shows as JSON, to be seen and mended. */
const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Makes a value safe by how its text is; a number that shows as digits is safe in every medium. */
const escaping =
  (escapeText: (text: string) => string): Medium['escape'] =>
  (value) =>
    Number.isSafeInteger(value) && (value as number) >= 0
      ? String(value)
      : escapeText(textOf(value));

const isRichText = (value: unknown): value is RichText => Array.isArray(value);

/** Neighbouring code and captured spans are one code span: two could not stand side by side. */
const markdownSpans = (text: RichText, place: 'text' | 'cell'): string => {
  let out = '';
  for (const span of text) {
    if (span.kind === 'text') out = joinMarkdown(out, escapeMarkdown(span.text, place));
    else if (span.kind === 'row')
      out += `[${escapeMarkdown(span.text, place)}](#row-${span.frame})`;
    else out = joinMarkdown(out, markdownCode(span.text, place));
  }
  return out;
};

const htmlSpan = (span: RichText[number]): string => {
  const text = escapeHtml(span.text);
  if (span.kind === 'row') return `<a href="#row-${span.frame}">${text}</a>`;
  if (span.kind === 'code') return `<code>${text}</code>`;
  return span.kind === 'captured' ? `<code class="wire" dir="auto">${text}</code>` : text;
};

/** Most of a dump: nothing in it is to be changed. */
const FENCED_AS_IS = /^[ -_a-}]*$/;

/** Text of a fenced code block: one line, and no run of backticks or tildes that could close the fence. */
const fencedText = (value: unknown): string => {
  const text = textOf(value);
  if (FENCED_AS_IS.test(text)) return text;
  return visible(text).replace(/[`~]{3,}/g, (run) => '.'.repeat(run.length));
};

export const MARKDOWN: Medium = {
  name: 'markdown',
  escape: escaping((text) => escapeMarkdown(text)),
  helpers: {
    /** Rich text in a paragraph or heading; in a table use `richCell`. */
    rich: (text) => (isRichText(text) ? markdownSpans(text, 'text') : ''),
    richCell: (text) => (isRichText(text) ? markdownSpans(text, 'cell') : ''),
    cell: (value) => escapeMarkdown(textOf(value), 'cell'),
    code: (value) => markdownCode(textOf(value)),
    codeCell: (value) => markdownCode(textOf(value), 'cell'),
    fenced: fencedText,
    url: (value) => safeUrl(textOf(value)),
    mermaid: (value) => escapeMermaid(textOf(value)),
  },
};

export const HTML: Medium = {
  name: 'html',
  escape: escaping(escapeHtml),
  helpers: {
    rich: (text) => (isRichText(text) ? text.map(htmlSpan).join('') : ''),
    url: (value) => escapeHtml(safeUrl(textOf(value))),
  },
};
