// Nothing that can be in a file throws or hangs, and nothing in a payload becomes structure of a report.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { CaptureError } from '../src/capture/capture-error.ts';
import { explainAnalysis } from '../src/explained.ts';
import { analyzeBytes } from '../src/index.ts';
import { renderHtml, renderMarkdown, renderTerminal } from '../src/report/render.ts';
import { HOSTILE_TEXTS } from './report/hostile-texts.ts';
import { trace } from './support/trace.ts';

const CAPTURES = join(import.meta.dirname, '../captures');
const names = readdirSync(CAPTURES).filter((name) => name.endsWith('.pcap'));
/** Rows explained of a damaged capture: enough to reach every kind of sentence, few enough to be quick. */
const ROWS = 12;

interface Reports {
  html: string;
  markdown: string;
  terminal: string;
}

async function reportsOf(bytes: Uint8Array, maxRows = ROWS): Promise<Reports> {
  const model = explainAnalysis(await analyzeBytes(bytes, 'capture', { maxRows }));
  return {
    html: renderHtml(model),
    markdown: renderMarkdown(model),
    terminal: renderTerminal(model, { width: 100, level: 0 }),
  };
}

/** What came of the bytes; anything but reports or a CaptureError is a fault. */
async function fault(bytes: Uint8Array, reported: boolean): Promise<string | null> {
  try {
    if (reported) await reportsOf(bytes);
    else await analyzeBytes(bytes, 'capture', { maxRows: 50 });
    return null;
  } catch (error) {
    if (error instanceof CaptureError && !error.message.includes('\n')) return null;
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** Numerical Recipes' linear congruence: the same on every machine. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe.each(names)('%s', (name) => {
  const bytes = new Uint8Array(readFileSync(join(CAPTURES, name)));

  test('cut anywhere is reported up to there, or refused with one line', async () => {
    // Densely over the file header and the first record, then widely.
    const step = Math.max(1, Math.floor(bytes.length / 10));
    for (let end = 0, i = 0; end < bytes.length; end += i < 20 ? 3 : step, i++) {
      const found = await fault(bytes.subarray(0, end), i === 24);
      expect({ end, found }).toEqual({ end, found: null });
    }
  });

  test('with flipped bits is reported, or refused with one line', async () => {
    for (let seed = 1; seed <= 16; seed++) {
      const random = randomFrom(seed);
      const damaged = bytes.slice();
      const flips = 1 + random(12);
      for (let i = 0; i < flips; i++) {
        const at = random(damaged.length);
        damaged[at] = damaged[at]! ^ (1 << random(8));
      }
      const found = await fault(damaged, seed === 16);
      expect({ seed, found }).toEqual({ seed, found: null });
    }
  });
});

describe('headers of noise inside a sound file', () => {
  test('are reported: every byte from the Ethernet type on is random', async () => {
    for (let seed = 1; seed <= 24; seed++) {
      const random = randomFrom(seed);
      const t = trace().handshake({ mss: 1460 });
      t.client.data(60);
      const file = t.capture();
      // The last record: what lies behind its IP addresses.
      for (let at = file.length - 80; at < file.length; at++) {
        if (random(3) === 0) file[at] = random(256);
      }
      const found = await fault(file, seed % 4 === 0);
      expect({ seed, found }).toEqual({ seed, found: null });
    }
  });
});

const markdown = new MarkdownIt({ html: true, linkify: true });
const tokensOf = (text: string): string[] =>
  markdown
    .parse(text, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .map(({ type }) => type);
/** Which control characters a report holds; its own isolates around captured text are among them. */
const controlsOf = (html: string): string[] =>
  Array.from(html.matchAll(new RegExp(CONTROLS, 'g')), ([found]) => encodeURIComponent(found));
const linksOf = (text: string): string[] =>
  markdown
    .parse(text, {})
    .flatMap((token) => token.children ?? [])
    .filter(({ type }) => type === 'link_open')
    .map((token) => String(token.attrGet('href')));
const tagsOf = (html: string): Set<string> =>
  new Set([...html.matchAll(/<(\/?[a-z][a-z0-9]*)/gi)].map(([, tag]) => tag!.toLowerCase()));
const LOADS = /<(?:script[^>]*src|img|iframe|object|embed|link)\b|\son[a-z]+=|javascript:/i;
const MERMAID_LINE =
  /^(?:sequenceDiagram| {2}(?:autonumber|participant e\d+ as .+|Note over e\d+(?:,e\d+)?: .+|e\d+(?:->>|-->>|-x|--x)e\d+: .+))$/;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** Reports of a conversation in which both ends, a name and a request say it. */
async function saying(text: string): Promise<Reports> {
  const t = trace().handshake();
  t.client.data(text);
  t.server.data(`200 ${text}`);
  const other = t.connection({ client: { port: 40_001 } }).handshake();
  other.server.data(`friend: ${text}`);
  t.client.data(`GET /${text} HTTP/1.1\r\nHost: ${text}\r\n\r\n`);
  return reportsOf(t.capture(), 100);
}

const count = (all: string[], type: string): number => all.filter((one) => one === type).length;

/** Two words, so that nobody takes it for a name. */
const harmless = saying('no harm');
const harmlessTokens = harmless.then(({ markdown: text }) => tokensOf(text));
const harmlessTags = harmless.then(({ html }) => tagsOf(html));
const harmlessControls = harmless.then(({ html }) => controlsOf(html));

const TEXTS = HOSTILE_TEXTS.filter(([, text]) => text.trim() !== '');

describe.each(TEXTS)('%s in a payload', (_, text) => {
  test('changes no structure of any report', async () => {
    const { html, markdown: md, terminal } = await saying(text);
    const plain = await harmless;
    const plainTags = await harmlessTags;
    expect([...tagsOf(html)].filter((tag) => !plainTags.has(tag))).toEqual([]);
    expect(html.replaceAll(/>[^<]*</g, '><')).not.toMatch(LOADS);
    expect(html.match(/<script/g)).toEqual(plain.html.match(/<script/g));
    const tokens = tokensOf(md);
    const plainTokens = await harmlessTokens;
    expect(tokens.filter((type) => !plainTokens.includes(type))).toEqual([]);
    for (const type of [
      'heading_open',
      'table_open',
      'html_block',
      'html_inline',
      'fence',
      'image',
    ]) {
      expect({ type, n: count(tokens, type) }).toEqual({ type, n: count(plainTokens, type) });
    }
    for (const to of linksOf(md)) expect(to).toMatch(/^(?:#|https:\/\/www\.rfc-editor\.org\/)/);
    const [, diagram = ''] = /```mermaid\n([\s\S]*?)\n```/.exec(md) ?? [];
    for (const line of diagram.split('\n')) expect(line).toMatch(MERMAID_LINE);
    expect(terminal).not.toMatch(CONTROLS);
    expect(md).not.toMatch(CONTROLS);
    const plainControls = await harmlessControls;
    expect(controlsOf(html).filter((one) => !plainControls.includes(one))).toEqual([]);
  });
});
