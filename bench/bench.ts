// `npm run bench`: makes the captures in a temporary folder, runs the contenders side by side, writes RESULTS.md.
//   --quick       a tenth of the packets, one run each     --packets N   packets of the bulk capture
//   --only TEXT   only contenders whose name has TEXT      --dry         leaves RESULTS.md as it is
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { COMMANDS, contenders, OURS, PROGRAM, tcpexplain, type Contender } from './contenders.ts';
import { CAPTURE_KINDS, makeCapture, type CaptureKind } from './make-captures.ts';
import { isOnOneCore, median, medianRun, runOnce, type CommandLine, type Run } from './measure.ts';
import { machine, speedTable, table } from './results.ts';

const root = join(import.meta.dirname, '..');
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    dry: { type: 'boolean', default: false },
    packets: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const bulkPackets = Number(options.packets ?? (options.quick ? 100_000 : 1_000_000));
const PACKETS: Readonly<Record<CaptureKind, number>> = {
  bulk: bulkPackets,
  connections: bulkPackets * 3.5,
};
const RUNS = options.quick ? 1 : 5;
const SLOW_RUNS = 1;
const START_UP_RUNS = options.quick ? 3 : 9;

const folder = mkdtempSync(join(tmpdir(), 'tcpexplain-bench-'));
try {
  if (!existsSync(PROGRAM)) throw new Error('run `npm run build` first');
  const sections = [
    await speed('bulk'),
    await speed('connections'),
    await growth(),
    await commands(),
    await startUp(),
  ];
  const text = `${preface()}\n${sections.join('\n')}`;
  if (!options.dry) writeFileSync(join(root, 'bench/RESULTS.md'), text);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function preface(): string {
  const core = isOnOneCore ? 'held on one core' : 'not held on one core';
  return `# Speed and memory, as measured by \`npm run bench\`

${machine()}.
Whole processes, ${core}; median of ${RUNS} runs (of the slow tools ${SLOW_RUNS}). Between any two of them ours runs, and
a ratio is that to ours right before and after: a busy minute of the machine falls on both. Times are this machine's; the
ratios are what to compare.
`;
}

async function speed(kind: CaptureKind): Promise<string> {
  const packets = PACKETS[kind];
  const capture = captureOf(kind, packets);
  const others = contenders().filter((one) => one !== OURS && one.name.includes(options.only));
  // The first run warms up: the file comes into memory.
  await timed(OURS, capture);
  const ours: Run[] = [await timed(OURS, capture)];
  const beside = new Map<Contender, Compared[]>(others.map((one) => [one, []]));
  for (let turn = 1; turn <= RUNS; turn++) {
    for (const one of others) {
      if (one.isSlow && turn > SLOW_RUNS) continue;
      const run = await timed(one, capture);
      const [before, after] = [ours.at(-1)!, await timed(OURS, capture)];
      ours.push(after);
      const oursSeconds = (before.wallSeconds + after.wallSeconds) / 2;
      beside.get(one)!.push({ ...run, timesOurs: run.wallSeconds / oursSeconds });
    }
  }
  const rows = [
    { ...OURS, run: medianRun(ours), timesOurs: 1 },
    ...others.map((one) => {
      const runs = beside.get(one)!;
      return { ...one, run: medianRun(runs), timesOurs: median(runs.map((r) => r.timesOurs)) };
    }),
  ];
  return section(`${kind}: ${packets.toLocaleString('en')} packets`, speedTable(rows, packets));
}

/** A run, and how many times as long it took as ours right before and after it. */
interface Compared extends Run {
  readonly timesOurs: number;
}

async function timed({ command }: Pick<Contender, 'command'>, capture: string): Promise<Run> {
  const scratch = join(folder, 'scratch');
  mkdirSync(scratch, { recursive: true });
  try {
    return await runOnce(command(capture, scratch));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Time against size: the totals, and the report with its default budget of rows, in turns. */
async function growth(): Promise<string> {
  const rows: string[][] = [];
  for (const kind of CAPTURE_KINDS) {
    for (const factor of [1, 2, 4]) {
      const packets = (PACKETS[kind] * factor) / 4;
      const capture = captureOf(kind, packets);
      const [totals, report] = await inTurns(
        () => timed(OURS, capture),
        () => runOnce(reportOf(capture)),
      );
      const ratios = report.map((run, turn) => run.wallSeconds / totals[turn]!.wallSeconds);
      rows.push([
        kind,
        packets.toLocaleString('en'),
        ...[totals, report]
          .map(medianRun)
          .flatMap(({ wallSeconds, peakMib }) => [
            `${wallSeconds.toFixed(2)} s`,
            `${peakMib.toFixed(0)} MiB`,
          ]),
        median(ratios).toFixed(2),
      ]);
    }
  }
  const head = ['capture', 'packets', 'summary', 'peak memory', 'report', 'peak memory'];
  return section(
    'Growth, and the report of a big capture',
    table([...head, 'times summary'], rows),
  );
}

/** A busy minute of the machine falls on both. The first runs warm up. */
async function inTurns(
  one: () => Promise<Run>,
  other: () => Promise<Run>,
): Promise<readonly [Run[], Run[]]> {
  await one();
  await other();
  const runs: [Run[], Run[]] = [[], []];
  for (let turn = 0; turn < RUNS; turn++) {
    runs[0].push(await one());
    runs[1].push(await other());
  }
  return runs;
}

/** What else runs through a whole capture, on a quarter of both; once. */
async function commands(): Promise<string> {
  const captures = CAPTURE_KINDS.map((kind) => ({ kind, packets: PACKETS[kind] / 4 }));
  const rows: string[][] = [];
  for (const one of COMMANDS) {
    const cells: string[] = [];
    for (const { kind, packets } of captures) {
      const { wallSeconds, peakMib } = await timed(one, captureOf(kind, packets));
      cells.push(`${wallSeconds.toFixed(2)} s`, `${peakMib.toFixed(0)} MiB`);
    }
    rows.push([one.name, ...cells]);
  }
  const head = captures.flatMap(({ kind, packets }) => [
    `${kind}, ${packets.toLocaleString('en')} packets`,
    'peak memory',
  ]);
  return section('Other commands', table(['command', ...head], rows));
}

async function startUp(): Promise<string> {
  const capture = join(root, 'captures/server-client-messages.pcap');
  const run = await several(() => runOnce(reportOf(capture)), START_UP_RUNS);
  const node = await several(() => runOnce([process.execPath, '-e', '0']), START_UP_RUNS);
  const rows = [
    startUpRow('tcpexplain, three reports of 16 packets', run),
    startUpRow('node -e 0', node),
  ];
  return section('Start-up, whole process', table(['command', 'time', 'peak memory'], rows));
}

function startUpRow(what: string, { wallSeconds, peakMib }: Run): string[] {
  return [what, `${(wallSeconds * 1000).toFixed(0)} ms`, `${peakMib.toFixed(0)} MiB`];
}

function reportOf(capture: string): CommandLine {
  return tcpexplain(capture, '-o', join(folder, 'reports'));
}

async function several(once: () => Promise<Run>, count: number): Promise<Run> {
  await once();
  const runs: Run[] = [];
  for (let i = 0; i < count; i++) runs.push(await once());
  return medianRun(runs);
}

/** Makes the capture unless it is there. */
function captureOf(kind: CaptureKind, packets: number): string {
  const path = join(folder, `${kind}-${packets}.pcap`);
  if (!existsSync(path)) makeCapture(kind, packets, path);
  return path;
}

function section(title: string, body: string): string {
  const text = `## ${title}\n\n${body}\n`;
  process.stdout.write(`${text}\n`);
  return text;
}
