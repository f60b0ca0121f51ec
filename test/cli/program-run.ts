// Runs the program in this process: arguments in, exit status and both outputs out. No terminal unless asked for.

import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/run.ts';
import type { Session, Signals } from '../../src/cli/session.ts';

export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

export interface World {
  stdin?: Uint8Array | Readable;
  /** Standard output is a terminal. */
  terminal?: boolean;
  signals?: Signals;
  env?: Record<string, string>;
}

class Collected extends Writable {
  readonly isTTY: boolean;
  private readonly parts: Buffer[] = [];
  constructor(isTTY: boolean) {
    super();
    this.isTTY = isTTY;
  }
  get bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
  get text(): string {
    return this.bytes.toString();
  }
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    // What was written may be used again.
    this.parts.push(Buffer.from(chunk));
    done();
  }
}

export interface MadeSession {
  readonly session: Session;
  readonly stdout: Collected;
  readonly stderr: Collected;
}

/** The outside world that a command is given, and what it wrote there. */
export function madeSession(world: World = {}): MadeSession {
  const stdout = new Collected(world.terminal === true);
  const stderr = new Collected(false);
  const { stdin: given, signals } = world;
  const stdin =
    given instanceof Readable ? given : Readable.from(given === undefined ? [] : [given]);
  const session: Session = {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout,
    stderr,
    env: world.env ?? {},
    ...(signals === undefined ? {} : { signals }),
    exitCode: 0,
  };
  return { session, stdout, stderr };
}

/** Runs `tcpexplain` with these arguments. */
export async function tcpexplain(args: readonly string[], world: World = {}): Promise<Outcome> {
  const { session, stdout, stderr } = madeSession(world);
  const status = await run(args, session);
  return { status, stdout: stdout.text, stderr: stderr.text };
}
