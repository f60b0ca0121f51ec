// Sequence number arithmetic modulo 2^32 (RFC 9293 3.4): all of it lives here.
// Numbers may be given as uint32 or as the int32 of the same bits; comparisons hold for distances under 2^31.
// At that distance itself each lies before the other, and neither after: what makes labels asks by seqLt alone, as Wireshark
// asks both.
// The pass gives int32 throughout, which no call has to box.

/** Distance from `b` up to `a`, negative when `a` lies before `b`. */
export const seqDiff = (a: number, b: number): number => (a - b) | 0;

/** `a` lies before `b`. */
export const seqLt = (a: number, b: number): boolean => ((a - b) | 0) < 0;

/** `a` lies before `b`, or is `b`. */
export const seqLeq = (a: number, b: number): boolean => ((a - b) | 0) <= 0;

/** `a` lies after `b`. */
export const seqGt = (a: number, b: number): boolean => ((a - b) | 0) > 0;

/** The later of two numbers. */
export const seqMax = (a: number, b: number): number => (seqGt(b, a) ? b : a);

/** `seq` moved on by `n`, as uint32. */
export const seqAdd = (seq: number, n: number): number => (seq + n) >>> 0;

/** What Wireshark shows for `seq` counted from `base`: a uint32, huge when `seq` lies before `base`. */
export const seqRelative = (seq: number, base: number): number => (seq - base) >>> 0;

/** Raw number after a segment: SYN and FIN count one each. Only the length is taken of the relative numbers. */
export const segmentEnd = (tcp: {
  readonly seq: number;
  readonly relSeq: number;
  readonly nextRelSeq: number;
}): number => seqAdd(tcp.seq, seqDiff(tcp.nextRelSeq, tcp.relSeq));
