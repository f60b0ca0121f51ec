// The build puts numbers in the place of their names (build/constants.mjs): nothing else may change.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { constants } from '../../build/constants.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tcpexplain-constants-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FLAGS = `export const Flag = { A: 1, B: 1 << 3, C: -2, D: 0x10 } as const;
export type Flag = (typeof Flag)[keyof typeof Flag];
export const Mixed = { A: 1, B: 'text' } as const;
export const Open = { A: 1 };
`;

/** What the program of these files says, and its text. */
async function built(main: string): Promise<{ said: unknown; text: string }> {
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'src/flags.ts'), FLAGS);
  writeFileSync(join(folder, 'src/main.ts'), main);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'src/main.ts')],
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [constants],
  });
  const text = outputFiles[0]!.text;
  const { said } = (await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`
  )) as { said: unknown };
  return { said, text };
}

describe('constants', () => {
  it('are numbers, also under another name and beside other signs', async () => {
    const { said, text } = await built(`import { Flag as F } from './flags.ts';
export const said = [F.A, F.B, -F.C, 5 & F.D, F.B.toString(2), \`\${F.A}\`];`);
    expect(said).toEqual([1, 8, 2, 0, '1000', '1']);
    expect(text).not.toMatch(/Flag\.|F\./);
  });

  it('stay an object for who asks the object', async () => {
    const { said } = await built(`import { Flag } from './flags.ts';
const name: string = ['B'][0]!;
export const said = [Object.entries(Flag), Flag[name as 'B'], 'Flag.A', /Flag.A/.source];`);
    expect(said).toEqual([Object.entries({ A: 1, B: 8, C: -2, D: 16 }), 8, 'Flag.A', 'Flag.A']);
  });

  it('are only what cannot change and is nothing but numbers', async () => {
    const { said } = await built(`import { Mixed, Open } from './flags.ts';
Open.A = 7;
export const said = [Mixed.A, Mixed.B, Open.A];`);
    expect(said).toEqual([1, 'text', 7]);
  });

  it('are those of their own file where two have the same name', async () => {
    const { said } = await built(`import { Flag as Other } from './flags.ts';
const Flag = { A: 100 } as const;
const [one, two] = [{ Flag: { A: 5 } }, Flag];
export const said = [Flag.A, Other.A, one.Flag.A, two.A];`);
    expect(said).toEqual([100, 1, 5, 100]);
  });
});
