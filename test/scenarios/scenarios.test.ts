// Every document of this folder: what its table and its list expect is what the program says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyzeBytes } from '../../src/index.ts';
import type { ConnectionFacts } from '../../src/tcp/connection-facts.ts';
import { scenarioOf } from './scenario.ts';

const HERE = import.meta.dirname;
const documents = readdirSync(HERE).filter((name) => name.endsWith('.md'));

const said = ({ stream, handshake, ending, endedBy }: ConnectionFacts): string =>
  `${stream}: handshake ${handshake}, ending ${ending}${endedBy === null ? '' : `, ended by ${endedBy}`}`;

describe.each(documents)('%s', (name) => {
  const document = readFileSync(join(HERE, name), 'utf8');

  test.each([1000, 0xffff_fff4])('holds with the client counting from %i', async (isn) => {
    const { capture, rows, streams } = scenarioOf(document, isn);
    const { rows: told, connections } = await analyzeBytes(capture, name);
    const lines = told.map(({ kind, labels, findings }, i) =>
      [
        rows[i]?.segment,
        kind,
        [...labels].sort().join(' '),
        findings.map((one) => one.kind).join(' '),
      ].join(' | '),
    );
    const want = rows.map(({ segment, kind, labels, findings }) =>
      [segment, kind, labels, findings].join(' | '),
    );
    expect(lines).toEqual(want);
    expect(connections.map(said)).toEqual(streams);
  });
});

test('a segment that is not in the notation is refused', () => {
  expect(() => scenarioOf('# x\n| `client sends SYN` | syn | | |', 0)).toThrow(
    /not in the notation/,
  );
});
