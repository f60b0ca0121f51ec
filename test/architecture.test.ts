// The import table of the design as data: which folder may know which, and why. A rule that is broken is printed
// with its reason.
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

interface Rule {
  /** Folders or root files whose values may be used. */
  values: readonly string[];
  /** Further ones of which types alone may be used. */
  types?: readonly string[];
  /** Packages and Node's own modules. */
  outside?: readonly string[];
  why: string;
}

/** By folder of src/, or by file for those at its root. Everything may import itself. */
const TABLE: Readonly<Record<string, Rule>> = {
  capture: {
    values: [],
    outside: [
      'node:fs',
      'node:fs/promises',
      'node:stream',
      'node:timers/promises',
      'node:zlib',
      'fzstd',
    ],
    why: 'capture says what was recorded and knows nothing of packets; it alone opens files',
  },
  decode: {
    values: [],
    types: [],
    outside: ['node:zlib'],
    why: 'decode is offsets and masks over bytes, and DEFLATE where a packet is compressed (IPComp): no input or output, no state between connections',
  },
  tcp: {
    values: ['decode'],
    outside: ['node:crypto'],
    why: 'tcp follows connections from decoded headers, those of Multipath TCP by the hashes of their keys; what is notable is not its matter',
  },
  classify: {
    values: ['tcp'],
    types: ['decode'],
    why: 'classify judges what tcp keeps; it may not look into bytes, only name flags and copied fields',
  },
  stitch: {
    values: ['decode', 'tcp'],
    types: ['sink.ts'],
    why: 'stitch joins what connections said, taken off the pass, and must not depend on how segments were judged',
  },
  collect: {
    values: ['decode', 'tcp', 'classify', 'stitch'],
    types: ['capture', 'sink.ts'],
    why: 'collect is the one place where lent bytes are copied: it sees all stages before words, and no words',
  },
  streams: {
    values: ['decode', 'tcp'],
    types: ['capture', 'classify', 'sink.ts'],
    why: 'streams tells connections as data, from counters alone: no rows are kept, no words made',
  },
  follow: {
    values: ['decode', 'tcp', 'report'],
    types: ['capture', 'classify', 'sink.ts'],
    outside: ['node:util'],
    why: 'follow puts the bytes of a connection in order and streams them out, text through report/escape.ts: nothing is kept or explained',
  },
  sockets: {
    values: ['decode', 'tcp', 'classify', 'capture'],
    types: ['export', 'sink.ts'],
    why: 'sockets runs a capture up to a moment and tells the state of both ends, as ss would (labels for stream numbers alone); no rows, no words',
  },
  export: {
    values: ['tcp', 'streams', 'stitch'],
    types: ['capture', 'decode', 'classify', 'sink.ts'],
    why: 'export writes rows for programs straight from the pass: no report, no language',
  },
  explain: {
    values: ['tcp'],
    types: ['capture', 'decode', 'classify', 'collect', 'stitch'],
    outside: ['@fluent/bundle'],
    why: 'explain turns facts into words: it computes no fact anew and lays nothing out',
  },
  report: {
    values: ['explain'],
    types: ['capture', 'decode', 'tcp', 'classify', 'collect', 'stitch'],
    outside: [
      'handlebars',
      'chalk',
      'string-width',
      'wrap-ansi',
      'node:crypto',
      'node:fs',
      'node:path',
      'node:url',
    ],
    why: 'report lays out what explain said, and makes captured text harmless; facts reach it as types only',
  },
  check: {
    values: ['decode', 'tcp', 'classify', 'collect', 'streams', 'stitch', 'report'],
    types: ['capture', 'sink.ts'],
    outside: ['yaml', 'zod', 're2js', 'node:path'],
    why: 'check holds a contract against what the stages found: it counts over the whole pass what expectations ask for, and judges nothing that a stage has judged',
  },
  craft: {
    values: ['capture', 'decode', 'tcp', 'report'],
    outside: ['csv-parse/sync'],
    why: 'craft writes captures with the tables the decoder reads them by; it analyses nothing',
  },
  cli: {
    values: [
      'analyze.ts',
      'look-again.ts',
      'explained.ts',
      'capture',
      'decode',
      'collect',
      'streams',
      'follow',
      'sockets',
      'stitch',
      'export',
      'explain',
      'report',
      'craft',
      'check',
    ],
    types: ['sink.ts', 'tcp', 'classify'],
    outside: [
      'commander',
      'chalk',
      'cli-progress',
      'node:fs',
      'node:fs/promises',
      'node:path',
      'node:stream',
      'node:util',
      'node:v8',
    ],
    why: 'cli reads arguments and writes streams; what is found out comes from the stages through their doors',
  },
  'sink.ts': {
    values: [],
    types: ['capture', 'decode', 'tcp', 'classify'],
    why: 'a sink is a shape: it lends what the pass has, and has no code',
  },
  'analyze.ts': {
    values: ['capture', 'decode', 'tcp', 'classify'],
    types: ['sink.ts'],
    why: 'the pipeline in one screen: capture > decode > tcp > classify, and no stage behind them',
  },
  'look-again.ts': {
    values: ['analyze.ts', 'capture', 'collect'],
    why: 'the pass once more, for rows that only its end shows to be worth keeping',
  },
  'explained.ts': {
    values: ['explain', 'report'],
    types: ['collect'],
    why: 'from an analysis to the model of a report; it reads no capture',
  },
  'index.ts': {
    values: [
      'stitch',
      'analyze.ts',
      'look-again.ts',
      'explained.ts',
      'capture',
      'collect',
      'export',
      'report',
      'streams',
      'follow',
    ],
    types: ['sink.ts', 'tcp', 'classify', 'explain', 'decode', 'stitch'],
    outside: ['node:path'],
    why: 'the public library: whole steps, no command line',
  },
  'boot.ts': {
    values: ['cli'],
    outside: ['node:fs', 'node:module', 'node:path', 'node:vm'],
    why: 'boot starts the built program from its code cache, before anything of it is loaded; of cli it asks only which commands are needed',
  },
  'globals.d.ts': { values: [], why: 'declarations of the build' },
};

