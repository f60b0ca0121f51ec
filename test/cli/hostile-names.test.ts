// File names are as foreign as captured bytes: whatever is said of them, no escape sequence gets to the terminal.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { trace } from '../support/trace.ts';
import { tcpexplain } from './program-run.ts';

const EVIL = 'a\u001b[2Jb';
const folder = temporaryFolder();

const at = (name: string): string => join(folder, name);

beforeAll(() => {
  const t = trace().handshake();
  t.client.data('hello');
  const capture = t.capture();
  writeFileSync(at(`${EVIL}.pcap`), capture);
  writeFileSync(at('cut.pcap'), capture.subarray(0, capture.length - 3));
  writeFileSync(at(`${EVIL}-cut.pcap`), capture.subarray(0, capture.length - 3));
  writeFileSync(at(`${EVIL}-none.pcap`), capture.subarray(0, 24));
  writeFileSync(at(`${EVIL}.yaml`), 'lab: [');
  writeFileSync(at(`${EVIL}.csv`), 'no,header\n');
  writeFileSync(at('fine.yaml'), 'lab: fine\nexpect:\n  - capture: { clock: sane }\n');
  mkdirSync(at('taken'));
  writeFileSync(at(`taken/${EVIL}`), '');
});

describe('is written out, not sent to the terminal', () => {
  test.each<[string, readonly string[]]>([
    ['a report and where it was written', [`${EVIL}.pcap`, '-o', 'out']],
    ['a folder of reports', [`${EVIL}.pcap`, '-o', `out/${EVIL}`]],
    ['one file for two captures', ['cut.pcap', `${EVIL}.pcap`, '-o', `${EVIL}.md`]],
    ['a file of another format', ['cut.pcap', '-o', `${EVIL}.md`, '--format', 'html']],
    ['a folder that is a file', ['cut.pcap', '-o', `taken/${EVIL}`]],
    ['a capture with nothing to explain', [`${EVIL}-none.pcap`, '-o', 'out']],
    ['a capture that is cut', [`${EVIL}-cut.pcap`, '-o', 'out']],
    ['a file that is not there', [`${EVIL}-gone.pcap`, '-o', 'out']],
    ['templates that are not there', ['cut.pcap', '-o', 'out', '--template', EVIL]],
    ['what looks like an option', [`--${EVIL}`]],
    ['the value of an option', ['cut.pcap', '--frames', EVIL]],
    ['rows of several captures', ['packets', `${EVIL}.pcap`, 'cut.pcap']],
    ['connections of several captures', ['streams', `${EVIL}.pcap`, 'cut.pcap']],
    ['totals', ['summary', `${EVIL}.pcap`]],
    ['messages of several captures', ['messages', `${EVIL}.pcap`, 'cut.pcap']],
    ['a stream there is not', ['follow', `${EVIL}.pcap`, '--stream', '7']],
    ['a folder of transcripts', ['follow', 'cut.pcap', '-o', `out/${EVIL}`]],
    ['a folder that cannot be made', ['follow', 'cut.pcap', '-o', `taken/${EVIL}/in`]],
    ['sockets', ['sockets', `${EVIL}.pcap`]],
    ['a frame there is not', ['sockets', `${EVIL}.pcap`, '--frame', '99']],
    ['a lab file that is not there', ['check', 'cut.pcap', '--lab', `${EVIL}-gone.yaml`]],
    ['a lab file with mistakes', ['check', 'cut.pcap', '--lab', `${EVIL}.yaml`]],
    ['a checked capture', ['check', `${EVIL}.pcap`, '--lab', 'fine.yaml']],
    ['a first lab file', ['check', `${EVIL}.pcap`, '--init']],
    ['a capture to check that is not there', ['check', `${EVIL}-gone.pcap`, '--lab', 'fine.yaml']],
    ['a reporter there is not', ['check', 'cut.pcap', '--lab', 'fine.yaml', '--reporter', EVIL]],
    [
      'a report that cannot be written',
      ['check', 'cut.pcap', '--lab', 'fine.yaml', '--reporter', `json=taken/${EVIL}/in`],
    ],
    ['messages to pack that are none', ['craft', `${EVIL}.csv`, '-o', 'out.pcap']],
  ])('%s: %j', async (_, args) => {
    const { stdout, stderr } = await tcpexplain(args.map(placed));
    expect(stdout + stderr).not.toContain('\u001b');
    expect(stdout + stderr).toContain('\\x1b[2J');
  });
});

/** The argument with names of files put into the folder. */
const placed = (arg: string): string =>
  /^(?:json=)?(?:out|taken)\b|\.(?:pcap|yaml|csv|md)$/.test(arg)
    ? arg.replace(/^(json=)?/, `$1${folder}/`)
    : arg;
