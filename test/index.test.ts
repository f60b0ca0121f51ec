// The library as its users call it: from a file or bytes to an analysis, to words, to reports.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  analyze,
  analyzeBytes,
  analyzeFile,
  CaptureError,
  CaptureReader,
  eachPacket,
  explainAnalysis,
  fromBytes,
  type PacketRecord,
  renderHtml,
  renderMarkdown,
  renderTerminal,
} from '../src/index.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { trace } from './support/trace.ts';

const folder = temporaryFolder();

const bytes = trace().handshake({ mss: 1460 }).capture();
const path = join(folder, 'lab.pcap');
writeFileSync(path, bytes);

describe('the library', () => {
  test('analyses a file as it does the same bytes in memory', async () => {
    expect(await analyzeFile(path)).toEqual(await analyzeBytes(bytes, 'lab.pcap'));
  });

  test('calls for every segment, in capture order', async () => {
    const packets: PacketRecord[] = [];
    await eachPacket(path, (packet) => packets.push(packet));
    expect(packets.map(({ frame, kind }) => `${frame} ${kind}`)).toEqual([
      '1 syn',
      '2 syn-ack',
      '3 handshake-ack',
    ]);
  });

  test('explains an analysis, and renders it three ways', async () => {
    const model = explainAnalysis(await analyzeFile(path), { detail: 'brief' });
    expect(renderMarkdown(model)).toContain('lab.pcap');
    expect(renderHtml(model)).toMatch(/^<!doctype html>/i);
    expect(renderTerminal(model, { width: 80, level: 0 })).toContain('Row 1');
  });

  test('rejects with a CaptureError that says where', async () => {
    const refused = analyzeBytes(new Uint8Array(0), 'empty');
    await expect(refused).rejects.toThrow(CaptureError);
    await expect(refused).rejects.toMatchObject({ code: 'empty', fileOffset: 0 });
    await expect(analyzeFile(join(folder, 'gone'))).rejects.toMatchObject({ code: 'unreadable' });
  });

  test("lets a sink of one's own see each segment, and what is none", async () => {
    const reader = await CaptureReader.open(fromBytes(bytes, 'lab'));
    let segments = 0;
    await analyze(reader, [{ segment: () => segments++ }, {}]);
    expect(segments).toBe(3);
    expect(reader.damage).toBeNull();
  });

  test('does not end the process, print, or throw for a language there is not, but says so', async () => {
    const analysis = await analyzeFile(path);
    expect(() => explainAnalysis(analysis, { language: 'xx' })).toThrow(/xx/);
  });
});
