// pcapng time stamps: 64-bit ticks in two halves, of a resolution and offset per interface
// (draft-ietf-opsawg-pcapng 4.2 if_tsresol, if_tsoffset). Turns them into ns since the capture's start.

const NS_PER_SECOND = 1_000_000_000n;
const TWO_POW_32 = 4294967296;
/** if_tsresol: the top bit says power of two, the rest is the negated exponent. */
const RESOL = { isPowerOf2: 0x80, exponent: 0x7f } as const;

/** if_tsresol when the option is absent: microseconds. */
export const DEFAULT_TSRESOL = 6;

/** `10^-6 s` of the option's byte. */
export function describeResolution(tsresol: number): string {
  const base = (tsresol & RESOL.isPowerOf2) === 0 ? 10 : 2;
  return `${base}^-${tsresol & RESOL.exponent} s`;
}

/** The clock of one interface. Exact to the nanosecond (finer ticks are cut off, as Wireshark does). */
export class TickScale {
  private readonly ticksPerSecond: bigint;
  private readonly offsetNs: bigint;
  /** ns in a tick where that is whole; 0 means the slow exact way for every stamp. */
  private readonly nsPerTick: number;
  private isAnchored = false;
  private anchorHigh = 0;
  private anchorLow = 0;
  private anchorNs = 0;

  constructor(tsresol: number, offsetSeconds: bigint) {
    const exponent = tsresol & RESOL.exponent;
    const base = (tsresol & RESOL.isPowerOf2) === 0 ? 10n : 2n;
    this.ticksPerSecond = base ** BigInt(exponent);
    this.offsetNs = offsetSeconds * NS_PER_SECOND;
    this.nsPerTick = base === 10n && exponent <= 9 ? 10 ** (9 - exponent) : 0;
  }

  /** ns since 1970. */
  absoluteNs(high: number, low: number): bigint {
    const ticks = (BigInt(high) << 32n) | BigInt(low);
    return (ticks * NS_PER_SECOND) / this.ticksPerSecond + this.offsetNs;
  }

  /** ns since `epochNs`. Only the first stamp of an interface costs a bigint; the others are a
   *  difference of halves to it, exact while it stays below 2^53 ticks. */
  sinceNs(epochNs: bigint, high: number, low: number): number {
    if (this.isAnchored) {
      const ticks = (high - this.anchorHigh) * TWO_POW_32 + (low - this.anchorLow);
      return this.anchorNs + ticks * this.nsPerTick;
    }
    const ns = Number(this.absoluteNs(high, low) - epochNs);
    if (this.nsPerTick > 0) {
      this.isAnchored = true;
      this.anchorHigh = high;
      this.anchorLow = low;
      this.anchorNs = ns;
    }
    return ns;
  }
}
