import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFile } from '../../src/capture/byte-source.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { Read } from '../../src/capture/read-status.ts';
import { Decoder } from '../../src/decode/decoder.ts';
import type { PacketView } from '../../src/decode/packet-view.ts';
import { TCP_HEADER_MIN } from '../../src/decode/tcp-view.ts';
import { outerAddresses } from '../support/outer-addresses.ts';

const CORPUS =
  process.env['TCPEXPLAIN_CORPUS'] ?? join(import.meta.dirname, '../../../shared/corpus');

function rowOf(packet: PacketView, frame: number): string {
  const { tcp } = packet;
  const [src, dst] = outerAddresses(packet);
  const ends = [src, tcp.srcPort, dst, tcp.dstPort];
  return [frame, ...ends, tcp.flags & 0xff, tcp.len].join(' ');
}

async function rowsOf(path: string): Promise<string[]> {
  const reader = await CaptureReader.open(await openFile(path));
  const decoder = new Decoder();
  const rows: string[] = [];
  for (let status = reader.next(); status !== Read.End; status = reader.next()) {
    if (status === Read.Wait) {
      await reader.refill();
      continue;
    }
    // tshark gives no facts for a header length below five words, though it counts the stream.
    if (!decoder.decode(reader.record) || decoder.packet.tcp.headerLen < TCP_HEADER_MIN) continue;
    rows.push(rowOf(decoder.packet, reader.record.frame));
  }
  await reader.close();
  return rows;
}

interface Facts {
  packets: (number | string | null)[][];
}

function factsOf(path: string): string[] {
  const { packets } = JSON.parse(readFileSync(path, 'utf8')) as Facts;
  return packets.map((row) => {
    const [frame, , src, srcPort, dst, dstPort, flags] = row;
    return [frame, src, srcPort, dst, dstPort, Number(flags) & 0xff, row[10] ?? -1].join(' ');
  });
}

describe.skipIf(!existsSync(CORPUS))('the corpus (skipped where it is absent)', () => {
  test('segments, addresses, ports, flags and lengths are those tshark recorded', async () => {
    const different: string[] = [];
    let compared = 0;
    for (const name of existsSync(CORPUS) ? readdirSync(join(CORPUS, 'tshark')) : []) {
      const capture = name.slice(0, -'.json'.length);
      const want = factsOf(join(CORPUS, 'tshark', name));
      const got = await rowsOf(join(CORPUS, 'captures', capture));
      compared += want.length;
      if (got.join('\n') !== want.join('\n')) different.push(capture);
    }
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  });
});
