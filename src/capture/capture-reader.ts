// A capture file of any kind known here, one record after the other. Sniffs compression and format by
// their magic; the walkers know the formats, the window the chunks. Decodes no frame.
import type { ByteSource } from './byte-source.ts';
import { ByteWindow } from './byte-window.ts';
import { CaptureError } from './capture-error.ts';
import type { CaptureInfo } from './capture-info.ts';
import { COMPRESSION_MAGIC_LEN, expand, sniffCompression } from './compression.ts';
import { FOREIGN_HEAD_LEN, foreignFormat } from './foreign-formats.ts';
import { isPcapMagic, openPcap, PCAP_HEADER_LEN } from './pcap.ts';
import type { PcapWalker } from './pcap.ts';
import { Block } from './pcapng-blocks.ts';
import { openPcapng, PCAPNG_HEADER_LEN } from './pcapng.ts';
import type { PcapngWalker } from './pcapng.ts';
import type { ReadStatus } from './read-status.ts';
import type { RecordView } from './record-view.ts';

const FORMAT_MAGIC_LEN = 4;

/** `while ((status = reader.next()) !== Read.End) if (status === Read.Wait) await reader.refill(); else ...` */
export class CaptureReader {
  /** The record of the last `next()` that said Record: one object, reused. */
  readonly record: RecordView;
  readonly info: CaptureInfo;
  private readonly walker: PcapWalker | PcapngWalker;
  private readonly window: ByteWindow;
  private readonly tally: Tally;

  private constructor(walker: PcapWalker | PcapngWalker, window: ByteWindow, tally: Tally) {
    this.walker = walker;
    this.window = window;
    this.tally = tally;
    this.record = walker.record;
    this.info = walker.info;
  }

  /** Reads as far as the file header. Rejects with a CaptureError, having closed the source, when this
   *  is not a capture, or an empty or unreadable one. */
  static async open(source: ByteSource): Promise<CaptureReader> {
    const tally = new Tally(source);
    const window = new ByteWindow(tally);
    try {
      const walker = await openWalker(window, tally);
      return new CaptureReader(walker, window, tally);
    } catch (error) {
      await window.close();
      throw error;
    }
  }

  /** Record: look at `record` before the next call. Wait: await `refill()`. End: see `damage`. */
  next(): ReadStatus {
    return this.walker.next();
  }

  /** Reads one chunk. Ends what `record` lent. Never rejects for a damaged file. */
  refill(): Promise<void> {
    return this.window.refill();
  }

  /** Absolute time of `timeNs` 0, in ns since 1970; null until the first record with a time. */
  get epochNs(): bigint | null {
    return this.walker.epochNs;
  }

  /** Absolute time of `record` in ns since 1970, while it is lent; null when it has none. `timeNs` says
   *  the same up to 104 days from the start; farther away its double rounds, and this does not. */
  exactTimeNs(): bigint | null {
    return this.walker.exactTimeNs();
  }

  /** Set with End when that was not the file's own clean end. */
  get damage(): CaptureError | null {
    return this.walker.damage;
  }

  /** Bytes taken from the source, compressed ones when it is compressed: compare with its sizeBytes. */
  get bytesRead(): number {
    return this.tally.lenBytes;
  }

  close(): Promise<void> {
    return this.window.close();
  }
}

async function openWalker(
  window: ByteWindow,
  source: ByteSource,
): Promise<PcapWalker | PcapngWalker> {
  let compression: CaptureInfo['compression'] = 'none';
  if (await window.gather(COMPRESSION_MAGIC_LEN)) {
    compression = sniffCompression(window.view, window.pos);
    if (compression !== 'none') {
      window.restart(expand(compression, window.bytes.slice(window.pos, window.end), source));
    }
  }
  if (!(await window.gather(FORMAT_MAGIC_LEN))) throw tooShort(window);
  const magic = window.view.getUint32(window.pos);
  if (isPcapMagic(window.view, window.pos)) {
    if (!(await window.gather(PCAP_HEADER_LEN))) throw cutHeader(window, 'pcap', PCAP_HEADER_LEN);
    return openPcap(window, compression);
  }
  if (magic === Block.Section) {
    if (!(await window.gather(PCAPNG_HEADER_LEN))) {
      throw cutHeader(window, 'pcapng', PCAPNG_HEADER_LEN);
    }
    return openPcapng(window, compression);
  }
  await window.gather(FOREIGN_HEAD_LEN);
  const head = window.bytes.subarray(window.pos, Math.min(window.end, FOREIGN_HEAD_LEN));
  throw new CaptureError({ code: 'not-a-capture', fileOffset: 0, ...foreignFormat(head) });
}

function tooShort(window: ByteWindow): CaptureError {
  if (window.failure !== null) return window.failure;
  const lenBytes = window.end - window.pos;
  return new CaptureError({
    code: lenBytes === 0 ? 'empty' : 'not-a-capture',
    fileOffset: lenBytes,
    what: lenBytes === 0 ? 'is empty' : `is no capture: it has only ${lenBytes} bytes`,
    advice: 'check that the capture was written (and that its writer was allowed to capture)',
  });
}

function cutHeader(window: ByteWindow, format: string, headerLen: number): CaptureError {
  if (window.failure !== null) return window.failure;
  return new CaptureError({
    code: 'cut-header',
    fileOffset: window.end,
    what: `begins like a ${format}, but ends inside its header of ${headerLen} bytes`,
    advice: 'fetch the file again, or capture again',
  });
}

/** Counts what is read, for the progress. */
class Tally implements ByteSource {
  readonly name: string;
  readonly sizeBytes: number | null;
  lenBytes = 0;
  private readonly source: ByteSource;

  constructor(source: ByteSource) {
    this.name = source.name;
    this.sizeBytes = source.sizeBytes;
    this.source = source;
  }

  async read(into: Uint8Array, at: number): Promise<number> {
    const lenBytes = await this.source.read(into, at);
    this.lenBytes += lenBytes;
    return lenBytes;
  }

  close(): Promise<void> {
    return this.source.close();
  }
}
