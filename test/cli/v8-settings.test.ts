// V8 must know what it is asked: it passes over an option that it does not have.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { compileForReading, compileForTelling } from '../../src/cli/v8-settings.ts';

it('V8 has the options that are set, and another version is asked nothing', () => {
  const told: string[] = [];
  for (const set of [compileForReading, compileForTelling]) set((flags) => told.push(flags));
  expect(told).toHaveLength(process.versions.v8.startsWith('11.3.') ? 3 : 0);
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  for (const flag of told)
    expect(options).toContain(`${flag.split('=')[0]!.replace('--no-', '--')} (`);
});
