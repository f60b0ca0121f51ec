// A capture of a command line is opened without what only another one needs.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withCapture } from '../../src/cli/open-capture.ts';
import { processSession } from '../../src/cli/session.ts';

const CAPTURE = join(import.meta.dirname, '../../captures/http-direct.pcap');

test('a file is read without opening standard input', async () => {
  const session = Object.defineProperty(processSession(), 'stdin', {
    get: () => {
      throw new Error('standard input was opened');
    },
  });
  await expect(withCapture(CAPTURE, session, async ({ name }) => name)).resolves.toBe(
    'http-direct.pcap',
  );
});
