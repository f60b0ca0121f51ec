// What is written in pieces arrives whole and in order, in large writes that each end with a line.

import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { TextOutput } from '../../src/cli/text-output.ts';
import { rowWriter } from '../../src/export/formats.ts';

class Chunks extends Writable {
  readonly chunks: Buffer[] = [];
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    // Not copied: what was handed over is nobody else's.
    this.chunks.push(chunk);
    setImmediate(done);
  }
}

test('texts and rows keep their order over many writes, and no line is cut', async () => {
  const stream = new Chunks();
  const output = new TextOutput(stream);
  const writer = rowWriter<number>('csv', [
    { name: 'number', of: (row) => row },
    { name: 'text', of: (row) => (row % 2 === 0 ? '·' : '€') },
  ]);
  let expected = 'head ·\n';
  output.write('head ·\n');
  for (let row = 0; row < 30_000; row++) {
    output.row(writer, row);
    expected += `${row},${row % 2 === 0 ? '·' : '€'}\r\n`;
    await output.drained();
  }
  const large = `${'€'.repeat(200_000)}\n`;
  output.write(large);
  await output.end();
  expect(Buffer.concat(stream.chunks).toString()).toBe(expected + large);
  expect(stream.chunks.length).toBeGreaterThan(3);
  for (const chunk of stream.chunks) expect(chunk.at(-1)).toBe(0x0a);
});

test('nothing is written when there is nothing', async () => {
  const stream = new Chunks();
  const output = new TextOutput(stream);
  output.flush();
  await output.end();
  expect(stream.chunks).toEqual([]);
});
