import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadTemplates } from '../../src/report/load-templates.ts';
import { renderHtml, renderMarkdown } from '../../src/report/render.ts';
import { WORD_IDS } from '../../src/report/words.ts';
import { madeModel } from './made-analysis.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
};

const HOSTILE = '<script>|`*{{title}}*';
const model = madeModel(HOSTILE);
const markdownWith = (files: Readonly<Record<string, string>>): string =>
  renderMarkdown(model, { templates: loadTemplates(folderWith(files)) });

describe("a user's templates", () => {
  it('win over ours by name, and ours stand in for the rest', () => {
    const text = markdownWith({ 'markdown/overview.hbs': 'My lab.\n' });
    expect(text).toContain('My lab.');
    expect(text).toContain('## Packet list');
    expect(text).not.toContain('**Where it was captured.**');
  });

  it('may be a whole page, with partials of their own', () => {
    expect(
      markdownWith({
        'markdown/report.hbs': '{{#each rows}}{{> mine}}{{/each}}',
        'markdown/mine.hbs': '{{line.frame}} ',
      }),
    ).toBe('1 2 3 4\n');
  });

  it('escape captured text by the rules of their medium without being told to', () => {
    expect(markdownWith({ 'markdown/report.hbs': '{{title}}' })).toBe(
      '\\<script\\>\\|\\`\\*{{title}}\\*\n',
    );
    const templates = loadTemplates(folderWith({ 'html/report.hbs': '<p>{{title}}</p>' }));
    expect(renderHtml(model, { templates })).toBe('<p>&lt;script&gt;|&#96;*{{title}}*</p>');
  });

  it.each([
    [
      'an unknown name',
      '\n\n{{nonsense}}',
      /^template markdown\/row\.hbs:3: "nonsense" is not in the model here$/,
    ],
    [
      'an unknown name given to a helper',
      '\n{{code nonsense}}',
      /^template markdown\/row\.hbs:2: "nonsense" is not/,
    ],
    [
      'an unknown name in a condition',
      '{{#if nonsense}}{{/if}}',
      /^template markdown\/row\.hbs:1: "nonsense" is not/,
    ],
    [
      'an unknown partial',
      '{{> nonsense}}',
      /^template markdown\/row\.hbs: The partial nonsense could not be found$/,
    ],
    ['an open block', '\n{{#if delta}}\n', /^template markdown\/row\.hbs:\d: .*(?:Expecting|EOF)/],
    [
      'a wrong end',
      '\n\n\n{{#if delta}}{{/each}}',
      /^template markdown\/row\.hbs:4: if doesn't match each$/,
    ],
  ])('with %s give one clear line', (_, source, line) => {
    const render = (): string => markdownWith({ 'markdown/row.hbs': source });
    expect(render).toThrow(line);
    expect(render).not.toThrow(/\n/);
  });

  it.each(['html/report.css', 'html/report.js'])('cannot end their own element in %s', (file) => {
    const templates = loadTemplates(folderWith({ [file]: 'x </script></STYLE>' }));
    expect(() => renderHtml(model, { templates })).toThrow(`template ${file}: must not contain`);
  });

  it('that are not there are said to be missing', () => {
    expect(() => loadTemplates(join(folderWith({}), 'none'))).toThrow(/no such folder/);
    expect(() => loadTemplates(folderWith({ 'report.hbs': 'x' }))).toThrow(/holds no markdown/);
  });
});

describe('the words of a report', () => {
  const root = new URL('../../', import.meta.url);
  const messages = readFileSync(new URL('src/explain/locales/en.ftl', root), 'utf8');
  const sources = readdirSync(new URL('src/report', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(`src/report/${name}`, root), 'utf8'))
    .join('\n');
  const used = new Set([...sources.matchAll(/'(report-[a-z-]+)'/g)].map(([, id]) => id));
  const said = [...messages.matchAll(/^(report-[a-z-]+) =/gm)].map(([, id]) => id);

  it('are all in the catalogue, once, and all used', () => {
    expect(new Set(said)).toEqual(used);
    expect(said).toHaveLength(used.size);
  });

  it('offered to templates are used by ours', () => {
    const templates = [...loadTemplates().values()].join('\n');
    const code = ['labels', 'sequenceAlt'];
    const idle = Object.keys(WORD_IDS).filter(
      (word) => !code.includes(word) && !templates.includes(`words.${word}`),
    );
    expect(idle).toEqual([]);
  });
});
