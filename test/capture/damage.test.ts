// What cannot be read, or not to its end: one clear line with what, where and what to do.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openFile } from '../../src/capture/byte-source.ts';
import { CaptureError } from '../../src/capture/capture-error.ts';
import { frameBytes, pcapHeader, pcapRecord, readBytes, refusal } from './capture-bytes.ts';

describe('what is no capture is refused by name', () => {
  const cases: [string, Buffer, string, RegExp][] = [
    ['nothing', Buffer.alloc(0), 'empty', /is empty/],
    ['three bytes', Buffer.from([0xd4, 0xc3, 0xb2]), 'not-a-capture', /only 3 bytes/],
    ['half a pcap header', pcapHeader().subarray(0, 20), 'cut-header', /inside its header/],
    ['snoop', Buffer.from('736e6f6f7000000000000002', 'hex'), 'not-a-capture', /snoop.*editcap/],
    [
      'Network Monitor',
      Buffer.from('474d425500020000', 'hex'),
      'not-a-capture',
      /Monitor 2.*editcap/,
    ],
    ['xz', Buffer.from('fd377a585a000004', 'hex'), 'not-a-capture', /xz -d/],
    ['an export', Buffer.from('[{"_index": "packets"}]'), 'not-a-capture', /JSON.*Save As/],
    ['a printed list', Buffer.from('No. Time Source\r\n1 0.0 a\n'), 'not-a-capture', /text/],
    ['other bytes', Buffer.from('0001020300000000', 'hex'), 'not-a-capture', /Wireshark/],
  ];
  test.each(cases)('%s', async (_, file, code, message) => {
    const error = await refusal(file);
    expect(error).toBeInstanceOf(CaptureError);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });

  test('a file that is not there', async () => {
    await expect(openFile('no-such-file.pcap')).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('a directory', async () => {
    const here = fileURLToPath(new URL('.', import.meta.url));
    await expect(openFile(here)).rejects.toThrow(/it is a directory/);
  });
});

describe('a damaged pcap is used as far as it goes', () => {
  const whole = Buffer.concat([
    pcapHeader(),
    pcapRecord([1, 0], frameBytes(1, 60)),
    pcapRecord([2, 0], frameBytes(2, 60)),
  ]);
  const second = 24 + 76;

  test('every cut is told from the clean end', async () => {
    for (let end = 24; end <= whole.length; end++) {
      const { rows, damage } = await readBytes(whole.subarray(0, end));
      expect(rows.length).toBe(Math.floor((end - 24) / 76));
      const isClean = (end - 24) % 76 === 0;
      const seen = damage && [damage.code, damage.fileOffset, damage.frame];
      const expected = isClean ? null : ['cut-record', end < second ? 24 : second, rows.length + 1];
      expect({ end, seen }).toEqual({ end, seen: expected });
    }
  });

  test.each([
    ['262144 bytes are possible, so the record is cut', 262144, 0, 'cut-record'],
    ['262145 bytes are not', 262145, 0, 'absurd-length'],
    ['262145 bytes are when the file says a larger snapLen', 262145, 500_000, 'cut-record'],
    ['nothing above 256 MiB is, whatever the snapLen', 2 ** 28 + 1, 0xffffffff, 'absurd-length'],
  ])('%s', async (_, capLen, snapLen, code) => {
    const file = Buffer.from(whole);
    file.writeUInt32LE(capLen, second + 8);
    if (snapLen > 0) file.writeUInt32LE(snapLen, 16);
    const { rows, damage } = await readBytes(file);
    expect(rows.length).toBe(1);
    expect(damage).toMatchObject({ code, fileOffset: second, frame: 2 });
    expect(damage?.message).toContain(`(file offset ${second}, frame 2)`);
  });
});
