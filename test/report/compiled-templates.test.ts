// The build compiles our templates; the sources run them by Handlebars. Both must give the same bytes.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainAnalysis } from '../../src/explained.ts';
import { analyzeFile } from '../../src/index.ts';
import { compiledTemplate } from '../../src/report/compile-template.ts';
import { cspHash } from '../../src/report/csp-hash.ts';
import { loadTemplates } from '../../src/report/load-templates.ts';
import { HTML, MARKDOWN, type Medium } from '../../src/report/medium.ts';
import { PageText } from '../../src/report/page-text.ts';
import { precompiledModule } from '../../src/report/precompile.ts';
import type { Precompiled } from '../../src/report/precompiled.ts';
import { renderHtml } from '../../src/report/render.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import { runSteps } from '../../src/report/steps.ts';
import { runTemplates } from '../../src/report/template-engine.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { madeModel } from './made-analysis.ts';

const module = `data:text/javascript,${encodeURIComponent(precompiledModule())}`;
const { PRECOMPILED, KNOWN_HASHES } = (await import(/* @vite-ignore */ module)) as {
  PRECOMPILED: ReadonlyMap<string, Precompiled>;
  KNOWN_HASHES: ReadonlyMap<string, string>;
};
const templates = loadTemplates();
const MORE = {
  html: { style: 's', script: '', policy: 'p', ladderSvg: '<svg>' },
  markdown: { mermaidSource: 'x' },
} as const;

function by(medium: Medium, model: ReportModel, compiled: ReadonlyMap<string, Precompiled>) {
  const pieces: Buffer[] = [];
  const text = new PageText((utf8) => pieces.push(Buffer.from(utf8)));
  runSteps(runTemplates(templates, medium, model, MORE[medium.name], text, compiled));
  text.end();
  return Buffer.concat(pieces).toString();
}

const CAPTURES = join(import.meta.dirname, '../../captures');
const captures = readdirSync(CAPTURES).filter((name) => name.endsWith('.pcap'));

const models = new Map<string, Promise<ReportModel>>();
/** One for both media. */
function modelOf(name: string): Promise<ReportModel> {
  const known =
    models.get(name) ?? analyzeFile(join(CAPTURES, name)).then((a) => explainAnalysis(a));
  models.set(name, known);
  return known;
}

describe.each([HTML, MARKDOWN])('compiled $name templates', (medium) => {
  it.each(captures)('say of %s what Handlebars says', async (name) => {
    const model = await modelOf(name);
    expect(by(medium, model, PRECOMPILED)).toBe(by(medium, model, new Map()));
  });

  it.each(HOSTILE_TEXTS)('escape %s as Handlebars does', (_, text) => {
    const model = madeModel(text);
    expect(by(medium, model, PRECOMPILED)).toBe(by(medium, model, new Map()));
  });

  it('are strict: a name that is not in the model is an error', () => {
    const { words: _words, ...rest } = madeModel('x');
    expect(() => by(medium, rest as ReportModel, PRECOMPILED)).toThrow(
      '"words" is not in the model',
    );
  });
});

it.each([
  ['{{#with a}}{{/with}}', '{{#with}}'],
  ['{{> row a=1}}', 'a partial with arguments'],
  ['{{../a}}', '../a beyond the file'],
  ['{{#each a}}{{@index}}{{/each}}', '@index'],
  ['{{#each a}}{{else}}b{{/each}}', 'each with else'],
])('what is not known, %s, is refused while building', (source, what) => {
  expect(() => compiledTemplate('html/x.hbs', source, new Set())).toThrow(
    `html/x.hbs:1: ${what} is not compiled`,
  );
});

it('the hashes of our style sheet and script are known beforehand, and are right', () => {
  const html = renderHtml(madeModel('x'));
  const texts = ['style', 'script'].map(
    (name) => new RegExp(`<${name}>([^]*?)</${name}>`).exec(html)![1]!,
  );
  expect([...KNOWN_HASHES.keys()]).toEqual(texts);
  for (const text of texts) expect(KNOWN_HASHES.get(text)).toBe(cspHash(text));
});
