// Builds small capture files byte by byte for the tests of the reader, and reads them back into rows.
// Written from the format drafts and independent of src/craft, so that the two check each other.
import type { ByteSource } from '../../src/capture/byte-source.ts';
import { fromBytes } from '../../src/capture/byte-source.ts';
import type { CaptureError } from '../../src/capture/capture-error.ts';
import type { CaptureInfo } from '../../src/capture/capture-info.ts';
import { CaptureReader } from '../../src/capture/capture-reader.ts';
import { Read } from '../../src/capture/read-status.ts';

export interface Row {
  frame: number;
  hex: string;
  origLen: number;
  timeNs: number;
  exactNs: bigint | null;
  linkType: number;
  fcsLen: number;
  interfaceId: number;
  fileOffset: number;
}

export interface ReadBack {
  rows: Row[];
  info: CaptureInfo;
  damage: CaptureError | null;
  epochNs: bigint | null;
}

export async function readAll(source: ByteSource): Promise<ReadBack> {
  const reader = await CaptureReader.open(source);
  const rows: Row[] = [];
  for (let status = reader.next(); status !== Read.End; status = reader.next()) {
    if (status === Read.Wait) {
      await reader.refill();
      continue;
    }
    const { record } = reader;
    const hex = Buffer.from(record.bytes.subarray(record.start, record.end)).toString('hex');
    const { frame, origLen, timeNs, linkType, fcsLen, interfaceId, fileOffset } = record;
    const exactNs = reader.exactTimeNs();
    rows.push({ frame, hex, origLen, timeNs, exactNs, linkType, fcsLen, interfaceId, fileOffset });
  }
  const { info, damage, epochNs } = reader;
  await reader.close();
  return { rows, info, damage, epochNs };
}

export function readBytes(bytes: Uint8Array, chunkLen?: number): Promise<ReadBack> {
  return readAll(fromBytes(bytes, 'test', chunkLen));
}

export async function refusal(bytes: Uint8Array): Promise<CaptureError> {
  try {
    await readBytes(bytes);
  } catch (error) {
    return error as CaptureError;
  }
  throw new Error('it was read');
}

/** Integers in one byte order. */
export class Writer {
  private readonly parts: Buffer[] = [];
  private readonly isLittle: boolean;
  constructor(isLittle = true) {
    this.isLittle = isLittle;
  }
  u16(...values: number[]): this {
    for (const value of values) this.integer(value, 2);
    return this;
  }
  u32(...values: number[]): this {
    for (const value of values) this.integer(value, 4);
    return this;
  }
  raw(bytes: Uint8Array): this {
    this.parts.push(Buffer.from(bytes));
    return this;
  }
  done(): Buffer {
    return Buffer.concat(this.parts);
  }
  private integer(value: number, lenBytes: number): void {
    const part = Buffer.alloc(lenBytes);
    if (this.isLittle) part.writeUIntLE(value, 0, lenBytes);
    else part.writeUIntBE(value, 0, lenBytes);
    this.parts.push(part);
  }
}

export interface PcapShape {
  isLittle?: boolean;
  magic?: number;
  version?: [number, number];
  snapLen?: number;
  linkField?: number;
}

export function pcapHeader(shape: PcapShape = {}): Buffer {
  const { isLittle = true, magic = 0xa1b2c3d4, version = [2, 4] } = shape;
  const { snapLen = 262144, linkField = 1 } = shape;
  const writer = new Writer(isLittle).u32(magic).u16(...version);
  return writer.u32(0, 0, snapLen, linkField).done();
}

export function pcapRecord(
  time: [number, number],
  data: Uint8Array,
  lengths: [number, number] = [data.length, data.length],
  isLittle = true,
): Buffer {
  return new Writer(isLittle)
    .u32(...time, ...lengths)
    .raw(data)
    .done();
}

export function pad4(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

export function block(type: number, body: Uint8Array, isLittle = true): Buffer {
  const totalLen = 12 + body.length;
  return new Writer(isLittle).u32(type, totalLen).raw(body).u32(totalLen).done();
}

export function option(code: number, value: Uint8Array, isLittle = true): Buffer {
  return new Writer(isLittle).u16(code, value.length).raw(pad4(value)).done();
}

export function section(isLittle = true, version: [number, number] = [1, 0]): Buffer {
  const body = new Writer(isLittle).u32(0x1a2b3c4d).u16(...version);
  return block(0x0a0d0d0a, body.u32(0xffffffff, 0xffffffff).done(), isLittle);
}

export function interfaceBlock(
  linkType: number,
  snapLen = 0,
  options: Uint8Array = Buffer.alloc(0),
  isLittle = true,
): Buffer {
  const body = new Writer(isLittle).u16(linkType, 0).u32(snapLen).raw(options);
  return block(1, body.done(), isLittle);
}

export function enhanced(
  interfaceId: number,
  ticks: bigint,
  data: Uint8Array,
  options: Uint8Array = Buffer.alloc(0),
  isLittle = true,
): Buffer {
  const body = new Writer(isLittle)
    .u32(interfaceId, Number(ticks >> 32n), Number(ticks & 0xffffffffn), data.length, data.length)
    .raw(pad4(data))
    .raw(options);
  return block(6, body.done(), isLittle);
}

/** `lenBytes` bytes that differ from frame to frame. */
export function frameBytes(seed: number, lenBytes: number): Buffer {
  return Buffer.from(Array.from({ length: lenBytes }, (_, i) => (seed * 31 + i * 7) & 0xff));
}
