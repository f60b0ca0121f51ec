// The only door for captured and foreign text: what leaves here changes no structure in a terminal, in Markdown
// (CommonMark 0.31 with GitHub's tables and autolinks), in Mermaid or in HTML. Knows no model and no template.

// Unicode categories Cc and Bidi_Control, line and paragraph separators, the byte order mark, annotation and tag
// characters, noncharacters, and surrogates without their other half: what is not seen, or moves what is seen.
const INVISIBLE =
  // oxlint-disable-next-line no-control-regex -- control characters are what it is about
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]|\p{Surrogate}/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const writtenOut = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return NAMED[character] ?? `\\x${hex.padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
};

// Most texts need no escaping, and one test tells them: the rest of this file is slower, not different. Each pattern
// holds only what the escaping below leaves as it is (escape-fast.test.ts tries every character).
const VISIBLE = /^[ -~\u00a0-\u024f\u2010-\u2027\u2190-\u21ff\u2212]*$/;
const HTML_AS_IS = /^[ !#-%(-;=?-_a-~\u00a0-\u024f\u2010-\u2027\u2190-\u21ff\u2212]*$/;
const MARKDOWN_AS_IS =
  /^(?:[A-Za-z][A-Za-z0-9 ,;()%?!'"/+=.:\u00b7\u2013\u2026\u2192\u2212-]*|\d+(?:[.:\u2013]\d+)*)$/;

/** `text` with control, bidi and broken characters written out as \n, \x1b or \u202e; one line, all else as it is. */
export const visible = (text: string): string =>
  VISIBLE.test(text) ? text : text.replace(INVISIBLE, writtenOut);

/** Text for a terminal: no escape sequence, no line break, no reordering. */
export function escapeTerminal(text: string): string {
  return visible(text);
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text for HTML and SVG content and quoted attribute values. Not for addresses: see `safeUrl`. */
export const escapeHtml = (text: string): string =>
  HTML_AS_IS.test(text)
    ? text
    : visible(text).replace(/[&<>"'`]/g, (character) => HTML_ENTITIES[character] ?? character);

/** An address that may stand in href: https only, else a link to nowhere. */
export const safeUrl = (url: string): string => (/^https:\/\/[^\s<>"'`\\]+$/.test(url) ? url : '#');

/** Where Markdown text stands: in a table's cell, a pipe ends it. */
export type MarkdownPlace = 'text' | 'cell';

/**
 * A code span that shows `text` whatever it holds: the fence is longer than any run of backticks in it
 * (CommonMark 6.1). Empty text gives nothing.
 */
export const markdownCode = (text: string, place: MarkdownPlace = 'text'): string => {
  let body = visible(text);
  // Parsers disagree on a backslash before an escaped pipe: it is written out.
  if (place === 'cell' && /[\\|]/.test(body))
    body = body.replace(/\\(?=\|)|\\$/g, '\\x5c').replaceAll('|', '\\|');
  if (body === '') return '';
  if (/^[^` ](?:[^`]*[^` ])?$/.test(body)) return `\`${body}\``;
  const longest = Math.max(0, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // One space on each side is stripped again, unless the span is nothing but spaces.
  const pad = /^[` ]|[` ]$/.test(body) && /[^ ]/.test(body) ? ' ' : '';
  return `${fence}${pad}${body}${pad}${fence}`;
};

// GitHub links bare addresses, and no backslash stops it: such words become code spans.
const AUTOLINK = /@|:\/\/|www\.|mailto:|xmpp:|javascript:/i;
const AUTOLINK_WORD = new RegExp(`\\S*(?:${AUTOLINK.source})\\S*`, 'gi');
const MARKDOWN_PUNCTUATION = /[\\`*[\]<>|~$]|&(?=#|\w)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
// What opens a block, or closes a heading, only where a line begins or ends.
const BLOCK_OPENING = /^( *)(\d{1,9}(?=[.)](?: |$))|[-+](?=[- ]|$)|[=#])/;

const escapeWords = (text: string): string =>
  text
    .replace(MARKDOWN_PUNCTUATION, '\\$&')
    .replace(/#$/, '\\#')
    .replace(/^ (?= {3})/, '&#32;')
    .replace(BLOCK_OPENING, (_, space: string, mark: string) =>
      /\d/.test(mark) ? `${space}&#${mark.charCodeAt(0)};${mark.slice(1)}` : `${space}\\${mark}`,
    );

/** Text in a Markdown paragraph, heading or cell: shows as it is, links and marks up nothing. */
export const escapeMarkdown = (text: string, place: MarkdownPlace = 'text'): string => {
  const isLinkless = !AUTOLINK.test(text);
  if (isLinkless && MARKDOWN_AS_IS.test(text)) return text;
  const line = visible(text);
  if (isLinkless) return escapeWords(line);
  let out = '';
  let from = 0;
  for (const word of line.matchAll(AUTOLINK_WORD)) {
    out = joinMarkdown(out, escapeWords(line.slice(from, word.index)));
    out = joinMarkdown(out, markdownCode(word[0], place));
    from = word.index + word[0].length;
  }
  return joinMarkdown(out, escapeWords(line.slice(from)));
};

/** Sets pieces of Markdown side by side; two code spans that would touch, and become one, are kept apart. */
export const joinMarkdown = (left: string, right: string): string =>
  left.endsWith('`') && right.startsWith('`') ? `${left} ${right}` : left + right;

// The arrow and the ellipsis are ours. Written so, the whole program is Latin-1, which V8 holds in half the memory.
const MERMAID_PLAIN = /[^\p{L}\p{N} .,:()/=_\u2192\u2026-]/gu;

/** Text in a Mermaid message, note or alias: signs as Mermaid's own #NN; codes, and no bare keyword `end`. */
export const escapeMermaid = (text: string): string =>
  visible(text)
    .replace(MERMAID_PLAIN, (character) => `#${character.codePointAt(0) ?? 0};`)
    .replace(
      /\b([eE])(nd)\b/g,
      (_, first: string, rest: string) => `#${first.charCodeAt(0)};${rest}`,
    )
    .replace(/-(?=[->])/g, '#45;');
