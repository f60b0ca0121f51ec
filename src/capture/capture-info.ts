// What a capture file says about itself, apart from its records. Plain data.

export interface CaptureInterface {
  /** 0-based over the whole file. */
  readonly id: number;
  /** LINKTYPE_ number. */
  readonly linkType: number;
  readonly name?: string;
  readonly description?: string;
  /** Bytes kept of a frame at most; 0 means no limit. */
  readonly snapLen: number;
  /** Length of one time stamp unit, such as `10^-6 s` or `2^-10 s`. */
  readonly tsResolution: string;
}

/** Grows while a pcapng is read: interfaces may be described anywhere before their first packet. */
export interface CaptureInfo {
  readonly format: 'pcap' | 'pcapng';
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** `mixed` once pcapng sections of both orders were met. */
  byteOrder: 'little' | 'big' | 'mixed';
  /** As `tsResolution` of the interfaces; `mixed` when they differ, empty before the first. */
  resolution: string;
  /** Of the file, or of the first section: `2.4`, `1.0`. */
  readonly version: string;
  /** Of the first interface; 0 means no limit (or no interface yet). */
  snapLen: number;
  readonly interfaces: CaptureInterface[];
  /** Comments of the sections (pcapng), and what captured them, as it says. Foreign text. */
  readonly comments: string[];
  readonly capturedBy: string[];
  /** Filters that interfaces were captured with, each once. */
  readonly filters: string[];
  /** Packets that were dropped while it was captured, as it says. */
  dropped: number;
}

/** Nothing of the kind is said. */
export const SAYS_NOTHING = (): Pick<
  CaptureInfo,
  'comments' | 'capturedBy' | 'filters' | 'dropped'
> => ({
  comments: [],
  capturedBy: [],
  filters: [],
  dropped: 0,
});

/** Texts kept of all sections and interfaces. */
const MOST_TEXTS = 100;

/** Adds what a section or interface says, once. */
export function addText(texts: string[], text: string): void {
  if (texts.length < MOST_TEXTS && text !== '' && !texts.includes(text)) texts.push(text);
}

/** Adds an interface and keeps the file-wide summary (resolution, snapLen) right. */
export function addInterface(info: CaptureInfo, added: CaptureInterface): void {
  if (info.interfaces.length === 0) {
    info.resolution = added.tsResolution;
    info.snapLen = added.snapLen;
  } else if (info.resolution !== added.tsResolution) info.resolution = 'mixed';
  info.interfaces.push(added);
}
