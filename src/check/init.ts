// `tcpexplain check --init`: a first lab.yaml of a good capture. Everything in it holds on that capture.

import { Document, isCollection, isMap, isSeq } from 'yaml';
import { visible } from '../report/escape.ts';
import { judge, evaluate } from './evaluate.ts';
import type { Evidence } from './evidence.ts';
import { candidates, connectionNames } from './init-candidates.ts';
import { loadLab } from './load-lab.ts';
import type { Expectation } from './schema/assertions.ts';
import type { Lab } from './schema/lab.ts';
import { say } from './said.ts';
import type { Tell } from './words.ts';

const SCHEMA_FILE = 'lab.schema.json';

/** What stands above a new file: how to check, what to do with it, how editors complete it. */
const header = (tell: Tell): string => {
  const command = (words: string): string => `   tcpexplain check ${words}`;
  return [
    ` ${tell(say('check-init-what'))}`,
    command('CAPTURE --lab lab.yaml'),
    ` ${tell(say('check-init-next'))}`,
    ` ${tell(say('check-init-editor'))}`,
    command(`--schema > ${SCHEMA_FILE}`),
    `   # yaml-language-server: $schema=./${SCHEMA_FILE}`,
  ].join('\n');
};

/** The text of a lab file that the capture passes. `title` names it. */
export function initialLab(evidence: Evidence, title: string, tell: Tell): string {
  const names = connectionNames(evidence);
  const declared = Object.fromEntries([...names].map(([name, { selector }]) => [name, selector]));
  const ground = { evidence, declared };
  const holding = candidates(evidence, names)
    .map((ways) => ways.find((one) => judge(ground, one, undefined).verdict === 'holds'))
    .filter((one) => one !== undefined);
  const used = usedNames(holding);
  const lab: Lab = {
    lab: visible(title),
    connections: Object.fromEntries(Object.entries(declared).filter(([name]) => used.has(name))),
    expect: withMergedCapture(holding),
  };
  const text = yamlText(lab, tell);
  const failing = evaluate(loadLab(text).lab, evidence).filter(({ status }) => status !== 'pass');
  if (failing.length === 0) return text;
  // What reads differently once it is written down is left out.
  const dropped = new Set(failing.map(({ number }) => number - 1));
  return yamlText({ ...lab, expect: lab.expect.filter((_, i) => !dropped.has(i)) }, tell);
}

/** One expectation for all conditions on the capture. */
function withMergedCapture(expectations: readonly Expectation[]): Expectation[] {
  const conditions = expectations.flatMap(({ capture }) =>
    capture === undefined ? [] : [capture],
  );
  const rest = expectations.filter(({ capture }) => capture === undefined);
  return conditions.length === 0
    ? rest
    : [
        { capture: Object.assign({}, ...conditions) as NonNullable<Expectation['capture']> },
        ...rest,
      ];
}

/** Every word of an expectation that may be a connection's name. */
function usedNames(value: unknown): Set<string> {
  if (typeof value === 'string') return new Set([value]);
  if (typeof value !== 'object' || value === null) return new Set();
  return new Set(Object.values(value).flatMap((one) => [...usedNames(one)]));
}

/** Block style for the file, flow style inside an expectation: as people write it. */
function yamlText(lab: Lab, tell: Tell): string {
  const document = new Document(lab, { aliasDuplicateObjects: false });
  document.commentBefore = header(tell);
  const { contents } = document;
  if (isMap(contents)) {
    for (const key of ['connections', 'expect']) {
      const part = contents.get(key);
      if (isMap(part))
        for (const { value } of part.items) if (isCollection(value)) value.flow = true;
      if (!isSeq(part)) continue;
      for (const item of part.items) {
        if (!isMap(item)) continue;
        for (const { value } of item.items) if (isCollection(value)) value.flow = true;
      }
    }
  }
  return document.toString({ lineWidth: 0 });
}
