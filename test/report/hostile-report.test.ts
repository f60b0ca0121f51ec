// Whatever is captured, every report has the structure of the report of harmless text.

import { HtmlValidate } from 'html-validate';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { renderHtml, renderMarkdown, renderTerminal } from '../../src/report/render.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { madeModel } from './made-analysis.ts';

const HARMLESS = 'harmless';
const markdown = new MarkdownIt({ html: true, linkify: true });
const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'doctype-style': 'off',
    'prefer-tbody': 'off',
    // End tags that HTML lets one leave out are left out where there are hundreds of them.
    'no-implicit-close': 'off',
    // File names and payloads make titles long and end lines in spaces.
    'long-title': 'off',
    'no-trailing-whitespace': 'off',
    // What scrolls is a labelled, focusable group; HTML has no element of that meaning.
    'prefer-native-element': 'off',
    'aria-label-misuse': 'off',
    // Hashes stand in for nonces.
    'require-csp-nonce': 'off',
    'no-inline-style': 'error',
  },
});

/** Tags in order, without attributes. */
const htmlTags = (html: string): string[] =>
  [...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([tag]) => tag);

/** Tags but those of byte runs and of labels that had room: how many there are depends on the payload's length. */
const layoutTags = (html: string): string[] =>
  htmlTags(html).filter((tag) => !/^<\/?(?:b|i|s|tspan)$/.test(tag));

/** Tokens of block and inline structure; neighbouring text is one, code spans are told apart by nothing. */
const markdownTokens = (text: string): string[] =>
  markdown
    .parse(text, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .map(({ type }) => type)
    .filter(
      (type) => !['text', 'text_special', 'code_inline', 'inline', 'softbreak'].includes(type),
    );

const mermaidLines = (text: string): string[] =>
  (/```mermaid\n([\s\S]*?)\n```/.exec(text)?.[1] ?? '').split('\n');

const MERMAID_LINE =
  /^(?:sequenceDiagram| {2}participant e\d+ as .+| {2}Note over e\d+(?:,e\d+)?: .+| {2}e\d+(?:->>|-->>|-x)e\d+: .+)$/;

// Empty text leaves its parts out: another structure, and rightly so.
const TEXTS = HOSTILE_TEXTS.filter(([, text]) => text.trim() !== '');
const ALL = TEXTS.map(([, text]) => text).join(' ');

const harmless = madeModel(HARMLESS);
const harmlessHtml = renderHtml(harmless);
const harmlessMarkdown = renderMarkdown(harmless);

describe.each(TEXTS)('%s in every captured text', (_, text) => {
  const model = madeModel(text);

  it('leaves the tags of the HTML as they are', () => {
    expect(layoutTags(renderHtml(model))).toEqual(layoutTags(harmlessHtml));
  });

  it('leaves the structure of the Markdown as it is', () => {
    expect(markdownTokens(renderMarkdown(model))).toEqual(markdownTokens(harmlessMarkdown));
  });

  it('leaves the statements of the Mermaid diagram as they are', () => {
    const lines = mermaidLines(renderMarkdown(model));
    expect(lines).toHaveLength(mermaidLines(harmlessMarkdown).length);
    for (const line of lines) expect(line).toMatch(MERMAID_LINE);
  });

  it('reaches a terminal without a control character', () => {
    const plain = renderTerminal(model, { width: 100, level: 0 });
    // oxlint-disable-next-line no-control-regex
    expect(plain).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    const coloured = renderTerminal(model, { width: 100, level: 3 });
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\x1b\[[\d;]*m/g, '')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });
});

describe.each([
  ['harmless text', HARMLESS],
  ['all hostile texts at once', ALL],
])('the HTML report with %s', (_, text) => {
  it('is valid HTML', async () => {
    const report = await validator.validateString(renderHtml(madeModel(text)));
    const faults = report.results.flatMap(({ messages }) => messages);
    expect(faults.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`)).toEqual([]);
  });
});

describe('the HTML report', () => {
  const html = harmlessHtml;

  it('names nothing that a browser would load', () => {
    const addresses = [
      ...html.matchAll(/(?:src|href|url|action|data)\s*[=(]\s*["']?([^"')\s>]+)/gi),
    ].map(([, to]) => to);
    for (const to of addresses) expect(to).toMatch(/^(?:#|https:\/\/www\.rfc-editor\.org\/)/);
    expect(html).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b|@import|url\(/i);
  });

  it('lets in its own style and script by hash and nothing else', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    expect(policy).toMatch(
      /^default-src &#39;none&#39;; style-src &#39;sha256-[\w+/=]+&#39;; script-src &#39;sha256-[\w+/=]+&#39;;/,
    );
    expect(html).not.toMatch(/\sstyle="|\son[a-z]+="/);
  });

  it('links only to rows that are in it', () => {
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, to] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to);
    expect(html).not.toContain('href="#row-99"');
  });

  it('is the same every time', () => {
    expect(renderHtml(madeModel(HARMLESS))).toBe(html);
  });
});
