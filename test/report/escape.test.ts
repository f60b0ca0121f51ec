import { describe, expect, it } from 'vitest';
import MarkdownIt from 'markdown-it';
import {
  escapeHtml,
  escapeMarkdown,
  escapeMermaid,
  escapeTerminal,
  markdownCode,
  safeUrl,
  visible,
} from '../../src/report/escape.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const markdown = new MarkdownIt({ html: true, linkify: true });

describe('visible writes out what is not seen, or moves what is seen', () => {
  it.each([
    ['\x1b[31m', '\\x1b[31m'],
    ['a\r\n\tb', 'a\\r\\n\\tb'],
    ['\u202eabc', '\\u202eabc'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\x9b', '\\x9b'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it.each(['שלום', 'می‌خواهم', 'naïve 日本語', '👩‍💻', 'a b'])('leaves %s as it is', (text) => {
    expect(visible(text)).toBe(text);
  });
});

describe.each(HOSTILE_TEXTS)('%s', (_, text) => {
  it('is one harmless line on a terminal', () => {
    // oxlint-disable-next-line no-control-regex
    expect(escapeTerminal(text)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
  });

  it('is text in HTML', () => {
    expect(escapeHtml(text)).not.toMatch(/[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
  });

  it('is one code span in Markdown that shows every character', () => {
    const shown = visible(text);
    const [paragraph] = markdown.parse(`x${markdownCode(text)}y`, {}).slice(1, 2);
    const kinds = (paragraph?.children ?? []).map(({ type }) => type);
    expect(kinds).toEqual(text === '' ? ['text'] : ['text', 'code_inline', 'text']);
    const content = text === '' ? '' : paragraph?.children?.[1]?.content;
    expect(content).toBe(shown);
  });

  it('is one cell in a Markdown table', () => {
    const table = `| a | b |\n| - | - |\n| ${markdownCode(text, 'cell')} | ${escapeMarkdown(text, 'cell')} |\n`;
    const tokens = markdown.parse(table, {});
    const kinds = tokens.map(({ type }) => type);
    expect(kinds.filter((kind) => kind === 'td_open')).toHaveLength(2);
    expect(kinds.at(-1)).toBe('table_close');
    // markdown-it drops cells beyond the header's: what the two show proves that there were no more.
    const cells = tokens
      .filter(({ type }) => type === 'inline')
      .slice(2)
      .map(({ children }) => (children ?? []).map(({ content }) => content).join(''));
    const shown = visible(text).trim();
    expect(cells.map((cell) => cell.replaceAll('\\x5c', '\\').trim())).toEqual([shown, shown]);
  });

  it('is plain text at the start of a Markdown paragraph', () => {
    const tokens = markdown.parse(`${escapeMarkdown(text)}.\n`, {});
    expect(tokens.map(({ type }) => type)).toEqual(['paragraph_open', 'inline', 'paragraph_close']);
    const kinds = new Set(tokens[1]?.children?.map(({ type }) => type));
    for (const kind of kinds) expect(['text', 'text_special', 'code_inline']).toContain(kind);
    const shown = tokens[1]?.children?.map(({ content }) => content).join('');
    expect(shown?.trim()).toBe(`${visible(text)}.`.trim());
  });

  it('is message text in Mermaid', () => {
    const message = escapeMermaid(text);
    expect(message).toMatch(/^(?:[\p{L}\p{N} .,:()/=_→…-]|#\d+;)*$/u);
    expect(message).not.toMatch(/\bend\b|->|--/i);
  });
});

describe('links', () => {
  it.each([
    ['https://www.rfc-editor.org/rfc/rfc9293#section-3.5', true],
    ['http://www.rfc-editor.org/', false],
    ['javascript:alert(1)', false],
    ['https://x" onclick="y', false],
    ['https://x\n', false],
  ])('%j may be one: %s', (url, may) => {
    expect(safeUrl(url) === url).toBe(may);
  });
});
