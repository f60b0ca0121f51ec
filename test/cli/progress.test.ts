// The progress bar leaves the terminal as it was, however reading ends.
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { progressOf } from '../../src/cli/progress.ts';
import { readCapture } from '../../src/cli/read-captures.ts';
import type { Session } from '../../src/cli/session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';

const lab = join(temporaryFolder(), 'lab.pcap');
writeFileSync(lab, trace().handshake().capture());

const ESC = String.fromCodePoint(0x1b);
const [HIDDEN, SHOWN] = [`${ESC}[?25l`, `${ESC}[?25h`];
const [UNWRAPPED, WRAPPED] = [`${ESC}[?7l`, `${ESC}[?7h`];

let nowMs = 0;
beforeEach(() => {
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.restoreAllMocks();
});

class Terminal extends Writable {
  text = '';
  readonly isTTY = true;
  readonly columns = 80;
  constructor() {
    super({ decodeStrings: false });
  }
  override _write(chunk: unknown, _: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

class SentSignals extends EventEmitter {
  readonly pid = 42;
  /** What the program sent, and to whom. */
  readonly sent: string[] = [];
  kill(pid: number, signal: string): true {
    this.sent.push(`${signal} to ${pid}, ${this.listenerCount(signal)} listening`);
    return true;
  }
}

function made(env: Session['env'] = { TERM: 'xterm' }) {
  const [stderr, stdout, signals] = [new Terminal(), new Terminal(), new SentSignals()];
  const session: Session = {
    stdin: process.stdin,
    stdout,
    stderr,
    env,
    signals,
    exitCode: 0,
  };
  return { session, stderr, stdout, signals };
}

const listeners = ({ signals, stdout }: ReturnType<typeof made>): number =>
  signals.listenerCount('SIGINT') +
  signals.listenerCount('SIGTERM') +
  stdout.listenerCount('error');

/** A bar that shows. */
async function shown(world: ReturnType<typeof made>) {
  const progress = progressOf('lab.pcap', 100, world.session);
  nowMs += 1001;
  progress.update(10);
  await vi.waitFor(() => expect(world.stderr.text).toContain('lab.pcap'));
  expect(world.stderr.text).toContain(HIDDEN);
  expect(world.stderr.text).toContain(UNWRAPPED);
  return progress;
}

const isAsItWas = (text: string): boolean =>
  text.lastIndexOf(SHOWN) > text.lastIndexOf(HIDDEN) &&
  text.lastIndexOf(WRAPPED) > text.lastIndexOf(UNWRAPPED);

describe('a bar that shows', () => {
  test('is taken away when reading ends', async () => {
    const world = made();
    const progress = await shown(world);
    expect(isAsItWas(world.stderr.text)).toBe(false);
    progress.stop();
    expect(isAsItWas(world.stderr.text)).toBe(true);
    expect(listeners(world)).toBe(0);
  });

  test.each(['SIGINT', 'SIGTERM'])('%s: then the program ends by it', async (signal) => {
    const world = made();
    await shown(world);
    world.signals.emit(signal, signal);
    expect(isAsItWas(world.stderr.text)).toBe(true);
    expect(world.signals.sent).toEqual([`${signal} to 42, 0 listening`]);
    expect(listeners(world)).toBe(0);
  });

  test('standard output takes no more: before anything is said of it', async () => {
    const world = made();
    let atTheEnd = '';
    world.stdout.on('error', () => (atTheEnd = world.stderr.text));
    await shown(world);
    world.stdout.destroy(new Error('made'));
    await vi.waitFor(() => expect(isAsItWas(atTheEnd)).toBe(true));
  });

  test('a fault while reading', async () => {
    const world = made();
    const pass = async (_: unknown, __: unknown, onProgress: (bytes: number) => void) => {
      nowMs += 1001;
      onProgress(10);
      await vi.waitFor(() => expect(world.stderr.text).toContain(HIDDEN));
      throw new TypeError('made');
    };
    const read = readCapture(lab, world.session, { strict: false }, pass, () => {});
    await expect(read).rejects.toThrow('made');
    expect(isAsItWas(world.stderr.text)).toBe(true);
    expect(listeners(world)).toBe(0);
  });
});

describe('no bar', () => {
  test.each([
    ['on a dumb terminal', { TERM: 'dumb' }, 100, 1001],
    ['of an input of unknown size', {}, null, 1001],
    ['within a second', {}, 100, 900],
  ])('%s', async (_, env, sizeBytes, elapsedMs) => {
    const world = made(env);
    const progress = progressOf('lab.pcap', sizeBytes, world.session);
    nowMs += elapsedMs;
    progress.update(10);
    // The bar is loaded when it is needed: by now it would be there.
    await import('cli-progress');
    await new Promise((resolve) => setTimeout(resolve, 20));
    progress.stop();
    expect(world.stderr.text).toBe('');
    expect(listeners(world)).toBe(0);
  });
});
