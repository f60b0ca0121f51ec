// The lecturers' page: its lab files are right, it names every assertion, and its mistake is told as it says.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { REPORTER_NAMES } from '../../src/check/reporter-names.ts';
import { loadLab } from '../../src/check/load-lab.ts';
import { mistakesOf } from './english.ts';
import { LAB_NAMES } from './lab-captures.ts';
import { ASSERTIONS, CLOSES, RESETS } from '../../src/check/schema/assertions.ts';

const ROOT = join(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/lecturers.md'), 'utf8');
const yamls = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text]) => text!);
const labs = yamls.filter((text) => /^lab:/m.test(text));

test('its lab files are right', () => {
  expect(labs.length).toBe(2);
  for (const text of labs) expect(loadLab(text).lab.expect.length).toBeGreaterThan(4);
});

test('it names every assertion, every way to close, every cause and every reporter', () => {
  const words = [...ASSERTIONS, ...CLOSES, ...RESETS, ...REPORTER_NAMES];
  expect(
    words.filter((word) => !page.includes(`\`${word}`) && !page.includes(` ${word}\``)),
  ).toEqual([]);
});

test('a slip is told as it says', () => {
  const slip = labs[0]!.replace('- message:', '- mesage:');
  expect(mistakesOf(slip)).toEqual(['10:5 "mesage" is not known here; did you mean "message"?']);
  expect(page).toContain('lab.yaml:10:5: "mesage" is not known here; did you mean "message"?');
});

test('the action takes the inputs of its workflow', () => {
  const workflow = parse(yamls.find((text) => text.includes('jobs:'))!) as {
    jobs: { lab: { steps: { with?: Record<string, string> }[] } };
  };
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, object>;
  };
  const used = Object.keys(workflow.jobs.lab.steps.find((step) => step.with)!.with!);
  expect(used.filter((input) => !(input in action.inputs))).toEqual([]);
});

test("every one of the project's labs is checked by its own action in CI", () => {
  const { jobs } = parse(readFileSync(join(ROOT, '.github/workflows/check.yml'), 'utf8')) as {
    jobs: { labs: { steps: { uses: string; with?: { lab?: string } }[] } };
  };
  const checked = jobs.labs.steps.filter(({ uses }) => uses === './').map((step) => step.with?.lab);
  expect(checked).toEqual(LAB_NAMES.map((lab) => `captures/labs/${lab}/lab.yaml`));
});