/** Single files that other folders may use although their folder is closed to them. */
const DOORS: readonly (readonly [from: string, file: string, why: string])[] = [
  [
    'decode',
    'capture/link-type.ts',
    'link-layer numbers are the one thing a record and its decoder share',
  ],
  ['classify', 'decode/tcp-view.ts', 'names of the TCP flags'],
  ['collect', 'capture/link-type.ts', 'names of link types in reports'],
  [
    'collect',
    'capture/record-view.ts',
    'a copied record is decoded again through a view of the same shape',
  ],
  ['export', 'capture/link-type.ts', 'names of link types in summaries'],
  ['follow', 'export/utf8-lines.ts', 'text is gathered as bytes in one way'],
  ['explain', 'stitch/mask.ts', 'what stands for a password is the same in every output'],
  ['report', 'tcp/endpoint-text.ts', 'an endpoint is written in one way, wherever it is shown'],
  ['report', 'tcp/grouped.ts', 'things are put together by a key in one way; it knows no facts'],
  ['check', 'capture/link-type.ts', 'names of link types in conditions on a capture'],
  ['check', 'capture/record-view.ts', 'a record copied, to be decoded later'],
  ['check', 'explain/catalogue.ts', 'one engine for the messages of every catalogue'],
  ['check', 'explain/args.ts', 'what may stand in a message'],
  ['check', 'explain/rich-text.ts', 'what a message comes to'],
];

interface Import {
  from: string;
  /** Path in src/, or the package. */
  to: string;
  typeOnly: boolean;
  reExport: boolean;
}

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

const STATIC = /^(import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)';/gm;
const DYNAMIC = /\bimport\('([^']+)'\)/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, 'src', file), 'utf8');
  const target = (specifier: string): string =>
    specifier.startsWith('.')
      ? relative(
          join(ROOT, 'src'),
          resolve(ROOT, 'src', dirname(file), specifier.replace(/\?raw$/, '')),
        ).replaceAll('\\', '/')
      : specifier;
  const statics = [...text.matchAll(STATIC)].map(([, word, type, names, specifier]) => ({
    from: file,
    to: target(specifier!),
    typeOnly:
      type !== undefined || /^\{(?:\s*type\s+\w+(?:\s+as\s+\w+)?,?)+\s*\}$/.test(names ?? ''),
    reExport: word === 'export',
  }));
  const dynamics = [...text.matchAll(DYNAMIC)].map(([, specifier]) => ({
    from: file,
    to: target(specifier!),
    typeOnly: false,
    reExport: false,
  }));
  return [...statics, ...dynamics];
}

const imports = sources.flatMap(importsOf);
const isOurs = (to: string): boolean => /\.(?:ts|ftl)$/.test(to) && !to.startsWith('node:');
const unitOf = (path: string): string => path.split('/')[0]!;

const allowed = ({ from, to, typeOnly }: Import): boolean => {
  const unit = unitOf(from);
  const rule = TABLE[unit];
  if (rule === undefined) return false;
  if (!isOurs(to)) return rule.outside?.includes(to) === true;
  const target = unitOf(to);
  if (target === unit || rule.values.includes(target)) return true;
  if (typeOnly && rule.types?.includes(target) === true) return true;
  return DOORS.some(([folder, file]) => folder === unit && file === to);
};

const tried = (from: string, to: string, typeOnly = false): boolean =>
  allowed({ from, to, typeOnly, reExport: false });

const packageOf = (to: string): string =>
  to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/');

