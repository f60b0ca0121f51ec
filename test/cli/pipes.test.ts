// A capture that arrives while it is made: rows are printed as soon as they are complete, and Ctrl-C, which the terminal
// sends to the sender as well, ends the capture and not the program.
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { openInput } from '../../src/cli/open-input.ts';
import type { Signals } from '../../src/cli/session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';
import { isBuilt, start, type RunningProgram } from './built-program.ts';
import { madeSession, tcpexplain } from './program-run.ts';

const folder = temporaryFolder();
const lab = join(folder, 'lab.yaml');
writeFileSync(lab, 'lab: fine\nexpect:\n  - capture: { clock: sane }\n');

const talk = trace().handshake();
talk.client.data('ping');
talk.server.data('pong');
const capture = Buffer.from(talk.capture());
/** The handshake and "ping" are whole in it, "pong" is not. */
const PART = capture.length - 10;

const ROW_4 = /ping|"frame":4,|^ +4 /m;

describe.skipIf(!isBuilt)('a pipe that is still open (skipped where dist/ is not built)', () => {
  test.each([
    [['packets', '-', '--format', 'ndjson']],
    [['packets', '-']],
    [['follow', '-', '--stream', '0']],
  ])('%j prints what is complete', async (args) => {
    const program = start(args);
    program.child.stdin.write(capture.subarray(0, PART));
    expect(await program.until(ROW_4)).not.toMatch(/pong|"frame":5,|^ +5 /m);
    program.child.stdin.end(capture.subarray(PART));
    const { status, stdout } = await program.ended;
    expect(status).toBe(0);
    expect(stdout).toMatch(/pong|"frame":5,|^ +5 /m);
  });
});

describe('Ctrl-C while standard input is read', () => {
  test.each([
    [['-', '-o', '-']],
    [['packets', '-']],
    [['streams', '-']],
    [['summary', '-']],
    [['follow', '-', '--stream', '0']],
    [['follow', '-', '--session']],
    [['messages', '-']],
    [['sockets', '-']],
    [['check', '-', '--lab', lab]],
    [['check', '-', '--init']],
  ])('is taken once by %j, and no more when all is read', async (args) => {
    const signals = Object.assign(new EventEmitter(), { pid: 0, kill: () => true });
    const listening: number[] = [];
    const look = (): void => void listening.push(signals.listenerCount('SIGINT'));
    function* sent(): Generator<Uint8Array> {
      yield capture.subarray(0, PART);
      look();
      signals.emit('SIGINT', 'SIGINT');
      look();
      yield capture.subarray(PART);
    }
    const world = { stdin: Readable.from(sent()), signals: signals as Signals };
    const { status, stdout, stderr } = await tcpexplain(args, world);
    look();
    expect({ status, stderr, listening }).toEqual({ status: 0, stderr: '', listening: [1, 0, 0] });
    expect(stdout).toBe((await tcpexplain(args, { stdin: capture })).stdout);
  });
});

test('Ctrl-C ends the program again once the last byte is read: a report of it may take long', async () => {
  const signals = Object.assign(new EventEmitter(), { pid: 0, kill: () => true as const });
  const { session } = madeSession({ stdin: capture, signals });
  const source = await openInput('-', session);
  const into = new Uint8Array(capture.length);
  expect(signals.listenerCount('SIGINT')).toBe(1);
  while ((await source.read(into, 0)) > 0);
  expect(signals.listenerCount('SIGINT')).toBe(0);
  await source.close();
});

/** A program that reads standard input, certainly: it has told a row. */
async function reading(): Promise<RunningProgram> {
  const program = start(['packets', '-', '--format', 'ndjson']);
  program.child.stdin.write(capture.subarray(0, PART));
  await program.until(ROW_4);
  return program;
}

describe.skipIf(!isBuilt || process.platform === 'win32')(
  'the same of the built program (skipped where dist/ is not built, and without signals)',
  () => {
    test('one: the rest is read and told', async () => {
      const program = await reading();
      program.child.kill('SIGINT');
      program.child.stdin.end(capture.subarray(PART));
      const { status, signal, stdout, stderr } = await program.ended;
      expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
      expect(stdout).toContain('"frame":5,');
    });

    test('another ends the program, by the signal', async () => {
      const program = await reading();
      // Two that are sent at once may arrive as one.
      const again = setInterval(() => program.child.kill('SIGINT'), 100);
      const ended = await program.ended;
      clearInterval(again);
      expect(ended).toMatchObject({ status: null, signal: 'SIGINT' });
    });
  },
);
