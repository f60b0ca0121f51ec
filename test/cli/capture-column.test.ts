// What rows of several captures call the file they are from.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { captureNames } from '../../src/cli/capture-column.ts';
import { rowsOf } from '../support/row-schema.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';
import { tcpexplain } from './program-run.ts';

const folder = temporaryFolder();

describe('captures are told apart by the shortest ends of their paths', () => {
  test.each([
    [
      ['a.pcap', 'x/b.pcap'],
      ['a.pcap', 'b.pcap'],
    ],
    [
      ['same.pcap', 'b/same.pcap'],
      ['same.pcap', 'b/same.pcap'],
    ],
    [
      ['b/same.pcap', 'same.pcap'],
      ['b/same.pcap', 'same.pcap'],
    ],
    [
      ['/x/a/s.pcap', '/x/b/s.pcap', '/x/t.pcap'],
      ['a/s.pcap', 'b/s.pcap', 't.pcap'],
    ],
    [
      ['p/x/s.pcap', 'q/x/s.pcap', 'q/y/s.pcap'],
      ['p/x/s.pcap', 'q/x/s.pcap', 'y/s.pcap'],
    ],
    [
      ['/s.pcap', 's.pcap', './s.pcap'],
      ['/s.pcap', 's.pcap', './s.pcap'],
    ],
    [
      ['-', 'a.pcap'],
      ['standard input', 'a.pcap'],
    ],
    [['a.pcap', 'a.pcap'], ['a.pcap']],
  ])('%j', (files, names) => {
    expect([...captureNames(files).values()]).toEqual(names);
  });
});

describe('captures of one name', () => {
  const [one, other] = ['one', 'other'].map((name) => join(folder, name, 'same.pcap'));
  const t = trace().handshake();
  t.client.data('hello\n');
  for (const path of [one!, other!]) {
    mkdirSync(join(path, '..'));
    writeFileSync(path, t.capture());
  }

  test.each([
    ['packets', 'ndjson'],
    ['streams', 'ndjson'],
    ['messages', 'ndjson'],
    ['summary', 'json'],
  ])('have different names in %s', async (command, format) => {
    const { stdout } = await tcpexplain([command, one!, other!, '--format', format]);
    const captures = new Set(rowsOf(stdout).map((row) => row['capture']));
    expect([...captures]).toEqual(['one/same.pcap', 'other/same.pcap']);
  });
});