describe('the import table', () => {
  test('covers every folder of src', () => {
    expect([...new Set(sources.map(unitOf))].filter((unit) => !(unit in TABLE))).toEqual([]);
  });

  const rules = Object.entries(TABLE).map(([unit, { why }]) => ({ unit, why }));
  test.each(rules)('$unit imports what it may: $why', ({ unit, why }) => {
    const broken = imports
      .filter((one) => unitOf(one.from) === unit && !allowed(one))
      .map(
        ({ from, to, typeOnly }) =>
          `src/${from} imports ${typeOnly ? 'types of ' : ''}${to}: but ${why}`,
      );
    expect(broken).toEqual([]);
  });

  test('finds imports at all', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(
      imports.some(({ from, to }) => from === 'analyze.ts' && to === 'classify/classify.ts'),
    ).toBe(true);
  });

  test('would refuse what it must', () => {
    expect(tried('tcp/x.ts', 'classify/kind.ts')).toBe(false);
    expect(tried('decode/x.ts', 'node:fs')).toBe(false);
    expect(tried('report/x.ts', 'tcp/seq.ts')).toBe(false);
    expect(tried('report/x.ts', 'tcp/seq.ts', true)).toBe(true);
    expect(tried('classify/x.ts', 'decode/bytes.ts')).toBe(false);
  });
});

describe('the tree', () => {
  test('has no import cycles: a file that needs itself cannot be understood alone', () => {
    const next = new Map(
      sources.map((file) => [
        file,
        imports.filter((one) => one.from === file && !one.typeOnly).map(({ to }) => to),
      ]),
    );
    const done = new Set<string>();
    const cycles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(' > '));
        return;
      }
      if (done.has(file)) return;
      for (const to of next.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of sources) visit(file, []);
    expect(cycles).toEqual([]);
  });

  test('has no barrel but index.ts: a file that only passes on hides where things are', () => {
    expect(imports.filter(({ reExport, from }) => reExport && from !== 'index.ts')).toEqual([]);
  });

  test('never imports from the tests, the captures or the bench', () => {
    expect(imports.filter(({ to }) => to.startsWith('..'))).toEqual([]);
  });

  test('has no file or folder for what has no name of its own', () => {
    const nameless = /(?:^|[/-])(?:utils?|helpers?|misc|manager)(?:[/.-]|$)/;
    expect(sources.filter((file) => nameless.test(file))).toEqual([]);
  });

  test('has no default export: a thing has one name everywhere', () => {
    const exported = sources.filter((file) =>
      /^export default/m.test(readFileSync(join(ROOT, 'src', file), 'utf8')),
    );
    expect(exported).toEqual([]);
  });

  test('opens every file with a comment that says what it owns', () => {
    const silent = sources.filter(
      (file) =>
        !/^(?:#!.*\n)?\/(?:\/|\*\*) ?\S/.test(readFileSync(join(ROOT, 'src', file), 'utf8')),
    );
    expect(silent).toEqual([]);
  });
});

describe('dependencies', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    devDependencies: Record<string, string>;
  };
  const all = { ...manifest.dependencies, ...manifest.devDependencies };

  test('are pinned: the same install on every machine', () => {
    expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual(
      [],
    );
  });

  test('of the program are all used, and all that is used is declared', () => {
    const used = new Set(
      imports
        .map(({ to }) => to)
        .filter((to) => !isOurs(to) && !to.startsWith('node:'))
        .map(packageOf),
    );
    expect([...used].sort()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  test("are written node:fs, not fs, where they are Node's own", () => {
    expect(imports.filter(({ to }) => builtinModules.includes(to))).toEqual([]);
  });

  test('of the tests are declared', () => {
    const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts'),
    );
    const undeclared = files.flatMap((file) =>
      [
        ...readFileSync(join(ROOT, 'test', file), 'utf8').matchAll(
          /^import [^;]*?from '([^.'][^']*)';/gm,
        ),
      ]
        .map(([, to]) => to!)
        .filter(
          (to) =>
            !to.startsWith('node:') &&
            !Object.keys(all).some((name) => to === name || to.startsWith(`${name}/`)),
        )
        .map((to) => `${file}: ${to}`),
    );
    expect(undeclared).toEqual([]);
  });
});

describe('the maps', () => {
  const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const library = readFileSync(join(ROOT, 'src/index.ts'), 'utf8');
  const lines = [...library.matchAll(/^\/\/ {3}([a-z]+) {2,}(\S.*?)(?: {2,}(\S.*))?$/gm)];

  test('in index.ts shows every folder, and none that is not there', () => {
    expect(lines.map(([, folder]) => folder!).sort()).toEqual(folders);
  });

  test('in index.ts names nothing that is not exported', () => {
    const exported = [...library.matchAll(/^export [^;]*;/gm)].join('\n');
    const named = lines.flatMap(([, , , names]) => names?.split(', ') ?? []);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !new RegExp(`\\b${name}\\b`).test(exported))).toEqual([]);
  });

  test('in CONTRIBUTING.md shows every folder, and none that is not there', () => {
    const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    const named = [...text.matchAll(/^\| `src\/([a-z]+)` +\|/gm)].map(([, folder]) => folder!);
    expect(named.sort()).toEqual(folders);
  });
});
