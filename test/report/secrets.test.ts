// Passwords of the labs' captures: in no report unless asked for, not as text, not in base64, not in the hex dump.

import { Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { analyzeFile, explainAnalysis } from '../../src/index.ts';
import { renderHtml, renderMarkdown, renderTerminal } from '../../src/report/render.ts';
import type { ReportModel } from '../../src/report/report-model.ts';

/** `inBytes` counts the first ones that stand in the capture as they are; the others are decoded from them. */
const LABS = [
  {
    name: 'group-chat-rooms-live',
    secrets: ['laptop123', 'sisma-shel-tal', 'sisma-hadasha', 'parol1', 'bluesky', 'ramz'],
    inBytes: 6,
  },
  {
    name: 'http-direct-live',
    secrets: [Buffer.from('eliad:laptop123').toString('base64'), 'laptop123'],
    inBytes: 1,
  },
] as const;

const madeModel = async (name: string, showSecrets: boolean): Promise<ReportModel> => {
  const file = new URL(`../../captures/${name}.pcap`, import.meta.url).pathname;
  return explainAnalysis(await analyzeFile(file, { showSecrets }));
};

const models = new Map<string, Promise<ReportModel>>();
/** Several tests look at the same. */
function modelOf(name: string, showSecrets: boolean): Promise<ReportModel> {
  const key = `${name} ${showSecrets}`;
  const known = models.get(key) ?? madeModel(name, showSecrets);
  models.set(key, known);
  return known;
}

/** The bytes of all dumps: as hex without spaces, and as the ASCII column reads across its lines. */
const dumpsOf = ({ rows }: ReportModel): string =>
  [...rows]
    .map(({ dump }) => {
      const runs = dump?.lines.flatMap((line) => line.runs) ?? [];
      const hex = runs.map(({ hex: bytes }) => bytes.replaceAll(' ', '')).join('');
      return `${hex}\n${runs.map(({ ascii }) => ascii).join('')}`;
    })
    .join('\n');

const hexOf = (text: string): string => Buffer.from(text).toString('hex');

/** What the command prints. */
const printed = async (...options: string[]): Promise<string> => {
  let text = '';
  const write = (chunk: unknown, _: unknown, done: () => void): void => {
    text += String(chunk);
    done();
  };
  const file = new URL('../../captures/http-direct-live.pcap', import.meta.url).pathname;
  await run([file, '-o', '-', '--format', 'markdown', '--frames', '78', ...options], {
    stdin: Readable.from([]) as unknown as NodeJS.ReadStream,
    stdout: new Writable({ write }),
    stderr: new Writable({ write }),
    env: {},
    exitCode: 0,
  });
  return text;
};

test('the report command masks unless it is given --show-secrets', async () => {
  expect(await printed()).toContain('what may be one, is masked here');
  expect((await printed()).includes('laptop123')).toBe(false);
  expect((await printed('--show-secrets')).includes('laptop123')).toBe(true);
});

describe.each(LABS)('the report of $name', ({ name, secrets, inBytes }) => {
  test('holds no password in Markdown, HTML or the terminal, and says what is masked', async () => {
    const model = await modelOf(name, false);
    const texts = [renderMarkdown(model), renderHtml(model), dumpsOf(model)];
    texts.push(renderTerminal(model, { width: 10_000, level: 0 }));
    const forms = secrets.flatMap((secret) => [secret, hexOf(secret)]);
    expect(forms.filter((form) => texts.some((text) => text.includes(form)))).toEqual([]);
    expect(texts[0]?.includes('what may be one, is masked here')).toBe(true);
    expect(texts[0]?.includes('`--show-secrets`')).toBe(true);
  });

  test('shows them with --show-secrets', async () => {
    const model = await modelOf(name, true);
    const dumps = dumpsOf(model);
    const sent = secrets.slice(0, inBytes);
    expect(sent.filter((secret) => !dumps.includes(hexOf(secret)))).toEqual([]);
    for (const text of [renderMarkdown(model), renderTerminal(model, { width: 10_000, level: 0 })])
      expect(secrets.filter((secret) => !text.includes(secret))).toEqual([]);
    expect([...model.rows].every(({ masked }) => masked === null)).toBe(true);
  });

  test('masks nothing but the bytes of passwords: every other byte of a row is as it was sent', async () => {
    const masked = [...(await modelOf(name, false)).rows];
    const shown = [...(await modelOf(name, true)).rows];
    const changed = masked.filter(
      (row, at) => JSON.stringify(row.dump) !== JSON.stringify(shown[at]?.dump),
    );
    expect(changed.map(({ line }) => line.frame)).toEqual(
      masked.filter((row) => row.masked !== null).map(({ line }) => line.frame),
    );
    expect(changed.length).toBeGreaterThan(0);
    const hex = (row: (typeof changed)[number]): string[] =>
      row.dump?.lines.flatMap((line) => line.runs.flatMap((bytes) => bytes.hex.split(' '))) ?? [];
    for (const row of changed) {
      const sent = hex(shown.find(({ line }) => line.frame === row.line.frame)!);
      for (const [at, byte] of hex(row).entries()) expect(['2a', sent[at]]).toContain(byte);
    }
  });
});
