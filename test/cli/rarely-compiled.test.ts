// What runs while V8 compiles less is run once, and its faults and V8's usual ways come back.
import { execFileSync } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import { expect, it, vi } from 'vitest';
import { rarelyCompiled } from '../../src/cli/rarely-compiled.ts';

vi.mock('node:v8', () => ({ setFlagsFromString: vi.fn<(flags: string) => void>() }));

it('is run once, and its fault comes through', () => {
  const run = vi.fn<() => void>();
  rarelyCompiled(run);
  expect(run).toHaveBeenCalledTimes(1);
  const fault = (): never => {
    throw new Error('made');
  };
  expect(() => rarelyCompiled(fault)).toThrow('made');
});

// Other versions are left alone, so there is nothing to give back there.
it.runIf(process.versions.v8.startsWith('11.3.'))('V8 has its own number again afterwards', () => {
  vi.mocked(setFlagsFromString).mockClear();
  expect(() => {
    rarelyCompiled(() => {
      expect(setFlagsFromString).toHaveBeenCalledTimes(1);
      throw new Error('made');
    });
  }).toThrow('made');
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  const [, usual] = /--interrupt-budget \(.*\n.*default: (--interrupt-budget=\d+)/.exec(options)!;
  expect(vi.mocked(setFlagsFromString).mock.calls.at(-1)).toEqual([usual]);
});
