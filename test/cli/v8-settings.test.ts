// What runs while V8 compiles less is run once, and its faults and V8's usual ways come back.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { rarelyCompiled } from '../../src/cli/v8-settings.ts';

it('is run once, and its fault comes through', () => {
  let runs = 0;
  const noFlags = (): void => undefined;
  rarelyCompiled(() => runs++, noFlags);
  expect(runs).toBe(1);
  const fault = (): never => {
    throw new Error('made');
  };
  expect(() => rarelyCompiled(fault, noFlags)).toThrow('made');
});

// Other versions are left alone, so there is nothing to give back there.
it.runIf(process.versions.v8.startsWith('11.3.'))('V8 has its own number again afterwards', () => {
  const told: string[] = [];
  const fault = (): never => {
    expect(told).toHaveLength(1);
    throw new Error('made');
  };
  expect(() => rarelyCompiled(fault, (flags) => told.push(flags))).toThrow('made');
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  const [, usual] = /--interrupt-budget \(.*\n.*default: (--interrupt-budget=\d+)/.exec(options)!;
  expect(told.slice(1)).toEqual([usual]);
});
