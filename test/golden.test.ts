// The reports of our captures, byte for byte as they are committed. `npm run reports` writes them anew.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { captureNames, rebuild } from '../reports/rebuild.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const REPORTS = join(import.meta.dirname, '../reports');
const folder = temporaryFolder();

describe('the report of', () => {
  beforeAll(() => rebuild(folder), 60_000);

  const files = captureNames().flatMap((name) => [`${name}.md`, `${name}.html`]);
  test.each(files)('%s is the committed one', async (file) => {
    await expect(readFileSync(join(folder, file), 'utf8')).toMatchFileSnapshot(join(REPORTS, file));
  });

  test('every capture is committed, and no report is of a capture that is gone', () => {
    const committed = readdirSync(REPORTS).filter(
      (name) => /\.(?:md|html)$/.test(name) && name !== 'README.md',
    );
    expect(committed.sort()).toEqual([...files].sort());
  });
});
