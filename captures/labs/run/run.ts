// The command that runs labs and captures them again:  npx tsx captures/labs/run/run.ts <lab>... | all
// Writes captures/<lab>*.pcap and the lab's log.ndjson and ss.txt, all at once and only when all went well.
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from './lab.ts';
import { Network } from './network.ts';
import { type RunningProgram, startProgram } from './programs.ts';
import { missingRequirements } from './requirements.ts';
import { listSockets, SOCKETS_HEADER } from './sockets.ts';
import { startTap } from './tap.ts';

const LABS = join(import.meta.dirname, '..');
const CAPTURES = join(LABS, '..');
const ALWAYS_NEEDED = ['ip', 'ss', 'tcpdump'];
/** From starting the programs to the script's zero: time for every one of them to come up. */
const COME_UP_MS = 2500;

/** Labs that run are those with a lab.ts; the others are built from tables. */
const known = readdirSync(LABS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'run')
  .map((entry) => entry.name)
  .filter((name) => existsSync(join(LABS, name, 'lab.ts')))
  .sort();

async function runLab(name: string): Promise<void> {
  const { lab } = (await import(`../${name}/lab.ts`)) as { lab: Lab };
  const missing = missingRequirements([...ALWAYS_NEEDED, ...lab.needs]);
  if (missing.length > 0) throw new Error(`cannot run here, missing\n  ${missing.join('\n  ')}`);
  const made = mkdtempSync(join(tmpdir(), 'lab-'));
  const network = new Network();
  try {
    network.open(lab);
    await perform(lab, name, network, made);
    for (const { file } of lab.taps) copyFileSync(join(made, file), join(CAPTURES, file));
    writeFileSync(join(LABS, name, 'log.ndjson'), inOrderOfTime(join(made, 'log.ndjson')));
    copyFileSync(join(made, 'ss.txt'), join(LABS, name, 'ss.txt'));
  } finally {
    network.close();
    rmSync(made, { recursive: true });
  }
}

async function perform(lab: Lab, name: string, network: Network, made: string): Promise<void> {
  const folder = join(LABS, name);
  const place = { network, folder, logFile: join(made, 'log.ndjson') };
  const running: RunningProgram[] = [];
  const taps = [];
  try {
    for (const tap of lab.taps) taps.push(await startTap(network, tap, join(made, tap.file)));
    const startMs = Date.now() + COME_UP_MS;
    const until = (seconds: number): Promise<void> =>
      sleep(Math.max(0, startMs + seconds * 1000 - Date.now()));
    const timed: Promise<void>[] = [];
    for (const { host, command, endedBy } of lab.programs) {
      const program = startProgram(place, host, command);
      running.push(program);
      if (endedBy === undefined) continue;
      timed.push(until(endedBy.atSeconds).then(() => program.end(endedBy.signal)));
    }
    for (const { who, host, command } of lab.clients) {
      const whole = [...command, who, join(folder, 'script.tsv'), String(startMs)];
      running.push(startProgram(place, host, whole));
    }
    let sockets = SOCKETS_HEADER;
    for (const seconds of lab.socketsAtSeconds) {
      await until(seconds);
      sockets += await listSockets(lab, network);
    }
    await Promise.all([...timed, until(lab.lastsSeconds)]);
    writeFileSync(join(made, 'ss.txt'), sockets);
  } finally {
    // Last started, first ended: the servers see their clients leave.
    for (const program of running.toReversed()) await program.end('SIGTERM');
    for (const tap of taps) await tap.stop();
  }
  const failed = running.filter((program) => program.complaint() !== '');
  if (failed.length === 0) return;
  throw new Error(failed.map((program) => `${program.name}: ${program.complaint()}`).join('\n'));
}

const timeOf = (line: string): bigint => BigInt((JSON.parse(line) as { time: string }).time);

/** Several programs may write one log: its lines, earliest first. */
function inOrderOfTime(path: string): string {
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  lines.sort((a, b) => Number(timeOf(a) - timeOf(b)));
  return lines.map((line) => `${line}\n`).join('');
}

const asked = process.argv.slice(2);
if (asked.length === 0 || asked.some((name) => name !== 'all' && !known.includes(name))) {
  process.stderr.write(`usage: run.ts <lab>... | all\nlabs: ${known.join(' ')}\n`);
  process.exit(2);
}
for (const name of asked.includes('all') ? known : asked) {
  try {
    await runLab(name);
    process.stdout.write(`${name}: captured\n`);
  } catch (error) {
    process.stderr.write(`${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
