// The built program starts from V8's code cache where it can, and runs the same where it cannot: another Node, other
// flags, a damaged or missing cache, an installation that cannot be written to.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const CAPTURE = join(ROOT, 'captures/http-direct.pcap');
const isBuilt = existsSync(join(ROOT, 'dist/cli.cjs'));

const folder = mkdtempSync(join(tmpdir(), 'boot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of what a package holds, without any node_modules around it. */
function installed(name: string): string {
  const place = join(folder, name);
  for (const part of ['dist', 'templates', 'package.json'])
    cpSync(join(ROOT, part), join(place, part), {
      recursive: true,
      filter: (path) => !path.includes('types'),
    });
  return place;
}

const rows = (place: string, flags: readonly string[] = [], entry = 'cli.cjs'): string =>
  execFileSync(
    process.execPath,
    [...flags, join(place, 'dist', entry), CAPTURE, '-o', '-', '--format', 'markdown'],
    { encoding: 'utf8' },
  );

describe.skipIf(!isBuilt)('the built program (skipped where dist/ is not built)', () => {
  const expected = isBuilt ? rows(ROOT) : '';

  it('explains a capture', () => {
    expect(expected).toContain('## Packet list');
  });

  it('also by the name that scripts have for it', () => {
    expect(rows(ROOT, [], 'cli.js')).toBe(expected);
  });

  it('runs where nothing but the package is', () => {
    expect(rows(installed('alone'))).toBe(expected);
  });

  it('runs without a cache', () => {
    const place = installed('none');
    rmSync(join(place, 'dist/cache'), { recursive: true });
    expect(rows(place)).toBe(expected);
  });

  it('passes over a damaged cache', () => {
    const place = installed('damaged');
    for (const name of readdirSync(join(place, 'dist/cache')))
      writeFileSync(join(place, 'dist/cache', name), 'no code');
    expect(rows(place)).toBe(expected);
  });

  it('passes over a cache that was made with other flags', () => {
    expect(rows(ROOT, ['--no-opt'])).toBe(expected);
  });

  it("runs a user's templates, for which Handlebars is loaded", () => {
    const place = installed('templates');
    cpSync(join(place, 'templates'), join(place, 'mine'), { recursive: true });
    writeFileSync(join(place, 'mine/markdown/packet-list.hbs'), 'no list\n');
    const text = execFileSync(
      process.execPath,
      [
        join(place, 'dist/cli.cjs'),
        CAPTURE,
        '-o',
        '-',
        '--format',
        'markdown',
        '--template',
        join(place, 'mine'),
      ],
      { encoding: 'utf8' },
    );
    expect(text).toContain('no list\n');
  });

  it.each(['check', 'craft', 'follow', 'messages', 'packets', 'sockets', 'streams', 'summary'])(
    'has %s, with its help',
    (command) => {
      const { status, stdout } = spawnSync(
        process.execPath,
        [join(ROOT, 'dist/cli.cjs'), command, '--help'],
        { encoding: 'utf8' },
      );
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: tcpexplain ${command}`);
    },
  );

  it('tells a fault by the names of its sources', () => {
    const fault = join(folder, 'fault.cjs');
    writeFileSync(fault, "Math.imul = () => { throw new Error('made') };");
    const run = (env: Record<string, string>) =>
      spawnSync(
        process.execPath,
        ['--require', fault, join(ROOT, 'dist/cli.cjs'), 'summary', CAPTURE],
        { encoding: 'utf8', env: { ...process.env, ...env } },
      );
    expect(run({})).toMatchObject({ status: 70, stderr: expect.stringContaining('fault') });
    const { status, stderr } = run({ TCPEXPLAIN_DEBUG: '1' });
    expect(status).toBe(70);
    expect(stderr).toMatch(/^Error: made\n/);
    expect(stderr).toMatch(/at hash .*src\/tcp\/pair-table\.ts:\d+:/);
  });

  it('names what is missing in a broken installation', () => {
    const place = installed('fault');
    rmSync(join(place, 'templates'), { recursive: true });
    const { stderr } = spawnSync(process.execPath, [join(place, 'dist/cli.cjs'), CAPTURE], {
      encoding: 'utf8',
    });
    expect(stderr).toContain('template markdown/report.hbs: not in this package');
  });
});
