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
  text = '';
  readonly isTTY: boolean;
  constructor(isTTY: boolean) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }
  override _write(chunk: unknown, _: BufferEncoding, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

/** Runs `tcpexplain` with these arguments. */
export async function tcpexplain(args: readonly string[], world: World = {}): Promise<Outcome> {
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
  const status = await run(args, session);
  return { status, stdout: stdout.text, stderr: stderr.text };
}
